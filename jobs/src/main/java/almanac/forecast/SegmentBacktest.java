package almanac.forecast;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * What was said about one series at every origin: those of the back-test in order, and last the end of the history, if the
 * series has any periods.
 *
 * @param series whose sales were forecast
 * @param origins what was said at each origin; empty for a series without periods or of zeros
 * @param verdict what is published, and why
 */
record SegmentBacktest(Series series, List<OriginForecasts> origins, Verdict verdict) implements Serializable {

    /** Copies the list. */
    SegmentBacktest {
        origins = List.copyOf(origins);
    }

    /** Whether an origin is the end of the history, after which nothing is known. */
    boolean isFinal(OriginForecasts at) {
        return at.origin() == series.end();
    }

    /** What was sold so many periods after an origin; empty where that is not known yet. */
    Optional<Double> actual(OriginForecasts at, int ahead) {
        int position = at.origin() + ahead - 1;
        return position < series.end() ? Optional.of(series.actual(position)) : Optional.empty();
    }
}
