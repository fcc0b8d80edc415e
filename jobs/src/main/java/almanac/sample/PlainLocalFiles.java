package almanac.sample;

import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The local disk without checksum files and with the permissions that the user's umask gives.
 *
 * <p>Without Hadoop's native library the local file system starts a process for each file to set its permissions; for a
 * thousand small files that takes longer than all the rest.
 */
public final class PlainLocalFiles extends RawLocalFileSystem {

    /** For Hadoop, which makes it by reflection. */
    public PlainLocalFiles() {
        // Nothing to prepare: Hadoop calls initialize.
    }

    /** Leaves the permissions as the operating system set them. */
    @Override
    public void setPermission(Path path, FsPermission permission) {
        // See above.
    }
}
