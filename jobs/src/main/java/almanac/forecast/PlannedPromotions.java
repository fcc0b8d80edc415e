package almanac.forecast;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.ln;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.segment.DailySales;
import almanac.staging.InputTable;
import almanac.staging.Promotions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * The share of each segment's usual sales that lies under promotions, past and to come, as they are planned: by product, by place
 * and by day.
 *
 * <p>Usual sales of a period are those of the year that ended a horizon before it: so they are known at every origin from which
 * the period is forecast. A promotion that names a place which no hierarchy has a level for is left out.
 */
final class PlannedPromotions {

    /** Exact, so that sums do not depend on their order. */
    private static final DecimalType SHARE = DataTypes.createDecimalType(12, 8);

    private static final DecimalType WEIGHTED = DataTypes.createDecimalType(38, 8);

    private PlannedPromotions() {}

    /**
     * By {@code segment_id} and {@code position}, for periods with a promotion in them: {@code planned_share}, 0 to 1, and
     * {@code planned_depth}, the same times the logarithm of what prices are cut by, 0 where no cut is told; both are null where
     * nothing was sold in the year before.
     *
     * @param promotions rows of {@code staging.promotions}
     * @param cells rows of {@link SegmentPrices#cells}
     * @param segmentLeaves rows of {@code market.segment_leaves}
     */
    static Dataset<Row> of(
            Dataset<Row> promotions, Dataset<Row> cells, Dataset<Row> segmentLeaves, SegmentTimeline timeline) {
        Dataset<Row> ofLeaves = ofLeaves(periods(promotions, timeline), cells, segmentLeaves);
        int year = timeline.frequency().year();
        int horizon = timeline.horizon();
        Dataset<Row> sold = cells.select(
                col("leaf_segment"),
                col("product_id"),
                col("position"),
                col("net"),
                lit(null).cast(SHARE).as("share"),
                lit(null).cast(SHARE).as("depth"));
        Column usual = sum("net")
                .over(Window.partitionBy("leaf_segment", "product_id")
                        .orderBy("position")
                        .rangeBetween(-horizon - year, -horizon - 1));
        Dataset<Row> weighted = sold.unionByName(ofLeaves.withColumn("net", lit(0).cast(DailySales.SUM)))
                .withColumn("usual", greatest(lit(0), coalesce(usual, lit(0))))
                .filter(col("share").isNotNull())
                .withColumn("share", col("usual").multiply(col("share")).cast(WEIGHTED))
                .withColumn("depth", col("usual").multiply(col("depth")).cast(WEIGHTED));
        return ofSegments(weighted, cells, segmentLeaves, horizon, year);
    }

    /** The share of each period's days that a promotion takes, and the same times its cut. */
    private static Dataset<Row> periods(Dataset<Row> promotions, SegmentTimeline timeline) {
        Dataset<Row> periods = timeline.periods(promotions.sparkSession());
        Column days = datediff(
                        least(col("end_date"), col("period_end")), greatest(col("start_date"), col("period_start")))
                .plus(1);
        Column ofDays = datediff(col("period_end"), col("period_start")).plus(1);
        return promotions
                .filter(col(InputTable.IS_CURRENT))
                .join(
                        broadcast(periods),
                        col("start_date")
                                .leq(col("period_end"))
                                .and(col("end_date").geq(col("period_start"))))
                .withColumn("share", days.cast(DoubleType).divide(ofDays).cast(SHARE))
                .withColumn(
                        "depth",
                        days.cast(DoubleType)
                                .divide(ofDays)
                                .multiply(ln(lit(1.0).minus(coalesce(col("price_cut_rate"), lit(0.0))))
                                        .multiply(-1))
                                .cast(SHARE));
    }

    /** The promotions of each leaf and product that was ever sold; of several in one period the days add up to it at most. */
    private static Dataset<Row> ofLeaves(Dataset<Row> periods, Dataset<Row> cells, Dataset<Row> segmentLeaves) {
        Dataset<Row> places = segmentLeaves
                .select(col("leaf_segment"), explode(col("attributes")))
                .withColumn("place", element_at(split(col("key"), "\\."), -1))
                .groupBy("leaf_segment")
                .agg(
                        place(Promotions.PLACES.get(0)),
                        Promotions.PLACES.stream()
                                .skip(1)
                                .map(PlannedPromotions::place)
                                .toArray(Column[]::new));
        Column reaches = lit(true);
        for (String place : Promotions.PLACES) {
            reaches = reaches.and(col(place).isNull().or(col(place).equalTo(col("_" + place))));
        }
        return cells.select("leaf_segment", "product_id")
                .distinct()
                .join(places, "leaf_segment")
                .join(broadcast(periods), "product_id")
                .filter(reaches)
                .groupBy("leaf_segment", "product_id", "position")
                .agg(sum("share").as("share"), sum("depth").as("depth"))
                .withColumn("share", least(lit(1), col("share")).cast(SHARE))
                .withColumn("depth", col("depth").cast(SHARE));
    }

    private static Column place(String name) {
        return max(when(col("place").equalTo(name), col("value"))).as("_" + name);
    }

    private static Dataset<Row> ofSegments(
            Dataset<Row> weighted, Dataset<Row> cells, Dataset<Row> segmentLeaves, int horizon, int year) {
        Dataset<Row> leaves = segmentLeaves.select("segment_id", "leaf_segment");
        Dataset<Row> promoted = weighted.join(leaves, "leaf_segment")
                .groupBy("segment_id", "position")
                .agg(sum("share").as("share"), sum("depth").as("depth"))
                .withColumn("net", lit(0).cast(DailySales.SUM));
        Dataset<Row> sold = cells.groupBy("leaf_segment", "position")
                .agg(sum("net").as("net"))
                .join(leaves, "leaf_segment")
                .groupBy("segment_id", "position")
                .agg(sum("net").cast(DailySales.SUM).as("net"))
                .withColumn("share", lit(null).cast(WEIGHTED))
                .withColumn("depth", lit(null).cast(WEIGHTED));
        Column usual = sum("net")
                .over(Window.partitionBy("segment_id").orderBy("position").rangeBetween(-horizon - year, -horizon - 1))
                .cast(DoubleType);
        return sold.unionByName(promoted)
                .withColumn("usual", usual)
                .filter(col("share").isNotNull())
                .select(
                        col("segment_id"),
                        col("position"),
                        shareOf("share").as("planned_share"),
                        shareOf("depth").as("planned_depth"));
    }

    private static Column shareOf(String weighted) {
        return when(col("usual").gt(0), col(weighted).cast(DoubleType).divide(col("usual")));
    }
}
