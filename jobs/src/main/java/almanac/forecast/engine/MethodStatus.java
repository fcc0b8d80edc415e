package almanac.forecast.engine;

/** How a published forecast came about. */
public enum MethodStatus {
    /** The combination, whose back-test is not much worse than the yardstick's. */
    OK,
    /** A simple rule instead of the combination; the reason is given. */
    FALLBACK_NAIVE,
    /** The combination with the weights of other series, for one too young for a back-test or for a year's seasons. */
    COLD_START,
    /** No forecast, because there is no value in a period that is over. */
    SKIPPED
}
