package almanac.stats;

/**
 * The seasonal naive method: each forecast is the last observation of the same season. It is the yardstick of MASE and
 * of forecast value added.
 *
 * <ul>
 *   <li>A history shorter than one period: the last observation (the naive method).
 *   <li>Period 1: the last observation.
 * </ul>
 *
 * <p>Source: R. J. Hyndman and G. Athanasopoulos, <i>Forecasting: Principles and Practice</i>, 3rd ed., section 5.2.
 */
public final class SeasonalNaive extends ScaledMethod {

    @Override
    public String id() {
        return "seasonal_naive";
    }

    @Override
    double[] forecastScaled(double[] history, int period, int horizon) {
        int season = period <= history.length ? period : 1;
        double[] forecasts = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            forecasts[h] = history[history.length - season + h % season];
        }
        return forecasts;
    }
}
