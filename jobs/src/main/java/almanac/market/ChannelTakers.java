package almanac.market;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import almanac.segment.DailySales;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What customers spent before and after the launch of a channel. A taker bought in the channel after its launch and anywhere before
 * it; who bought for the first time of all after it is new.
 */
final class ChannelTakers {

    private ChannelTakers() {}

    /**
     * One row per launch and customer about it: {@code before}, {@code first_half}, {@code after} and {@code there}, what it spent;
     * {@code bought_before}, {@code bought_after}, {@code bought_elsewhere}, {@code is_taker} and {@code is_new}.
     *
     * @param days by customer, day and channel: {@code net_amount}, and {@code _sells}, whether that is not returns alone
     * @param launches with {@code channel_id} and {@code first_sale_date}
     */
    static Dataset<Row> customers(Dataset<Row> days, Dataset<Row> launches) {
        Dataset<Row> followed = launches.select(
                col("channel_id").as("_launched"), col("first_sale_date").as("_launch"));
        Dataset<Row> known = days.withColumn(
                "_first_of_all", min(when(col("_sells"), col("order_date"))).over(Window.partitionBy("customer_id")));
        Column date = col("order_date");
        Column isAfter = date.geq(col("_launch"));
        Column isThere = isAfter.and(col("channel_id").equalTo(col("_launched")));
        Column isAbout = date.between(
                date_sub(col("_launch"), ChannelLaunches.DAYS), date_add(col("_launch"), ChannelLaunches.DAYS - 1));
        Column isFirstHalf = date.lt(date_sub(col("_launch"), ChannelLaunches.HALF_DAYS));
        return known.join(broadcast(followed), isAbout)
                .groupBy(col("_launched"), col("customer_id"))
                .agg(
                        sumOf(not(isAfter), "net_amount").as("before"),
                        sumOf(isFirstHalf, "net_amount").as("first_half"),
                        sumOf(isAfter, "net_amount").as("after"),
                        sumOf(isThere, "net_amount").as("there"),
                        bought(not(isAfter)).as("bought_before"),
                        bought(isAfter).as("bought_after"),
                        bought(isThere).as("is_taker"),
                        bought(isAfter.and(not(isThere))).as("bought_elsewhere"),
                        coalesce(max(col("_first_of_all").geq(col("_launch"))), lit(false))
                                .as("is_new"))
                .withColumnRenamed("_launched", "channel_id");
    }

    /** One row per launch: what the channel sold, and how many took to it. */
    static Dataset<Row> totals(Dataset<Row> customers) {
        Column isKnown = col("customer_id").isNotNull();
        Column isNewThere = isKnown.and(col("is_taker")).and(col("is_new"));
        Column isTaker = isKnown.and(col("is_taker")).and(col("bought_before"));
        return customers
                .groupBy("channel_id")
                .agg(
                        DailySales.total(col("there")).as("channel_amount"),
                        count_if(isNewThere).as("new_customer_count"),
                        sumOf(isNewThere, "there").as("new_customer_amount"),
                        count_if(isTaker).as("taker_count"),
                        sumOf(isTaker, "there").as("taker_amount"),
                        count_if(isTaker.and(not(col("bought_elsewhere")))).as("switched_customer_count"));
    }

    /** Adds up an amount of the rows of which a condition holds. */
    static Column sumOf(Column condition, String amount) {
        return DailySales.total(when(condition, col(amount)).otherwise(lit(0).cast(DailySales.SUM)));
    }

    private static Column bought(Column condition) {
        return coalesce(max(condition.and(col("_sells"))), lit(false));
    }
}
