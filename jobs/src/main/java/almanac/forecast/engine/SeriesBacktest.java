package almanac.forecast.engine;

import almanac.stats.SeriesClass;
import java.io.Serializable;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What was said about one series at every origin: those of the back-test in order, and last the end of the history, if the
 * series has any periods.
 *
 * @param series that was forecast
 * @param origins what was said at each origin; empty for a series without periods
 */
public record SeriesBacktest(Series series, List<OriginForecasts> origins) implements Serializable {

    /** Copies the list. */
    public SeriesBacktest {
        origins = List.copyOf(origins);
    }

    /** How often there is demand in the whole series, and of which size. */
    public SeriesClass demandClass(Frequency frequency) {
        return MethodPool.demandClass(series.history(series.end()), frequency);
    }

    /** The value so many periods after an origin; empty where it is not known. */
    public OptionalDouble actual(OriginForecasts at, int ahead) {
        return known(series, at, ahead);
    }

    /** The value so many periods after an origin; empty where it is not known, be it not over or masked. */
    static OptionalDouble known(Series series, OriginForecasts at, int ahead) {
        int position = at.origin() + ahead - 1;
        double value = position < series.end() ? series.actual(position) : Double.NaN;
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
