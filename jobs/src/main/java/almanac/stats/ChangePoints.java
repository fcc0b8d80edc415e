package almanac.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The places at which the level of a series changed: the division into stretches of one level each that makes the sum of squared
 * errors and a penalty for each change smallest.
 *
 * <p>The penalty is three times the logarithm of the length, times the variance of the errors. Errors that go together from one
 * value to the next look like changes of the level; their variance is therefore counted in the long run, that of an
 * autoregression of first order: {@code v (1 + r) / (1 - r)}. Both {@code v} and {@code r} come from medians of the absolute
 * differences over one and over two steps, which changes of the level leave as they are.
 *
 * <p>Sources: the search is optimal partitioning, B. Jackson et al. (2005), doi:10.1109/LSP.2001.838216, whose time grows with the
 * square of the length; the penalty follows N. R. Zhang and D. O. Siegmund (2007), doi:10.1111/j.1541-0420.2006.00662.x; the variance in the long run
 * M. Lavielle and E. Moulines (2000), doi:10.1111/1467-9892.00172.
 */
public final class ChangePoints {

    private static final double PENALTY = 3;

    /** Values that a level has at least. */
    private static final int SHORTEST = 6;

    /** Makes the deviation of normal values out of the median absolute one. */
    private static final double OF_NORMAL = 1.482602218505602;

    private static final double MOST_TOGETHER = 0.9;

    private ChangePoints() {}

    /**
     * The places of the first values of each new level, ascending; none for less than twelve values or without noise.
     *
     * @param series finite values, oldest first
     */
    public static List<Integer> find(double[] series) {
        Arguments.finite("series", series);
        double variance = series.length < 2 * SHORTEST ? 0 : longRunVariance(series);
        return variance > 0 ? divide(series, PENALTY * Math.log(series.length) * variance) : List.of();
    }

    /** The variance of the errors as it counts in the mean of many. */
    static double longRunVariance(double[] series) {
        double one = squareOfDifferences(series, 1);
        double two = squareOfDifferences(series, 2);
        if (one == 0) {
            return 0;
        }
        double together = Math.max(0, Math.min(MOST_TOGETHER, two / one - 1));
        double variance = one / (2 * (1 - together));
        return variance * (1 + together) / (1 - together);
    }

    private static double squareOfDifferences(double[] series, int lag) {
        double[] differences = IntStream.range(lag, series.length)
                .mapToDouble(t -> Math.abs(series[t] - series[t - lag]))
                .sorted()
                .toArray();
        int half = differences.length / 2;
        double median =
                differences.length % 2 == 1 ? differences[half] : (differences[half - 1] + differences[half]) / 2;
        return OF_NORMAL * OF_NORMAL * median * median;
    }

    private static List<Integer> divide(double[] series, double penalty) {
        int n = series.length;
        double[] sums = new double[n + 1];
        double[] squares = new double[n + 1];
        // About the mean: squares of large values would drown the differences.
        double mean = Arrays.stream(series).sum() / n;
        for (int t = 0; t < n; t++) {
            double value = series[t] - mean;
            sums[t + 1] = sums[t] + value;
            squares[t + 1] = squares[t] + value * value;
        }
        double[] best = new double[n + 1];
        int[] last = new int[n + 1];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        best[0] = -penalty;
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int end = SHORTEST; end <= n; end++) {
            for (int start : starts) {
                double cost = best[start] + cost(sums, squares, start, end) + penalty;
                if (cost < best[end]) {
                    best[end] = cost;
                    last[end] = start;
                }
            }
            if (end + 1 - SHORTEST >= SHORTEST) {
                starts.add(end + 1 - SHORTEST);
            }
        }
        List<Integer> changes = new ArrayList<>();
        for (int start = last[n]; start > 0; start = last[start]) {
            changes.add(0, start);
        }
        return changes;
    }

    /** The sum of squared errors about the mean of a stretch. */
    private static double cost(double[] sums, double[] squares, int start, int end) {
        double sum = sums[end] - sums[start];
        return Math.max(0, squares[end] - squares[start] - sum * sum / (end - start));
    }
}
