package almanac.customer;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.segment.cluster.ClusterAssignment;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Customers by likeness: each in the group whose centre is nearest, by how lately and often it ordered and what an order is
 * worth. A group keeps its number from night to night ({@link ClusterAssignment}); beside it stands the group that the centres of
 * the night before give to the customer as it is tonight: where the two differ, the model moved and not the customer.
 */
public final class CustomerClusters implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "customer_clusters")
            .describedAs(
                    "The group of likeness of each customer with an order in the window of customer.customer_value.")
            .oneRowPer("customer_id")
            .columnsOf(
                    CustomerValue.SPEC, "customer_id", "as_of_date", "currency_code", "recency_days", "frequency_count")
            .columnsOf(CustomerValue.SPEC, "monetary_amount")
            .column("order_value_amount", DoubleType, "monetary_amount / frequency_count; non-additive: use both parts")
            .column(
                    "customer_cluster",
                    IntegerType,
                    "number of the group, the same from night to night; null where cluster_status is TOO_FEW_CUSTOMERS")
            .column(
                    "distance",
                    DoubleType,
                    "from the centre of the group, in standard deviations of the logarithms; null likewise; non-additive")
            .column(
                    "previous_fit_cluster",
                    IntegerType,
                    "the group by the centres of the night before, for the customer as it is tonight; null where there was none")
            .column("previous_fit_date", DateType, "that night; null likewise")
            .column(
                    "is_moved_by_model",
                    BooleanType,
                    "whether the two differ: the centres moved, not the customer; null likewise")
            .columnsOf(ClusterFits.SPEC, "method", "cluster_count", "silhouette")
            .column(
                    "cluster_status",
                    StringType,
                    "OK; WEAK: silhouette below 0.25, customers are hardly told apart; TOO_FEW_CUSTOMERS: fewer than 50 have an"
                            + " order in the window, or all are alike")
            .check("cluster_unless_too_few", "(customer_cluster IS NULL) = (cluster_status = 'TOO_FEW_CUSTOMERS')")
            .check("distance_is_not_negative", "coalesce(distance, 0) >= 0")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(CustomerValue.SPEC, ClusterFits.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return clusters(in.get(CustomerValue.SPEC), in.get(ClusterFits.SPEC), in.asOf());
    }

    static Dataset<Row> clusters(Dataset<Row> customerValues, Dataset<Row> fits, LocalDate asOf) {
        Dataset<Row> customers = ClusterFeatures.of(customerValues);
        return ClusterAssignment.assigned(customers, fits, ClusterFeatures.LIKENESS, asOf)
                .withColumnRenamed("cluster", "customer_cluster");
    }
}
