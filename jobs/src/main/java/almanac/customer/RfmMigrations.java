package almanac.customer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.segment.DailySales;
import almanac.segment.RollUp;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The migration matrix of the groups of {@link CustomerValue}: from which group four weeks ago into which one tonight customers
 * went. Both are by the same data and rules, so that the matrix is the same in a rerun.
 */
public final class RfmMigrations implements Table {

    /** From where those came who had not been seen on the earlier date. */
    static final String NEW = "NEW";

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "rfm_migrations")
            .describedAs("How many customers moved between the groups of customer.customer_value within four weeks.")
            .oneRowPer("previous_rfm_segment", "rfm_segment")
            .column(
                    "previous_rfm_segment",
                    StringType,
                    "rfm_segment on previous_date; NEW where the customer first appeared after it")
            .columnsOf(
                    CustomerValue.SPEC,
                    "rfm_segment",
                    "as_of_date",
                    "thresholds_date",
                    "previous_date",
                    "is_window_complete",
                    "is_previous_window_complete",
                    "currency_code")
            .column("customer_count", LongType, "customers who went this way, or stayed; additive")
            .column("previous_customer_count", LongType, "customers of previous_rfm_segment; non-additive")
            .column(
                    "move_rate",
                    DoubleType,
                    "customer_count / previous_customer_count: the rates of one previous_rfm_segment add up to 1;"
                            + " non-additive over others")
            .columnsOf(CustomerValue.SPEC, "monetary_amount")
            .check("moved_are_of_the_group", "customer_count BETWEEN 1 AND previous_customer_count")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(CustomerValue.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return migrations(in.get(CustomerValue.SPEC));
    }

    static Dataset<Row> migrations(Dataset<Row> customerValues) {
        return customerValues
                .withColumn("previous_rfm_segment", coalesce(col("previous_rfm_segment"), lit(NEW)))
                .groupBy(
                        "previous_rfm_segment",
                        "rfm_segment",
                        "as_of_date",
                        "thresholds_date",
                        "previous_date",
                        "is_window_complete",
                        "is_previous_window_complete",
                        "currency_code")
                .agg(
                        count(lit(1)).as("customer_count"),
                        DailySales.total(col("monetary_amount")).as("monetary_amount"))
                .withColumn(
                        "previous_customer_count",
                        sum("customer_count").over(Window.partitionBy("previous_rfm_segment")))
                .withColumn("move_rate", RollUp.ratio(col("customer_count"), col("previous_customer_count")));
    }
}
