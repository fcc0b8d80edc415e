package almanac.market;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.xxhash64;

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
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
 * <p>Which items are comparable, new, lost and other is the rule of {@link ItemParts}; what volume and mix compare a
 * segment with is that of {@link SegmentBridges}.
 *
 * <p>Source: the sales-price, sales-quantity and sales-mix variances of management accounting (C. T. Horngren, S. M. Datar and
 * M. V. Rajan, "Cost Accounting"), with the base in the place of the budget and net amounts in that of margins.
 */
public final class PriceVolumeMix implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "price_volume_mix")
            .describedAs(
                    "The bridge from the net amount of the base to that of the period, computed for each product in"
                            + " each leaf segment and summed up: price, volume, mix, new, lost and other. For weeks and longer: the"
                            + " products that a leaf sells on two days are seldom the same. There is no part for exchange rates:"
                            + " sales are delivered in the reporting currency, any other is refused.")
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
        Dataset<Row> parts = ItemParts.of(sales, periods.filter(not(RollUp.isDay())));
        Dataset<Row> leavesOfSegments =
                segmentLeaves.select(leafId(), col("segmentation"), col("segment_id"), col("depth"));
        Dataset<Row> reported = segmentSales
                .filter(not(RollUp.isDay()).and(col("base_net_amount").isNotNull()))
                .withColumn("segment_id", SegmentPath.id(col("segmentation"), col("segment")))
                .withColumn(RollUp.PERIOD_ID, RollUp.periodId());
        return SegmentBridges.of(reported, parts, leavesOfSegments);
    }

    private static Column leafId() {
        return xxhash64(col("leaf_segment")).as("leaf_id");
    }
}
