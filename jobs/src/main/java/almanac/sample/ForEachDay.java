package almanac.sample;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;

/**
 * Where the days are written: on threads here, or by whoever implements this, such as the tasks of a cluster.
 *
 * <p>Days know nothing of each other, so any order and any place will do. What crosses over is serializable.
 */
public interface ForEachDay {

    /** Writes one day and returns what was counted. */
    interface Work<R extends Serializable> extends Serializable {
        /** Called once for each day; a second call for the same day writes the same file again. */
        R of(LocalDate day);
    }

    /** Does the work for each day and returns the results in the order of the days. */
    <R extends Serializable> List<R> collect(List<LocalDate> days, Work<R> work);

    /** On so many threads of this process. */
    static ForEachDay onThreads(int threads) {
        return new Threads(threads);
    }
}
