package almanac.stats;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How strongly a series moves with an index: the slope of a least-squares line through their changes, with its standard error, which
 * takes the errors for independent and of one variance.
 *
 * <p>Source: W. F. Sharpe (1963), <i>A simplified model for portfolio analysis</i>, doi:10.1287/mnsc.9.2.277.
 *
 * @param slope 1 where the series moves like the index
 * @param standardError of the slope
 * @param count changes that it rests on
 */
public record Beta(double slope, double standardError, int count) {

    /** Fewer changes say nothing of a slope. */
    private static final int FEWEST = 10;

    /**
     * The slope of the changes of the logarithms of a series on those of an index.
     *
     * @param series values by period
     * @param index values of the same periods
     * @return empty for less than eleven periods, for a value at or below 0, and for an index that never moved
     */
    public static Optional<Beta> ofLogarithms(double[] series, double[] index) {
        Arguments.sameLength("series", series, "index", index);
        if (series.length <= FEWEST
                || Arrays.stream(series).anyMatch(value -> !(value > 0))
                || Arrays.stream(index).anyMatch(value -> !(value > 0))) {
            return Optional.empty();
        }
        double[] own = changes(series);
        double[] all = changes(index);
        double ownMean = Arrays.stream(own).sum() / own.length;
        double allMean = Arrays.stream(all).sum() / all.length;
        double square = 0;
        double product = 0;
        for (int t = 0; t < own.length; t++) {
            square += (all[t] - allMean) * (all[t] - allMean);
            product += (all[t] - allMean) * (own[t] - ownMean);
        }
        if (square == 0) {
            return Optional.empty();
        }
        double slope = product / square;
        double rest = IntStream.range(0, own.length)
                .mapToDouble(t -> own[t] - ownMean - slope * (all[t] - allMean))
                .map(error -> error * error)
                .sum();
        return Optional.of(new Beta(slope, Math.sqrt(rest / (own.length - 2) / square), own.length));
    }

    private static double[] changes(double[] values) {
        return IntStream.range(1, values.length)
                .mapToDouble(t -> Math.log(values[t] / values[t - 1]))
                .toArray();
    }
}
