package almanac.customer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import almanac.staging.Dimensions;
import almanac.staging.Types;
import almanac.table.Inputs;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The customers that are looked at one by one: the largest by the net amount of the window of {@link CustomerValue}, and those
 * that the input {@code customers} calls key accounts.
 */
final class Accounts {

    /** How many of the largest customers are accounts. */
    static final int LARGEST = 100;

    private Accounts() {}

    /**
     * The scored customers with {@code account_rank} (1 for the largest net amount) and {@code is_account}, and with
     * {@code customer_segment}, {@code is_key_account} and {@code estimated_spend_amount}, null where nothing is told.
     */
    static Dataset<Row> ranked(Inputs in) {
        Dataset<Row> values = in.get(CustomerValue.SPEC);
        return in.has(Dimensions.CUSTOMERS.spec())
                ? ranked(
                        values,
                        Dimensions.latest(
                                in.get(Dimensions.CUSTOMERS.spec()),
                                in.asOf(),
                                "customer_id",
                                "customer_segment",
                                "is_key_account",
                                "estimated_spend_amount"))
                : ranked(values.withColumn("customer_segment", lit(null).cast("string"))
                        .withColumn("is_key_account", lit(null).cast("boolean"))
                        .withColumn("estimated_spend_amount", lit(null).cast(Types.MONEY)));
    }

    private static Dataset<Row> ranked(Dataset<Row> values, Dataset<Row> attributes) {
        return ranked(values.join(attributes, new String[] {"customer_id"}, "left"));
    }

    private static Dataset<Row> ranked(Dataset<Row> customers) {
        Column hasOrders = col("frequency_count").gt(0);
        Column rank = row_number()
                .over(Window.partitionBy(hasOrders)
                        .orderBy(col("monetary_amount").desc(), col("customer_id")));
        return customers
                .withColumn("account_rank", when(hasOrders, rank))
                .withColumn(
                        "is_account",
                        coalesce(col("account_rank").leq(LARGEST), lit(false))
                                .or(coalesce(col("is_key_account"), lit(false))));
    }
}
