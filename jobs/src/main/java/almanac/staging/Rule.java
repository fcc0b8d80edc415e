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
     * @param hasRates whether the lake gives exchange rates
     */
    public record Bounds(String earliest, String latest, String currency, boolean hasRates) {}

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

    /** Where the lake gives exchange rates any currency may be delivered, elsewhere the reporting currency alone. */
    static Rule convertibleCurrency(String column) {
        return new Rule(
                "currency.unknown",
                column,
                bounds -> bounds.hasRates()
                        ? isCurrencyCode(column)
                        : reportingCurrency(column).holds().apply(bounds));
    }

    static Rule hasRate(String currency, String rate) {
        return new Rule(
                Exchange.NO_RATE,
                currency,
                bounds -> col(currency).equalTo(bounds.currency()).or(col(rate).isNotNull()));
    }

    static Rule currencyCode(String column) {
        return new Rule("currency.unknown", column, bounds -> isCurrencyCode(column));
    }

    /** Above 0, and neither it nor its inverse beyond what a rate of 12 digits behind the point and 7 before it can be. */
    static Rule exchangeRate(String column) {
        return new Rule(
                "rate.range",
                column,
                bounds -> col(column).gt(lit(1e-7)).and(col(column).lt(lit(1e7))));
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

    /** At least one of the columns has a value; the first is told of. */
    static Rule anyOf(String... columns) {
        return new Rule("key.null", columns[0], bounds -> {
            Column any = lit(false);
            for (String column : columns) {
                any = any.or(col(column).isNotNull());
            }
            return any;
        });
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

    private static Column isCurrencyCode(String column) {
        return col(column).rlike("^[A-Z]{3}$");
    }
}
