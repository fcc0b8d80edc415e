package almanac.staging;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.function.Function;
import org.apache.spark.sql.Column;

/**
 * What a row must keep to be accepted.
 *
 * @param name such as {@code date.range}; the rule column of {@code ops.quarantine}
 * @param column the column whose value is told in the detail
 * @param holds from the bounds of the night to a condition; null counts as kept, since a missing value has a rule of its own
 */
public record Rule(String name, String column, Function<Bounds, Column> holds) {

    /**
     * What tonight's rules need to know.
     *
     * @param earliest ISO date before which nothing is believed
     * @param latest ISO date after which nothing is believed: the night's date and the days granted
     * @param currency the reporting currency
     */
    public record Bounds(String earliest, String latest, String currency) {}

    static Rule dateInRange(String column) {
        return new Rule(
                "date.range",
                column,
                bounds -> col(column)
                        .between(
                                lit(bounds.earliest()).cast("date"),
                                lit(bounds.latest()).cast("date")));
    }

    static Rule sameSign(String quantity, String amount) {
        return new Rule(
                "amount.sign",
                amount,
                bounds -> col(quantity).multiply(col(amount)).geq(lit(0)));
    }

    static Rule reportingCurrency(String column) {
        return new Rule(
                "currency.unknown",
                column,
                bounds -> col(column).isNull().or(col(column).equalTo(bounds.currency())));
    }

    static Rule oneOf(String name, String column, Object... values) {
        return new Rule(name, column, bounds -> col(column).isin(values));
    }

    static Rule inOrder(String first, String last) {
        return new Rule("date.order", last, bounds -> col(last).geq(col(first)));
    }

    static Rule notNegative(String column) {
        return new Rule("amount.negative", column, bounds -> col(column).geq(lit(0)));
    }

    static Rule positive(String column) {
        return new Rule("amount.not_positive", column, bounds -> col(column).gt(lit(0)));
    }

    static Rule partOf(String column) {
        return new Rule(
                "rate.range",
                column,
                bounds -> col(column).geq(lit(0)).and(col(column).lt(lit(1))));
    }
}
