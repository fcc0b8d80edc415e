package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.segment.DailySales;
import almanac.segment.LineCosts;
import almanac.segment.Periods;
import almanac.segment.RollUp;
import almanac.segment.SegmentLeaves;
import almanac.segment.SegmentPath;
import almanac.segment.Segments;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What is left of the sales of each segment: net sales, cost of goods, gross margin, rebates off the invoice, contribution margin;
 * beside the year before, and whether growth pays.
 *
 * <p>Cost, margin and contribution are of the lines whose cost is known, and every rate has the net amount of the same lines
 * beneath it. Where those lines are not nearly all, the row says so and is not judged.
 */
public final class SegmentProfit implements Table {

    /** Costs must be known of so much of the net amount, and lines without one must not hide as much. */
    private static final double LEAST_COVERAGE = 0.9;

    private static final double MOST_COVERAGE = 1.1;

    /** What profit needs: either will do. */
    static final String COSTS = "sales.cost_amount" + OR + "products.standard_cost_amount";

    private static final List<String> MEASURES = List.of(
            "net_amount", "off_invoice_amount", "cost_amount", "costed_net_amount", "costed_off_invoice_amount");

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "segment_profit")
            .describedAs(
                    "Profit and loss of each segment for months and longer, beside the same days of the year before: net sales, cost of goods, gross margin, rebates off the invoice, contribution margin; growth by margin.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start")
            .columns(Segments.COLUMNS)
            .columns(Periods.COLUMNS)
            .columnsOf(DailySales.SPEC, "currency_code", "net_amount", "off_invoice_amount", "cost_amount")
            .columnsOf(SegmentSales.SPEC, "costed_net_amount")
            .column(
                    "cost_coverage_rate",
                    DoubleType,
                    "costed_net_amount / net_amount: how much of net sales the figures of profit rest on; non-additive")
            .column(LineCosts.MARGIN_AMOUNT)
            .column("margin_rate", DoubleType, "gross margin: margin_amount / costed_net_amount; non-additive")
            .columnsOf(DailySales.SPEC, "costed_off_invoice_amount")
            .column(
                    "contribution_amount",
                    DailySales.SUM,
                    "margin_amount - costed_off_invoice_amount, nothing where no rebate is told: what is left before people and overheads; null where no cost is known; additive")
            .column("contribution_rate", DoubleType, "contribution_amount / costed_net_amount; non-additive")
            .column(
                    "base_net_amount",
                    DailySales.SUM,
                    "of the same days a year before; null where the history does not reach back; additive")
            .column("base_costed_net_amount", DailySales.SUM, "of the base")
            .column("base_margin_amount", DailySales.SUM, "of the base")
            .column("base_margin_rate", DoubleType, "of the base")
            .column("base_contribution_amount", DailySales.SUM, "of the base")
            .column("base_contribution_rate", DoubleType, "of the base")
            .column("change_amount", DailySales.SUM, "net_amount - base_net_amount; additive")
            .column("growth_rate", DoubleType, "change_amount / base_net_amount; non-additive")
            .column(
                    "contribution_change_amount",
                    DailySales.SUM,
                    "contribution_amount - base_contribution_amount; null where either is; additive")
            .column(
                    "margin_change_pp",
                    DoubleType,
                    "100 * (margin_rate - base_margin_rate), in percentage points; non-additive")
            .column("total_contribution_rate", DoubleType, "contribution_rate of all sales in the period")
            .column(
                    "profit_quadrant",
                    StringType,
                    "GROWING_RICH, GROWING_THIN, SHRINKING_RICH, SHRINKING_THIN: net_amount above that of the year before or not, contribution_rate at least total_contribution_rate or not; UNKNOWN where there is no base, or costs are known of less than 90 % of net sales (or lines without a cost are returns of a tenth of them)")
            .column(
                    "is_unprofitable_growth",
                    BooleanType,
                    "whether net_amount grew while contribution_amount fell or is below 0; null where the quadrant is UNKNOWN or the costs of the year before are not known as well")
            .check("margin_closes", "margin_amount IS NULL OR margin_amount = costed_net_amount - cost_amount")
            .check(
                    "contribution_closes",
                    "contribution_amount IS NULL OR contribution_amount = margin_amount - coalesce(costed_off_invoice_amount, 0)")
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
    public List<String> neededColumns() {
        return List.of(COSTS);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return profit(
                in.get(DailySales.SPEC),
                in.get(SegmentLeaves.SPEC),
                in.get(Segments.SPEC),
                in.get(Periods.SPEC),
                in.asOf());
    }

    static Dataset<Row> profit(
            Dataset<Row> cube,
            Dataset<Row> segmentLeaves,
            Dataset<Row> segments,
            Dataset<Row> allPeriods,
            LocalDate asOf) {
        Dataset<Row> periods = allPeriods.filter(
                Periods.isMonthOrLonger().and(col("comparison").equalTo(Periods.PREVIOUS_YEAR)));
        Dataset<Row> known = cube.filter(col("order_date").leq(lit(asOf))).withColumnRenamed("order_date", "date");
        // Leaves by window first: of what is multiplied by the segments above them there should be little.
        Dataset<Row> leaves = RollUp.byWindow(
                RollUp.sums(known, List.of("date", "leaf_segment"), MEASURES),
                RollUp.datesOfWindows(periods),
                List.of("leaf_segment"),
                MEASURES);
        Dataset<Row> windows = RollUp.bySegment(leaves, segmentLeaves, List.of(RollUp.WINDOW_ID), MEASURES);
        Dataset<Row> compared = RollUp.compared(windows, periods, MEASURES)
                .crossJoin(broadcast(known.agg(
                        min("date").as("_first_date"), max("currency_code").as("currency_code"))))
                .join(
                        broadcast(segments.select("segment_id", "segmentation", "segment_level", "segment")),
                        "segment_id");
        return judged(withProfit(RollUp.comparable(compared, MEASURES, List.of("net_amount"))));
    }

    private static Dataset<Row> withProfit(Dataset<Row> rows) {
        Dataset<Row> profits = rows;
        for (String side : List.of("", "base_")) {
            profits = profits.withColumn(side + "margin_amount", LineCosts.margin(side))
                    .withColumn(side + "margin_rate", perCosted(side, "margin_amount"))
                    .withColumn(side + "contribution_amount", LineCosts.contribution(side))
                    .withColumn(side + "contribution_rate", perCosted(side, "contribution_amount"));
        }
        return profits.withColumn("cost_coverage_rate", ratio(col("costed_net_amount"), col("net_amount")))
                .withColumn(
                        "change_amount",
                        col("net_amount").minus(col("base_net_amount")).cast(DailySales.SUM))
                .withColumn("growth_rate", ratio(col("change_amount"), col("base_net_amount")))
                .withColumn(
                        "contribution_change_amount",
                        col("contribution_amount")
                                .minus(col("base_contribution_amount"))
                                .cast(DailySales.SUM))
                .withColumn(
                        "margin_change_pp",
                        col("margin_rate").minus(col("base_margin_rate")).multiply(100));
    }

    private static Column perCosted(String side, String amount) {
        return ratio(col(side + amount), col(side + "costed_net_amount"));
    }

    private static Dataset<Row> judged(Dataset<Row> rows) {
        Column ofAll = max(when(col("segment").equalTo(SegmentPath.ALL), col("contribution_rate")))
                .over(Window.partitionBy("period_type", "period_start"));
        Column isKnown = isCovered("")
                .and(col("base_net_amount").isNotNull())
                .and(col("contribution_rate").isNotNull())
                .and(col("total_contribution_rate").isNotNull());
        Column grew = col("change_amount").gt(0);
        Column isRich = col("contribution_rate").geq(col("total_contribution_rate"));
        Column fell = col("contribution_change_amount")
                .lt(0)
                .or(col("contribution_amount").lt(0));
        return rows.withColumn("total_contribution_rate", ofAll)
                .withColumn(
                        "profit_quadrant",
                        when(coalesce(not(isKnown), lit(true)), "UNKNOWN")
                                .when(grew.and(isRich), "GROWING_RICH")
                                .when(grew, "GROWING_THIN")
                                .when(isRich, "SHRINKING_RICH")
                                .otherwise("SHRINKING_THIN"))
                .withColumn(
                        "is_unprofitable_growth",
                        when(col("profit_quadrant").notEqual("UNKNOWN").and(isCovered("base_")), grew.and(fell)));
    }

    private static Column isCovered(String side) {
        return ratio(col(side + "costed_net_amount"), col(side + "net_amount")).between(LEAST_COVERAGE, MOST_COVERAGE);
    }
}
