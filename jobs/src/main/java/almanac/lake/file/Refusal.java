package almanac.lake.file;

import almanac.error.Failure;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.security.AccessControlException;

/** The failures with which a whole file is refused; each names the file. */
final class Refusal {

    private static final String DELIVER_AGAIN = "Have the file delivered again, whole.";

    private Refusal() {}

    /** A file that the file system does not give us. An interruption of this thread is none, and is passed on. */
    static RuntimeException unreadable(String path, IOException e) {
        if (e instanceof InterruptedIOException || e instanceof ClosedByInterruptException) {
            return new UncheckedIOException(e);
        }
        String why = String.valueOf(e.getMessage());
        if (e instanceof AccessControlException
                || e instanceof AccessDeniedException
                || why.endsWith("(Permission denied)")) {
            return source(
                    path,
                    "may not be read by the user " + System.getProperty("user.name") + ".",
                    "Give that user the right to read it.",
                    List.of(),
                    e);
        }
        if (e instanceof FileNotFoundException || e instanceof NoSuchFileException) {
            return source(
                    path,
                    "has vanished: it was listed, and is not there any more.",
                    "Deliver it again, and do not take deliveries away while a run reads them.",
                    List.of(),
                    e);
        }
        if (e instanceof ChecksumException) {
            return source(
                    path,
                    "does not match the checksum in its .crc side file: its bytes have changed.",
                    DELIVER_AGAIN,
                    List.of(),
                    e);
        }
        return source(path, "cannot be read: " + why, DELIVER_AGAIN, List.of(), e);
    }

    /** A gzip stream that breaks off or does not add up. */
    static RuntimeException brokenGzip(String path, IOException e) {
        if (e instanceof EOFException) {
            return source(
                    path,
                    "is cut short: its gzip data stops before its end, so rows are missing.",
                    DELIVER_AGAIN,
                    List.of(),
                    e);
        }
        return e instanceof InterruptedIOException || e instanceof ClosedByInterruptException
                ? new UncheckedIOException(e)
                : source(path, "holds broken gzip data: " + e.getMessage(), DELIVER_AGAIN, List.of(), e);
    }

    /** Any other reason. */
    static Failure of(String path, String problem, String remedy, List<String> details) {
        return Failure.source("The file " + path + " " + problem, remedy, details);
    }

    static Failure source(String path, String problem, String remedy, List<String> details, Throwable cause) {
        return new Failure(Failure.Kind.SOURCE, "The file " + path + " " + problem, remedy, details, cause);
    }
}
