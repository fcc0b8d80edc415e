package almanac.lake;

import io.delta.storage.S3SingleDriverLogStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;

/**
 * Delta's log on S3, where of all that write the same version exactly one succeeds, on whichever machines they run.
 *
 * <p>Delta's own store for S3 looks whether a version is there and then writes it, which keeps the drivers of one JVM apart and
 * no others. Here the store decides, by a PUT with {@code If-None-Match: *}. A connector that cannot send it refuses the commit;
 * a server that ignores it is found out by {@link #isKeptBy} before a run begins.
 *
 * <p>Source: Delta Transaction Log Protocol, "Delta Log Entries"; Amazon S3 User Guide, "Conditional writes".
 */
public final class S3LogStore extends S3SingleDriverLogStore {

    /** The schemes of S3. */
    static final Set<String> SCHEMES = Set.of("s3", "s3a", "s3n");

    /** Delta makes it by reflection. */
    public S3LogStore(Configuration hadoop) {
        super(hadoop);
    }

    @Override
    public void write(Path path, Iterator<String> actions, Boolean overwrite, Configuration hadoop) throws IOException {
        if (overwrite) {
            super.write(path, actions, true, hadoop);
            return;
        }
        StringBuilder lines = new StringBuilder();
        actions.forEachRemaining(action -> lines.append(action).append('\n'));
        byte[] content = lines.toString().getBytes(StandardCharsets.UTF_8);
        FileSystem files = path.getFileSystem(hadoop);
        try {
            createIfAbsent(files, path, content);
        } catch (IOException e) {
            // Of an attempt whose answer got lost, the next one finds its own bytes: a commit names its transaction.
            if (!files.exists(path)) {
                throw e;
            } else if (!Arrays.equals(content, read(files, path))) {
                throw alreadyThere(path, e);
            }
        }
    }

    /** The setting by which Delta finds the log store of a scheme. */
    static String setting(String scheme) {
        return "spark.delta.logStore." + scheme + ".impl";
    }

    /** Whether a store refuses to write what is there; tried with an object of its own, which is deleted again. */
    static boolean isKeptBy(FileSystem files, Path probe) throws IOException {
        files.delete(probe, false);
        try {
            createIfAbsent(files, probe, new byte[] {1});
        } catch (IllegalArgumentException | UnsupportedOperationException unknownToTheConnector) {
            return false;
        }
        try {
            createIfAbsent(files, probe, new byte[] {2});
            return false;
        } catch (IOException refused) {
            return read(files, probe)[0] == 1;
        } finally {
            files.delete(probe, false);
        }
    }

    private static void createIfAbsent(FileSystem files, Path path, byte[] content) throws IOException {
        FSDataOutputStreamBuilder<?, ?> file = files.createFile(path);
        file.recursive();
        file.overwrite(true);
        file.must(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
        try (FSDataOutputStream out = file.build()) {
            out.write(content);
        }
    }

    private static byte[] read(FileSystem files, Path path) throws IOException {
        try (InputStream in = files.open(path)) {
            return in.readAllBytes();
        }
    }

    private static FileAlreadyExistsException alreadyThere(Path path, IOException cause) {
        FileAlreadyExistsException exists = new FileAlreadyExistsException(path.toString());
        exists.initCause(cause);
        return exists;
    }
}
