package almanac.forecast.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A history without the effects of drivers, and the way to give a forecast theirs.
 *
 * @param history oldest first, each value over the factor of its drivers
 * @param future the factors of the periods ahead
 */
record Undriven(double[] history, double[] future) {

    /**
     * A history without effects; as it is where there are none.
     *
     * @param horizon how many periods ahead
     */
    static Undriven of(double[] history, @Nullable SeriesEffects effects, int horizon) {
        if (effects == null) {
            double[] ones = new double[horizon];
            Arrays.fill(ones, 1);
            return new Undriven(history, ones);
        }
        double[] factors = effects.factors(history.length + horizon);
        double[] without = history.clone();
        for (int t = 0; t < without.length; t++) {
            without[t] /= factors[t];
        }
        return new Undriven(without, Arrays.copyOfRange(factors, history.length, factors.length));
    }

    /** A forecast of the history with what the drivers of the periods ahead do to it. */
    double[] driven(double[] forecast) {
        double[] with = forecast.clone();
        for (int h = 0; h < with.length; h++) {
            with[h] *= future[h];
        }
        return with;
    }
}
