package almanac.job;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import almanac.config.InputMapping;
import almanac.config.Settings;
import almanac.ingest.MappedInput;
import almanac.lake.Night;
import almanac.lake.Ops;
import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.staging.Sales;
import almanac.staging.StagingTables;
import almanac.table.ColumnDoc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Builds {@code ops.input_profiles}: one aggregate per input over all its columns at once. */
final class InputProfiles {

    private static final String TEXT = "string";

    private final Settings settings;

    InputProfiles(Settings settings) {
        this.settings = settings;
    }

    Dataset<Row> build(SparkSession spark, Night night, Set<String> available) {
        Dataset<Row> profiles =
                spark.createDataFrame(List.of(), Ops.INPUT_PROFILES.schema()).drop("run_id");
        for (InputTable input : StagingTables.ALL) {
            if (available.contains(input.spec().qualifiedName())) {
                profiles = profiles.unionByName(profile(input, night, available));
            }
        }
        return profiles;
    }

    private Dataset<Row> profile(InputTable input, Night night, Set<String> available) {
        Dataset<Row> rows = night.view(input.spec()).filter(col(InputTable.IS_CURRENT));
        for (InputTable dimension : references(input, available)) {
            rows = withMembership(rows, dimension, night);
        }
        List<Column> aggregates = new ArrayList<>();
        List<Column> lines = new ArrayList<>();
        for (ColumnDoc column : input.columns()) {
            String name = column.name();
            aggregates.add(count(col(name)).as("n_" + name));
            aggregates.add(approx_count_distinct(col(name)).as("d_" + name));
            aggregates.add(min(col(name)).cast(TEXT).as("l_" + name));
            aggregates.add(max(col(name)).cast(TEXT).as("h_" + name));
            Optional<InputTable> dimension = references(input, available).stream()
                    .filter(candidate -> candidate.required().get(0).equals(name))
                    .findFirst();
            dimension.ifPresent(found -> aggregates.add(count(org.apache.spark.sql.functions.when(
                            col(name).isNotNull().and(col(member(found)).isNull()), 1))
                    .as("u_" + name)));
            lines.add(struct(
                    lit(name).as("column_name"),
                    col("n_" + name).as("not_null"),
                    col("d_" + name).as("distinct_count"),
                    col("l_" + name).as("minimum"),
                    col("h_" + name).as("maximum"),
                    (dimension.isPresent() ? col("u_" + name) : lit(null).cast("bigint")).as("unknown_member_count"),
                    lit(isMapped(input, name)).as("is_mapped")));
        }
        return rows.agg(count(lit(1)).as("row_count"), aggregates.toArray(Column[]::new))
                .select(
                        col("row_count"),
                        explode(array(lines.toArray(Column[]::new))).as("line"))
                .select(
                        lit(input.name()).as("input_table"),
                        col("line.column_name"),
                        col("row_count"),
                        col("row_count").minus(col("line.not_null")).as("null_count"),
                        col("line.distinct_count"),
                        col("line.minimum"),
                        col("line.maximum"),
                        col("line.unknown_member_count"),
                        col("line.is_mapped"));
    }

    /** The dimensions that sales refer to and that are there. */
    private static List<InputTable> references(InputTable input, Set<String> available) {
        return input.name().equals(Sales.INPUT.name())
                ? Dimensions.ALL.stream()
                        .filter(dimension -> available.contains(dimension.spec().qualifiedName()))
                        .toList()
                : List.of();
    }

    private static Dataset<Row> withMembership(Dataset<Row> rows, InputTable dimension, Night night) {
        String key = dimension.required().get(0);
        Dataset<Row> members = night.view(dimension.spec())
                .filter(col(InputTable.IS_CURRENT))
                .select(col(key).as(member(dimension)))
                .distinct();
        return rows.join(members, col(key).equalTo(col(member(dimension))), "left");
    }

    private static String member(InputTable dimension) {
        return "_member_of_" + dimension.name();
    }

    private boolean isMapped(InputTable input, String column) {
        for (InputMapping mapping : settings.inputs()) {
            if (mapping.table().equals(input.name())) {
                return MappedInput.of(input, mapping, settings).gives(column);
            }
        }
        return false;
    }
}
