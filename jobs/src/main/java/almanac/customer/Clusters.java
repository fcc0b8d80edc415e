package almanac.customer;

import static almanac.segment.RollUp.positive;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.median;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;

import almanac.segment.DailySales;
import almanac.segment.RollUp;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** What the groups of {@link CustomerClusters} are like, how large they are, and how many customers the model moved. */
public final class Clusters implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "clusters")
            .describedAs(
                    "The groups of customer.customer_clusters: their size, what is typical, and how stable they are.")
            .oneRowPer("customer_cluster")
            .columnsOf(CustomerClusters.SPEC, "customer_cluster", "as_of_date", "currency_code")
            .column("customer_count", LongType, "customers of the group; additive")
            .column("customer_rate", DoubleType, "share of all customers that are grouped, 0..1; non-additive")
            .column("frequency_count", LongType, "their orders in the window; additive")
            .column("monetary_amount", DailySales.SUM, "their net amount in the window, returns taken off; additive")
            .column(
                    "amount_rate",
                    DoubleType,
                    "share in that of all groups; null where it is not above 0; non-additive")
            .column("median_recency_days", DoubleType, "median of the days since the last order; non-additive")
            .column("median_frequency_count", DoubleType, "median of the orders in the window; non-additive")
            .column("median_order_value_amount", DoubleType, "median of the net amounts per order; non-additive")
            .column("mean_distance", DoubleType, "mean distance from the centre, in standard deviations; non-additive")
            .columnsOf(CustomerClusters.SPEC, "previous_fit_date")
            .column(
                    "gained_by_model_count",
                    LongType,
                    "customers whom the centres of the night before would put elsewhere; null where there was none; additive")
            .column(
                    "lost_by_model_count",
                    LongType,
                    "customers whom they would put here, and tonight's do not; null likewise; additive")
            .columnsOf(CustomerClusters.SPEC, "method", "cluster_count", "silhouette", "cluster_status")
            .check("shares_are_rates", "customer_rate BETWEEN 0 AND 1")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(CustomerClusters.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return clusters(in.get(CustomerClusters.SPEC));
    }

    static Dataset<Row> clusters(Dataset<Row> customerClusters) {
        Dataset<Row> grouped = customerClusters.filter(col("customer_cluster").isNotNull());
        Dataset<Row> all = grouped.agg(
                count(lit(1)).as("_customers"),
                DailySales.total(col("monetary_amount")).as("_amount"));
        Dataset<Row> lost = grouped.filter(col("is_moved_by_model"))
                .groupBy(col("previous_fit_cluster").as("customer_cluster"))
                .agg(count(lit(1)).as("_lost"));
        Column hasBefore = col("previous_fit_date").isNotNull();
        return grouped.groupBy(
                        "customer_cluster",
                        "as_of_date",
                        "currency_code",
                        "method",
                        "cluster_count",
                        "silhouette",
                        "cluster_status",
                        "previous_fit_date")
                .agg(
                        count(lit(1)).as("customer_count"),
                        sum("frequency_count").as("frequency_count"),
                        DailySales.total(col("monetary_amount")).as("monetary_amount"),
                        median(col("recency_days")).as("median_recency_days"),
                        median(col("frequency_count")).as("median_frequency_count"),
                        median(col("order_value_amount")).as("median_order_value_amount"),
                        avg(col("distance").cast(DataTypes.createDecimalType(20, 12)))
                                .cast("double")
                                .as("mean_distance"),
                        count_if(coalesce(col("is_moved_by_model"), lit(false))).as("_gained"))
                .join(lost, new String[] {"customer_cluster"}, "left")
                .crossJoin(broadcast(all))
                .withColumn("gained_by_model_count", when(hasBefore, col("_gained")))
                .withColumn("lost_by_model_count", when(hasBefore, coalesce(col("_lost"), lit(0L))))
                .withColumn("customer_rate", RollUp.ratio(col("customer_count"), col("_customers")))
                .withColumn("amount_rate", RollUp.ratio(col("monetary_amount"), positive("_amount")));
    }
}
