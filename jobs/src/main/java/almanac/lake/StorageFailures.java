package almanac.lake;

import almanac.error.Failure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/** Tells what an exception from the depths of Spark means for whoever operates the night. */
public final class StorageFailures {

    private StorageFailures() {}

    /** The failure that stands behind an exception: one of ours inside, or one of the storage; null for a bug. */
    public static @Nullable Failure behind(Throwable thrown) {
        Failure storage = null;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure failure) {
                return failure;
            }
            storage = ofStorage(cause) == null ? storage : ofStorage(cause);
        }
        return storage;
    }

    private static @Nullable Failure ofStorage(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
            return Failure.storage(
                    "a disk is full: " + firstLine(message),
                    "free space in the warehouse and in spark.local.dir, then run the night again",
                    cause);
        } else if (cause instanceof AccessDeniedException
                || cause instanceof AccessControlException
                || message.contains("Permission denied")) {
            return Failure.storage(
                    "permission denied: " + firstLine(message),
                    "let the user of this run read the lake and write the warehouse",
                    cause);
        } else if (cause instanceof UnsupportedFileSystemException
                || (cause instanceof ClassNotFoundException && message.startsWith("Class org.apache.hadoop.fs."))) {
            return noConnector(cause);
        } else if (cause instanceof FileNotFoundException || message.contains("FILE_NOT_EXIST")) {
            return Failure.source(
                    "a file vanished while it was read: " + firstLine(message),
                    "run the night again when deliveries are complete; if it lies in the warehouse, run with --full",
                    List.of());
        } else if (cause instanceof IOException || message.startsWith("[FAILED_READ_FILE")) {
            return Failure.storage(
                    "reading or writing failed: " + firstLine(message),
                    "check the storage, then run the night again",
                    cause);
        }
        return null;
    }

    /** What a location means that no file system of this Spark knows. */
    static Failure noConnector(Throwable cause) {
        return Failure.configuration(
                "nothing that this Spark has opens such a location: " + firstLine(String.valueOf(cause.getMessage())),
                "give it the connector of that store; for s3a:// start the command with `scripts/submit --s3`",
                List.of());
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
