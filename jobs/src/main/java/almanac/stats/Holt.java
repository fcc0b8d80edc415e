package almanac.stats;

/**
 * Holt's linear trend: level and trend move by parts of each error, and the last trend goes on for ever (see
 * {@link TrendSmoothing}). {@link DampedTrend} is the safer of the two far ahead; this one is for combinations. Seasonal
 * histories are forecast without their season (see {@link Seasonality}), which is then given back.
 *
 * <ul>
 *   <li>Fewer than ten observations: {@link SimpleExponentialSmoothing}.
 * </ul>
 *
 * <p>Source: C. C. Holt (2004, first in 1957), <i>Forecasting seasonals and trends by exponentially weighted moving
 * averages</i>, doi:10.1016/j.ijforecast.2003.09.015; model ETS(A,A,N) of Hyndman, Koehler, Ord and Snyder (2008),
 * doi:10.1007/978-3-540-71918-2.
 */
public final class Holt extends ScaledMethod {

    @Override
    public String id() {
        return "holt";
    }

    @Override
    double[] forecastScaled(double[] history, int period, int horizon) {
        SeasonalAdjustment season = SeasonalAdjustment.shrunk(history, period);
        return season.giveBack(TrendSmoothing.undamped(season.adjusted()).forecasts(horizon));
    }
}
