package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.segment.DailySales;
import almanac.segment.Periods;
import almanac.segment.SegmentPath;
import almanac.segment.Segments;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What drove the growth of a period: up to five segments that do not overlap, with the largest change beyond the growth of all
 * sales, by {@link almanac.stats.DriverPaths}. Segments of several segmentations compete, so that a driver may be a region, a
 * product, or a product in a region; a path that several segmentations have counts once.
 */
public final class GrowthDrivers implements Table {

    private static final int MOST = 5;

    /** What a driver moves the growth of all sales by at least, beyond its size. */
    private static final double LEAST_RATE = 0.001;

    /** A smaller change of the whole has no shares worth telling: they would be huge, and of both signs. */
    private static final double LEAST_TOTAL_RATE = 0.01;

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "growth_drivers")
            .describedAs(
                    "Up to five segments without overlap that moved sales most beyond the growth of all sales, for each month and longer period and comparison; none where the base of all sales is not above 0.")
            .oneRowPer("period_type", "period_start", "comparison", "driver_rank")
            .columns(Segments.COLUMNS)
            .columns(Periods.COMPARED)
            .column("driver_rank", IntegerType, "1 is the driver with the largest excess_amount, up or down")
            .columnsOf(
                    SegmentSales.SPEC,
                    "currency_code",
                    "net_amount",
                    "base_net_amount",
                    "change_amount",
                    "growth_rate",
                    "contribution_pp")
            .column(
                    "excess_amount",
                    DoubleType,
                    "change_amount - base_net_amount * total_growth_rate: what it changed beyond the growth of all sales; additive over drivers of one period")
            .column("excess_pp", DoubleType, "100 * excess_amount / total_base_net_amount; additive likewise")
            .column(
                    "share_of_change_rate",
                    DoubleType,
                    "change_amount / total_change_amount; null where that is less than 1 % of the base; additive likewise")
            .column(
                    "cumulative_change_amount",
                    DailySales.SUM,
                    "change_amount of this driver and those before it; non-additive")
            .column(
                    "rest_change_amount",
                    DailySales.SUM,
                    "total_change_amount - cumulative_change_amount: what all other sales changed by; non-additive")
            .column("total_base_net_amount", DailySales.SUM, "base_net_amount of all sales; the same for all drivers")
            .column("total_change_amount", DailySales.SUM, "change_amount of all sales; likewise")
            .column("total_growth_rate", DoubleType, "growth_rate of all sales; likewise")
            .column(
                    "base_share_rate",
                    DoubleType,
                    "base_net_amount / total_base_net_amount: how large the driver was; additive likewise")
            .columnsOf(SegmentSales.SPEC, "order_count", "base_order_count")
            .column(
                    "history_count",
                    IntegerType,
                    "earlier complete periods in which the segment's growth is known: what p_value rests on")
            .column(
                    "p_value",
                    DoubleType,
                    "probability that growth_rate - total_growth_rate is as far from its mean in these periods, or farther, if it is one more of them (t test of a new observation, which takes the changes for normal and independent); null for fewer than eight, or without a growth rate")
            .column("significance", StringType, "UNUSUAL: p_value of 0.05 or less; USUAL: more; UNKNOWN: no p_value")
            .column("text", StringType, "the row in words")
            .check(
                    "change_closes",
                    "cumulative_change_amount + rest_change_amount = total_change_amount AND change_amount = net_amount - base_net_amount")
            .check("rank_counts", "driver_rank BETWEEN 1 AND 5")
            .check("p_value_lies_between_0_and_1", "p_value IS NULL OR p_value BETWEEN 0 AND 1")
            .build();

    private static final String[] PERIOD = {"period_type", "period_start", "comparison"};
    private static final String[] DRIVER = {"period_type", "period_start", "comparison", "segment"};

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(SegmentSales.SPEC, Segments.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return drivers(in.get(SegmentSales.SPEC), in.get(Segments.SPEC));
    }

    static Dataset<Row> drivers(Dataset<Row> segmentSales, Dataset<Row> segments) {
        Dataset<Row> rows = besideTheWhole(segmentSales, segments);
        Dataset<Row> found = DriverSearch.drivers(
                        rows.filter(abs(col("excess_amount"))
                                .geq(col("total_base_net_amount")
                                        .cast(DoubleType)
                                        .multiply(LEAST_RATE))),
                        MOST,
                        LEAST_RATE)
                .join(rows, DRIVER);
        Dataset<Row> comparable =
                rows.filter(col("is_complete").and(col("relative_growth_rate").isNotNull()));
        Dataset<Row> tests = DriverSearch.tests(
                found.filter(col("relative_growth_rate").isNotNull())
                        .select("period_type", "period_start", "comparison", "segment", "relative_growth_rate"),
                comparable);
        return reported(found.join(tests, DRIVER, "left"));
    }

    /** Each segment once, beside all sales of the period, with its growth beyond theirs. */
    private static Dataset<Row> besideTheWhole(Dataset<Row> segmentSales, Dataset<Row> segments) {
        Dataset<Row> once = segments.withColumn(
                        "_place",
                        row_number().over(Window.partitionBy("segment").orderBy("segmentation")))
                .filter(col("_place").equalTo(1))
                .select("segmentation", "segment", "attributes");
        Dataset<Row> rows = segmentSales
                .filter(Periods.isMonthOrLonger().and(col("base_net_amount").isNotNull()))
                .join(broadcast(once), new String[] {"segmentation", "segment"});
        Dataset<Row> totals = rows.filter(col("segment")
                        .equalTo(SegmentPath.ALL)
                        .and(col("base_net_amount").gt(0)))
                .select(
                        col("period_type"),
                        col("period_start"),
                        col("comparison"),
                        col("base_net_amount").as("total_base_net_amount"),
                        col("change_amount").as("total_change_amount"),
                        col("growth_rate").as("total_growth_rate"));
        return rows.join(broadcast(totals), PERIOD)
                .withColumn(
                        "excess_amount",
                        col("change_amount")
                                .cast(DoubleType)
                                .minus(col("base_net_amount").cast(DoubleType).multiply(col("total_growth_rate"))))
                .withColumn("relative_growth_rate", col("growth_rate").minus(col("total_growth_rate")));
    }

    private static Dataset<Row> reported(Dataset<Row> found) {
        Column soFar = sum("change_amount")
                .over(Window.partitionBy(col("period_type"), col("period_start"), col("comparison"))
                        .orderBy("driver_rank")
                        .rowsBetween(Window.unboundedPreceding(), Window.currentRow()));
        Column isMoved = abs(col("total_growth_rate")).geq(LEAST_TOTAL_RATE);
        return found.withColumn(
                        "excess_pp",
                        ratio(col("excess_amount"), col("total_base_net_amount"))
                                .multiply(100))
                .withColumn(
                        "share_of_change_rate", when(isMoved, ratio(col("change_amount"), col("total_change_amount"))))
                .withColumn("cumulative_change_amount", soFar.cast(DailySales.SUM))
                .withColumn(
                        "rest_change_amount",
                        col("total_change_amount")
                                .minus(col("cumulative_change_amount"))
                                .cast(DailySales.SUM))
                .withColumn("base_share_rate", ratio(col("base_net_amount"), col("total_base_net_amount")))
                .withColumn("history_count", coalesce(col("history_count"), lit(0)))
                .withColumn(
                        "significance",
                        when(col("p_value").isNull(), "UNKNOWN")
                                .when(col("p_value").leq(0.05), "UNUSUAL")
                                .otherwise("USUAL"))
                .withColumn("text", text());
    }

    private static Column text() {
        Column growth = when(
                        col("growth_rate").isNotNull(),
                        format_string(
                                "%+.1f %% against %+.1f %% of all sales",
                                col("growth_rate").multiply(100),
                                col("total_growth_rate").multiply(100)))
                .otherwise(format_string(
                        "without a base, all sales %+.1f %%",
                        col("total_growth_rate").multiply(100)));
        return format_string(
                "%s: %+.2f %s, %+.2f points of growth; %s%s",
                col("segment"),
                col("change_amount").cast(DoubleType),
                col("currency_code"),
                col("contribution_pp"),
                growth,
                when(col("significance").equalTo("UNUSUAL"), "; unusual for it").otherwise(""));
    }
}
