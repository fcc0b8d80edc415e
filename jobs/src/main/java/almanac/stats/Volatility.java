package almanac.stats;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How unsteady a series is, its season taken off as far as it has one ({@link SeasonalAdjustment}).
 *
 * <ul>
 *   <li>Fewer than two seasons: nothing is known to be a season, and nothing taken off.
 *   <li>A value at or below 0, with or without season: there are no relative changes, and no change points of ratios.
 * </ul>
 *
 * <p>Source of the weighted volatility: J. P. Morgan and Reuters (1996), <i>RiskMetrics technical document</i>, section 5.3, with its
 * decay of 0.94.
 *
 * @param adjusted the series without its season
 * @param variation standard deviation over mean; null where the mean is not above 0
 * @param weightedVolatility root of the exponentially weighted mean of squared relative changes (logarithms), which is the
 *     volatility of now; null where a value is not above 0
 * @param volatility standard deviation of the relative changes over the whole; null likewise
 * @param drawdown the deepest fall from an earlier peak, as a share of the peak
 * @param peak the place of that peak
 * @param trough the place of the lowest value after it
 * @param changePoints the places at which a new level begins
 * @param levelRatio the latest level over the one before it; null where there is no change point
 */
public record Volatility(
        double[] adjusted,
        @Nullable Double variation,
        @Nullable Double weightedVolatility,
        @Nullable Double volatility,
        @Nullable Double drawdown,
        int peak,
        int trough,
        List<Integer> changePoints,
        @Nullable Double levelRatio) {

    private static final double DECAY = 0.94;

    /**
     * The volatility of a series.
     *
     * @param series finite values, oldest first, at least three
     * @param season periods in a season, at least 2
     */
    public static Volatility of(double[] series, int season) {
        Arguments.finite("series", series);
        Arguments.atLeast(3, "values", series.length);
        double[] adjusted = withoutSeason(series, season);
        boolean isPositive = Arrays.stream(adjusted).allMatch(value -> value > 0);
        double[] scaled = isPositive ? Arrays.stream(adjusted).map(Math::log).toArray() : adjusted;
        double[] changes = IntStream.range(1, scaled.length)
                .mapToDouble(t -> scaled[t] - scaled[t - 1])
                .toArray();
        double mean = mean(adjusted);
        int[] fall = deepestFall(adjusted);
        List<Integer> points = ChangePoints.find(scaled);
        return new Volatility(
                adjusted,
                mean > 0 ? deviation(adjusted) / mean : null,
                isPositive ? weighted(changes) : null,
                isPositive ? deviation(changes) : null,
                adjusted[fall[0]] > 0 ? 1 - adjusted[fall[1]] / adjusted[fall[0]] : null,
                fall[0],
                fall[1],
                points,
                points.isEmpty() ? null : levelRatio(adjusted, points));
    }

    /** A series without its season; as it is, where it has less than two seasons, or none that stands out. */
    public static double[] withoutSeason(double[] series, int season) {
        return series.length < 2 * season
                ? series.clone()
                : SeasonalAdjustment.shrunk(series, season).adjusted().clone();
    }

    private static double weighted(double[] changes) {
        double variance = changes[0] * changes[0];
        for (int t = 1; t < changes.length; t++) {
            variance = DECAY * variance + (1 - DECAY) * changes[t] * changes[t];
        }
        return Math.sqrt(variance);
    }

    /** The places of the peak and of the trough after it between which the fall, as a share of the peak, is deepest. */
    private static int[] deepestFall(double[] values) {
        int[] deepest = {0, 0};
        double most = 0;
        int peak = 0;
        for (int t = 0; t < values.length; t++) {
            if (values[t] > values[peak]) {
                peak = t;
            }
            double fall = values[peak] > 0 ? 1 - values[t] / values[peak] : 0;
            if (fall > most) {
                most = fall;
                deepest = new int[] {peak, t};
            }
        }
        return deepest;
    }

    private static @Nullable Double levelRatio(double[] adjusted, List<Integer> points) {
        int start = points.get(points.size() - 1);
        int before = points.size() > 1 ? points.get(points.size() - 2) : 0;
        double old = mean(Arrays.copyOfRange(adjusted, before, start));
        return old > 0 ? mean(Arrays.copyOfRange(adjusted, start, adjusted.length)) / old : null;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double deviation(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1));
    }
}
