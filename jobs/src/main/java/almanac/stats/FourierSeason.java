package almanac.stats;

import java.util.Arrays;

/**
 * A smooth season that need not be a whole number of observations long, such as a year of 52.18 weeks: a few waves of a
 * year, half a year and so on, fitted together with a straight trend. Shorter waves are penalised by the square of their
 * number, and how strongly is learnt from the series (see {@link RidgeRegression}), so that noise gives hardly a season.
 *
 * <p>After one year a season cannot be told from a course that happened once. Of n seasons the fit is therefore believed
 * up to {@code 1 - 0.3 / n} of it.
 *
 * <ul>
 *   <li>Fewer observations than one season has, or fewer than eight: no season.
 *   <li>Values above 0 that stand for a product of level and season come as logarithms of their ratio to the mean of the
 *       season around them, kept between 0.3 and 1 / 0.3: one week without sales is not a season.
 *   <li>Zeros before the first value above 0: not part of the history, as the shop was not open yet.
 * </ul>
 *
 * <p>Source: waves for seasons that are no whole number: A. M. De Livera, R. J. Hyndman and R. D. Snyder (2011),
 * <i>Forecasting time series with complex seasonal patterns using exponential smoothing</i>, doi:10.1198/jasa.2011.tm09771.
 */
final class FourierSeason {

    private static final int MOST_WAVES = 12;
    private static final int FEWEST_OBSERVATIONS = 8;
    private static final double DOUBT = 0.3;
    private static final double SMALLEST_RATIO = 0.3;

    /** A surrounding without sales counts as this part of the mean of the series, so that ratios to it exist. */
    private static final double SMALLEST_LEVEL = 1e-3;

    private FourierSeason() {}

    /**
     * What is added by the season to each observation and to those that follow.
     *
     * @param period observations in one season, above 2
     * @param count how many values, at least as many as there are observations
     */
    static double[] additive(double[] series, double period, int count) {
        double[] season = new double[count];
        double cycles = series.length / period;
        int waves = (int) Math.min(MOST_WAVES, Math.ceil(period / 2) - 1);
        if (cycles < 1 || series.length < FEWEST_OBSERVATIONS) {
            return season;
        }
        double[][] rows = new double[count][];
        for (int t = 0; t < count; t++) {
            rows[t] = row(t, series.length, period, waves);
        }
        double[] penalties = new double[2 + 2 * waves];
        for (int wave = 1; wave <= waves; wave++) {
            penalties[2 * wave] = wave * wave;
            penalties[2 * wave + 1] = wave * wave;
        }
        double[] coefficients = RidgeRegression.coefficients(rows, series, penalties);
        for (int t = 0; t < count; t++) {
            for (int a = 2; a < coefficients.length; a++) {
                season[t] += (1 - DOUBT / cycles) * coefficients[a] * rows[t][a];
            }
        }
        return season;
    }

    /**
     * By how much the season multiplies each observation and those that follow.
     *
     * @param series none below 0
     */
    static double[] multiplicative(double[] series, double period, int count) {
        int first = firstAboveZero(series);
        double[] factors = new double[count];
        Arrays.fill(factors, 1);
        double[] season = additive(logarithms(series, first, period), period, count - first);
        for (int t = 0; t < season.length; t++) {
            factors[first + t] = Math.exp(season[t]);
        }
        return factors;
    }

    private static int firstAboveZero(double[] series) {
        int first = 0;
        while (first < series.length && series[first] == 0) {
            first++;
        }
        return first;
    }

    private static double[] logarithms(double[] series, int first, double period) {
        double least = Math.max(
                Double.MIN_NORMAL,
                SMALLEST_LEVEL * Arrays.stream(series).average().orElseThrow());
        double[] logarithms = new double[series.length - first];
        for (int t = first; t < series.length; t++) {
            double around = Math.max(least, meanAround(series, first, t, (int) (period / 2)));
            double ratio = Math.max(SMALLEST_RATIO, Math.min(1 / SMALLEST_RATIO, series[t] / around));
            logarithms[t - first] = Math.log(around) + Math.log(ratio);
        }
        return logarithms;
    }

    private static double[] row(int t, int length, double period, int waves) {
        double[] row = new double[2 + 2 * waves];
        row[0] = 1;
        row[1] = (t - (length - 1) / 2.0) / length;
        for (int wave = 1; wave <= waves; wave++) {
            double angle = 2 * Math.PI * wave * t / period;
            row[2 * wave] = Math.cos(angle);
            row[2 * wave + 1] = Math.sin(angle);
        }
        return row;
    }

    private static double meanAround(double[] series, int first, int t, int reach) {
        int from = Math.max(first, t - reach);
        int to = Math.min(series.length, t + reach + 1);
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += series[i];
        }
        return sum / (to - from);
    }
}
