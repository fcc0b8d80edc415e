package almanac.stats;

/**
 * Customers who are alike in what the model of orders knows of them, in any unit of time.
 *
 * @param repeats orders after the first one
 * @param last time from the first to the last order; 0 without repeats
 * @param age time from the first order to the end of what is known, not before the last order
 * @param customers how many they are
 */
public record RepeatOrders(int repeats, double last, double age, long customers) {

    /** Checks that there can be such customers. */
    public RepeatOrders {
        Arguments.finite("last", last);
        Arguments.finite("age", age);
        if (repeats < 0 || last < 0 || age < last || customers < 1 || (repeats == 0 && last > 0)) {
            throw new IllegalArgumentException("no customer has " + repeats + " repeats, the last " + last
                    + " after the first order, at an age of " + age + " (" + customers + " customers)");
        }
    }
}
