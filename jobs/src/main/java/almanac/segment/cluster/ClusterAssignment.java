package almanac.segment.cluster;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.zip_with;

import java.time.LocalDate;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Sets everything into the group whose centre is nearest. A group keeps its number from night to night ({@link ClusterChoice});
 * beside it stands the group that the centres of the night before give to the thing as it is tonight: where the two differ, the
 * model moved and not the thing.
 */
public final class ClusterAssignment {

    /** Kaufman and Rousseeuw (1990), doi:10.1002/9780470316801: below it no structure has been found. */
    private static final double WEAK = 0.25;

    private ClusterAssignment() {}

    /**
     * Adds {@code cluster}, {@code distance}, {@code previous_fit_cluster}, {@code previous_fit_date}, {@code is_moved_by_model},
     * {@code method}, {@code cluster_count}, {@code silhouette} and {@code cluster_status}: OK, WEAK, or that they are too few.
     *
     * @param fits what every night learnt, as {@link ClusterLearner#fits} says it, with the features and their standard deviations
     *     by name
     */
    public static Dataset<Row> assigned(Dataset<Row> things, Dataset<Row> fits, Likeness likeness, LocalDate asOf) {
        Column isTonight = col("as_of_date").equalTo(lit(asOf));
        Column isBefore = col("as_of_date").lt(lit(asOf));
        Dataset<Row> models = centres(fits, likeness, asOf)
                .groupBy()
                .agg(
                        list(isTonight).as("_tonight"),
                        list(isBefore).as("_earlier"),
                        max(when(isTonight, col("method"))).as("method"),
                        max(when(isTonight, col("cluster_count"))).as("cluster_count"),
                        max(when(isTonight, col("silhouette"))).as("silhouette"),
                        max(when(isBefore, col("as_of_date"))).as("previous_fit_date"));
        // Tonight may have learnt nothing, and both of the last nights that have be earlier ones.
        Column before =
                filter(col("_earlier"), centre -> centre.getField("as_of_date").equalTo(col("previous_fit_date")));
        return things.crossJoin(broadcast(models.withColumn("_before", before)))
                .withColumn("_nearest", nearest(likeness, col("_tonight")))
                .withColumn("cluster", col("_nearest.id"))
                .withColumn("distance", sqrt(col("_nearest.square")))
                .withColumn(
                        "previous_fit_cluster",
                        nearest(likeness, col("_before")).getField("id"))
                .withColumn("is_moved_by_model", col("previous_fit_cluster").notEqual(col("cluster")))
                .withColumn(
                        "cluster_status",
                        when(col("cluster").isNull(), likeness.tooFew())
                                .when(col("silhouette").lt(WEAK), "WEAK")
                                .otherwise("OK"));
    }

    /** Rows of {@link ClusterChoice#SCHEMA}. */
    private static Dataset<Row> centres(Dataset<Row> fits, Likeness likeness, LocalDate asOf) {
        Column told = struct(
                col("as_of_date"),
                col("method"),
                col("cluster_count"),
                col("cluster"),
                values(likeness.features()).as("center"),
                values(likeness.spreads()).as("spread"),
                col("silhouette"));
        int orderedBy = likeness.features().indexOf(likeness.orderedBy());
        return fits.filter(col("as_of_date").leq(lit(asOf)))
                .groupBy(lit(1).as("_all"))
                .agg(array_sort(collect_list(told)).as("_fits"))
                .flatMap(
                        (FlatMapFunction<Row, Row>) history -> ClusterChoice.ofLastNights(history, orderedBy),
                        Encoders.row(ClusterChoice.SCHEMA));
    }

    private static Column list(Column condition) {
        return array_sort(collect_list(
                when(condition, struct(col("cluster").as("id"), col("center"), col("spread"), col("as_of_date")))));
    }

    /** The nearest centre: the square of its distance and its number; of equally near ones the lower number. */
    private static Column nearest(Likeness likeness, Column centres) {
        Column point = values(likeness.features());
        return array_min(transform(centres, centre -> {
            Column apart = zip_with(point, centre.getField("center"), (one, other) -> one.minus(other));
            Column scaled = zip_with(apart, centre.getField("spread"), (one, unit) -> one.divide(unit));
            Column square = aggregate(scaled, lit(0.0), (sum, one) -> sum.plus(one.multiply(one)));
            return struct(square.as("square"), centre.getField("id").as("id"));
        }));
    }

    private static Column values(List<String> columns) {
        return array(columns.stream().map(name -> col(name)).toArray(Column[]::new));
    }
}
