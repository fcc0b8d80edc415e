package almanac.lake.file;

import almanac.error.Failure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.security.AccessControlException;

/** Looks at a file that may be broken in any way, on a thread of its own, for a limited time. */
final class TimeLimit {

    private TimeLimit() {}

    /**
     * The result of a look at a Parquet file.
     *
     * @throws Failure of kind {@code SOURCE} where the look takes longer than the limit or ends in an error: whatever a
     *     decoder throws over a file speaks about the file. A look that does not heed its interruption goes on in the
     *     background; its thread does not keep the process alive
     */
    static <T> T run(String path, Duration limit, Callable<T> look) {
        FutureTask<T> task = new FutureTask<>(look);
        Thread worker = new Thread(task, "verify " + path);
        worker.setDaemon(true);
        worker.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            worker.interrupt();
            throw Refusal.source(
                    path,
                    "could not be verified within " + limit.toSeconds()
                            + " seconds: it is broken so that reading it does not end, or" + " its storage hangs.",
                    "Have it delivered again; if it is whole, see why reading it is slow.",
                    List.of(),
                    e);
        } catch (InterruptedException e) {
            worker.interrupt();
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("interrupted while " + path + " was verified");
            stopped.initCause(e);
            throw new UncheckedIOException(stopped);
        } catch (ExecutionException e) {
            throw verdict(path, e.getCause() == null ? e : e.getCause());
        }
    }

    private static RuntimeException verdict(String path, Throwable thrown) {
        if (thrown instanceof Failure failure) {
            return failure;
        }
        if (thrown instanceof FileNotFoundException
                || thrown instanceof AccessControlException
                || thrown instanceof ChecksumException) {
            return Refusal.unreadable(path, (IOException) thrown);
        }
        if (thrown instanceof OutOfMemoryError) {
            return Refusal.source(
                    path,
                    "claims sizes that do not fit into the memory of this process.",
                    "Have it delivered again; if it is whole, give the process more memory or deliver smaller row groups.",
                    List.of(),
                    thrown);
        }
        if (thrown instanceof LinkageError linkage) {
            throw linkage; // a class of ours is missing: nothing about the file
        }
        return Refusal.source(
                path,
                "is no whole Parquet file: " + words(thrown),
                "Have it delivered again, whole.",
                List.of(),
                thrown);
    }

    /** What was thrown and, where it is something else, what caused it. */
    private static String words(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String outer = message(thrown);
        String inner = message(root);
        return Printable.line(outer.contains(inner) ? outer : outer + ": " + inner);
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        String name = thrown.getClass().getSimpleName();
        if (message == null) {
            return name;
        }
        return thrown.getClass() == IOException.class ? message : name + ": " + message;
    }
}
