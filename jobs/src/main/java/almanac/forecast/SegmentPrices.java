package almanac.forecast;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.last;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.ln;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * How the prices of each segment moved, and how much of its sales was under promotion, period by period. What stands in a
 * period knows nothing that follows it.
 *
 * <p>A price index is a chain: from period to period it moves by the mean of what the logarithms of its products' prices moved
 * by since they were last sold, each product weighing as much as it sold in the year before. So it does not move where only the
 * mix does. Prices are net amounts a unit outside promotions; list prices are list amounts a unit. A product that has no units,
 * or whose price trebles at once, which units of another size do, tells nothing.
 */
final class SegmentPrices {

    /** Exact, so that sums do not depend on their order. */
    private static final DecimalType WEIGHTED = DataTypes.createDecimalType(38, 8);

    private static final DecimalType STEP = DataTypes.createDecimalType(20, 12);

    private static final double LARGEST_CHANGE = Math.log(3);

    private SegmentPrices() {}

    /**
     * The sales that prices are made of, by {@code leaf_segment}, {@code product_id} and {@code position}: {@code net}, what of
     * it was {@code promoted}, and of days without promotion {@code regular_net}, {@code regular_units} and
     * {@code regular_list}.
     *
     * @param cube rows of {@code market.daily_sales}
     */
    static Dataset<Row> cells(Dataset<Row> cube, Dataset<Row> dates) {
        Column isRegular =
                col("promoted_amount").isNull().or(col("promoted_amount").equalTo(0));
        return cube.join(dates, col("order_date").equalTo(col("date")))
                .groupBy("leaf_segment", "product_id", "position")
                .agg(
                        sum("net_amount").as("net"),
                        sum("promoted_amount").as("promoted"),
                        sum(when(isRegular, col("net_amount"))).as("regular_net"),
                        sum(when(isRegular, col("sales_units"))).as("regular_units"),
                        sum(when(isRegular, col("list_amount"))).as("regular_list"));
    }

    /**
     * By {@code segment_id} and {@code position}, for periods with sales: {@code price} and {@code list_price}, logarithms that
     * start at 0 and are null until a price is known; and {@code promotion}, the share of the segment's usual sales whose
     * products were sold under promotion, 0 to 1, null where nothing tells.
     *
     * @param cells rows of {@link #cells}
     * @param segmentLeaves rows of {@code market.segment_leaves}
     * @param year periods in a year
     */
    static Dataset<Row> of(Dataset<Row> cells, Dataset<Row> segmentLeaves, int year) {
        Dataset<Row> byProduct = cells.join(segmentLeaves.select("segment_id", "leaf_segment"), "leaf_segment")
                .groupBy("segment_id", "product_id", "position")
                .agg(
                        sum("net").as("net"),
                        sum("promoted").as("promoted"),
                        sum("regular_net").as("regular_net"),
                        sum("regular_units").as("regular_units"),
                        sum("regular_list").as("regular_list"));
        WindowSpec ofProduct = Window.partitionBy("segment_id", "product_id").orderBy("position");
        Column usual = sum("net").over(ofProduct.rangeBetween(-year, -1)).cast(DoubleType);
        Column promotedShare = when(
                col("net").gt(0),
                col("promoted").cast(DoubleType).divide(col("net").cast(DoubleType)));
        Dataset<Row> moved = byProduct
                .withColumn("usual", when(usual.gt(0), usual))
                .withColumn("price", logPerUnit("regular_net"))
                .withColumn("list", logPerUnit("regular_list"))
                .withColumn("promoted_share", promotedShare)
                .withColumn("price_moved", weighted(changed("price", ofProduct)))
                .withColumn("list_moved", weighted(changed("list", ofProduct)))
                .withColumn("promoted_usual", weighted(col("promoted_share")))
                .withColumn("told_usual", weighted(when(col("promoted_share").isNotNull(), lit(1.0))));
        Dataset<Row> bySegment = moved.groupBy("segment_id", "position")
                .agg(
                        sum("net").as("net"),
                        sum("price_moved").as("price_moved"),
                        sum("list_moved").as("list_moved"),
                        sum("promoted_usual").as("promoted_usual"),
                        sum("told_usual").as("told_usual"));
        WindowSpec ofSegment = Window.partitionBy("segment_id").orderBy("position");
        return bySegment
                .withColumn(
                        "usual",
                        sum("net").over(ofSegment.rangeBetween(-year, -1)).cast(DoubleType))
                .select(
                        col("segment_id"),
                        col("position"),
                        chained("price_moved", ofSegment).as("price"),
                        chained("list_moved", ofSegment).as("list_price"),
                        when(
                                        col("told_usual").gt(0),
                                        col("promoted_usual")
                                                .cast(DoubleType)
                                                .divide(col("told_usual").cast(DoubleType)))
                                .as("promotion"));
    }

    private static Column logPerUnit(String amount) {
        return when(
                col("regular_units").gt(0).and(col(amount).gt(0)),
                ln(col(amount).cast(DoubleType).divide(col("regular_units").cast(DoubleType))));
    }

    /** By how much a product's price moved since it was last known; null where it is not known, or not credible. */
    private static Column changed(String price, WindowSpec ofProduct) {
        Column before = last(col(price), true).over(ofProduct.rowsBetween(Window.unboundedPreceding(), -1));
        Column change = col(price).minus(before);
        return when(abs(change).lt(LARGEST_CHANGE), change);
    }

    private static Column weighted(Column value) {
        return value.multiply(col("usual")).cast(WEIGHTED);
    }

    private static Column chained(String moved, WindowSpec ofSegment) {
        Column step = when(col("usual").gt(0), col(moved).cast(DoubleType).divide(col("usual")))
                .cast(STEP);
        return sum(step)
                .over(ofSegment.rowsBetween(Window.unboundedPreceding(), Window.currentRow()))
                .cast(DoubleType);
    }
}
