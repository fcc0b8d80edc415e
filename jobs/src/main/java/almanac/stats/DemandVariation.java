package almanac.stats;

import java.util.Arrays;
import java.util.OptionalDouble;

/** How much the demand of a season varies about its mean, without what comes again every year. */
public final class DemandVariation {

    private DemandVariation() {}

    /** Whether a history is long enough to tell what of it is season: more than two of them. */
    public static boolean tellsSeason(int length, int period) {
        return length > 2 * period;
    }

    /**
     * The coefficient of variation of the last season: the sample standard deviation over the mean. Of a history that
     * {@linkplain #tellsSeason tells} its season, the season is taken off first, if a standard error speaks for it.
     *
     * @param history oldest first, all finite
     * @param period observations of a season, at least 2
     * @return empty for less than a season, and where the mean is not above 0
     */
    public static OptionalDouble lastSeason(double[] history, int period) {
        Arguments.finite("history", history);
        Arguments.atLeast(2, "period", period);
        if (history.length < period) {
            return OptionalDouble.empty();
        }
        double[] adjusted = tellsSeason(history.length, period)
                ? SeasonalAdjustment.shrunk(history, period).adjusted()
                : history;
        return coefficient(Arrays.copyOfRange(adjusted, adjusted.length - period, adjusted.length));
    }

    private static OptionalDouble coefficient(double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        double coefficient = Math.sqrt(squares / (values.length - 1)) / mean;
        return mean > 0 && Double.isFinite(coefficient) ? OptionalDouble.of(coefficient) : OptionalDouble.empty();
    }
}
