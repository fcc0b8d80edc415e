package almanac.stats;

/**
 * Holt's linear trend with damping: level and trend move by parts of each error, and the trend fades by a factor phi a
 * step, so that long forecasts level off (see {@link TrendSmoothing}). Seasonal histories are forecast without their
 * season (see {@link Seasonality}), which is then given back.
 *
 * <ul>
 *   <li>Fewer than ten observations: {@link SimpleExponentialSmoothing}.
 * </ul>
 *
 * <p>Source: E. S. Gardner and E. McKenzie (1985), <i>Forecasting trends in time series</i>, doi:10.1287/mnsc.31.10.1237;
 * model ETS(A,Ad,N) of Hyndman, Koehler, Ord and Snyder (2008), doi:10.1007/978-3-540-71918-2.
 */
public final class DampedTrend extends ScaledMethod {

    @Override
    public String id() {
        return "damped_trend";
    }

    @Override
    double[] forecastScaled(double[] history, int period, int horizon) {
        SeasonalAdjustment season = SeasonalAdjustment.shrunk(history, period);
        return season.giveBack(TrendSmoothing.damped(season.adjusted()).forecasts(horizon));
    }
}
