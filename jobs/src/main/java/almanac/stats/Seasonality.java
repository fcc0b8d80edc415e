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
    private static final double CRITICAL = StudentT.normalQuantile(0.95);

    /** What the oldest observation of a season a year older weighs, next to one, in {@link #shrunkIndices}. */
    private static final double FADING = 0.8;

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
        return isSeasonal(series, period, CRITICAL);
    }

    /** The same test with as many standard errors as are asked for. */
    static boolean isSeasonal(double[] series, int period, double standardErrors) {
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
        return Math.abs(correlations[period - 1]) > standardErrors * standardError;
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
        double[] differences = differencesFromAverage(Scaling.down(series, exponent), period);
        double[] indices = meansOfSeasons(differences, period, 1);
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
        double[] indices = meansOfSeasons(ratiosToAverage(series, period), period, 1);
        double mean = mean(indices);
        for (int i = 0; i < period; i++) {
            indices[i] /= mean;
        }
        return indices;
    }

    /**
     * Indices of the classical decomposition, drawn together as far as chance alone would have driven them apart: the
     * shrinkage of James and Stein. Of each season, what was observed a period earlier weighs four fifths.
     *
     * <p>Unshrunk indices carry the noise of their few observations into every forecast. On the M3 series (with a season
     * wherever one standard error speaks for it) the error of {@link DynamicOptimisedTheta} fell by 1 to 2 %, also where
     * only the training part was looked at.
     *
     * <ul>
     *   <li>Two or three seasons: nothing is shrunk, as too few indices tell how far chance drives them.
     * </ul>
     *
     * <p>Source: D. M. Miller and D. Williams (2003), <i>Shrinkage estimators of time series seasonal factors and their
     * effect on forecasting accuracy</i>, doi:10.1016/S0169-2070(02)00077-8.
     *
     * @param series at least two periods, all finite, above 0 where factors are asked for
     * @param period observations in one season, at least 2
     * @param isMultiplicative whether factors with mean 1 are asked for, or summands that add up to 0
     * @return {@code period} indices, that of the first observation first
     */
    static double[] shrunkIndices(double[] series, int period, boolean isMultiplicative) {
        requireTwoPeriods(series, period);
        // Ratios have no unit; of differences as large as the series may be, squares would overflow.
        int exponent = isMultiplicative ? 0 : Scaling.exponent(series);
        double[] detrended = isMultiplicative
                ? ratiosToAverage(series, period)
                : differencesFromAverage(Scaling.down(series, exponent), period);
        double[] indices = meansOfSeasons(detrended, period, FADING);
        double mean = mean(indices);
        double kept = 1 - shareOfChance(detrended, indices, mean);
        for (int i = 0; i < period; i++) {
            double deviation = kept * (indices[i] - mean);
            indices[i] = isMultiplicative ? 1 + deviation / mean : deviation;
        }
        return Scaling.up(indices, exponent);
    }

    /** How much of the spread of the indices the noise of the observations explains, 0 to 1. */
    private static double shareOfChance(double[] detrended, double[] indices, double mean) {
        int period = indices.length;
        double noise = 0;
        double[] weights = new double[period];
        double[] squaredWeights = new double[period];
        for (int i = 0; i < detrended.length; i++) {
            int season = (period / 2 + i) % period;
            double weight = weight(detrended, i, period, FADING);
            weights[season] += weight;
            squaredWeights[season] += weight * weight;
            noise += (detrended[i] - indices[season]) * (detrended[i] - indices[season]);
        }
        noise /= Math.max(1, detrended.length - period);
        double ofIndices = 0;
        double spread = 0;
        for (int season = 0; season < period; season++) {
            ofIndices += noise * squaredWeights[season] / (weights[season] * weights[season]) / period;
            spread += (indices[season] - mean) * (indices[season] - mean);
        }
        return spread > 0 ? Math.min(1, Math.max(0, period - 3) * ofIndices / spread) : 0;
    }

    private static double[] differencesFromAverage(double[] series, int period) {
        double[] detrended = movingAverage(series, period);
        for (int i = 0; i < detrended.length; i++) {
            detrended[i] = series[period / 2 + i] - detrended[i];
        }
        return detrended;
    }

    private static double[] ratiosToAverage(double[] series, int period) {
        double[] scaled = Scaling.down(series, Scaling.exponent(series));
        double[] detrended = movingAverage(scaled, period);
        for (int i = 0; i < detrended.length; i++) {
            // An average so small beside the largest value that it vanished says nothing about its season.
            detrended[i] = detrended[i] > 0 ? scaled[period / 2 + i] / detrended[i] : 1;
        }
        return detrended;
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

    /**
     * The mean of the detrended observations of each season, the first of which is the observation {@code period / 2}.
     *
     * @param fading what an observation weighs next to that of the same season a period later, at most 1
     */
    private static double[] meansOfSeasons(double[] detrended, int period, double fading) {
        double[] means = new double[period];
        double[] weights = new double[period];
        for (int i = 0; i < detrended.length; i++) {
            int season = (period / 2 + i) % period;
            double weight = weight(detrended, i, period, fading);
            means[season] += weight * detrended[i];
            weights[season] += weight;
        }
        for (int season = 0; season < period; season++) {
            means[season] /= weights[season];
        }
        return means;
    }

    private static double weight(double[] detrended, int i, int period, double fading) {
        int seasonsAgo = (detrended.length - 1 - i) / period;
        return fading == 1 ? 1 : Math.pow(fading, seasonsAgo);
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
