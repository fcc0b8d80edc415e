package almanac.config;

/**
 * What is forecast, and how far.
 *
 * @param grain the period of the series: day, week or month
 * @param horizon periods ahead, 1 to 366
 * @param origins rolling origins of the back-test, 1 to 52
 * @param seed of everything random
 * @param paths sample paths of every segment that are kept, 0 to 1,000
 */
public record ForecastSettings(PeriodType grain, int horizon, int origins, long seed, int paths) {

    /** Settings that keep no sample paths. */
    public ForecastSettings(PeriodType grain, int horizon, int origins, long seed) {
        this(grain, horizon, origins, seed, 0);
    }
}
