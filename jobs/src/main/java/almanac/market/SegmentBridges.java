package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.segment.DailySales;
import almanac.segment.RollUp;
import almanac.segment.SegmentPath;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The bridges of segments from the {@link ItemParts} of their leaves: sums, and the effects that need the whole.
 *
 * <p>The comparison group, whose units are {@code Q}, is all own comparable sales: the volume of a segment is what it would
 * have gained had its units grown as those of the whole. Volume is a multiple of the base and therefore the same whether it
 * is taken of the items or of their sum; mix is the rest of the change of comparable items, so that rounding is in it. The
 * volume of the whole is the growth of its units at its average price, and its mix the change of that price by what was
 * bought. Centred, the mix of an item is {@code (p0 - P0) (q1 - q0 Q1 / Q0)} with {@code P0} the average price of the base:
 * its sum is the same, and it is above 0 where dearer items gain.
 */
final class SegmentBridges {

    private static final List<String> PARTS = ItemParts.PARTS;
    private static final List<String> BY = List.of(RollUp.PERIOD_ID);

    private SegmentBridges() {}

    /**
     * Adds to each row the sums of the parts of its items, and from them volume and mix, so that its bridge closes. A row
     * without an item has no effect.
     *
     * @param rows one row per {@code segment_id} and {@code period_id}, with {@code segment}: those of all own sales, which
     *     the others are compared with, are among them
     * @param parts rows of {@link ItemParts#of}
     * @param leavesOfSegments rows of {@link #leaves}
     */
    static Dataset<Row> of(Dataset<Row> rows, Dataset<Row> parts, Dataset<Row> leavesOfSegments) {
        String[] key = {"segment_id", RollUp.PERIOD_ID};
        Dataset<Row> ofLeaves = RollUp.sums(parts, with("leaf_id", BY), PARTS);
        return closed(rows.join(bySegment(ofLeaves, leavesOfSegments, BY, PARTS), key, "left"));
    }

    /** The number that stands for the leaf of a row. */
    static Column leafId() {
        return xxhash64(col("leaf_segment")).as("leaf_id");
    }

    /** One row per segment and leaf in it, as the sums need them. */
    static Dataset<Row> leaves(Dataset<Row> segmentLeaves) {
        return segmentLeaves.select(leafId(), col("segmentation"), col("segment_id"), col("depth"));
    }

    /**
     * The rows of {@link SegmentSales} that have a base, by the numbers that stand for segment and period: what is explained.
     *
     * @param periods which periods, a condition on {@code period_type}
     */
    static Dataset<Row> reported(Dataset<Row> segmentSales, Column periods) {
        return segmentSales
                .filter(periods.and(col("base_net_amount").isNotNull()))
                .withColumn("segment_id", SegmentPath.id(col("segmentation"), col("segment")))
                .withColumn(RollUp.PERIOD_ID, RollUp.periodId());
    }

    /**
     * Adds up by segment, in two steps: a leaf lies in as many segments as there are levels, but in one deepest segment of
     * each segmentation, and few of those lie in the segments above.
     *
     * @param ofLeaves one row per {@code leaf_id} and {@code by}
     * @param leavesOfSegments rows of {@link #leaves}
     * @param by what is kept beside the segment
     */
    static Dataset<Row> bySegment(
            Dataset<Row> ofLeaves, Dataset<Row> leavesOfSegments, List<String> by, List<String> measures) {
        Dataset<Row> deepest = leavesOfSegments
                .groupBy("leaf_id", "segmentation")
                .agg(max_by(col("segment_id"), col("depth")).as("deepest_id"));
        Dataset<Row> aboveDeepest = leavesOfSegments
                .join(deepest, new String[] {"leaf_id", "segmentation"})
                .select("deepest_id", "segment_id")
                .distinct();
        Dataset<Row> ofDeepest =
                RollUp.sums(ofLeaves.join(deepest.drop("segmentation"), "leaf_id"), with("deepest_id", by), measures);
        return RollUp.sums(ofDeepest.join(aboveDeepest, "deepest_id"), with("segment_id", by), measures);
    }

    private static List<String> with(String first, List<String> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
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
}
