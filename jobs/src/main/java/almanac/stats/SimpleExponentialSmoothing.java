package almanac.stats;

import java.util.Arrays;

/**
 * Simple exponential smoothing: the forecast is a level that moves by a part alpha of each error. Seasonal histories
 * are smoothed without their season (see {@link Seasonality}), which is then given back.
 *
 * <p>Alpha in [0.0001, 0.9999], the bounds of the R package forecast, has the smallest sum of squared one-step errors.
 * For each alpha the best starting level is a linear least-squares problem with a closed form, so that one bounded
 * variable is searched and the optimum is the global one up to the grid of the search.
 *
 * <ul>
 *   <li>At most six observations: the level starts at the first one, as in R, since two parameters would fit anything.
 *   <li>One observation: that observation.
 *   <li>The errors do not depend on alpha (two observations, or one jump at the end of a short history): alpha is 0.2.
 * </ul>
 *
 * <p>Source: R. J. Hyndman, A. B. Koehler, J. K. Ord and R. D. Snyder (2008), <i>Forecasting with Exponential
 * Smoothing</i>, model ETS(A,N,N), doi:10.1007/978-3-540-71918-2.
 */
public final class SimpleExponentialSmoothing extends ScaledMethod {

    static final double LOWEST = 1e-4;
    static final double HIGHEST = 0.9999;

    private static final int LONGEST_SHORT_HISTORY = 6;
    private static final int GRID = 30;

    /** Alpha 0.2, from which R starts, where the errors are the same for every alpha. */
    private static final int UNDECIDED = GRID / 5;

    /** Below this the weight of the starting level adds nothing to a sum. */
    private static final double NEGLIGIBLE = 1e-20;

    /**
     * What smoothing found.
     *
     * @param alpha the part of an error by which the level moves
     * @param level the level after the last observation: the forecast
     * @param sumOfSquares of the one-step errors
     */
    record Fit(double alpha, double level, double sumOfSquares) {}

    @Override
    public String id() {
        return "simple_exponential_smoothing";
    }

    @Override
    double[] forecastScaled(double[] history, int period, int horizon) {
        SeasonalAdjustment season = SeasonalAdjustment.classical(history, period);
        double[] forecasts = new double[horizon];
        Arrays.fill(forecasts, fit(season.adjusted()).level());
        return season.giveBack(forecasts);
    }

    /** Smooths a series without season. */
    static Fit fit(double[] series) {
        double[] moved = fromFirst(series);
        return fit(
                series,
                GoldenSection.minimise(
                        a -> smooth(moved, a, startingLevel(moved, a)).sumOfSquares(),
                        LOWEST,
                        HIGHEST,
                        GRID,
                        UNDECIDED));
    }

    /** Smooths a series without season by a given alpha. */
    static Fit fit(double[] series, double alpha) {
        double[] moved = fromFirst(series);
        Fit fit = smooth(moved, alpha, startingLevel(moved, alpha));
        return new Fit(alpha, fit.level() + series[0], fit.sumOfSquares());
    }

    /** The series less its first observation: a constant is then exactly zero, and a shift changes nothing. */
    static double[] fromFirst(double[] series) {
        double[] moved = new double[series.length];
        for (int t = 0; t < series.length; t++) {
            moved[t] = series[t] - series[0];
        }
        return moved;
    }

    private static Fit smooth(double[] series, double alpha, double startingLevel) {
        double level = startingLevel;
        double squares = 0;
        for (double observation : series) {
            double error = observation - level;
            level += alpha * error;
            squares += error * error;
        }
        return new Fit(alpha, level, squares);
    }

    /** The starting level with the smallest sum of squares: each error is linear in it, with weight (1 - alpha)^t. */
    private static double startingLevel(double[] series, double alpha) {
        if (series.length <= LONGEST_SHORT_HISTORY) {
            return series[0];
        }
        double level = 0;
        double weight = 1;
        double products = 0;
        double squares = 0;
        for (int t = 0; t < series.length && weight > NEGLIGIBLE; t++) {
            double error = series[t] - level;
            level += alpha * error;
            products += weight * error;
            squares += weight * weight;
            weight *= 1 - alpha;
        }
        return products / squares;
    }
}
