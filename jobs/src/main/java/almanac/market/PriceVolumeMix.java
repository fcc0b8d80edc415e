package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.segment.DailySales;
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
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The bridge from the net amount of the base to that of the period: price, volume, mix, new, lost and other.
 *
 * <p>It is computed for each item, which is a product in a leaf segment, and summed up from there. With {@code p} the net
 * amount per unit, {@code q} the units, 0 the base and 1 the period, and {@code Q} the units of all comparable items:
 *
 * <pre>
 * price  = (p1 - p0) q1
 * volume = p0 q0 (Q1 / Q0 - 1)
 * mix    = p0 (q1 - q0 Q1 / Q0)
 * new    = p1 q1
 * lost   = -p0 q0
 * other  = p1 q1 - p0 q0</pre>
 *
 * <ul>
 *   <li><b>New</b> is an item of a product that was first sold, anywhere, after the base was over, as far as the history
 *       reaches back.
 *   <li><b>Lost</b> is an item of a product that was last sold, anywhere, before the period began, as far as the night
 *       knows.
 *   <li><b>Other</b> is an item without a price on one side: its units or its net amount are 0 or less there, and not both
 *       0. Such are returns of what was sold earlier, and free goods.
 *   <li><b>Comparable</b> are all others. An item that was not sold on one side has the price of the other one there, so
 *       that all of it is volume and mix.
 * </ul>
 *
 * <p>The comparison group, whose units are {@code Q}, is all own comparable sales: the volume of a segment is what it would
 * have gained had its units grown as those of the whole. Volume is a multiple of the base and therefore the same whether it
 * is taken of the items or of their sum; mix is the rest of the change of comparable items, so that rounding is in it. The
 * volume of the whole is the growth of its units at its average price, and its mix the change of that price by what was
 * bought. Centred, the mix of an item is {@code (p0 - P0) (q1 - q0 Q1 / Q0)} with {@code P0} the average price of the base:
 * its sum is the same, and it is above 0 where dearer items gain.
 *
 * <p>Source: the sales-price, sales-quantity and sales-mix variances of management accounting (C. T. Horngren, S. M. Datar and
 * M. V. Rajan, "Cost Accounting"), with the base in the place of the budget and net amounts in that of margins.
 */
public final class PriceVolumeMix implements Table {

    private static final List<String> MEASURES =
            List.of("net_amount", "sales_units", "cost_amount", "costed_net_amount");

    /** What is summed up from items. */
    private static final List<String> PARTS = List.of(
            "price_effect_amount",
            "new_amount",
            "lost_amount",
            "other_amount",
            "comparable_base_amount",
            "comparable_change_amount",
            "comparable_base_units",
            "comparable_units",
            "priced_amount",
            "cost_effect_amount",
            "costed_amount");

