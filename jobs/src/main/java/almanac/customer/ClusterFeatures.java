package almanac.customer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.log1p;

import almanac.segment.RollUp;
import almanac.segment.cluster.Likeness;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * By what customers are grouped: how long ago they ordered, how often, and what an order is worth, as logarithms, because one
 * order more is much for who had one and little for who had fifty.
 */
final class ClusterFeatures {

    /** The columns of the features. */
    static final List<String> NAMES = List.of("recency_log", "frequency_log", "order_value_log");

    /** Groups are numbered from the most frequent to the least. */
    static final Likeness LIKENESS = new Likeness("customer_id", NAMES, "frequency_log", 50, "TOO_FEW_CUSTOMERS");

    private ClusterFeatures() {}

    /**
     * The customers with an order in the window of {@link CustomerValue} and their features. An order that was worth less than
     * a unit of money counts as worth one.
     */
    static Dataset<Row> of(Dataset<Row> customerValues) {
        Column value = RollUp.ratio(col("monetary_amount"), col("frequency_count"));
        return customerValues
                .filter(col("frequency_count").gt(0))
                .withColumn("order_value_amount", value)
                .withColumn("recency_log", log1p(col("recency_days").cast("double")))
                .withColumn("frequency_log", log(col("frequency_count").cast("double")))
                .withColumn("order_value_log", log(greatest(value, lit(1.0))));
    }
}
