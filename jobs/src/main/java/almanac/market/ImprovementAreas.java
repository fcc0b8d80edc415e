package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.log2;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.rank;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Hierarchy;
import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.Periods;
import almanac.segment.Segments;
import almanac.staging.Dimensions;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Where there is most to gain: each lever of a segment's sales beside what the better of comparable segments reach, and what the
 * gap is worth.
 *
 * <p>Net amount = customers x orders per customer x units per order x price per unit, as in {@link RevenueTree}. Comparable are
 * segments of the same level that sell the same, by the members of hierarchies of products, and sell for a quarter to four times
 * as much; the aim is the 75 % quantile of these, the segment among them. If every lever {@code x} below its aim {@code a} reached
 * it, the net amount would be {@code R1 = R0 prod(a / x)}; the part of a lever is {@code L(R1, R0) ln(a / x)} with the logarithmic
 * mean of {@link RevenueTree}, so that parts add up to {@code R1 - R0}. That is a ceiling and no forecast: levers are not
 * independent, and what others reach need not be reachable.
 */
public final class ImprovementAreas implements Table {

    private static final double QUANTILE = 0.75;

    /** Fewer comparable segments, the segment among them, set no aim. */
    private static final int FEWEST = 5;

    /** Four times as much is two doublings. */
    private static final int DOUBLINGS = 2;

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "improvement_areas")
            .describedAs(
                    "Levers of each segment beside the 75 % quantile of comparable segments, and what the gap is worth, in the"
                            + " latest complete period of each type longer than a week.")
            .oneRowPer("segmentation", "segment", "period_type", "lever")
            .columns(Segments.COLUMNS)
            .columns(Periods.COLUMNS)
            .columnsOf(SegmentSales.SPEC, "currency_code", "net_amount")
            .column(
                    "lever",
                    StringType,
                    "CUSTOMERS, ORDERS_PER_CUSTOMER, UNITS_PER_ORDER or PRICE_PER_UNIT; ORDERS in place of the first two where"
                            + " customers are not known")
            .column("own_value", DoubleType, "the lever of the segment; non-additive")
            .column(
                    "comparable_count",
                    IntegerType,
                    "comparable segments with this lever, the segment among them; with fewer than 5 there is no aim")
            .column(
                    "aim_value",
                    DoubleType,
                    "75 % quantile of the lever among them; null where they are too few; non-additive")
            .column("is_below_aim", BooleanType, "whether there is a gap; null where there is no aim")
            .column(
                    "gap_amount",
                    DailySales.SUM,
                    "what closing the gap is worth if every other gap is closed too; 0 at or above the aim, null without one;"
                            + " additive over levers, not over segments")
            .column(
                    "segment_gap_amount",
                    DailySales.SUM,
                    "of all levers of the segment together; non-additive over levers")
            .column(
                    "gap_rank",
                    IntegerType,
                    "place by gap_amount among levers and segments of the level and period, largest first; null without a gap")
            .check("gap_is_not_negative", "gap_amount IS NULL OR gap_amount >= 0")
            .check("gap_where_there_is_an_aim", "(gap_amount IS NULL) = (aim_value IS NULL)")
            .check("parts_lie_in_the_whole", "gap_amount IS NULL OR gap_amount <= segment_gap_amount")
            .build();

    private final List<String> productHierarchies;

    /** The areas under these settings. */
    public ImprovementAreas(Settings settings) {
        this.productHierarchies = settings.hierarchies().stream()
                .filter(hierarchy -> hierarchy.levels().stream()
                        .anyMatch(level -> level.table().equals(Dimensions.PRODUCTS.name())))
                .map(Hierarchy::name)
                .toList();
    }

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
        Dataset<Row> alike = in.get(Segments.SPEC)
                .select(col("segmentation"), col("segment"), soldThings().as("sold_things"));
        return ranked(gaps(aims(
                levers(latest(in.get(SegmentSales.SPEC)).join(alike, new String[] {"segmentation", "segment"})))));
    }

    /** What a segment sells: its members in hierarchies of products. */
    private Column soldThings() {
        Column ofProducts = map_filter(
                col("attributes"),
                (level, member) -> split(level, "\\.").getItem(0).isInCollection(productHierarchies));
        return array_join(
                array_sort(transform(
                        map_entries(ofProducts),
                        entry -> concat_ws("=", entry.getField("key"), entry.getField("value")))),
                "|");
    }

    /** One row per segment and type: that of the latest complete period. */
    private static Dataset<Row> latest(Dataset<Row> segmentSales) {
        Column latest = max(when(col("is_complete"), col("period_start"))).over(Window.partitionBy("period_type"));
        return segmentSales
                .filter(col("comparison").equalTo(Periods.PREVIOUS_YEAR))
                .filter(Periods.isMonthOrLonger())
                .withColumn("_latest", latest)
                .filter(col("period_start").equalTo(col("_latest")));
    }

    /** A row per lever, of segments whose tree is positive. */
    private static Dataset<Row> levers(Dataset<Row> segments) {
        Column unitsPerOrder = lever("UNITS_PER_ORDER", ratio(col("sales_units"), col("order_count")));
        Column price = lever("PRICE_PER_UNIT", ratio(col("net_amount"), col("sales_units")));
        Column full = array(
                lever("CUSTOMERS", col("customer_count").cast(DoubleType)),
                lever("ORDERS_PER_CUSTOMER", ratio(col("order_count"), col("customer_count"))),
                unitsPerOrder,
                price);
        Column withoutCustomers = array(lever("ORDERS", col("order_count").cast(DoubleType)), unitsPerOrder, price);
        return segments.filter(col("net_amount")
                        .gt(0)
                        .and(col("sales_units").gt(0))
                        .and(col("order_count").gt(0)))
                .withColumn(
                        "_lever",
                        explode(when(col("customer_count").gt(0), full).otherwise(withoutCustomers)))
                .withColumn("lever", col("_lever.name"))
                .withColumn("own_value", col("_lever.value"));
    }

    private static Column lever(String name, Column value) {
        return struct(lit(name).as("name"), value.as("value"));
    }

    private static Dataset<Row> aims(Dataset<Row> levers) {
        WindowSpec comparable = Window.partitionBy(
                        "segmentation", "segment_level", "sold_things", "period_type", "lever")
                .orderBy(log2(col("net_amount").cast(DoubleType)))
                .rangeBetween(-DOUBLINGS, DOUBLINGS);
        return levers.withColumn(
                        "comparable_count", count(lit(1)).over(comparable).cast(IntegerType))
                .withColumn("_aim", percentile(col("own_value"), lit(QUANTILE)).over(comparable))
                .withColumn("aim_value", when(col("comparable_count").geq(FEWEST), col("_aim")))
                .withColumn("is_below_aim", col("own_value").lt(col("aim_value")));
    }

    /** What is above the segment's own amount, parted by logarithms. */
    private static Dataset<Row> gaps(Dataset<Row> aims) {
        // In one order, so that sums of logarithms have the same bits every night.
        WindowSpec segment = Window.partitionBy("segmentation", "segment", "period_type")
                .orderBy("lever")
                .rowsBetween(Window.unboundedPreceding(), Window.unboundedFollowing());
        Column growth = greatest(lit(0.0), log(ratio(col("aim_value"), col("own_value"))));
        Column all =
                col("net_amount").cast(DoubleType).multiply(exp(col("_growths")).minus(1));
        Column part = when(col("_growth").equalTo(0), lit(0.0))
                .when(col("_growth").gt(0), all.multiply(col("_growth")).divide(col("_growths")));
        return aims.withColumn("_growth", when(col("aim_value").isNotNull(), growth))
                .withColumn("_growths", sum("_growth").over(segment))
                .withColumn("gap_amount", part.cast(DailySales.SUM))
                .withColumn(
                        "segment_gap_amount", sum("gap_amount").over(segment).cast(DailySales.SUM));
    }

    private static Dataset<Row> ranked(Dataset<Row> gaps) {
        Column place = rank().over(Window.partitionBy("segmentation", "segment_level", "period_type")
                .orderBy(col("gap_amount").desc_nulls_last(), col("segment"), col("lever")));
        return gaps.withColumn("gap_rank", when(col("gap_amount").gt(0), place));
    }
}
