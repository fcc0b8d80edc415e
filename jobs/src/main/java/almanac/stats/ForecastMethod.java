package almanac.stats;

/**
 * A way to forecast one series from its own past. Implementations have no state and use no random numbers.
 *
 * <p>What every method keeps to:
 *
 * <ul>
 *   <li>The forecasts are finite for every finite history, be it one observation, all zeros, constant, negative, a
 *       single spike, 10,000 long or as large as a double can be.
 *   <li>A constant history is forecast by that constant.
 *   <li>{@code forecast(k * history)} is {@code k * forecast(history)}: bit for bit where k is a power of two, and up to
 *       rounding otherwise.
 *   <li>Nothing is floored at zero: a series of profits may be negative. Who forecasts sales sets the floor.
 * </ul>
 */
public interface ForecastMethod {

    /** The name of the method in the tables, in snake_case. */
    String id();

    /**
     * Forecasts the observations that follow a history.
     *
     * @param history the observations, oldest first, equally spaced, at least one, all finite
     * @param period observations in one season (12 for months of a year); 1 where there is no season
     * @param horizon how many observations to forecast, at least 1
     * @return {@code horizon} forecasts, the next observation first, in the unit of the history
     * @throws IllegalArgumentException if the history is empty or has a value that is not finite, or if the period or
     *     the horizon is below 1
     */
    double[] forecast(double[] history, int period, int horizon);
}
