package almanac.customer;

import static almanac.segment.RollUp.positive;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.segment.DailySales;
import almanac.segment.RollUp;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/**
 * Who is about to be lost, what that would cost, and what points to it: a list to work through from rank 1.
 *
 * <p>The risk is the probability of no order within the next three of one's own intervals, by the model of orders: of one who is
 * probably gone it is high, of one who orders at random and is a little late it is low, even where {@link ActiveCustomers}
 * already counts it as lapsed. What is at risk is that part of the customer's expected value. Who left long ago has hardly any
 * value left, so that it does not stand at the top.
 *
 * <p>The reasons say what is unusual; they are no proof of why. No input tells of complaints or service cases.
 */
public final class LapseRisk implements Table {

    /** The days over which returns count, and the half of them over which spending is compared. */
    private static final int YEAR = 364;

    private static final int HALF_YEAR = 182;

    /** Returns are many from so much of what was bought on, and so many times the rate of all customers. */
    private static final double MANY_RETURNS = 0.05;

    private static final int TIMES_USUAL = 2;

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "lapse_risk")
            .describedAs("Probability that each customer lapses, the value at risk, its rank and what points to it.")
            .oneRowPer("customer_id")
            .columnsOf(
                    LifetimeValue.SPEC,
                    "customer_id",
                    "as_of_date",
                    "currency_code",
                    "first_order_date",
                    "last_order_date",
                    "repeat_count")
            .column("recency_days", IntegerType, "days from last_order_date to as_of_date; non-additive")
            .column(
                    "own_interval_days",
                    DoubleType,
                    "mean of the customer's gaps between days of order and of one typical gap (typical_interval_days of"
                            + " customer.active_customers); null where nobody ordered twice; non-additive")
            .column(
                    "lapse_date",
                    DateType,
                    "first day on which the last order is more than 3 own intervals ago, if none comes; null likewise")
            .column("is_lapsed", BooleanType, "whether lapse_date is reached; null likewise")
            .columnsOf(LifetimeValue.SPEC, "alive_rate")
            .column(
                    "lapse_rate",
                    DoubleType,
                    "probability of no order in the 3 own intervals after as_of_date, 0..1: 1 - P(alive) * (1 - ((alpha + T) /"
                            + " (alpha + T + 3 intervals))^(r + repeats)); null where order_status is NONE;"
                            + " non-additive")
            .columnsOf(LifetimeValue.SPEC, "lifetime_value_amount", "value_basis")
            .column(
                    "value_at_risk_amount",
                    DoubleType,
                    "lapse_rate * lifetime_value_amount; null where either is; additive")
            .column(
                    "save_rank",
                    IntegerType,
                    "1 for the most value at risk, by customer_id where it is equal; null where that is")
            .column("bought_amount", DailySales.SUM, "net amount of the last 364 days before returns; additive")
            .column("return_amount", DailySales.SUM, "net amount of returns of the last 364 days, negative; additive")
            .column(
                    "return_rate",
                    DoubleType,
                    "- return_amount / bought_amount; null where nothing was bought; non-additive: use both parts")
            .column("recent_net_amount", DailySales.SUM, "net amount of the last 182 days; additive")
            .column("earlier_net_amount", DailySales.SUM, "net amount of the 182 days before these; additive")
            .column(
                    "reasons",
                    DataTypes.createArrayType(StringType),
                    "LAPSED; OVERDUE: not lapsed, and last_order_date more than an own interval ago; SPENDS_LESS: less than"
                            + " half of earlier_net_amount; MANY_RETURNS: return_rate at least 5 % and twice that of all"
                            + " customers; ONE_ORDER_DAY: has not come back yet; empty where nothing is unusual")
            .columnsOf(LifetimeValue.SPEC, "order_status", "value_status")
            .check("lapse_is_a_probability", "coalesce(lapse_rate, 0.5) BETWEEN 0 AND 1")
            .check("lapse_unless_none", "(lapse_rate IS NULL) = (order_status = 'NONE')")
            .check("rank_unless_unknown", "(save_rank IS NULL) = (value_at_risk_amount IS NULL)")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(CustomerDays.SPEC, PurchaseModels.SPEC, LifetimeValue.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return risk(in.get(CustomerDays.SPEC), in.get(PurchaseModels.SPEC), in.get(LifetimeValue.SPEC), in.asOf());
    }

    static Dataset<Row> risk(
            Dataset<Row> customerDays, Dataset<Row> models, Dataset<Row> lifetimeValues, LocalDate asOf) {
        Dataset<Row> model = models.filter(not(col("is_holdout"))).select("rate_shape", "rate_scale_days");
        Dataset<Row> typical = ActiveCustomers.typicalInterval(ActiveCustomers.gaps(customerDays, asOf));
        Dataset<Row> spent = spent(customerDays, asOf);
        Dataset<Row> all = spent.agg(RollUp.ratio(
                        DailySales.total(col("return_amount")).unary_$minus(), DailySales.total(col("bought_amount")))
                .as("_all_return_rate"));
        Dataset<Row> customers = lifetimeValues
                .join(spent, new String[] {"customer_id"}, "left")
                .crossJoin(broadcast(model))
                .crossJoin(broadcast(typical))
                .crossJoin(broadcast(all));
        return ranked(withReasons(withLapse(customers, asOf)));
    }

    /** One row per customer of the last year: what it bought, gave back, and spent in each half. */
    private static Dataset<Row> spent(Dataset<Row> customerDays, LocalDate asOf) {
        Column isRecent = col("order_date").gt(lit(asOf.minusDays(HALF_YEAR)));
        return customerDays
                .filter(col("order_date")
                        .gt(lit(asOf.minusDays(YEAR)))
                        .and(col("order_date").leq(lit(asOf))))
                .groupBy("customer_id")
                .agg(
                        DailySales.total(col("net_amount").minus(col("return_amount")))
                                .as("bought_amount"),
                        DailySales.total(col("return_amount")).as("return_amount"),
                        total(isRecent).as("recent_net_amount"),
                        total(not(isRecent)).as("earlier_net_amount"));
    }

    private static Column total(Column condition) {
        return DailySales.total(when(condition, col("net_amount")).otherwise(lit(0).cast(DailySales.SUM)));
    }

    private static Dataset<Row> withLapse(Dataset<Row> customers, LocalDate asOf) {
        Column ownDays = col("last_repeat_days");
        Column orderDays = col("repeat_count").plus(1);
        Column ahead = col("own_interval_days").multiply(ActiveCustomers.LAPSE_INTERVALS);
        Column lapse = least(greatest(PurchaseOutlook.noOrderRate(ahead), lit(0.0)), lit(1.0));
        return customers
                .withColumn("recency_days", datediff(lit(asOf), col("last_order_date")))
                .withColumn("own_interval_days", ActiveCustomers.ownInterval(ownDays, orderDays))
                .withColumn(
                        "lapse_date", date_add(col("last_order_date"), ActiveCustomers.daysToLapse(ownDays, orderDays)))
                .withColumn("is_lapsed", col("lapse_date").leq(lit(asOf)))
                .withColumn("lapse_rate", when(col("order_status").notEqual("NONE"), lapse))
                .withColumn("value_at_risk_amount", col("lapse_rate").multiply(col("lifetime_value_amount")));
    }

    private static Dataset<Row> withReasons(Dataset<Row> customers) {
        Dataset<Row> known = customers;
        for (String amount : List.of("bought_amount", "return_amount", "recent_net_amount", "earlier_net_amount")) {
            known = known.withColumn(amount, coalesce(col(amount), lit(0).cast(DailySales.SUM)));
        }
        Column returns = RollUp.ratio(col("return_amount").unary_$minus(), positive("bought_amount"));
        Column isOverdue = col("recency_days").gt(col("own_interval_days")).and(not(col("is_lapsed")));
        Column spendsLess = col("earlier_net_amount")
                .gt(0)
                .and(col("recent_net_amount").multiply(2).lt(col("earlier_net_amount")));
        Column manyReturns = col("return_rate")
                .geq(MANY_RETURNS)
                .and(col("return_rate").geq(col("_all_return_rate").multiply(TIMES_USUAL)));
        return known.withColumn("return_rate", returns)
                .withColumn(
                        "reasons",
                        array_compact(array(
                                when(col("is_lapsed"), "LAPSED"),
                                when(isOverdue, "OVERDUE"),
                                when(spendsLess, "SPENDS_LESS"),
                                when(manyReturns, "MANY_RETURNS"),
                                when(col("repeat_count").equalTo(0), "ONE_ORDER_DAY"))));
    }

    private static Dataset<Row> ranked(Dataset<Row> customers) {
        Column isKnown = col("value_at_risk_amount").isNotNull();
        Column rank = row_number()
                .over(Window.partitionBy(isKnown)
                        .orderBy(col("value_at_risk_amount").desc(), col("customer_id")));
        return customers.withColumn("save_rank", when(isKnown, rank));
    }
}
