package almanac.sample;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Days on threads of this process. The first day that fails stops the others. */
record Threads(int threads) implements ForEachDay {

    @Override
    public <R extends Serializable> List<R> collect(List<LocalDate> days, Work<R> work) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<R>> running = new ArrayList<>();
            days.forEach(day -> running.add(pool.submit(() -> work.of(day))));
            List<R> results = new ArrayList<>();
            for (Future<R> future : running) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a day of the sample lake could not be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the sample lake was written", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
