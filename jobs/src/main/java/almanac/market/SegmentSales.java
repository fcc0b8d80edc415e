package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;

import almanac.segment.DailySales;
import almanac.segment.LineCosts;
import almanac.segment.Periods;
import almanac.segment.RollUp;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * Own sales of each segment and period beside those of the period before and of the year before.
 *
 * <p>A period that is not over is compared with as many days of its base. A base counts only where the history reaches back
 * to it: at most a tenth of its days, and never more than six, may lie before the first sale.
 */
public final class SegmentSales implements Table {

    private static final DecimalType PRICE = DataTypes.createDecimalType(28, 4);

    private static final List<String> SUMS = List.of(
            "net_amount",
            "sales_units",
            "return_amount",
            "online_amount",
            "cost_amount",
            "costed_net_amount",
            "line_count",
            "order_count");

    private static final List<String> MEASURES =
            Stream.concat(SUMS.stream(), Stream.of("customer_count")).toList();

    /** What is known to be 0 where nothing was sold. Of the others nothing is known: no line said so. */
    private static final Set<String> NOTHING_IS_ZERO =
            Set.of("net_amount", "sales_units", "return_amount", "line_count", "order_count");

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "segment_sales")
            .describedAs("Own sales of each segment and period, with the period before (PP) and the year before (PY).")
            .oneRowPer("segmentation", "segment", "period_type", "period_start", "comparison")
            .columns(Segments.COLUMNS)
            .columns(Periods.COMPARED)
            .columnsOf(DailySales.SPEC, "currency_code", "net_amount")
            .column(
                    "base_net_amount",
                    DailySales.SUM,
                    "of the base; null where the history does not reach back; additive")
            .column("change_amount", DailySales.SUM, "net_amount - base_net_amount; additive")
            .column(
                    "growth_rate",
                    DoubleType,
                    "change_amount / base_net_amount; null where the base is 0 or unknown; non-additive: use both parts")
            .column(
                    "contribution_pp",
                    DoubleType,
                    "change_amount / base_net_amount of the total, in percentage points; additive over segments of one level")
            .column("comparable_growth_rate", DoubleType, "growth of the net amount per selling day; non-additive")
            .columnsOf(Periods.SPEC, "selling_days", "base_selling_days")
            .columns(Periods.COMPARED_DAYS)
            .column("sales_units", DailySales.SUM, "units in the base unit of measure; additive")
            .column("base_sales_units", DailySales.SUM, "of the base; additive")
            .column(
                    "order_count",
                    LongType,
                    "different orders of a day, added up over days; additive over dates, not over segments")
            .column("base_order_count", LongType, "of the base")
            .column(
                    "customer_count",
                    LongType,
                    "different known customers of the period; null where no customer is known; non-additive")
            .column("base_customer_count", LongType, "of the base")
            .column(
                    "average_price_amount",
                    PRICE,
                    "net_amount / sales_units; null where there are no units; non-additive")
            .column("base_average_price_amount", PRICE, "of the base")
            .column("average_order_amount", PRICE, "net_amount / order_count; non-additive")
            .column("base_average_order_amount", PRICE, "of the base")
            .column("return_amount", DailySales.SUM, "net amount of returns, negative; part of net_amount; additive")
            .column("base_return_amount", DailySales.SUM, "of the base")
            .column("online_amount", DailySales.SUM, "net amount sold online; null where not known; additive")
            .column("base_online_amount", DailySales.SUM, "of the base")
            .column(LineCosts.MARGIN_AMOUNT)
            .column("base_margin_amount", DailySales.SUM, "of the base")
            .column(
                    "costed_net_amount",
                    DailySales.SUM,
                    "net amount of the lines whose cost is known: the base of margin_rate; additive")
            .column("margin_rate", DoubleType, "margin_amount / costed_net_amount; non-additive")
            .check("change_closes", "base_net_amount IS NULL OR change_amount = net_amount - base_net_amount")
            .check("counts_are_not_negative", "order_count >= 0 AND coalesce(customer_count, 0) >= 0")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(DailySales.SPEC, SegmentLeaves.SPEC, Segments.SPEC, Periods.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return sales(
                in.get(DailySales.SPEC),
                in.get(SegmentLeaves.SPEC),
                in.get(Segments.SPEC),
                in.get(Periods.SPEC),
                in.asOf());
    }

    static Dataset<Row> sales(
            Dataset<Row> cube,
            Dataset<Row> segmentLeaves,
            Dataset<Row> segments,
            Dataset<Row> periods,
            LocalDate asOf) {
        Dataset<Row> known = cube.filter(col("order_date").leq(lit(asOf))).withColumnRenamed("order_date", "date");
        Dataset<Row> datesOfWindows = RollUp.datesOfWindows(periods);
        Dataset<Row> totals = RollUp.byWindow(daily(known, segmentLeaves), datesOfWindows, List.of("segment_id"), SUMS);
        Dataset<Row> windows = totals.join(
                customers(known, segmentLeaves, datesOfWindows), new String[] {"segment_id", RollUp.WINDOW_ID}, "left");
        Dataset<Row> compared = RollUp.compared(windows, periods, MEASURES)
                .crossJoin(broadcast(known.agg(
                        min("date").as("_first_date"), min("currency_code").as("currency_code"))));
        Dataset<Row> named = RollUp.comparable(compared, MEASURES, NOTHING_IS_ZERO)
                .join(
                        broadcast(segments.select("segment_id", "segmentation", "segment_level", "segment")),
                        "segment_id")
                .join(broadcast(baseOfAll(known, datesOfWindows, periods)), RollUp.PERIOD_ID, "left");
        return reported(named);
    }

    /** Sums and orders per segment and day. */
    private static Dataset<Row> daily(Dataset<Row> cube, Dataset<Row> segmentLeaves) {
        List<String> additive = SUMS.subList(0, SUMS.size() - 1);
        Dataset<Row> byLeaf = RollUp.sums(cube, List.of("date", "leaf_segment"), additive);
        Dataset<Row> sums = RollUp.bySegment(byLeaf, segmentLeaves, List.of("date"), additive);
        Dataset<Row> orders = keysOfSegments(cube, "order_keys", segmentLeaves)
                .groupBy("segment_id", "date")
                .agg(count_distinct(col("entity_key")).as("order_count"));
        return sums.join(orders, new String[] {"segment_id", "date"}, "left")
                .withColumn("order_count", coalesce(col("order_count"), lit(0L)));
    }

    private static Dataset<Row> customers(Dataset<Row> cube, Dataset<Row> segmentLeaves, Dataset<Row> datesOfWindows) {
        Dataset<Row> days = RollUp.together(keysOfSegments(cube, "customer_keys", segmentLeaves));
        return customersOfWindows(days, "segment_id", datesOfWindows);
    }

    /**
     * Different customers per window of anything, as {@code customer_count}, without ever gathering them: a customer counts on
     * the day on which it buys for the first time in the window, which is the day before which it last bought before the window
     * began.
     *
     * @param days one row or more per {@code owner}, {@code date} and {@code entity_key}, the customer
     * @param owner the column of what the customers are counted for
     * @param datesOfWindows rows of {@link RollUp#datesOfWindows}
     */
    static Dataset<Row> customersOfWindows(Dataset<Row> days, String owner, Dataset<Row> datesOfWindows) {
        Column before =
                lag("date", 1).over(Window.partitionBy(owner, "entity_key").orderBy("date"));
        Dataset<Row> firsts = days.withColumn("_before", before)
                .filter(col("_before").isNull().or(col("_before").lt(col("date"))))
                .groupBy(owner, "date", "_before")
                .agg(count(lit(1)).as("customer_count"));
        return firsts.join(broadcast(datesOfWindows.select(RollUp.WINDOW_ID, "window_start", "date")), "date")
                .filter(col("_before").isNull().or(col("_before").lt(col("window_start"))))
                .groupBy(owner, RollUp.WINDOW_ID)
                .agg(sum("customer_count").as("customer_count"));
    }

    private static Dataset<Row> keysOfSegments(Dataset<Row> cube, String keys, Dataset<Row> segmentLeaves) {
        return cube.select(col("date"), col("leaf_segment"), explode(col(keys)).as("entity_key"))
                .distinct()
                .join(segmentLeaves.select("segment_id", "leaf_segment"), "leaf_segment")
                .select("segment_id", "date", "entity_key");
    }

    /** Net amount of all own sales in the base of each period, as {@code _total_base}. */
    private static Dataset<Row> baseOfAll(Dataset<Row> cube, Dataset<Row> datesOfWindows, Dataset<Row> periods) {
        List<String> net = List.of("net_amount");
        Dataset<Row> windows = RollUp.byWindow(RollUp.sums(cube, List.of("date"), net), datesOfWindows, List.of(), net);
        return RollUp.onSides(windows, periods)
                .filter(col(RollUp.IS_BASE))
                .select(col(RollUp.PERIOD_ID), col("net_amount").as("_total_base"));
    }

    private static Dataset<Row> reported(Dataset<Row> rows) {
        Column change = col("net_amount").minus(col("base_net_amount"));
        Column perDay = ratio(col("net_amount"), col("selling_days"));
        Column basePerDay = ratio(col("base_net_amount"), col("base_selling_days"));
        return rows.withColumn("change_amount", change.cast(DailySales.SUM))
                .withColumn("growth_rate", ratio(change, col("base_net_amount")))
                .withColumn("contribution_pp", ratio(change, col("_total_base")).multiply(100))
                .withColumn("comparable_growth_rate", try_divide(perDay.minus(basePerDay), basePerDay))
                .withColumn("average_price_amount", price("net_amount", "sales_units"))
                .withColumn("base_average_price_amount", price("base_net_amount", "base_sales_units"))
                .withColumn("average_order_amount", price("net_amount", "order_count"))
                .withColumn("base_average_order_amount", price("base_net_amount", "base_order_count"))
                .withColumn("margin_amount", LineCosts.margin(""))
                .withColumn("base_margin_amount", LineCosts.margin("base_"))
                .withColumn("margin_rate", ratio(col("margin_amount"), col("costed_net_amount")));
    }

    private static Column price(String amount, String count) {
        return ratio(col(amount), col(count)).cast(PRICE);
    }
}
