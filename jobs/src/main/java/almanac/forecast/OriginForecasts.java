package almanac.forecast;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was said about one series at one origin.
 *
 * @param origin how many periods were known
 * @param horizon how many periods were forecast
 * @param scale how much the series moves, as known at the origin
 * @param forecasts by method, the next period first; the combination is the last
 * @param weights of the methods in the combination, adding up to 1
 */
record OriginForecasts(
        int origin, int horizon, SeriesScale scale, Map<String, double[]> forecasts, Map<String, Double> weights)
        implements Serializable {

    /** Copies the maps, in their order. */
    OriginForecasts {
        forecasts = Collections.unmodifiableMap(new LinkedHashMap<>(forecasts));
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    /** The forecast of a method so many periods ahead. */
    double forecast(String method, int ahead) {
        double[] ofMethod = forecasts.get(method);
        if (ofMethod == null) {
            throw new IllegalArgumentException(
                    "no forecast of " + method + " at origin " + origin + ": " + forecasts.keySet());
        }
        return ofMethod[ahead - 1];
    }
}
