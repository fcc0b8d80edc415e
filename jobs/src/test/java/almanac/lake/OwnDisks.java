package almanac.lake;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** A path that means another disk on every machine: what tasks write, the driver does not find. */
public final class OwnDisks extends RawLocalFileSystem {

    static final String SCHEME = "owndisks";

    /** Lets a configuration know the scheme. */
    static void register(Configuration hadoop) {
        hadoop.set("fs." + SCHEME + ".impl", OwnDisks.class.getName());
    }

    @Override
    public URI getUri() {
        return URI.create(SCHEME + ":///");
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FSDataOutputStream create(
            Path path, boolean overwrite, int buffer, short replication, long block, Progressable progress)
            throws IOException {
        return super.create(seenByATask(path), overwrite, buffer, replication, block, progress);
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int buffer,
            short replication,
            long block,
            Progressable progress)
            throws IOException {
        return super.create(seenByATask(path), permission, overwrite, buffer, replication, block, progress);
    }

    private static Path seenByATask(Path path) {
        return path.getName().startsWith("part-")
                ? new Path(new Path(path.toUri().getPath().replaceFirst("/warehouse/", "/other-machine/")).toUri())
                : path;
    }
}
