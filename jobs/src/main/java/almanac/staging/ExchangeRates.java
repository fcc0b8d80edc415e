package almanac.staging;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** What currencies are worth in others, by day: where they are given, amounts in other currencies are converted. */
public final class ExchangeRates {

    /** A rate as amounts are converted with it: a product with money is exact, and fits a decimal of 38 digits. */
    public static final DecimalType RATE = DataTypes.createDecimalType(19, 12);

    /** The currency that a rate of {@link #daily} converts from. */
    public static final String CURRENCY = "rated_currency_code";

    /** The day on which it counts. */
    public static final String DATE = "rated_date";

    /** Units of the reporting currency for one unit of that currency. */
    public static final String EXCHANGE_RATE = "exchange_rate";

    /** The input and its rules. */
    public static final InputTable INPUT = InputTable.named(
                    "exchange_rates", "Exchange rates by day; amounts in other currencies are converted with them.")
            .required("rate_date", DateType, "day on which it was the rate")
            .required("from_currency", StringType, "ISO 4217, the currency that is converted")
            .required("to_currency", StringType, "ISO 4217, the currency that it is converted to")
            .required(
                    "rate",
                    DoubleType,
                    "units of to_currency for one unit of from_currency; counts with 12 digits behind the point, rounded"
                            + " half up")
            .key("rate_date", "from_currency", "to_currency")
            .datedBy("rate_date")
            .rule(Rule.dateInRange("rate_date"))
            .rule(Rule.currencyCode("from_currency"))
            .rule(Rule.currencyCode("to_currency"))
            .rule(Rule.exchangeRate("rate"))
            .build();

    private ExchangeRates() {}

    /**
     * The rate of each currency on each day that has one: {@link #CURRENCY}, {@link #DATE} and {@link #EXCHANGE_RATE}.
     *
     * <p>It is the latest on or before the day. Where a currency has none that is young enough, the latest of the pair the
     * other way round counts, as 1 / rate. Rates over a third currency do not.
     *
     * @param rates rows of the staging table
     * @param currency the reporting currency
     * @param days how many days a rate may be old
     */
    public static Dataset<Row> daily(Dataset<Row> rates, String currency, int days) {
        Dataset<Row> known = rates.filter(col(InputTable.IS_CURRENT));
        Dataset<Row> direct = toCurrency(known, "from_currency", "to_currency", currency, col("rate"), false);
        Dataset<Row> inverse =
                toCurrency(known, "to_currency", "from_currency", currency, lit(1.0).divide(col("rate")), true);
        Column next = lead("rate_date", 1)
                .over(Window.partitionBy(CURRENCY, "is_inverse").orderBy("rate_date"));
        Column last = least(date_add(col("rate_date"), days), date_sub(next, 1));
        return direct.union(inverse)
                .withColumn("_last_date", last)
                .select(
                        col(CURRENCY),
                        explode(sequence(col("rate_date"), col("_last_date"))).as(DATE),
                        col("is_inverse"),
                        col(EXCHANGE_RATE))
                .groupBy(CURRENCY, DATE)
                .agg(min_by(col(EXCHANGE_RATE), col("is_inverse")).as(EXCHANGE_RATE));
    }

    private static Dataset<Row> toCurrency(
            Dataset<Row> rates, String from, String to, String currency, Column rate, boolean isInverse) {
        return rates.filter(col(to).equalTo(currency).and(col(from).notEqual(currency)))
                .select(
                        col("rate_date"),
                        col(from).as(CURRENCY),
                        lit(isInverse).as("is_inverse"),
                        rate.cast(RATE).as(EXCHANGE_RATE));
    }
}
