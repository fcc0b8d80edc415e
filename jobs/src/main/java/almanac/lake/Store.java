package almanac.lake;

import almanac.error.Failure;
import almanac.lake.file.FileProbe;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.sql.types.StructField;

/**
 * Small files below one root, on any file system that Hadoop knows: markers and records of runs.
 *
 * <p>Every failure says which path it concerns; none is swallowed.
 */
final class Store implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String root;
    private final transient FileSystem files;

    private Store(String root, FileSystem files) {
        this.root = root;
        this.files = files;
    }

    /** Opens the store of a root; relative roots and names without a scheme lie on the default file system. */
    static Store open(String root, Configuration hadoop) {
        try {
            Path path = new Path(root);
            FileSystem files = path.getFileSystem(hadoop);
            return new Store(files.makeQualified(path).toString(), files);
        } catch (UnsupportedFileSystemException e) {
            throw StorageFailures.noConnector(e);
        } catch (IOException | IllegalArgumentException e) {
            throw Failure.storage(
                    "the warehouse " + root + " cannot be opened: " + e.getMessage(),
                    "check `warehouse` in the configuration and the Hadoop settings of its file system",
                    e);
        }
    }

    /** The root, fully qualified. */
    String root() {
        return root;
    }

    /** The scheme of its file system, such as {@code hdfs}. */
    String scheme() {
        return files.getScheme();
    }

    /** Whether this store refuses to write what is there, as {@link S3LogStore} needs it. */
    boolean keepsWhatIsThere(String probe) {
        return with("probe", probe, () -> S3LogStore.isKeptBy(files, path(probe)));
    }

    /** Whether an operating-system lock works here. */
    boolean isLocal() {
        return "file".equals(files.getScheme());
    }

    Path path(String relative) {
        return relative.isEmpty() ? new Path(root) : new Path(root, relative);
    }

    boolean exists(String relative) {
        return with("look at", relative, () -> files.exists(path(relative)));
    }

    /** The names of what lies in a folder, ascending; empty where there is no folder. */
    List<String> names(String relative) {
        return with("list", relative, () -> {
            List<String> names = new ArrayList<>();
            try {
                for (FileStatus status : files.listStatus(path(relative))) {
                    names.add(status.getPath().getName());
                }
            } catch (FileNotFoundException absent) {
                return List.of();
            }
            names.sort(null);
            return names;
        });
    }

    /** The files in a folder but hidden ones, by name; none where there is no folder. */
    List<FileStatus> files(String relative) {
        return with("list", relative, () -> {
            try {
                return Arrays.stream(files.listStatus(path(relative)))
                        .filter(file -> file.isFile() && isShown(file.getPath()))
                        .sorted(Comparator.comparing(FileStatus::getPath))
                        .toList();
            } catch (FileNotFoundException absent) {
                return List.of();
            }
        });
    }

    /** What the footer of a Parquet file says of its rows. */
    FileStatistics footer(FileStatus file, List<StructField> columns) {
        return with("read", file.getPath().toString(), () -> FileStatistics.read(file, files.getConf(), columns));
    }

    /**
     * Moves the files of a folder to another one, but those that are there already; done again, it does what was left.
     *
     * <p>A file is never seen in part under its new name: local disks and HDFS rename at once, and S3 shows a copy when it is
     * complete. There the old name goes after that, so that a run which dies in between leaves both, and the next one deletes the
     * old. Side by side, since a store may take a while for each.
     */
    void move(String from, String to) {
        with("move the files of", from, () -> {
            files.mkdirs(path(to));
            files(from).parallelStream()
                    .forEach(file -> move(
                            file.getPath(), new Path(path(to), file.getPath().getName())));
            return true;
        });
    }

    private void move(Path file, Path target) {
        with("move", file.toString(), () -> {
            if (files.exists(target)) {
                files.delete(file, false);
            } else if (!files.rename(file, target)) {
                throw new IOException("rename refused to " + target);
            }
            return true;
        });
    }

    private static boolean isShown(Path file) {
        return !file.getName().startsWith(".") && !file.getName().startsWith("_");
    }

    /** The bytes below a folder. */
    long size(String relative) {
        return with(
                "measure",
                relative,
                () -> files.getContentSummary(path(relative)).getLength());
    }

    /** SHA-256 of the names and bytes of all files below a folder but hidden ones; of an absent folder that of nothing. */
    String digest(String relative) {
        return with("read", relative, () -> {
            MessageDigest digest = FileProbe.sha256();
            for (Path file : filesBelow(path(relative))) {
                digest.update(path(relative)
                        .toUri()
                        .relativize(file.toUri())
                        .getPath()
                        .getBytes(StandardCharsets.UTF_8));
                try (InputStream in = files.open(file)) {
                    digest.update(in.readAllBytes());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        });
    }

    private List<Path> filesBelow(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        if (files.exists(folder)) {
            RemoteIterator<LocatedFileStatus> all = files.listFiles(folder, true);
            while (all.hasNext()) {
                Path file = all.next().getPath();
                if (!file.getName().startsWith(".")) {
                    found.add(file);
                }
            }
        }
        found.sort(null);
        return found;
    }

    String read(String relative) {
        return with("read", relative, () -> {
            try (InputStream in = files.open(path(relative))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        });
    }

    /** Writes a file whole or not at all: a reader never sees a part of it. */
    void write(String relative, String text) {
        with("write", relative, () -> {
            Path target = path(relative);
            Path unfinished = new Path(target.getParent(), "." + target.getName() + ".tmp");
            try (OutputStream out = files.create(unfinished, true)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            files.delete(target, false);
            if (!files.rename(unfinished, target)) {
                throw new IOException("rename refused: " + unfinished + " to " + target);
            }
            return true;
        });
    }

    void delete(String relative) {
        with("delete", relative, () -> files.delete(path(relative), true));
    }

    private interface Action<T> {
        T run() throws IOException;
    }

    private <T> T with(String verb, String relative, Action<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw Failure.storage(
                    "cannot " + verb + " " + path(relative) + ": " + e.getMessage(),
                    "check that the user of this run may read and write below " + root + " and that space is left",
                    e);
        }
    }
}
