package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;

import almanac.config.Hierarchy;
import almanac.config.Segmentation;
import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.Members;
import almanac.segment.Periods;
import almanac.segment.RollUp;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.staging.Sales;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * In how many outlets products are sold, and how fast: distribution, weighted by what outlets sell in all, and velocity, the sales
 * per point of it.
 *
 * <p>Outlets are those among the stores, where stores are delivered, and those of the lines otherwise. An outlet sells a product in a period where its net amount there is above 0. Total distribution points are the weighted
 * distributions of all products of a segment, in percent, added up; net amount is points x velocity, and its change is split by
 * the logarithmic mean ({@link RevenueTree}). Weights are own sales: what outlets sell of others is not known.
 *
 * <p>Source: P. W. Farris, N. T. Bendle, P. E. Pfeifer and D. J. Reibstein (2010), <i>Marketing Metrics</i>, 2nd edition,
 * section 6.6.
 */
public final class Distribution implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "distribution")
            .describedAs(
                    "Distribution and velocity of the segments of product hierarchies, in periods longer than a week, and what"
                            + " each did to the change of sales. Of sales in known outlets.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start", "comparison")
            .columns(Segments.COLUMNS)
            .columns(Periods.COMPARED)
            .columnsOf(DailySales.SPEC, "currency_code")
            .column("net_amount", DailySales.SUM, "net amount in known outlets; additive")
            .column(
                    "base_net_amount",
                    DailySales.SUM,
                    "of the base; null where the history does not reach back; additive")
            .column(
                    "outlet_count",
                    LongType,
                    "outlets that sold any product of the segment; not additive over segments or periods")
            .column("base_outlet_count", LongType, "of the base")
            .column("active_outlet_count", LongType, "outlets that sold anything at all; not additive over periods")
            .column("base_active_outlet_count", LongType, "of the base")
            .column("distribution_rate", DoubleType, "outlet_count / active_outlet_count; non-additive")
            .column("base_distribution_rate", DoubleType, "of the base")
            .column(
                    "covered_amount",
                    DailySales.SUM,
                    "net amount of everything in the outlets of outlet_count; not additive over segments")
            .column("base_covered_amount", DailySales.SUM, "of the base")
            .column("active_amount", DailySales.SUM, "net amount of everything in all active outlets")
            .column("base_active_amount", DailySales.SUM, "of the base")
            .column(
                    "weighted_distribution_rate",
                    DoubleType,
                    "covered_amount / active_amount: the part of all sales made in outlets that have the segment; non-additive")
            .column("base_weighted_distribution_rate", DoubleType, "of the base")
            .column(
                    "product_outlet_count",
                    LongType,
                    "pairs of a product and an outlet that sold it: over outlet_count the products that an outlet carries; additive over segments of one level")
            .column("base_product_outlet_count", LongType, "of the base")
            .column(
                    "distribution_points",
                    DoubleType,
                    "total distribution points: 100 * weighted distribution, added up over the products of the segment; additive over segments of one level")
            .column("base_distribution_points", DoubleType, "of the base")
            .column(
                    "velocity_amount",
                    DoubleType,
                    "net_amount / distribution_points: sales per point; null without points; non-additive")
            .column("base_velocity_amount", DoubleType, "of the base")
            .column(
                    "distribution_effect_amount",
                    DailySales.SUM,
                    "what more or fewer points did to net_amount; null where one side has none or is not above 0; not additive over segments")
            .column("velocity_effect_amount", DailySales.SUM, "what more or less sold per point did; likewise")
            .check("outlets_are_some_of_the_active", "outlet_count <= active_outlet_count")
            .check(
                    "effects_close",
                    "distribution_effect_amount IS NULL"
                            + " OR distribution_effect_amount + velocity_effect_amount = net_amount - base_net_amount")
            .build();

    private static final List<String> OF_SEGMENT =
            List.of("net_amount", "outlet_count", "product_outlet_count", "covered_amount", "_points_amount");
    private static final List<String> OF_ALL = List.of("active_outlet_count", "active_amount");
    private static final List<String> MEASURES =
            Stream.concat(OF_SEGMENT.stream(), OF_ALL.stream()).toList();

    private final Settings settings;
    private final Members members;

    /** The distribution of these settings. */
    public Distribution(Settings settings) {
        this.settings = settings;
        this.members = new Members(settings);
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Sales.SPEC, SegmentLeaves.SPEC, Segments.SPEC, Periods.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return Dimensions.ALL.stream().map(InputTable::spec).toList();
    }

    @Override
    public List<String> neededColumns() {
        return List.of("sales.store_id");
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> lines = in.get(Sales.SPEC)
                .filter(col(InputTable.IS_CURRENT)
                        .and(col("order_date").leq(lit(in.asOf())))
                        .and(col("store_id").isNotNull()));
        Dataset<Row> sold = members.withLeaf(inKnownOutlets(lines, in), in)
                .withColumnRenamed("order_date", "date")
                .groupBy("date", "leaf_segment", "product_id", "store_id")
                .agg(DailySales.total(col("net_amount")).as("net_amount"));
        return distribution(
                sold,
                lines.agg(min("order_date").as("_first_date")),
                in.get(SegmentLeaves.SPEC).filter(col("segmentation").isin(ofProducts())),
                in.get(Segments.SPEC),
                in.get(Periods.SPEC));
    }

    /** Without those in outlets that are not among the stores, where stores are delivered: a mistyped one is no outlet. */
    static Dataset<Row> inKnownOutlets(Dataset<Row> lines, Inputs in) {
        if (!in.has(Dimensions.STORES.spec())) {
            return lines;
        }
        Dataset<Row> stores = in.get(Dimensions.STORES.spec())
                .filter(col(InputTable.IS_CURRENT))
                .select("store_id");
        return lines.join(broadcast(stores), new String[] {"store_id"}, "left_semi");
    }

    /** The segmentations that know products alone: all outlets could have their segments. */
    private Object[] ofProducts() {
        Set<String> ofProducts = settings.hierarchies().stream()
                .filter(hierarchy -> hierarchy.levels().stream()
                        .allMatch(level -> level.table().equals(Dimensions.PRODUCTS.name())))
                .map(Hierarchy::name)
                .collect(Collectors.toSet());
        return settings.segmentations().stream()
                .filter(segmentation -> segmentation.crossings().stream()
                        .allMatch(crossing -> ofProducts.contains(crossing.hierarchy())))
                .map(Segmentation::name)
                .toArray();
    }

    private Dataset<Row> distribution(
            Dataset<Row> sold,
            Dataset<Row> history,
            Dataset<Row> segmentLeaves,
            Dataset<Row> segments,
            Dataset<Row> allPeriods) {
        Dataset<Row> periods = allPeriods.filter(Periods.isMonthOrLonger());
        Dataset<Row> dates = RollUp.datesOfWindows(periods);
        List<String> net = List.of("net_amount");
        Dataset<Row> ofOutlets = RollUp.sums(
                        RollUp.inWindows(RollUp.sums(sold, List.of("date", "store_id"), net), dates),
                        List.of("store_id", RollUp.WINDOW_ID),
                        net)
                .filter(col("net_amount").gt(0))
                .withColumnRenamed("net_amount", "_weight");
        Column sells = col("net_amount").gt(0).and(col("_weight").isNotNull());
        Dataset<Row> windows = bySegment(sold, segmentLeaves, dates)
                .join(ofOutlets, new String[] {"store_id", RollUp.WINDOW_ID}, "left")
                .groupBy("segment_id", RollUp.WINDOW_ID)
                .agg(
                        count(when(sells, 1)).as("outlet_count"),
                        sum(when(col("_weight").isNotNull(), col("_products"))).as("product_outlet_count"),
                        DailySales.total(col("net_amount")).as("net_amount"),
                        DailySales.total(when(sells, col("_weight"))).as("covered_amount"),
                        DailySales.total(col("_products").multiply(col("_weight")))
                                .as("_points_amount"));
        Dataset<Row> ofAll = ofOutlets
                .groupBy(RollUp.WINDOW_ID)
                .agg(
                        count(lit(1)).as("active_outlet_count"),
                        DailySales.total(col("_weight")).as("active_amount"));
        Dataset<Row> compared = RollUp.compared(windows, periods, OF_SEGMENT)
                .join(broadcast(RollUp.besideBase(ofAll, periods, List.of(), OF_ALL)), RollUp.PERIOD_ID)
                .crossJoin(broadcast(history));
        Dataset<Row> named = RollUp.comparable(compared, MEASURES, MEASURES)
                .join(
                        broadcast(segments.select("segment_id", "segmentation", "segment_level", "segment")),
                        "segment_id")
                .withColumn("currency_code", lit(settings.currency()));
        return withEffects(rated(rated(named, ""), "base_"));
    }

    /** By segment, outlet and window: net amount, and how many products sold. */
    private static Dataset<Row> bySegment(Dataset<Row> sold, Dataset<Row> segmentLeaves, Dataset<Row> dates) {
        List<String> net = List.of("net_amount");
        List<String> product = List.of("leaf_segment", "product_id", "store_id", RollUp.WINDOW_ID);
        return RollUp.sums(RollUp.inWindows(sold, dates), product, net)
                .join(segmentLeaves.select("segment_id", "leaf_segment"), "leaf_segment")
                .groupBy("segment_id", "product_id", "store_id", RollUp.WINDOW_ID)
                .agg(DailySales.total(col("net_amount")).as("net_amount"))
                .groupBy("segment_id", "store_id", RollUp.WINDOW_ID)
                .agg(
                        DailySales.total(col("net_amount")).as("net_amount"),
                        count(when(col("net_amount").gt(0), 1)).as("_products"));
    }

    private static Dataset<Row> rated(Dataset<Row> rows, String side) {
        return rows.withColumn(
                        side + "distribution_rate",
                        ratio(col(side + "outlet_count"), col(side + "active_outlet_count")))
                .withColumn(
                        side + "weighted_distribution_rate",
                        ratio(col(side + "covered_amount"), col(side + "active_amount")))
                .withColumn(
                        side + "distribution_points",
                        ratio(col(side + "_points_amount"), col(side + "active_amount"))
                                .multiply(100))
                .withColumn(
                        side + "velocity_amount", ratio(col(side + "net_amount"), col(side + "distribution_points")));
    }

    private static Dataset<Row> withEffects(Dataset<Row> rows) {
        Column isSplit = LogMeans.isPositive("net_amount").and(LogMeans.isPositive("distribution_points"));
        Column effect = LogMeans.mean().multiply(LogMeans.growth("distribution_points"));
        Column rest = col("net_amount").minus(col("base_net_amount")).minus(col("distribution_effect_amount"));
        return rows.withColumn(
                        "distribution_effect_amount", when(isSplit, effect).cast(DailySales.SUM))
                .withColumn("velocity_effect_amount", rest.cast(DailySales.SUM));
    }
}
