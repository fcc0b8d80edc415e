package almanac.forecast.engine;

/** How a published forecast came about. */
public enum MethodStatus {
    /** The combination, whose back-test is no worse than the yardstick's. */
    OK,
    /** A simple rule instead of the combination; the reason is given. */
    FALLBACK_NAIVE,
    /** The combination with the weights of other series, for one too young for a back-test. */
    COLD_START,
    /** No forecast, because nothing was sold in a period that is over. */
    SKIPPED
}
