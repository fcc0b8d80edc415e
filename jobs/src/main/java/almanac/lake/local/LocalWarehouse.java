package almanac.lake.local;

import almanac.error.Failure;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** A table in a version, or in its newest where that is null. */
    LocalTable read(String name, @Nullable Long version) {
        int dot = name.indexOf('.');
        Path folder = root.resolve(name.substring(0, dot)).resolve(name.substring(dot + 1));
        return LocalTable.read(engine, name, folder, version);
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
            throw Failure.storage(
                    folder + " cannot be listed: " + e.getMessage(), "let this user read the warehouse", e);
        }
        return found;
    }
}
