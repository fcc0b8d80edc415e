package almanac.customer;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DateType;

import almanac.table.ColumnDoc;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** What the tables of customers mean by an order, a first order and the start of the history. */
final class CustomerHistory {

    /** Where the history starts: {@link #withHistory} adds it. */
    static final ColumnDoc HISTORY_START = new ColumnDoc(
            "history_start",
            DateType,
            "first day on which any known customer appears; whoever bought before it counts as new when seen first");

    private CustomerHistory() {}

    /** Whether a customer ordered on a day, and did not only give back. */
    static Column hasOrder() {
        return col("order_count").gt(0);
    }

    /**
     * The days of customers that a night knows, those of one customer in one place, with {@code first_order_date}: the
     * customer's first day with an order, null for one who only ever gave back.
     */
    static Dataset<Row> known(Dataset<Row> customerDays, LocalDate asOf) {
        return customerDays
                .filter(col("order_date").leq(lit(asOf)))
                .repartition(col("customer_id"))
                .withColumn(
                        "first_order_date",
                        min(when(hasOrder(), col("order_date"))).over(Window.partitionBy("customer_id")));
    }

    /** Adds {@code history_start} and {@code currency_code}, which are the same in every row. */
    static Dataset<Row> withHistory(Dataset<Row> rows, Dataset<Row> customerDays) {
        return rows.crossJoin(broadcast(customerDays.agg(
                min("order_date").as("history_start"), min("currency_code").as("currency_code"))));
    }
}
