package almanac.stats;

/**
 * The theta method, winner of the M3 competition: simple exponential smoothing of the seasonally adjusted history, with
 * half the slope of its linear regression on time as drift. It equals the mean of two theta lines (0 and 2).
 *
 * <p>The forecast h steps ahead is {@code level + slope / 2 * (h - 1 + (1 - (1 - alpha)^n) / alpha)}, times or plus the
 * season. As the function thetaf of the R package forecast, but for histories with values at or below 0, whose season
 * is additive here.
 *
 * <ul>
 *   <li>One observation: that observation.
 *   <li>Two observations: level by smoothing, drift half of their difference.
 * </ul>
 *
 * <p>Source: V. Assimakopoulos and K. Nikolopoulos (2000), <i>The theta model</i>, doi:10.1016/S0169-2070(00)00066-2; as
 * smoothing with drift: R. J. Hyndman and B. Billah (2003), <i>Unmasking the Theta method</i>,
 * doi:10.1016/S0169-2070(01)00143-1.
 */
public final class Theta extends ScaledMethod {

    @Override
    public String id() {
        return "theta";
    }

    @Override
    double[] forecastScaled(double[] history, int period, int horizon) {
        SeasonalAdjustment season = SeasonalAdjustment.classical(history, period);
        double[] adjusted = season.adjusted();
        SimpleExponentialSmoothing.Fit fit = SimpleExponentialSmoothing.fit(adjusted);
        double drift = slope(adjusted) / 2;
        // The smoothed level lags behind a trend by this many steps.
        double lag = (1 - Math.pow(1 - fit.alpha(), adjusted.length)) / fit.alpha();
        double[] forecasts = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            forecasts[h] = fit.level() + drift * (h + lag);
        }
        return season.giveBack(forecasts);
    }

    /** The slope of the least-squares line through a series on time; 0 for one observation. */
    private static double slope(double[] series) {
        double middle = (series.length - 1) / 2.0;
        double products = 0;
        double squares = 0;
        for (int t = 0; t < series.length; t++) {
            products += (t - middle) * (series[t] - series[0]);
            squares += (t - middle) * (t - middle);
        }
        return squares == 0 ? 0 : products / squares;
    }
}
