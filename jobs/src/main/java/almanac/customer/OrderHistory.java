package almanac.customer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;

import almanac.segment.DailySales;
import almanac.segment.RollUp;
import almanac.table.ColumnDoc;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the models of orders and values know of a customer at the end of a day. They count days with an order and not orders:
 * several orders of one day are one decision to buy.
 */
final class OrderHistory {

    /** The columns of {@link #of}, {@code customer_id} excepted. */
    static final List<ColumnDoc> COLUMNS = List.of(
            new ColumnDoc("first_order_date", DateType, "first day with an order"),
            new ColumnDoc("last_order_date", DateType, "latest day with an order"),
            new ColumnDoc("repeat_count", LongType, "days with an order after the first one; additive"),
            new ColumnDoc(
                    "last_repeat_days", IntegerType, "days from first_order_date to last_order_date; non-additive"),
            new ColumnDoc(
                    "age_days", IntegerType, "days from first_order_date to the end of what is known; non-additive"),
            new ColumnDoc(
                    "repeat_net_amount",
                    DailySales.SUM,
                    "net amount after first_order_date, returns taken off; additive"),
            new ColumnDoc(
                    "mean_repeat_amount",
                    DoubleType,
                    "repeat_net_amount / repeat_count; null without repeats; non-additive"));

    private OrderHistory() {}

    /** One row per customer with an order by then. */
    static Dataset<Row> of(Dataset<Row> customerDays, LocalDate through) {
        return CustomerHistory.known(customerDays, through)
                .filter(col("first_order_date").isNotNull())
                .groupBy("customer_id", "first_order_date")
                .agg(
                        max(when(CustomerHistory.hasOrder(), col("order_date"))).as("last_order_date"),
                        count_if(CustomerHistory.hasOrder()).minus(1).as("repeat_count"),
                        DailySales.total(when(col("order_date").gt(col("first_order_date")), col("net_amount"))
                                        .otherwise(lit(0).cast(DailySales.SUM)))
                                .as("repeat_net_amount"))
                .withColumn("last_repeat_days", datediff(col("last_order_date"), col("first_order_date")))
                .withColumn("age_days", datediff(lit(through), col("first_order_date")))
                .withColumn("mean_repeat_amount", RollUp.ratio(col("repeat_net_amount"), col("repeat_count")));
    }
}
