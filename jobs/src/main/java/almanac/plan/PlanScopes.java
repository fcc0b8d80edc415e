package almanac.plan;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import almanac.config.Hierarchy;
import almanac.segment.DailySales;
import almanac.segment.Scopes;
import almanac.staging.Targets;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which leaves and products lie in the scopes of targets. */
final class PlanScopes {

    /** The names by which a part of the cube can be told: all of the input but the customer, whom the cube does not know. */
    static final List<String> OF_CUBE =
            Targets.SCOPE.stream().filter(name -> !name.equals("customer_id")).toList();

    private static final List<String> LEVELS =
            OF_CUBE.stream().filter(name -> !name.equals("product_id")).toList();

    private PlanScopes() {}

    /**
     * One row per scope and item in it, by their keys.
     *
     * @param scopes the scopes with their levels, each once
     * @param hierarchies whose levels the scopes name
     */
    static Dataset<Row> items(
            Dataset<Row> scopes, Dataset<Row> cube, Dataset<Row> segmentLeaves, List<Hierarchy> hierarchies) {
        return cube.select("leaf_segment", "product_id")
                .distinct()
                .join(Scopes.members(segmentLeaves, "leaf_segment", LEVELS, hierarchies), "leaf_segment")
                .crossJoin(broadcast(scopes.select("scope_level").distinct()))
                .withColumn("scope", Scopes.at(col("scope_level"), OF_CUBE))
                .join(broadcast(scopes.select("scope")), "scope")
                .select("scope", "leaf_segment", "product_id");
    }

    /** Sales of each scope and {@code date}: net amount and units. */
    static Dataset<Row> days(Dataset<Row> items, Dataset<Row> cube) {
        return cube.join(items, new String[] {"leaf_segment", "product_id"})
                .groupBy(col("scope"), col("order_date").as("date"))
                .agg(
                        sum("net_amount").cast(DailySales.SUM).as("net_amount"),
                        sum("sales_units").cast(DailySales.SUM).as("sales_units"));
    }
}
