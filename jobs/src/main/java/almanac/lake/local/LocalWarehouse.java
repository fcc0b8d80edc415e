package almanac.lake.local;

import almanac.error.Failure;
import almanac.lake.CommitLog;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Delta tables below a root of the local disk, {@code <root>/<area>/<table>}, as of the newest night or an older one. */
final class LocalWarehouse {

    private final Path root;
    private final Engine engine = DefaultEngine.create(new LocalFiles());

    LocalWarehouse(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    Path root() {
        return root;
    }

    /** The names of its tables, {@code area.table}, ascending; none where nothing is published yet. */
    List<String> tables() {
        List<String> names = new ArrayList<>();
        for (Path area : folders(root)) {
            for (Path table : folders(area)) {
                if (Files.isDirectory(table.resolve("_delta_log"))) {
                    names.add(area.getFileName() + "." + table.getFileName());
                }
            }
        }
        names.sort(null);
        return names;
    }

    /** A table in its newest version where that is null, or with the rows that a run committed as a version. */
    LocalTable read(String name, @Nullable Long version) {
        return LocalTable.read(
                engine, name, folder(name), version == null ? null : log(name).newestWithRowsOf(version));
    }

    /** The newest version of a table; -1 where it was never written. */
    long newestVersion(String name) {
        return log(name).newest();
    }

    private CommitLog log(String name) {
        Path log = folder(name).resolve("_delta_log");
        try (Stream<Path> files = Files.isDirectory(log) ? Files.list(log) : Stream.empty()) {
            Set<String> names = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
            return new CommitLog(names, commit -> text(log.resolve(commit)));
        } catch (IOException e) {
            throw unreadable(log, e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private Path folder(String name) {
        int dot = name.indexOf('.');
        return root.resolve(name.substring(0, dot)).resolve(name.substring(dot + 1));
    }

    private static List<Path> folders(Path folder) {
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!entry.getFileName().toString().startsWith("_") && Files.isDirectory(entry)) {
                    found.add(entry);
                }
            }
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
        return found;
    }

    private static Failure unreadable(Path path, IOException e) {
        return Failure.storage(path + " cannot be read: " + e.getMessage(), "let this user read the warehouse", e);
    }
}
