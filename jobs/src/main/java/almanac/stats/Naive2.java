package almanac.stats;

import java.util.Arrays;

/**
 * Naive 2, the benchmark of the M competitions: the last observation of the seasonally adjusted history, given its
 * season back. The history is adjusted only if it spans three periods and passes the {@linkplain Seasonality#isSeasonal
 * test of seasonality} at 90 %.
 *
 * <ul>
 *   <li>Not seasonal, or too short to tell: the last observation.
 *   <li>A value at or below zero: additive season; the competitions, whose data are positive, know only the
 *       multiplicative one.
 * </ul>
 *
 * <p>Source: S. Makridakis, E. Spiliotis and V. Assimakopoulos (2020), <i>The M4 Competition</i>, International Journal
 * of Forecasting 36(1), doi:10.1016/j.ijforecast.2019.04.014.
 */
public final class Naive2 extends ScaledMethod {

    private static final long PERIODS_NEEDED = 3;

    @Override
    public String id() {
        return "naive2";
    }

    @Override
    double[] forecastScaled(double[] history, int period, int horizon) {
        SeasonalAdjustment season = history.length < PERIODS_NEEDED * period
                ? SeasonalAdjustment.none(history)
                : SeasonalAdjustment.classical(history, period);
        double[] forecasts = new double[horizon];
        Arrays.fill(forecasts, season.adjusted()[history.length - 1]);
        return season.giveBack(forecasts);
    }
}
