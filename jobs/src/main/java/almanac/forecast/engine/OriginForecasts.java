package almanac.forecast.engine;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was said about one series at one origin.
 *
 * @param back how many periods before the end of the series the origin lies; 0 for the forecast of tonight
 * @param origin the position of the first period that was forecast
 * @param horizon how many periods were forecast
 * @param scale how much the series moves, as known at the origin
 * @param forecasts by method, the next period first; the combination, once there is one, is the last
 * @param weights of the methods in the combination, adding up to 1; empty before there is one
 */
public record OriginForecasts(
        int back,
        int origin,
        int horizon,
        SeriesScale scale,
        Map<String, double[]> forecasts,
        Map<String, Double> weights)
        implements Serializable {

    /** Copies the maps, in their order. */
    public OriginForecasts {
        forecasts = Collections.unmodifiableMap(new LinkedHashMap<>(forecasts));
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    /** The forecast of a method so many periods ahead. */
    public double forecast(String method, int ahead) {
        double[] ofMethod = forecasts.get(method);
        if (ofMethod == null) {
            throw new IllegalArgumentException(
                    "no forecast of " + method + " at origin " + origin + ": " + forecasts.keySet());
        }
        return ofMethod[ahead - 1];
    }

    /** Whether it is the forecast of tonight, after which nothing is known. */
    public boolean isFinal() {
        return back == 0;
    }

    /** The same with the weighted mean of the methods as its combination. */
    OriginForecasts combined(Map<String, Double> byMethod) {
        Map<String, double[]> all = new LinkedHashMap<>(forecasts);
        double[] combined = new double[horizon];
        forecasts.forEach((method, ofMethod) -> {
            double weight = byMethod.getOrDefault(method, 0.0);
            for (int h = 0; h < horizon; h++) {
                combined[h] += weight * ofMethod[h];
            }
        });
        all.put(Verdict.COMBINATION, combined);
        return new OriginForecasts(back, origin, horizon, scale, all, byMethod);
    }
}
