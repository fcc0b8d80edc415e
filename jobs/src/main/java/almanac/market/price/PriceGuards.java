package almanac.market.price;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;

/**
 * What speaks against a price: that the model has never seen the like, and that it is too far away. Both with a little slack, so
 * that rounding condemns no price that lies just on a bound.
 */
final class PriceGuards {

    private static final double SLACK = 1e-9;

    private PriceGuards() {}

    /** Whether a price lies above or below all that were seen. */
    static boolean isOutOfRange(double price, double low, double high) {
        return price < low * (1 - SLACK) || price > high * (1 + SLACK);
    }

    /** The same of columns. */
    static Column isOutOfRange(Column price, Column low, Column high) {
        return price.lt(low.multiply(lit(1 - SLACK))).or(price.gt(high.multiply(lit(1 + SLACK))));
    }

    /** Whether a step, as a part of the price, is larger than {@code prices.max_step}. */
    static boolean isTooFar(double step, double maxStep) {
        return Math.abs(step) > maxStep + SLACK;
    }

    /** The same of a column. */
    static Column isTooFar(Column step, double maxStep) {
        return abs(step).gt(maxStep + SLACK);
    }

    /** Whether a price was cut, and not only rounded. */
    static boolean isCut(double cut, double free) {
        return Math.abs(cut - free) > SLACK;
    }
}
