package almanac.customer;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.zip_with;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Customers by likeness: each in the group whose centre is nearest, by how lately and often it ordered and what an order is
 * worth. A group keeps its number from night to night ({@link ClusterChoice}); beside it stands the group that the centres of
 * the night before give to the customer as it is tonight: where the two differ, the model moved and not the customer.
 */
public final class CustomerClusters implements Table {

    /** Kaufman and Rousseeuw (1990), doi:10.1002/9780470316801: below it no structure has been found. */
    private static final double WEAK = 0.25;

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
        Dataset<Row> centres = centres(fits, asOf);
        Column isTonight = col("as_of_date").equalTo(lit(asOf));
        Dataset<Row> models = centres.groupBy()
                .agg(
                        list(isTonight).as("_tonight"),
                        list(col("as_of_date").lt(lit(asOf))).as("_before"),
                        max(when(isTonight, col("method"))).as("method"),
                        max(when(isTonight, col("cluster_count"))).as("cluster_count"),
                        max(when(isTonight, col("silhouette"))).as("silhouette"),
                        max(when(col("as_of_date").lt(lit(asOf)), col("as_of_date")))
                                .as("previous_fit_date"));
        return ClusterFeatures.of(customerValues)
                .crossJoin(broadcast(models))
                .withColumn("_nearest", nearest(col("_tonight")))
                .withColumn("customer_cluster", col("_nearest.id"))
                .withColumn("distance", sqrt(col("_nearest.square")))
                .withColumn("previous_fit_cluster", nearest(col("_before")).getField("id"))
                .withColumn("is_moved_by_model", col("previous_fit_cluster").notEqual(col("customer_cluster")))
                .withColumn(
                        "cluster_status",
                        when(col("customer_cluster").isNull(), "TOO_FEW_CUSTOMERS")
                                .when(col("silhouette").lt(WEAK), "WEAK")
                                .otherwise("OK"));
    }

    /** Rows of {@link ClusterChoice#SCHEMA}. */
    private static Dataset<Row> centres(Dataset<Row> fits, LocalDate asOf) {
        Column[] columns = ClusterFits.SPEC.computedColumns().stream()
                .map(name -> col(name))
                .toArray(Column[]::new);
        return fits.filter(col("as_of_date").leq(lit(asOf)))
                .groupBy(lit(1).as("_all"))
                .agg(array_sort(collect_list(struct(columns))).as("_fits"))
                .flatMap((FlatMapFunction<Row, Row>) ClusterChoice::ofLastNights, Encoders.row(ClusterChoice.SCHEMA));
    }

    private static Column list(Column condition) {
        return array_sort(
                collect_list(when(condition, struct(col("customer_cluster").as("id"), col("center"), col("spread")))));
    }

    /** The nearest centre: the square of its distance and its number; of equally near ones the lower number. */
    private static Column nearest(Column centres) {
        Column point =
                array(ClusterFeatures.NAMES.stream().map(name -> col(name)).toArray(Column[]::new));
        return array_min(transform(centres, centre -> {
            Column apart = zip_with(point, centre.getField("center"), (one, other) -> one.minus(other));
            Column scaled = zip_with(apart, centre.getField("spread"), (one, unit) -> one.divide(unit));
            Column square = aggregate(scaled, lit(0.0), (sum, one) -> sum.plus(one.multiply(one)));
            return struct(square.as("square"), centre.getField("id").as("id"));
        }));
    }
}
