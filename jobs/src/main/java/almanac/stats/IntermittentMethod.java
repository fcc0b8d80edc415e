package almanac.stats;

import java.util.Arrays;

/**
 * A method for intermittent demand: what is demanded in a period where there is demand, and how often there is some, are
 * smoothed apart, from the mean size and the mean frequency in the history. The forecast is the same for every period
 * ahead: a rate, not the size of the next order.
 *
 * <p>The two parameters have the smallest sum of squared rate errors: the distance of each one-step forecast from the
 * mean of the demand so far, its own period included. Usual errors are no use here: where most observations are zero
 * the median is zero, and a forecast near zero has the smallest absolute error. Both are searched in [0.05, 0.3]: above,
 * forecasts follow chance, and below, they stay at the mean of the history although demand has changed or ended.
 *
 * <ul>
 *   <li>A value below 0 (net returns) is a period without demand, as in {@link SeriesClass}.
 *   <li>No value above 0, and at least one 0: zeros.
 *   <li>All values above 0, or all below: the history is not intermittent, and {@link SimpleExponentialSmoothing}
 *       forecasts it.
 * </ul>
 *
 * <p>Source of the rate errors: N. Kourentzes (2014), <i>On intermittent demand model optimisation and selection</i>,
 * doi:10.1016/j.ijpe.2014.06.007.
 */
abstract class IntermittentMethod extends ScaledMethod {

    private static final double LOWEST = 0.05;
    private static final double HIGHEST = 0.3;

    private static final SimpleExponentialSmoothing WITHOUT_GAPS = new SimpleExponentialSmoothing();

    /** Where the search starts, in the unit square of both parameters within their bounds. */
    private static final double[] START = {0.2, 0.2};

    /**
     * What smoothing found.
     *
     * @param rate the forecast demand a period
     * @param sumOfSquares of the rate errors
     */
    record Fit(double rate, double sumOfSquares) {}

    /** Smooths demand that is at times 0 with given parameters, from given starting values. */
    abstract Fit smooth(double[] demand, double sizeAlpha, double frequencyAlpha, double size, double frequency);

    @Override
    final double[] forecastScaled(double[] history, int period, int horizon) {
        double[] demand = new double[history.length];
        int demands = 0;
        int returns = 0;
        double total = 0;
        for (int t = 0; t < history.length; t++) {
            demand[t] = Math.max(0, history[t]);
            demands += history[t] > 0 ? 1 : 0;
            returns += history[t] < 0 ? 1 : 0;
            total += demand[t];
        }
        if (demands == history.length || returns == history.length) {
            return WITHOUT_GAPS.forecastScaled(history, period, horizon);
        }
        double[] forecasts = new double[horizon];
        if (demands > 0) {
            Arrays.fill(
                    forecasts,
                    fit(demand, total / demands, (double) demands / demand.length)
                            .rate());
        }
        return forecasts;
    }

    /** Smooths with the best parameters, from the mean size and the mean frequency of demand. */
    private Fit fit(double[] demand, double size, double frequency) {
        double[] point = NelderMead.minimise(p -> at(demand, p, size, frequency).sumOfSquares(), START);
        return at(demand, point, size, frequency);
    }

    private Fit at(double[] demand, double[] point, double size, double frequency) {
        return smooth(demand, parameter(point[0]), parameter(point[1]), size, frequency);
    }

    private static double parameter(double share) {
        return LOWEST + share * (HIGHEST - LOWEST);
    }
}
