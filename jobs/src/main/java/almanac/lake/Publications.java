package almanac.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The published nights of a warehouse: the rows of {@link Ops#PUBLICATIONS}. */
public final class Publications {

    private Publications() {}

    /** The night that was published last; none where none is. */
    public static Optional<Row> newest(Warehouse warehouse) {
        return warehouse.has(Ops.PUBLICATIONS)
                ? rows(warehouse).orderBy(col("run_number").desc()).limit(1).collectAsList().stream()
                        .findFirst()
                : Optional.empty();
    }

    /** The night that a run published; none where it published none. */
    static Optional<Row> of(Warehouse warehouse, String runId) {
        return warehouse.has(Ops.PUBLICATIONS)
                ? rows(warehouse).filter(col("run_id").equalTo(runId)).collectAsList().stream()
                        .findFirst()
                : Optional.empty();
    }

    /** The runs that published a night, ascending. */
    static List<String> runs(Warehouse warehouse) {
        return warehouse.has(Ops.PUBLICATIONS)
                ? rows(warehouse).select("run_id").collectAsList().stream()
                        .map(row -> row.getString(0))
                        .sorted()
                        .toList()
                : List.of();
    }

    /** The runs of nights that were published before an instant, without the newest night. */
    static List<String> replacedBefore(Warehouse warehouse, Instant instant) {
        return newest(warehouse)
                .map(newest -> rows(warehouse)
                        .filter(col("published_at")
                                .lt(lit(instant))
                                .and(col("run_number").lt(newest.<Long>getAs("run_number"))))
                        .select("run_id")
                        .collectAsList()
                        .stream()
                        .map(row -> row.getString(0))
                        .toList())
                .orElse(List.of());
    }

    /** The versions that make up a night. */
    public static NightVersions versions(Row night) {
        return new NightVersions(night.getAs("run_id"), night.getJavaMap(night.fieldIndex("table_versions")));
    }

    private static Dataset<Row> rows(Warehouse warehouse) {
        return warehouse.readAs(Ops.PUBLICATIONS);
    }
}
