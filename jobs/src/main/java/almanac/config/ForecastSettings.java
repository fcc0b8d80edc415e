package almanac.config;

import java.util.List;

/**
 * What is forecast, and how far.
 *
 * @param grain the period of the series: day, week or month
 * @param horizon periods ahead, 1 to 366
 * @param origins rolling origins of the back-test, 1 to 52
 * @param seed of everything random
 * @param scenarios futures that are forecast beside the expected one, in the order of the file
 */
public record ForecastSettings(PeriodType grain, int horizon, int origins, long seed, List<Scenario> scenarios) {

    /** Copies the list. */
    public ForecastSettings {
        scenarios = List.copyOf(scenarios);
    }

    /** Forecasts of the expected future alone. */
    public ForecastSettings(PeriodType grain, int horizon, int origins, long seed) {
        this(grain, horizon, origins, seed, List.of());
    }
}
