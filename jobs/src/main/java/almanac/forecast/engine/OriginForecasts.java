package almanac.forecast.engine;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was said about one series at one origin.
 *
 * @param back how many periods before the end of the series the origin lies; 0 for the forecast of tonight
 * @param origin the position of the first period that was forecast
 * @param horizon how many periods were forecast
 * @param scale how much the series moves, as known at the origin
 * @param forecasts by method, the next period first; the combination, once there is one, is the last
 * @param weights of the methods in the combination, adding up to 1; empty before there is one
 * @param analogy what is said by analogy to older series, which is no method of its own before the methods are combined; null
 *     where nothing is
 */
public record OriginForecasts(
        int back,
        int origin,
        int horizon,
        SeriesScale scale,
        Map<String, double[]> forecasts,
        Map<String, Double> weights,
        double @Nullable [] analogy)
        implements Serializable {

    /** Copies the maps, in their order. */
    public OriginForecasts {
        forecasts = Collections.unmodifiableMap(new LinkedHashMap<>(forecasts));
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    /** What was said, nothing of it by analogy. */
    public OriginForecasts(
            int back,
            int origin,
            int horizon,
            SeriesScale scale,
            Map<String, double[]> forecasts,
            Map<String, Double> weights) {
        this(back, origin, horizon, scale, forecasts, weights, null);
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

    /**
     * The same with the weighted mean of the methods as its combination.
     *
     * @param byMethod the weight of each, adding up to 1
     * @param ofAnalogy the part of it all that the analogy takes, where there is one
     */
    OriginForecasts combined(Map<String, Double> byMethod, double ofAnalogy) {
        Map<String, double[]> all = new LinkedHashMap<>(forecasts);
        Map<String, Double> shares = new LinkedHashMap<>();
        byMethod.forEach((method, weight) -> shares.put(method, analogy == null ? weight : (1 - ofAnalogy) * weight));
        if (analogy != null) {
            all.put(Siblings.METHOD, analogy);
            shares.put(Siblings.METHOD, ofAnalogy);
        }
        double[] combined = new double[horizon];
        all.forEach((method, ofMethod) -> {
            double weight = shares.getOrDefault(method, 0.0);
            for (int h = 0; h < horizon; h++) {
                combined[h] += weight * ofMethod[h];
            }
        });
        all.put(Verdict.COMBINATION, combined);
        return new OriginForecasts(back, origin, horizon, scale, all, shares, analogy);
    }
}
