package almanac.config;

/**
 * What is forecast, and how far.
 *
 * @param grain the period of the series: day, week or month
 * @param horizon periods ahead, 1 to 366
 * @param origins rolling origins of the back-test, 1 to 52
 * @param seed of everything random
 * @param retrainDays a trained model is challenged by a newly trained one after so many days, 1 to 3,660
 * @param retrainDrift or before, where its error is more than so many times that of the night that trained it, at least 1
 * @param paths sample paths of every segment that are kept, 0 to 1,000
 */
public record ForecastSettings(
        PeriodType grain, int horizon, int origins, long seed, int retrainDays, double retrainDrift, int paths) {

    /** Settings that keep no sample paths. */
    public ForecastSettings(
            PeriodType grain, int horizon, int origins, long seed, int retrainDays, double retrainDrift) {
        this(grain, horizon, origins, seed, retrainDays, retrainDrift, 0);
    }
}
