package almanac.forecast;

import almanac.stats.DampedTrend;
import almanac.stats.DynamicOptimisedTheta;
import almanac.stats.ForecastMethod;
import almanac.stats.SeasonalNaive;
import almanac.stats.Theta;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The methods that forecast a series from its own past alone. */
final class CandidatePool {

    /** The yardstick: what every other method has to beat. */
    static final String YARDSTICK = new SeasonalNaive().id();

    private static final List<ForecastMethod> METHODS =
            List.of(new SeasonalNaive(), new DampedTrend(), new Theta(), new DynamicOptimisedTheta());

    /** Below this many periods there is nothing to learn from, and only the yardstick is asked. */
    private static final int FEWEST = 4;

    private CandidatePool() {}

    /** Whether a history is long enough for all methods. */
    static boolean isEnough(int periods) {
        return periods >= FEWEST;
    }

    /**
     * The forecasts of each method, the next period first.
     *
     * @param history oldest first, at least one value
     * @param season periods in a season
     */
    static Map<String, double[]> forecasts(double[] history, int season, int horizon) {
        List<ForecastMethod> asked = isEnough(history.length) ? METHODS : METHODS.subList(0, 1);
        Map<String, double[]> forecasts = new LinkedHashMap<>();
        asked.forEach(method -> forecasts.put(method.id(), method.forecast(history, season, horizon)));
        return forecasts;
    }
}
