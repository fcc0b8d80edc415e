package almanac.lake.file;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at a file that may be broken in any way, on a thread of its own, for a limited time. */
final class TimeLimit {

    private TimeLimit() {}

    /**
     * The result of a look at a Parquet file.
     *
     * @throws almanac.error.Failure of kind {@code SOURCE} where the look takes longer than the limit or ends in an
     *     error. A look that does not heed its interruption goes on in the background; its thread does not keep the
     *     process alive
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
                            + " seconds: it is broken so that reading it does not end, or its storage hangs.",
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
            throw ParquetRefusal.of(path, e.getCause() == null ? e : e.getCause());
        }
    }
}
