package almanac.market.price;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.median;
import static org.apache.spark.sql.functions.percent_rank;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.segment.DailySales;
import almanac.segment.SegmentPath;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Who is given more off the list price than peers of like size.
 *
 * <p>Peers are the members of one dimension in one period that buy about as much at list price: of the same fifth. How far a
 * member is from them is told by the distance of its leakage rate from their median in units of their median absolute
 * deviation, which the outliers that are looked for do not move (B. Iglewicz and D. C. Hoaglin (1993), <i>How to detect and
 * handle outliers</i>, whose limit of 3.5 is taken).
 */
final class LeakagePeers {

    private static final double LIMIT = 3.5;

    /** The median absolute deviation of a normal distribution is this part of its standard deviation. */
    private static final double NORMAL_DEVIATION = 0.6745;

    private static final int FEWEST_PEERS = 10;
    private static final int BANDS = 5;

    private LeakagePeers() {}

    /**
     * Adds what peers are given: {@code size_band}, {@code peer_count} and all that follows from them.
     *
     * @param steps one row per dimension, member and period, with {@code list_amount} and {@code leakage_rate}
     */
    static Dataset<Row> beside(Dataset<Row> steps) {
        // Those without a rate are no peers, and what is missing has no member to be one.
        Column isPeer = col("leakage_rate").isNotNull().and(col("member").notEqual(SegmentPath.UNKNOWN));
        WindowSpec alike =
                Window.partitionBy(col("dimension"), col("period_type"), col("period_start"), col("_is_peer"));
        WindowSpec band = Window.partitionBy(
                col("dimension"), col("period_type"), col("period_start"), col("_is_peer"), col("size_band"));
        Column fifth = least(
                floor(percent_rank().over(alike.orderBy("list_amount")).multiply(BANDS))
                        .plus(1),
                lit((long) BANDS));
        Column hasPeers = col("peer_count").geq(FEWEST_PEERS);
        Column distance = col("leakage_rate").minus(col("peer_leakage_rate"));
        return steps.withColumn("_is_peer", isPeer)
                .withColumn("size_band", when(col("_is_peer"), fifth))
                .withColumn(
                        "peer_count",
                        when(col("_is_peer"), count(lit(1)).over(band).minus(1)))
                .withColumn(
                        "peer_leakage_rate",
                        when(hasPeers, median(col("leakage_rate")).over(band)))
                .withColumn(
                        "peer_percentile_rate", when(hasPeers, percent_rank().over(band.orderBy("leakage_rate"))))
                .withColumn("_distance", distance)
                .withColumn("_deviation", median(abs(col("_distance"))).over(band))
                .withColumn(
                        "robust_z",
                        when(
                                hasPeers.and(col("_deviation").gt(1e-9)),
                                try_divide(lit(NORMAL_DEVIATION).multiply(col("_distance")), col("_deviation"))))
                .withColumn(
                        "excess_leakage_amount",
                        col("_distance")
                                .multiply(col("list_amount").cast(DoubleType))
                                .cast(DailySales.SUM))
                .withColumn("is_discount_outlier", col("robust_z").gt(LIMIT))
                .drop("_is_peer", "_distance", "_deviation");
    }
}
