package almanac.stats;

import java.util.OptionalDouble;

/**
 * Measures of forecast accuracy. In all of them an error is forecast minus actual, the arrays pair up by position, and
 * each function is exactly what its name says.
 *
 * <p>What holds for all of them:
 *
 * <ul>
 *   <li>No observations, or a denominator of 0: empty, never NaN.
 *   <li>Arrays of different lengths, or a value that is not finite: {@link IllegalArgumentException}.
 *   <li>A result too large for a double: {@link ArithmeticException}.
 * </ul>
 *
 * <p>Source: R. J. Hyndman and A. B. Koehler (2006), <i>Another look at measures of forecast accuracy</i>,
 * doi:10.1016/j.ijforecast.2006.03.001; the M4 and M5 competitions for sMAPE and RMSSE.
 */
public final class Accuracy {

    private Accuracy() {}

    /**
     * Weighted absolute percentage error: sum |f - y| / sum |y|, a rate (0.1 is 10 %). Empty where all actuals are 0.
     */
    public static OptionalDouble wape(double[] actual, double[] forecast) {
        requirePairs(actual, forecast);
        return ratio(sumOfAbsolute(actual, forecast), sumOfAbsolute(actual, new double[actual.length]));
    }

    /** Bias: sum (f - y) / sum y, a rate; above 0 where forecasts are too high. Empty where the actuals add up to 0. */
    public static OptionalDouble bias(double[] actual, double[] forecast) {
        requirePairs(actual, forecast);
        double errors = 0;
        double actuals = 0;
        for (int i = 0; i < actual.length; i++) {
            errors += forecast[i] - actual[i];
            actuals += actual[i];
        }
        return ratio(errors, actuals);
    }

    /** Mean absolute error, in the unit of the series. */
    public static OptionalDouble mae(double[] actual, double[] forecast) {
        requirePairs(actual, forecast);
        return ratio(sumOfAbsolute(actual, forecast), actual.length);
    }

    /** Root mean squared error, in the unit of the series. */
    public static OptionalDouble rmse(double[] actual, double[] forecast) {
        requirePairs(actual, forecast);
        return root(ratio(sumOfSquares(actual, forecast), actual.length));
    }

    /**
     * Mean absolute scaled error: the mean absolute error divided by that of the seasonal naive method within the
     * history. Empty where the history is no longer than a period, or repeats itself exactly.
     *
     * @param history what the forecast was made from, oldest first
     * @param period observations in one season; 1 scales by the naive method
     */
    public static OptionalDouble mase(double[] actual, double[] forecast, double[] history, int period) {
        double[][] naive = seasonalNaive(history, period);
        OptionalDouble scale = ratio(sumOfAbsolute(naive[0], naive[1]), naive[0].length);
        OptionalDouble error = mae(actual, forecast);
        return scale.isPresent() && error.isPresent()
                ? ratio(error.getAsDouble(), scale.getAsDouble())
                : OptionalDouble.empty();
    }

    /**
     * Root mean squared scaled error: the root of the mean squared error divided by that of the seasonal naive method
     * within the history. With period 1 it is the measure of the M5 competition. Empty where {@link #mase} is.
     *
     * @param history what the forecast was made from, oldest first
     * @param period observations in one season; 1 scales by the naive method
     */
    public static OptionalDouble rmsse(double[] actual, double[] forecast, double[] history, int period) {
        double[][] naive = seasonalNaive(history, period);
        OptionalDouble scale = root(ratio(sumOfSquares(naive[0], naive[1]), naive[0].length));
        OptionalDouble error = rmse(actual, forecast);
        return scale.isPresent() && error.isPresent()
                ? ratio(error.getAsDouble(), scale.getAsDouble())
                : OptionalDouble.empty();
    }

    /**
     * Symmetric mean absolute percentage error: the mean of 200 |f - y| / (|y| + |f|), in percent, 0 to 200. A pair of
     * zeros counts as no error.
     */
    public static OptionalDouble smape(double[] actual, double[] forecast) {
        requirePairs(actual, forecast);
        double sum = 0;
        for (int i = 0; i < actual.length; i++) {
            double size = Math.abs(actual[i]) + Math.abs(forecast[i]);
            sum += size == 0 ? 0 : 200 * (Math.abs(forecast[i] - actual[i]) / size);
        }
        return ratio(sum, actual.length);
    }

    /**
     * Mean pinball loss of quantile forecasts: level (y - q) where the actual is above, (1 - level) (q - y) where it is
     * below; in the unit of the series, and half the absolute error at level 0.5.
     *
     * @param quantile the forecast quantiles
     * @param level of the quantiles, between 0 and 1
     */
    public static OptionalDouble pinball(double[] actual, double[] quantile, double level) {
        requirePairs(actual, quantile);
        Arguments.level(level);
        double sum = 0;
        for (int i = 0; i < actual.length; i++) {
            double above = actual[i] - quantile[i];
            sum += above >= 0 ? level * above : (level - 1) * above;
        }
        return ratio(sum, actual.length);
    }

    /**
     * The share of actuals that lie within their interval, bounds included, 0 to 1.
     *
     * @throws IllegalArgumentException also if a lower bound is above its upper one
     */
    public static OptionalDouble coverage(double[] actual, double[] low, double[] high) {
        requirePairs(actual, low);
        requirePairs(actual, high);
        int covered = 0;
        for (int i = 0; i < actual.length; i++) {
            if (low[i] > high[i]) {
                throw new IllegalArgumentException(
                        "interval " + i + " runs from " + low[i] + " to " + high[i] + ": its bounds are swapped");
            }
            if (low[i] <= actual[i] && actual[i] <= high[i]) {
                covered++;
            }
        }
        return ratio(covered, actual.length);
    }

    /** What the seasonal naive method was to forecast within a history, and its forecasts. */
    private static double[][] seasonalNaive(double[] history, int period) {
        Arguments.finite("history", history);
        Arguments.atLeast(1, "period", period);
        int count = Math.max(0, history.length - period);
        double[][] pairs = new double[2][count];
        for (int i = 0; i < count; i++) {
            pairs[0][i] = history[i + period];
            pairs[1][i] = history[i];
        }
        return pairs;
    }

    private static double sumOfAbsolute(double[] actual, double[] forecast) {
        double sum = 0;
        for (int i = 0; i < actual.length; i++) {
            sum += Math.abs(forecast[i] - actual[i]);
        }
        return sum;
    }

    private static double sumOfSquares(double[] actual, double[] forecast) {
        double sum = 0;
        for (int i = 0; i < actual.length; i++) {
            sum += (forecast[i] - actual[i]) * (forecast[i] - actual[i]);
        }
        return sum;
    }

    private static OptionalDouble ratio(double numerator, double denominator) {
        if (denominator == 0) {
            return OptionalDouble.empty();
        }
        double ratio = numerator / denominator;
        if (!Double.isFinite(ratio) || Double.isInfinite(denominator)) {
            throw new ArithmeticException("the measure is too large for a double: " + numerator + " / " + denominator);
        }
        return OptionalDouble.of(ratio);
    }

    private static OptionalDouble root(OptionalDouble value) {
        return value.isPresent() ? OptionalDouble.of(Math.sqrt(value.getAsDouble())) : value;
    }

    private static void requirePairs(double[] actual, double[] forecast) {
        Arguments.sameLength("actual", actual, "forecast", forecast);
        Arguments.finite("actual", actual);
        Arguments.finite("forecast", forecast);
    }
}
