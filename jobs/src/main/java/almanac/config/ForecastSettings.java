package almanac.config;

/**
 * What is forecast, and how far.
 *
 * @param grain the period of the series: day, week or month
 * @param horizon periods ahead, 1 to 366
 * @param origins rolling origins of the back-test, 1 to 52
 * @param seed of everything random
 */
public record ForecastSettings(PeriodType grain, int horizon, int origins, long seed) {}
