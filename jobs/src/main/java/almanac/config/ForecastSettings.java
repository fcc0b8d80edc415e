package almanac.config;

import java.util.List;

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
 * @param scenarios futures that are forecast beside the expected one, in the order of the file
 */
public record ForecastSettings(
        PeriodType grain,
        int horizon,
        int origins,
        long seed,
        int retrainDays,
        double retrainDrift,
        int paths,
        List<Scenario> scenarios) {

    /** Copies the list. */
    public ForecastSettings {
        scenarios = List.copyOf(scenarios);
    }
}
