package almanac.market;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.segment.DailySales;
import almanac.segment.LineCosts;
import almanac.segment.SegmentPath;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import almanac.table.Inputs;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What each channel sold on each day: lines of sales by channel, and their sums. */
final class ChannelDays {

    private ChannelDays() {}

    /**
     * Each line that counts in its channel and once more in the total. A line that does not tell whether it was sold online is as
     * its channel is.
     */
    static Dataset<Row> lines(Inputs in) {
        return LineCosts.lines(in)
                .select(
                        col("order_id"),
                        col("order_date").as("date"),
                        col("customer_id"),
                        col("channel_id"),
                        coalesce(col("is_return"), lit(false)).as("is_return"),
                        col("is_online"),
                        col("list_amount"),
                        col("discount_amount"),
                        col("off_invoice_amount"),
                        col("net_amount"),
                        col("cost_amount"))
                .join(
                        broadcast(names(in).select("channel_id", "_sells_online", "_cost_rate")),
                        new String[] {"channel_id"},
                        "left")
                .withColumn("is_online", coalesce(col("is_online"), col("_sells_online")))
                .withColumn(
                        "channel_id",
                        explode(array(coalesce(col("channel_id"), lit(SegmentPath.UNKNOWN)), lit(SegmentPath.ALL))));
    }

    /** One row per channel that the input channels has: its name, type, whether it sells online and what it costs, as last told by the night's date. */
    static Dataset<Row> names(Inputs in) {
        if (!in.has(Dimensions.CHANNELS.spec())) {
            return in.get(Sales.SPEC)
                    .select(
                            col("channel_id"),
                            lit(null).cast(StringType).as("_name"),
                            lit(null).cast(StringType).as("channel_type"),
                            lit(null).cast(BooleanType).as("_sells_online"),
                            lit(null).cast(DoubleType).as("_cost_rate"))
                    .limit(0);
        }
        return Dimensions.latest(
                        in.get(Dimensions.CHANNELS.spec()),
                        in.asOf(),
                        "channel_id",
                        "channel_name",
                        "channel_type",
                        "is_online",
                        "cost_rate")
                .withColumnsRenamed(
                        Map.of("channel_name", "_name", "is_online", "_sells_online", "cost_rate", "_cost_rate"));
    }

    /**
     * One row per channel and day with lines.
     *
     * @param lines rows of {@link #lines}
     */
    static Dataset<Row> of(Dataset<Row> lines) {
        Column orders = count_distinct(when(not(col("is_return")), col("order_id")));
        // Rounded line by line, so that sums are exact.
        Column fee = col("net_amount").multiply(col("_cost_rate")).cast(DailySales.SUM);
        Column toldNet = when(col("_cost_rate").isNotNull(), col("net_amount"));
        return lines.groupBy("channel_id", "date")
                .agg(
                        orders.as("order_count"),
                        Stream.concat(
                                        DailySales.lineSums().stream(),
                                        Stream.of(
                                                DailySales.total(fee).as("channel_fee_amount"),
                                                DailySales.total(toldNet).as("fee_told_amount")))
                                .toArray(Column[]::new))
                .withColumn(
                        "sold_amount",
                        col("net_amount").minus(col("return_amount")).cast(DailySales.SUM));
    }
}
