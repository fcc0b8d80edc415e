package almanac.customer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.percent_rank;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.jspecify.annotations.Nullable;

/**
 * Recency, frequency and monetary value of every known customer over the {@value #WINDOW_DAYS} days up to the night, scored
 * in fifths, with the score that the same rules gave {@value #PREVIOUS_DAYS} days earlier.
 *
 * <p>The earlier score is computed from the same data as of then and is not remembered: a rerun gives the same movements,
 * and a line that was delivered late moves both scores.
 *
 * <p>Fifths are those of each date's own customers, so that one can fall because others rose; or, if the settings say so, those
 * of one date for good ({@link RfmThresholds}), so that only who changes moves.
 */
public final class CustomerValue implements Table {

    /** The days over which orders and amounts count, the last one included. */
    static final int WINDOW_DAYS = 365;

    /** How long ago the earlier score is taken: four weeks, so that both fall on the same weekday. */
    static final int PREVIOUS_DAYS = 28;

    /** Fifths of fewer customers than this would be empty. */
    static final int FEWEST_CUSTOMERS = 5;

    private static final String NOW = "";
    private static final String PREVIOUS = "previous_";
    private static final String FIXED = "fixed_";

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "customer_value")
            .describedAs("Recency, frequency and monetary value of each known customer, with scores and named groups.")
            .oneRowPer("customer_id")
            .columnsOf(CustomerDays.SPEC, "customer_id")
            .column("as_of_date", DateType, "the night's date: the last day of the window")
            .column("window_start", DateType, "first day of the window: 364 days before as_of_date")
            .column(
                    "is_window_complete",
                    BooleanType,
                    "whether the history reaches back to window_start; where not, customers are compared over fewer days")
            .columnsOf(CustomerDays.SPEC, "currency_code")
            .column("first_order_date", DateType, "first order; null where the customer only ever gave back")
            .column("last_order_date", DateType, "latest order, in the window or before it; null as above")
            .column("recency_days", IntegerType, "days from last_order_date to as_of_date; null as above; non-additive")
            .column(
                    "frequency_count",
                    LongType,
                    "orders in the window, returns not counted; an order over two days counts on both; additive")
            .column(
                    "monetary_amount",
                    DailySales.SUM,
                    "net amount in the window, returns taken off; may be negative; additive")
            .column(
                    "recency_score",
                    IntegerType,
                    "fifth by recency_days among customers with an order in the window, 5 bought last: 1 + floor(5 x"
                            + " percent rank), at most 5, equal values with the lowest rank of theirs; null without"
                            + " an order in the window, or where fewer than 5 customers have one; with thresholds_date by the"
                            + " lowest value of each fifth of that date")
            .column("frequency_score", IntegerType, "fifth by frequency_count, 5 is most; null as recency_score")
            .column("monetary_score", IntegerType, "fifth by monetary_amount, 5 is most; null as recency_score")
            .column("rfm_code", StringType, "the three scores, 111 to 555; null as recency_score")
            .column(
                    "rfm_segment",
                    StringType,
                    "by recency and frequency score: CHAMPIONS, LOYAL, POTENTIAL_LOYALISTS, RECENT, PROMISING,"
                            + " NEED_ATTENTION, ABOUT_TO_SLEEP, CANNOT_LOSE, AT_RISK or HIBERNATING; without scores"
                            + " NO_RECENT_ORDER (none in the window), NO_ORDER (returns only) or TOO_FEW_CUSTOMERS")
            .column(
                    "thresholds_date",
                    DateType,
                    "the date whose fifths all scores are by, as the settings say, if it is not after as_of_date; null where"
                            + " each date has its own")
            .column("previous_date", DateType, "the date of the earlier score: 28 days before as_of_date")
            .column(
                    "is_previous_window_complete",
                    BooleanType,
                    "whether the history reaches back to the first day of the window of the earlier score")
            .column("previous_rfm_code", StringType, "rfm_code by the same rules on previous_date; null as rfm_code")
            .column(
                    "previous_rfm_segment",
                    StringType,
                    "rfm_segment by the same rules on previous_date; null where the customer first appears after it")
            .check(
                    "scores_stand_together",
                    "(recency_score IS NULL) = (frequency_score IS NULL) AND (recency_score IS NULL) = (monetary_score"
                            + " IS NULL) AND (recency_score IS NULL) = (rfm_code IS NULL)")
            .check(
                    "scores_are_fifths",
                    "recency_score IS NULL OR (recency_score BETWEEN 1 AND 5 AND frequency_score BETWEEN 1 AND 5 AND"
                            + " monetary_score BETWEEN 1 AND 5)")
            .check("every_customer_has_a_group", "rfm_segment IS NOT NULL")
            .check("scored_customers_have_orders", "rfm_code IS NULL OR frequency_count > 0")
            .check("recency_is_not_negative", "coalesce(recency_days, 0) >= 0")
            .build();

    private final @Nullable LocalDate thresholds;

    /** The values under these settings. */
    public CustomerValue(Settings settings) {
        this.thresholds = settings.customers().rfmThresholds();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(CustomerDays.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        // A night before that date knows nothing of it.
        return values(
                in.get(CustomerDays.SPEC),
                in.asOf(),
                thresholds == null || thresholds.isAfter(in.asOf()) ? null : thresholds);
    }

    private static Dataset<Row> values(Dataset<Row> customerDays, LocalDate asOf, @Nullable LocalDate thresholds) {
        LocalDate previous = asOf.minusDays(PREVIOUS_DAYS);
        LocalDate fixed = thresholds == null ? asOf : thresholds;
        Dataset<Row> customers = CustomerHistory.known(customerDays, asOf)
                .groupBy("customer_id")
                .agg(
                        min("order_date").as("_first_seen"),
                        min("first_order_date").as("first_order_date"),
                        lastOrder(asOf).as("last_order_date"),
                        lastOrder(previous).as(PREVIOUS + "last_order_date"),
                        orders(asOf).as("frequency_count"),
                        orders(previous).as(PREVIOUS + "frequency_count"),
                        amount(asOf).as("monetary_amount"),
                        amount(previous).as(PREVIOUS + "monetary_amount"),
                        lastOrder(fixed).as(FIXED + "last_order_date"),
                        orders(fixed).as(FIXED + "frequency_count"),
                        amount(fixed).as(FIXED + "monetary_amount"));
        Dataset<Row> scored = thresholds == null
                ? withScores(withScores(customers, NOW), PREVIOUS)
                : withGroups(
                        withGroups(
                                RfmThresholds.scored(
                                        customers,
                                        RfmThresholds.of(withScores(customers, FIXED), FIXED, fixed),
                                        Map.of(NOW, asOf, PREVIOUS, previous)),
                                NOW),
                        PREVIOUS);
        return CustomerHistory.withHistory(scored, customerDays)
                .withColumn("as_of_date", lit(asOf))
                .withColumn("window_start", lit(start(asOf)))
                .withColumn("is_window_complete", col("history_start").leq(lit(start(asOf))))
                .withColumn("recency_days", datediff(lit(asOf), col("last_order_date")))
                .withColumn("thresholds_date", lit(thresholds).cast(DateType))
                .withColumn("previous_date", lit(previous))
                .withColumn("is_previous_window_complete", col("history_start").leq(lit(start(previous))))
                .withColumn(
                        "previous_rfm_segment",
                        when(col("_first_seen").leq(lit(previous)), col("previous_rfm_segment")))
                .drop("history_start");
    }

    private static LocalDate start(LocalDate through) {
        return through.minusDays(WINDOW_DAYS - 1);
    }

    private static Column inWindow(LocalDate through) {
        return col("order_date").between(lit(start(through)), lit(through));
    }

    private static Column lastOrder(LocalDate through) {
        return max(when(CustomerHistory.hasOrder().and(col("order_date").leq(lit(through))), col("order_date")));
    }

    private static Column orders(LocalDate through) {
        return sum(when(inWindow(through), col("order_count")).otherwise(0L));
    }

    private static Column amount(LocalDate through) {
        return DailySales.total(when(inWindow(through), col("net_amount")).otherwise(lit(0).cast(DailySales.SUM)));
    }

    /** Adds the three scores by the fifths of the date itself, and what follows from them. */
    private static Dataset<Row> withScores(Dataset<Row> customers, String prefix) {
        Column hasOrders = col(prefix + "frequency_count").gt(0);
        WindowSpec alike = Window.partitionBy(hasOrders);
        Column isScored = hasOrders.and(count(lit(1)).over(alike).geq(FEWEST_CUSTOMERS));
        return withGroups(
                customers
                        .withColumn(
                                prefix + "recency_score",
                                when(isScored, fifth(alike.orderBy(col(prefix + "last_order_date")))))
                        .withColumn(
                                prefix + "frequency_score",
                                when(isScored, fifth(alike.orderBy(col(prefix + "frequency_count")))))
                        .withColumn(
                                prefix + "monetary_score",
                                when(isScored, fifth(alike.orderBy(col(prefix + "monetary_amount"))))),
                prefix);
    }

    /** Adds the code and the group of three scores, all under the prefix of their date. */
    private static Dataset<Row> withGroups(Dataset<Row> customers, String prefix) {
        Column recency = col(prefix + "recency_score");
        Column frequency = col(prefix + "frequency_score");
        Column monetary = col(prefix + "monetary_score");
        Column unscored = when(col(prefix + "last_order_date").isNull(), "NO_ORDER")
                .when(col(prefix + "frequency_count").gt(0), "TOO_FEW_CUSTOMERS")
                .otherwise("NO_RECENT_ORDER");
        return customers
                .withColumn(
                        prefix + "rfm_code",
                        concat(recency.cast("string"), frequency.cast("string"), monetary.cast("string")))
                .withColumn(prefix + "rfm_segment", coalesce(RfmSegment.of(recency, frequency), unscored));
    }

    private static Column fifth(WindowSpec fromWorst) {
        return least(floor(percent_rank().over(fromWorst).multiply(5)).plus(1), lit(5L))
                .cast("int");
    }
}
