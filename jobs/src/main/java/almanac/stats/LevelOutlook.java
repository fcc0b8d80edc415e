package almanac.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import jdplus.toolkit.base.api.stats.ProbabilityType;
import jdplus.toolkit.base.core.dstats.Normal;

/**
 * What the weighted mean of the next values of a series will be, if it has a level that wanders, and neither trend nor season: a
 * normal distribution, in the unit of the series.
 *
 * <p>The model is simple exponential smoothing: each error moves all later levels by its part alpha. With weights
 * {@code w_1..w_h} that add up to 1, the error of the j-th value ahead therefore counts {@code w_j + alpha (w_(j+1) + … + w_h)}
 * times in the mean, and the variance of the mean is the variance of the errors times the sum of the squares of those. How far
 * levels wander is known only roughly from a few dozen values, so every alpha counts, by its likelihood; the best one alone gives
 * intervals of 80 % that hold about 72 %.
 *
 * <p>Source: R. J. Hyndman, A. B. Koehler, J. K. Ord and R. D. Snyder (2008), <i>Forecasting with Exponential Smoothing</i>,
 * section 6.1 (ETS(A,N,N)), doi:10.1007/978-3-540-71918-2.
 *
 * @param mean its expectation
 * @param deviation its standard deviation, 0 for a series that never changed
 */
public record LevelOutlook(double mean, double deviation) {

    /** Values that it takes to tell a level from its errors. */
    private static final int SHORTEST = 12;

    /** The alphas that count: 0.05, 0.1 to 1. */
    private static final int ALPHAS = 20;

    /** The starting level, and the variance of the errors. */
    private static final int LEARNT = 2;

    /**
     * The outlook of a series.
     *
     * @param series finite values, oldest first
     * @param weights of the next values, none below 0, not all 0; they need not add up to 1
     * @return empty for less than twelve values
     */
    public static Optional<LevelOutlook> of(double[] series, double[] weights) {
        if (series.length < SHORTEST) {
            return Optional.empty();
        }
        List<SimpleExponentialSmoothing.Fit> fits = IntStream.rangeClosed(1, ALPHAS)
                .mapToObj(i -> SimpleExponentialSmoothing.fit(series, (double) i / ALPHAS))
                .toList();
        double least = fits.stream()
                .mapToDouble(SimpleExponentialSmoothing.Fit::sumOfSquares)
                .min()
                .orElseThrow();
        if (least == 0) {
            return Optional.of(new LevelOutlook(series[series.length - 1], 0));
        }
        double whole = 0;
        double mean = 0;
        double square = 0;
        for (SimpleExponentialSmoothing.Fit fit : fits) {
            // The likelihood with the variance of the errors integrated out.
            double likelihood = Math.pow(least / fit.sumOfSquares(), (series.length - 1) / 2.0);
            double variance = fit.sumOfSquares() / (series.length - LEARNT) * squaresOfErrors(fit.alpha(), weights);
            // About the last value: squares of large values would drown the variance.
            double level = fit.level() - series[series.length - 1];
            whole += likelihood;
            mean += likelihood * level;
            square += likelihood * (variance + level * level);
        }
        double expected = mean / whole;
        double deviation = Math.sqrt(Math.max(0, square / whole - expected * expected));
        return Optional.of(new LevelOutlook(series[series.length - 1] + expected, deviation));
    }

    /** The sum of the squares of how much each error ahead counts in the weighted mean. */
    static double squaresOfErrors(double alpha, double[] weights) {
        double whole = Arrays.stream(weights).sum();
        double after = 0;
        double squares = 0;
        for (int j = weights.length - 1; j >= 0; j--) {
            double counts = (weights[j] + alpha * after) / whole;
            squares += counts * counts;
            after += weights[j];
        }
        return squares;
    }

    /** The probability that the mean reaches a threshold, which may be infinite: 0 to 1. */
    public double reaches(double threshold) {
        if (deviation == 0 || Double.isInfinite(threshold)) {
            return mean >= threshold ? 1 : 0;
        }
        return new Normal(mean, deviation).getProbability(threshold, ProbabilityType.Upper);
    }
}
