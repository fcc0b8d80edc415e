package almanac.customer;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.median;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;

import almanac.segment.Periods;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * How many customers are active, and how many joined, came back and lapsed, per month or longer.
 *
 * <p>Without a contract nobody says goodbye. A customer lapses on the first day on which its last order is more than
 * {@value #LAPSE_INTERVALS} of its own intervals ago, and comes back with its next order. Its interval on a day of order is
 * the mean of its gaps between days of order up to then and of one typical gap, so that a customer with one order has the
 * typical one. The typical gap is the median, over customers who ordered on two days or more, of the first gap. Who orders
 * at random at a steady rate stays away for three intervals in one gap of twenty (exp(-3)).
 *
 * <p>Only what was known on a day decides whether a customer lapsed on it; the typical gap is that of the night.
 */
public final class ActiveCustomers implements Table {

    /** How many of its own intervals a customer may stay away. */
    static final int LAPSE_INTERVALS = 3;

    private static final List<String> EVENTS = List.of("new", "reactivated", "lapsed");

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "active_customers")
            .describedAs("Active customers per month or longer: end = start + new + reactivated - lapsed.")
            .oneRowPer("period_type", "period_start")
            .columns(Periods.COLUMNS)
            .column(Periods.THROUGH_DATE)
            .column(CustomerHistory.HISTORY_START)
            .column(
                    "start_active_count",
                    LongType,
                    "active when the period began: ordered before it and not lapsed; semi-additive: not over periods")
            .column("new_customer_count", LongType, "first order in the period; additive over periods of one type")
            .column(
                    "reactivated_customer_count",
                    LongType,
                    "times that a lapsed customer ordered again in the period; additive over periods of one type")
            .column(
                    "lapsed_customer_count",
                    LongType,
                    "times that a customer lapsed in the period: its last order became more than 3 of its own intervals"
                            + " ago; additive over periods of one type")
            .column("end_active_count", LongType, "active at the end of through_date; semi-additive: not over periods")
            .column(
                    "lapse_rate",
                    DoubleType,
                    "lapsed / (start + new + reactivated), 0..1: of all that could lapse; null where none could;"
                            + " non-additive: use both parts")
            .column(
                    "typical_interval_days",
                    DoubleType,
                    "median of the customers' first gaps between days of order, as of the night; null where nobody"
                            + " ordered twice, and then nobody lapses; non-additive")
            .check(
                    "customers_close",
                    "end_active_count = start_active_count + new_customer_count + reactivated_customer_count -"
                            + " lapsed_customer_count")
            .check(
                    "counts_are_not_negative",
                    "least(start_active_count, new_customer_count, reactivated_customer_count, lapsed_customer_count,"
                            + " end_active_count) >= 0")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(CustomerDays.SPEC, Periods.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return active(in.get(CustomerDays.SPEC), in.get(Periods.SPEC), in.asOf());
    }

    static Dataset<Row> active(Dataset<Row> customerDays, Dataset<Row> allPeriods, LocalDate asOf) {
        Dataset<Row> periods = Periods.monthsAndLonger(allPeriods);
        Dataset<Row> gaps = gaps(customerDays, asOf);
        Dataset<Row> typical = typicalInterval(gaps);
        Dataset<Row> counted = perPeriod(events(gaps.crossJoin(broadcast(typical)), asOf), periods)
                .crossJoin(broadcast(typical));
        return CustomerHistory.withHistory(counted, customerDays).drop("currency_code");
    }

    /** One row: the median of the customers' first gaps; null where nobody ordered twice. */
    static Dataset<Row> typicalInterval(Dataset<Row> gaps) {
        return gaps.filter(col("_place").equalTo(1)).agg(median(col("_gap")).as("typical_interval_days"));
    }

    /**
     * A customer's own interval.
     *
     * @param ownDays from its first day with an order to its latest one
     * @param orderDays how many days with an order it has
     */
    static Column ownInterval(Column ownDays, Column orderDays) {
        return ownDays.plus(col("typical_interval_days")).divide(orderDays);
    }

    /** The days from the latest order of a customer to the first one on which it has lapsed. */
    static Column daysToLapse(Column ownDays, Column orderDays) {
        Column intervals = ownDays.plus(col("typical_interval_days")).multiply(LAPSE_INTERVALS);
        return floor(intervals.divide(orderDays)).plus(1).cast("int");
    }

    /** One row per customer and day of order: its number, and the days to the next one, null for the last. */
    static Dataset<Row> gaps(Dataset<Row> customerDays, LocalDate asOf) {
        WindowSpec inOrder = Window.partitionBy("customer_id").orderBy("order_date");
        return CustomerHistory.known(customerDays, asOf)
                .filter(CustomerHistory.hasOrder())
                .withColumn("_place", row_number().over(inOrder))
                .withColumn("_gap", datediff(lead("order_date", 1).over(inOrder), col("order_date")));
    }

    /** How many customers joined, came back and lapsed on each day on which any did. */
    private static Dataset<Row> events(Dataset<Row> gaps, LocalDate asOf) {
        Column ownDays = datediff(col("order_date"), col("first_order_date"));
        Column daysToLapse = daysToLapse(ownDays, col("_place"));
        Column lapse = date_add(col("order_date"), daysToLapse);
        Column hasLapsed = coalesce(col("_gap").gt(daysToLapse), lapse.leq(lit(asOf)));
        Column happened = array(
                event(col("_place").equalTo(1), col("order_date"), "new"),
                event(hasLapsed, lapse, "lapsed"),
                event(hasLapsed.and(col("_gap").isNotNull()), date_add(col("order_date"), col("_gap")), "reactivated"));
        return gaps.select(explode(happened).as("_event"))
                .filter(col("_event").isNotNull())
                .select("_event.*")
                .groupBy("_date")
                .agg(
                        total(col("new"), "new"),
                        total(col("reactivated"), "reactivated"),
                        total(col("lapsed"), "lapsed"));
    }

    private static Column event(Column condition, Column date, String kind) {
        return when(
                condition,
                struct(
                        date.as("_date"),
                        lit(kind.equals("new") ? 1L : 0L).as("new"),
                        lit(kind.equals("reactivated") ? 1L : 0L).as("reactivated"),
                        lit(kind.equals("lapsed") ? 1L : 0L).as("lapsed")));
    }

    /** Adds up what happened in each period, and before it. */
    private static Dataset<Row> perPeriod(Dataset<Row> events, Dataset<Row> periods) {
        Column isBefore = col("_date").lt(col("period_start"));
        Column net = col("new").plus(col("reactivated")).minus(col("lapsed"));
        Column[] totals = EVENTS.stream()
                .map(kind -> total(when(isBefore, lit(0L)).otherwise(col(kind)), kind + "_customer_count"))
                .toArray(Column[]::new);
        Column start = col("start_active_count");
        Column joined = col("new_customer_count").plus(col("reactivated_customer_count"));
        Column lapsed = col("lapsed_customer_count");
        return events.join(broadcast(periods), col("_date").leq(col("through_date")))
                .groupBy("period_type", "period_start", "period_end", "is_complete", "through_date")
                .agg(total(when(isBefore, net).otherwise(lit(0L)), "start_active_count"), totals)
                .withColumn("end_active_count", start.plus(joined).minus(lapsed))
                .withColumn("lapse_rate", ratio(lapsed, start.plus(joined)));
    }

    private static Column total(Column count, String name) {
        return sum(count).as(name);
    }
}
