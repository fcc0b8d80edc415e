package almanac.forecast.engine;

import java.util.Arrays;
import java.util.Optional;

/**
 * A history without the effects of the drivers that its forecasts use, and the way to give a forecast theirs.
 *
 * @param history oldest first, each value over the factor of its drivers
 * @param future the factors of the periods ahead
 */
record Undriven(double[] history, double[] future) {

    /** What is known of a series at an origin; as it is where no driver is used. */
    static Undriven of(Series series, DriverEffects drivers, int back, int horizon) {
        double[] history = series.history(series.end() - back);
        Optional<SeriesEffects> effects = drivers.used(series, back);
        if (effects.isEmpty()) {
            double[] ones = new double[horizon];
            Arrays.fill(ones, 1);
            return new Undriven(history, ones);
        }
        double[] factors = effects.get().factors(history.length + horizon);
        return new Undriven(
                DriverTrial.over(history, factors), Arrays.copyOfRange(factors, history.length, factors.length));
    }

    /** A forecast of the history with what the drivers of the periods ahead do to it. */
    double[] driven(double[] forecast) {
        return DriverTrial.times(forecast, future);
    }
}