    private static final List<String> ITEM = List.of("leaf_id", "product_key");

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "price_volume_mix")
            .describedAs(
                    "The bridge from the net amount of the base to that of the period, computed for each product in"
                            + " each leaf segment and summed up: price, volume, mix, new, lost and other. For weeks and longer: the"
                            + " products that a leaf sells on two days are seldom the same.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start", "comparison")
            .columns(Segments.COLUMNS)
            .columns(Periods.COMPARED)
            .columnsOf(SegmentSales.SPEC, "currency_code")
            .column("base_net_amount", DailySales.SUM, "of the base; additive")
            .column(
                    "price_effect_amount",
                    DailySales.SUM,
                    "(p1 - p0) q1 of products sold in the same leaf on both sides; additive")
            .column(
                    "volume_effect_amount",
                    DailySales.SUM,
                    "p0 q0 (Q1 / Q0 - 1): as if the units of each comparable product had grown as those of all own sales;"
                            + " 0 where nothing comparable was sold in the base; additive to the rounding of a row")
            .column(
                    "mix_effect_amount",
                    DailySales.SUM,
                    "p0 (q1 - q0 Q1 / Q0): units of comparable products that grew more or less than those of all own"
                            + " sales, and the rounding of the other effects; additive to the rounding of a row")
            .column(
                    "new_amount",
                    DailySales.SUM,
                    "of products first sold, in any segment, after the base was over, as far as the history reaches back;"
                            + " additive")
            .column(
                    "lost_amount",
                    DailySales.SUM,
                    "of products last sold, in any segment, before the period began, negative; one that is sold again"
                            + " moves to mix in that night; additive")
            .column(
                    "other_amount",
                    DailySales.SUM,
                    "change of what has no price on one side: units or net amount at or below 0, such as returns of"
                            + " earlier sales and free goods; additive")
            .columnsOf(SegmentSales.SPEC, "net_amount")
            .column(
                    "centred_mix_effect_amount",
                    DailySales.SUM,
                    "(p0 - P0) (q1 - q0 Q1 / Q0), P0 the average price of the base of all own sales: above 0 where dearer"
                            + " products gain; the rest of mix_effect_amount is units beyond the growth of the whole, at"
                            + " P0, and 0 for the total; null where nothing comparable was sold in the base; additive to"
                            + " the rounding of a row")
            .column(
                    "priced_amount",
                    DailySales.SUM,
                    "the part of net_amount that the price effect rests on: of products sold in the same leaf on both"
                            + " sides; additive")
            .column(
                    "cost_effect_amount",
                    DailySales.SUM,
                    "-(c1 - c0) q1, c the cost per unit: what unit costs did to the margin; of the products of the price"
                            + " effect whose every line has a cost; not part of the bridge of the net amount; null where"
                            + " there are none; additive")
            .column(
                    "costed_amount",
                    DailySales.SUM,
                    "the part of net_amount that the cost effect rests on; null where there is none; additive")
            .check(
                    "bridge_closes",
                    "abs(base_net_amount + price_effect_amount + volume_effect_amount + mix_effect_amount + new_amount"
                            + " + lost_amount + other_amount - net_amount) <= 0.01")
            .check("new_adds_and_lost_takes", "new_amount >= 0 AND lost_amount <= 0")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(DailySales.SPEC, SegmentLeaves.SPEC, Periods.SPEC, SegmentSales.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return bridges(
                in.get(DailySales.SPEC),
                in.get(SegmentLeaves.SPEC),
                in.get(Periods.SPEC),
                in.get(SegmentSales.SPEC),
                in.asOf());
    }

    static Dataset<Row> bridges(
            Dataset<Row> cube,
            Dataset<Row> segmentLeaves,
            Dataset<Row> periods,
            Dataset<Row> segmentSales,
            LocalDate asOf) {
        Dataset<Row> sales = cube.filter(col("order_date").leq(lit(asOf)))
                .select(
                        col("order_date").as("date"),
                        leafId(),
                        xxhash64(col("product_id")).as("product_key"),
                        col("net_amount"),
                        col("sales_units"),
                        col("cost_amount"),
                        col("costed_net_amount"));
        Dataset<Row> parts = partsOfItems(sales, periods.filter(not(RollUp.isDay())));
        Dataset<Row> ofSegments =
                bySegment(RollUp.sums(parts, List.of("leaf_id", RollUp.PERIOD_ID), PARTS), segmentLeaves);
        Dataset<Row> reported = segmentSales
                .filter(not(RollUp.isDay()).and(col("base_net_amount").isNotNull()))
                .withColumn("segment_id", SegmentPath.id(col("segmentation"), col("segment")))
                .withColumn(RollUp.PERIOD_ID, RollUp.periodId());
        return closed(reported.join(ofSegments, new String[] {"segment_id", RollUp.PERIOD_ID}, "left"));
    }

    /**
     * Adds up by segment, in two steps: a leaf lies in as many segments as there are levels, but in one deepest segment of
     * each segmentation, and few of those lie in the segments above.
     */
    private static Dataset<Row> bySegment(Dataset<Row> ofLeaves, Dataset<Row> segmentLeaves) {
        Dataset<Row> above = segmentLeaves.select(leafId(), col("segmentation"), col("segment_id"), col("depth"));
        Dataset<Row> deepest = above.groupBy("leaf_id", "segmentation")
                .agg(max_by(col("segment_id"), col("depth")).as("deepest_id"));
        Dataset<Row> aboveDeepest = above.join(deepest, new String[] {"leaf_id", "segmentation"})
                .select("deepest_id", "segment_id")
                .distinct();
        Dataset<Row> ofDeepest = RollUp.sums(
                ofLeaves.join(deepest.drop("segmentation"), "leaf_id"), List.of("deepest_id", RollUp.PERIOD_ID), PARTS);
        return RollUp.sums(ofDeepest.join(aboveDeepest, "deepest_id"), List.of("segment_id", RollUp.PERIOD_ID), PARTS);
    }

    /** One row per item and compared period, with its part of every effect. */
    private static Dataset<Row> partsOfItems(Dataset<Row> sales, Dataset<Row> periods) {
        // All rows of a leaf in one place, so that neither sum moves them again.
        Dataset<Row> windows = RollUp.sums(
                RollUp.inWindows(sales.repartition(col("leaf_id")), RollUp.datesOfWindows(periods)),
                concat(ITEM, RollUp.WINDOW_ID),
                MEASURES);
        Dataset<Row> items = RollUp.besideBase(windows, periods, ITEM, MEASURES)
                .join(timesOfProducts(sales), "product_key")
                .join(
                        broadcast(periods.select(
                                RollUp.periodId().as(RollUp.PERIOD_ID), col("period_start"), col("base_through"))),
                        RollUp.PERIOD_ID);
        return parts(items);
    }

    /** The first and the last day on which each product was sold. */
    private static Dataset<Row> timesOfProducts(Dataset<Row> sales) {
        Column sold = when(col("sales_units").gt(0), col("date"));
        return sales.groupBy("product_key")
                .agg(min(sold).as("_first_sold"), max(sold).as("_last_sold"));
    }

    private static Dataset<Row> parts(Dataset<Row> items) {
        Column amount = coalesce(col("net_amount"), lit(0));
        Column baseAmount = coalesce(col("base_net_amount"), lit(0));
        Column units = coalesce(col("sales_units"), lit(0));
        Column baseUnits = coalesce(col("base_sales_units"), lit(0));
        Column isPriced = amount.gt(0).and(units.gt(0));
        Column hadPrice = baseAmount.gt(0).and(baseUnits.gt(0));
        Column isAbsent = amount.equalTo(0).and(units.equalTo(0));
        Column wasAbsent = baseAmount.equalTo(0).and(baseUnits.equalTo(0));
        Column atBasePrice = worth("base_net_amount");
        Column isCosted = isWhollyCosted("").and(isWhollyCosted("base_"));

        Column change = amount.minus(baseAmount);
        return items.withColumn("_at_base_price", when(isPriced.and(hadPrice), atBasePrice))
                .withColumn("_at_base_cost", when(isPriced.and(hadPrice).and(isCosted), worth("base_cost_amount")))
                .withColumn(
                        "_kind",
                        when(col("_at_base_price").isNotNull(), "PRICED")
                                .when(
                                        wasAbsent.and(isPriced),
                                        when(col("_first_sold").gt(col("base_through")), "NEW")
                                                .otherwise("COMPARABLE"))
                                .when(
                                        isAbsent.and(hadPrice),
                                        when(col("_last_sold").lt(col("period_start")), "LOST")
                                                .otherwise("COMPARABLE"))
                                .otherwise("OTHER"))
                .select(
                        col("leaf_id"),
                        col(RollUp.PERIOD_ID),
                        part("price_effect_amount", amount.minus(col("_at_base_price")), "PRICED"),
                        part("new_amount", amount, "NEW"),
                        part("lost_amount", baseAmount.multiply(-1), "LOST"),
                        part("other_amount", change, "OTHER"),
                        part("comparable_base_amount", baseAmount, "PRICED", "COMPARABLE"),
                        part("comparable_change_amount", change, "PRICED", "COMPARABLE"),
                        part("comparable_base_units", baseUnits, "PRICED", "COMPARABLE"),
                        part("comparable_units", units, "PRICED", "COMPARABLE"),
                        part("priced_amount", amount, "PRICED"),
                        col("_at_base_cost")
                                .minus(col("cost_amount"))
                                .cast(DailySales.SUM)
                                .as("cost_effect_amount"),
                        when(col("_at_base_cost").isNotNull(), amount)
                                .cast(DailySales.SUM)
                                .as("costed_amount"));
    }

    /** The bridge of each row from the sums of its items. */
    private static Dataset<Row> closed(Dataset<Row> rows) {
        Dataset<Row> known = rows;
        for (String part : PARTS.subList(0, PARTS.indexOf("cost_effect_amount"))) {
            known = known.withColumn(part, coalesce(col(part), lit(0)).cast(DailySales.SUM));
        }
        Column growth = ratio(col("_all_units"), col("_all_base_units"));
        Column baseUnits = col("comparable_base_units").cast(DoubleType);
        Column beyond = col("comparable_units").cast(DoubleType).minus(baseUnits.multiply(growth));
        Column averagePrice = ratio(col("_all_base_amount"), col("_all_base_units"));
        Column volume = col("comparable_base_amount").cast(DoubleType).multiply(growth.minus(1));
        return known.withColumn("_all_units", ofAll("comparable_units"))
                .withColumn("_all_base_units", ofAll("comparable_base_units"))
                .withColumn("_all_base_amount", ofAll("comparable_base_amount"))
                .withColumn(
                        "volume_effect_amount",
                        coalesce(volume.try_cast(DailySales.SUM), lit(0)).cast(DailySales.SUM))
                .withColumn(
                        "mix_effect_amount",
                        col("comparable_change_amount")
                                .minus(col("price_effect_amount"))
                                .minus(col("volume_effect_amount"))
                                .cast(DailySales.SUM))
                .withColumn(
                        "centred_mix_effect_amount",
                        col("mix_effect_amount")
                                .minus(averagePrice.multiply(beyond).try_cast(DailySales.SUM))
                                .cast(DailySales.SUM));
    }

    /** The figure of all own sales in the period of a row. */
    private static Column ofAll(String figure) {
        return max(when(col("segment").equalTo(SegmentPath.ALL), col(figure)))
                .over(Window.partitionBy(RollUp.PERIOD_ID));
    }

    /** What the units of the period were worth at the base's value per unit; null where that is too large to be true. */
    private static Column worth(String baseValue) {
        Column times =
                col(baseValue).cast(DoubleType).multiply(col("sales_units").cast(DoubleType));
        return ratio(times, col("base_sales_units")).try_cast(DailySales.SUM);
    }

    /** Whether every line of a side has a cost: that of a part of the units is the cost of none of them. */
    private static Column isWhollyCosted(String side) {
        return coalesce(
                col(side + "cost_amount")
                        .isNotNull()
                        .and(col(side + "costed_net_amount").equalTo(col(side + "net_amount"))),
                lit(false));
    }

    private static Column part(String name, Column amount, String... kinds) {
        return when(col("_kind").isin((Object[]) kinds), amount)
                .otherwise(lit(0))
                .cast(DailySales.SUM)
                .as(name);
    }

    private static Column leafId() {
        return xxhash64(col("leaf_segment")).as("leaf_id");
    }

    private static List<String> concat(List<String> first, String last) {
        return Stream.concat(first.stream(), Stream.of(last)).toList();
    }
}
