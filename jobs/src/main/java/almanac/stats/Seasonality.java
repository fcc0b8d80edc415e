package almanac.stats;

/**
 * Whether a series is seasonal, and its classical seasonal indices.
 *
 * <p>Source: S. Makridakis, S. C. Wheelwright and R. J. Hyndman (1998), <i>Forecasting: Methods and Applications</i>,
 * 3rd ed., chapter 3; the test as the M competitions use it (Assimakopoulos and Nikolopoulos 2000,
 * doi:10.1016/S0169-2070(00)00066-2).
 */
public final class Seasonality {

    /** The 95 % quantile of the standard normal: a two-sided test at 90 %. */
    private static final double CRITICAL = 1.6448536269514722;

    private Seasonality() {}

    /**
     * The autocorrelations at lags 1 to {@code maxLag}, about the mean of the whole series and divided by the variance
     * of the whole series.
     *
     * <ul>
     *   <li>A constant series: all zero.
     *   <li>A lag of the length of the series or more: zero.
     * </ul>
     *
     * @param series at least one observation, all finite
     * @param maxLag at least 1
     * @return {@code maxLag} values in [-1, 1], lag 1 first
     */
    public static double[] autocorrelation(double[] series, int maxLag) {
        Arguments.atLeast(1, "the length of the series", series.length);
        Arguments.finite("series", series);
        Arguments.atLeast(1, "maxLag", maxLag);
        double[] deviations = deviations(series);
        double[] correlations = new double[maxLag];
        double variance = productSum(deviations, 0);
        if (variance > 0) {
            for (int lag = 1; lag <= maxLag && lag < series.length; lag++) {
                correlations[lag - 1] = productSum(deviations, lag) / variance;
            }
        }
        return correlations;
    }

    /**
     * The test of seasonality of the M competitions: the autocorrelation at one period exceeds 1.645 of its standard
     * errors (Bartlett), that is {@code |r_m| > 1.645 sqrt((1 + 2 (r_1^2 + ... + r_{m-1}^2)) / n)}.
     *
     * <ul>
     *   <li>Period 1, a constant series, or no more than two periods of data: not seasonal.
     * </ul>
     *
     * @param series at least one observation, all finite
     * @param period observations in one season, at least 1
     */
    public static boolean isSeasonal(double[] series, int period) {
        Arguments.atLeast(1, "the length of the series", series.length);
        Arguments.atLeast(1, "period", period);
        if (period == 1 || series.length <= 2L * period) {
            return false;
        }
        double[] correlations = autocorrelation(series, period);
        double squares = 0;
        for (int lag = 1; lag < period; lag++) {
            squares += correlations[lag - 1] * correlations[lag - 1];
        }
        double standardError = Math.sqrt((1 + 2 * squares) / series.length);
        return Math.abs(correlations[period - 1]) > CRITICAL * standardError;
    }

    /**
     * Additive indices of the classical decomposition: the mean of what is left of each season after a centred moving
     * average over one period is taken off. They add up to 0.
     *
     * @param series at least two periods, all finite
     * @param period observations in one season, at least 2
     * @return {@code period} indices in the unit of the series, that of the first observation first
     */
    public static double[] additiveIndices(double[] series, int period) {
        requireTwoPeriods(series, period);
        int exponent = Scaling.exponent(series);
        double[] scaled = Scaling.down(series, exponent);
        double[] detrended = movingAverage(scaled, period);
        for (int i = 0; i < detrended.length; i++) {
            detrended[i] = scaled[period / 2 + i] - detrended[i];
        }
        double[] indices = meansOfSeasons(detrended, period);
        double mean = mean(indices);
        for (int i = 0; i < period; i++) {
            indices[i] -= mean;
        }
        return Scaling.up(indices, exponent);
    }

    /**
     * Multiplicative indices of the classical decomposition (ratio to moving average): the mean ratio of each season to
     * a centred moving average over one period. Their mean is 1.
     *
     * @param series at least two periods, all finite and above 0
     * @param period observations in one season, at least 2
     * @return {@code period} factors, that of the first observation first
     */
    public static double[] multiplicativeIndices(double[] series, int period) {
        requireTwoPeriods(series, period);
        for (int i = 0; i < series.length; i++) {
            if (!(series[i] > 0)) {
                throw new IllegalArgumentException("series[" + i + "] is " + series[i]
                        + ": multiplicative indices need values above 0, use additive ones");
            }
        }
        double[] scaled = Scaling.down(series, Scaling.exponent(series));
        double[] detrended = movingAverage(scaled, period);
        for (int i = 0; i < detrended.length; i++) {
            // An average so small beside the largest value that it vanished says nothing about its season.
            detrended[i] = detrended[i] > 0 ? scaled[period / 2 + i] / detrended[i] : 1;
        }
        double[] indices = meansOfSeasons(detrended, period);
        double mean = mean(indices);
        for (int i = 0; i < period; i++) {
            indices[i] /= mean;
        }
        return indices;
    }

    /** The centred moving averages over one period, from the observation {@code period / 2} on. */
    private static double[] movingAverage(double[] series, int period) {
        boolean even = period % 2 == 0;
        // With an even period the window is one longer and both ends count half, so that it has a middle.
        int window = even ? period + 1 : period;
        double[] averages = new double[series.length - window + 1];
        for (int start = 0; start < averages.length; start++) {
            double sum = even ? (series[start] + series[start + period]) / 2 : series[start];
            for (int i = 1; i < period; i++) {
                sum += series[start + i];
            }
            averages[start] = sum / period;
        }
        return averages;
    }

    /** The mean of the detrended observations of each season, the first of which is the observation {@code period / 2}. */
    private static double[] meansOfSeasons(double[] detrended, int period) {
        double[] means = new double[period];
        int[] counts = new int[period];
        for (int i = 0; i < detrended.length; i++) {
            int season = (period / 2 + i) % period;
            means[season] += detrended[i];
            counts[season]++;
        }
        for (int season = 0; season < period; season++) {
            means[season] /= counts[season];
        }
        return means;
    }

    private static void requireTwoPeriods(double[] series, int period) {
        Arguments.atLeast(2, "period", period);
        Arguments.finite("series", series);
        if (series.length < 2L * period) {
            throw new IllegalArgumentException("the series has " + series.length
                    + " observations: seasonal indices of period " + period + " need two periods");
        }
    }

    /** Deviations from the mean, exactly zero for a constant series. */
    private static double[] deviations(double[] series) {
        double[] deviations = Scaling.down(series, Scaling.exponent(series));
        double origin = deviations[0];
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] -= origin;
        }
        double mean = mean(deviations);
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] -= mean;
        }
        return deviations;
    }

    private static double productSum(double[] values, int lag) {
        double sum = 0;
        for (int i = lag; i < values.length; i++) {
            sum += values[i] * values[i - lag];
        }
        return sum;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
