package almanac.stats;

/**
 * Customers who are alike in what the model of values knows of them.
 *
 * @param repeats orders after the first one, at least 1
 * @param mean amount of one of them, above 0
 * @param customers how many they are
 */
public record OrderValues(int repeats, double mean, long customers) {

    /** Checks that there can be such customers. */
    public OrderValues {
        Arguments.finite("mean", mean);
        if (repeats < 1 || !(mean > 0) || customers < 1) {
            throw new IllegalArgumentException("the model of values has no customers with " + repeats + " repeats of "
                    + mean + " each (" + customers + " customers)");
        }
    }
}
