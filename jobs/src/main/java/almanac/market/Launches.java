package almanac.market;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import almanac.segment.DailySales;
import almanac.segment.ProductLevels;
import almanac.segment.SegmentLeaves;
import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.table.Inputs;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The products whose beginning the history has seen: first sold at least {@value #SEEN_DAYS} days after the first sale of all, and
 * not launched before the history by their own {@code launch_date}. What was sold earlier may have been sold for years. A product
 * that is not among the products, where those are delivered, is mistyped rather than launched.
 */
final class Launches {

    private static final int SEEN_DAYS = 28;

    private Launches() {}

    /** One row per launched product: {@code product_id}, {@code first_sale_date}, {@code group_segment}, {@code launch_date}. */
    static Dataset<Row> of(Inputs in, ProductLevels levels) {
        Dataset<Row> firsts = sales(in, levels)
                .groupBy("product_id")
                .agg(
                        min(DailySales.soldOn()).as("first_sale_date"),
                        max("group_segment").as("group_segment"));
        return among(firsts, in).drop("_history_start");
    }

    /** The daily cube up to the night with {@code group_segment}, the finest group of products of each row, null without one. */
    static Dataset<Row> sales(Inputs in, ProductLevels levels) {
        Dataset<Row> groups = in.get(SegmentLeaves.SPEC)
                .filter(levels.isFinestGroup())
                .select(col("leaf_segment"), col("segment").as("group_segment"));
        return in.get(DailySales.SPEC)
                .filter(col("order_date").leq(lit(in.asOf())))
                .join(broadcast(groups), new String[] {"leaf_segment"}, "left");
    }

    /**
     * Those of all products that were launched, with {@code launch_date} and {@code _history_start}, the first sale of all.
     *
     * @param products one row per product: {@code product_id}, {@code first_sale_date} and whatever else is to be kept
     */
    static Dataset<Row> among(Dataset<Row> products, Inputs in) {
        // A window and no join with the first of all: what products are computed from is read once.
        Dataset<Row> firsts =
                products.withColumn("_history_start", min("first_sale_date").over(Window.partitionBy()));
        Column launch = in.has(Dimensions.PRODUCTS.spec())
                ? col("launch_date")
                : lit(null).cast("date");
        Dataset<Row> told = in.has(Dimensions.PRODUCTS.spec())
                ? firsts.join(launchDates(in.get(Dimensions.PRODUCTS.spec())), new String[] {"product_id"})
                : firsts;
        return told.withColumn("launch_date", launch)
                .filter(isSeen(col("first_sale_date"), col("_history_start"))
                        .and(coalesce(col("launch_date").geq(col("_history_start")), lit(true))));
    }

    /** Whether a first sale is a beginning: at least {@value #SEEN_DAYS} days after the first sale of all. */
    static Column isSeen(Column firstSale, Column historyStart) {
        return firstSale.geq(date_add(historyStart, SEEN_DAYS));
    }

    private static Dataset<Row> launchDates(Dataset<Row> products) {
        return products.filter(col(InputTable.IS_CURRENT))
                .groupBy("product_id")
                .agg(min("launch_date").as("launch_date"));
    }
}
