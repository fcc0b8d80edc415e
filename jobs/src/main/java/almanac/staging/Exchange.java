package almanac.staging;

import static almanac.staging.ExchangeRates.EXCHANGE_RATE;
import static almanac.staging.Types.MONEY;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.table.ColumnDoc;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The conversion of an input's amounts to the reporting currency, once, as its rows are staged: whoever reads the staging
 * table reads that currency alone. An amount is multiplied by the rate and rounded half up to the digits of money.
 *
 * @param date the column of the date whose rate counts
 * @param amounts the columns that are converted; the first is also kept as delivered
 */
public record Exchange(String date, List<String> amounts) {

    /** The column that says which currency the amounts are in. */
    public static final String CURRENCY = "currency_code";

    /** What a mapping gives in {@link #CURRENCY}, and what the staging table has there. */
    static final String CURRENCY_DOC = "ISO 4217; the reporting currency where not mapped; amounts in another one are"
            + " converted to it where exchange_rates are mapped, and refused elsewhere";

    /** The currency that amounts were delivered in. */
    public static final String DELIVERED_CURRENCY = "delivered_currency_code";

    /** The rule that a row breaks that has no rate. */
    public static final String NO_RATE = "currency.no_rate";

    /** Copies the amounts. */
    public Exchange {
        amounts = List.copyOf(amounts);
    }

    /** The column that keeps the first amount as delivered. */
    public String deliveredAmount() {
        return "delivered_" + amounts.get(0);
    }

    /** The columns that the staging table has beside the delivered ones. */
    List<ColumnDoc> columns() {
        return List.of(
                new ColumnDoc(
                        DELIVERED_CURRENCY,
                        StringType,
                        "the currency in which the amounts were delivered; null where that is the reporting currency"),
                new ColumnDoc(
                        deliveredAmount(),
                        MONEY,
                        amounts.get(0) + " as delivered, in delivered_currency_code; null where that is null; additive"
                                + " within one currency"),
                new ColumnDoc(
                        EXCHANGE_RATE,
                        ExchangeRates.RATE,
                        "units of the reporting currency for one of delivered_currency_code on " + date
                                + ", with which every amount of the row was converted; null where there was nothing to"
                                + " convert"));
    }

    /** The rules that make sure of a conversion. */
    List<Rule> rules() {
        return Stream.concat(
                        Stream.of(Rule.convertibleCurrency(CURRENCY), Rule.hasRate(CURRENCY, EXCHANGE_RATE)),
                        amounts.stream()
                                .map(amount -> new Rule(
                                        "amount.precision",
                                        amount,
                                        bounds -> col(EXCHANGE_RATE)
                                                .isNull()
                                                .or(col(amount).isNull())
                                                .or(inReportingCurrency(amount).isNotNull()))))
                .toList();
    }

    /**
     * Adds the rate of each row, null where it has none or needs none.
     *
     * @param dailyRates rows of {@link ExchangeRates#daily}; null where the lake gives no rates
     */
    Dataset<Row> rated(Dataset<Row> rows, @Nullable Dataset<Row> dailyRates) {
        if (dailyRates == null) {
            return rows.withColumn(EXCHANGE_RATE, lit(null).cast(ExchangeRates.RATE));
        }
        Column isOfRow =
                col(CURRENCY).equalTo(col(ExchangeRates.CURRENCY)).and(col(date).equalTo(col(ExchangeRates.DATE)));
        return rows.join(broadcast(dailyRates), isOfRow, "left").drop(ExchangeRates.CURRENCY, ExchangeRates.DATE);
    }

    /** Converts the amounts of rows that have a rate; those of the others stay as they were delivered. */
    Dataset<Row> converted(Dataset<Row> rows, String reportingCurrency) {
        Column isConverted = col(EXCHANGE_RATE).isNotNull();
        Dataset<Row> converted = rows.withColumn(DELIVERED_CURRENCY, when(isConverted, col(CURRENCY)))
                .withColumn(deliveredAmount(), when(isConverted, col(amounts.get(0))))
                .withColumn(CURRENCY, when(isConverted, lit(reportingCurrency)).otherwise(col(CURRENCY)));
        for (String amount : amounts) {
            converted = converted.withColumn(amount, coalesce(inReportingCurrency(amount), col(amount)));
        }
        return converted;
    }

    /** Null where there is no rate, no amount, or one that is too large for money. */
    private static Column inReportingCurrency(String amount) {
        return col(amount).multiply(col(EXCHANGE_RATE)).try_cast(MONEY);
    }
}
