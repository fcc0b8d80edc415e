package almanac.lake;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import almanac.error.Failure;
import almanac.table.Check;
import almanac.table.ColumnDoc;
import almanac.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Where a run puts its rows before any reader may see them: {@code <warehouse>/_runs/<number>/<area>/<table>}, as
 * Parquet. Every check is evaluated on what was written, not on what was meant to be.
 */
public final class StagingArea {

    private static final int SAMPLE_ROWS = 3;

    private final Warehouse warehouse;
    private final long runNumber;
    private final String runId;

    StagingArea(Warehouse warehouse, long runNumber, String runId) {
        this.warehouse = warehouse;
        this.runNumber = runNumber;
        this.runId = runId;
    }

    /**
     * Rows of a table that lie in the staging area, checked.
     *
     * @param spec the table
     * @param replace what of the published table they take the place of
     * @param rows how many there are
     */
    public record Staged(TableSpec spec, Replace replace, long rows) {}

    /**
     * Writes the rows of a table and checks them.
     *
     * @throws Failure of kind GATE naming every broken check, with the number of rows and a sample
     */
    public Staged stage(TableSpec spec, Dataset<Row> rows, Replace replace) {
        long written = write(spec, rows);
        long found = check(spec, read(spec));
        requireAll(spec, written, found);
        return new Staged(spec, replace, found);
    }

    /** Rows that executors wrote where the driver does not look would be a smaller table, and nobody would know. */
    private void requireAll(TableSpec spec, long written, long found) {
        if (written != found) {
            throw Failure.storage(
                    String.format(
                            "of the %,d rows of %s that were written, %,d are found at %s",
                            written, spec.qualifiedName(), found, location(spec)),
                    "on a cluster, let the warehouse lie where the driver and every executor see the same files, such as hdfs://"
                            + " or s3a://",
                    null);
        }
    }

    /** The staged rows of a table. */
    public Dataset<Row> read(TableSpec spec) {
        return warehouse.spark().read().schema(spec.schema()).parquet(location(spec));
    }

    /** Keeps rows that a run computes from more than once, such as the rows read from new files. */
    public Dataset<Row> keep(String name, Dataset<Row> rows) {
        String path =
                warehouse.store().path(folder(runNumber) + "/kept/" + name).toString();
        rows.write().mode("overwrite").parquet(path);
        return warehouse.spark().read().schema(rows.schema()).parquet(path);
    }

    static String folder(long runNumber) {
        return "_runs/" + runNumber;
    }

    long runNumber() {
        return runNumber;
    }

    String runId() {
        return runId;
    }

    /** Where the rows of a table lie in the store of the warehouse. */
    String folder(TableSpec spec) {
        return folder(runNumber) + "/" + spec.area() + "/" + spec.name();
    }

    private String location(TableSpec spec) {
        return warehouse.store().path(folder(spec)).toString();
    }

    /** The number of rows as the tasks counted them that wrote them. */
    private long write(TableSpec spec, Dataset<Row> rows) {
        List<String> missing = new ArrayList<>(spec.computedColumns());
        missing.removeAll(List.of(rows.columns()));
        if (!missing.isEmpty()) {
            throw new IllegalStateException(spec.qualifiedName() + " was built without its columns " + missing);
        }
        Observation written = new Observation();
        rows.withColumn(TableSpec.RUN_ID, lit(runId))
                .to(spec.schema())
                .sortWithinPartitions(spec.key().stream().map(key -> col(key)).toArray(Column[]::new))
                .observe(written, count(lit(1)).as("rows"))
                .write()
                .mode("overwrite")
                .parquet(location(spec));
        return counted(written);
    }

    private static long counted(Observation written) {
        try {
            // A plan that is found to be empty before it runs counts nothing.
            return (Long) written.getAsJava().getOrDefault("rows", 0L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rows were staged", e);
        }
    }

    private long check(TableSpec spec, Dataset<Row> written) {
        Map<String, Column> rules = rules(spec);
        List<Column> counts = new ArrayList<>();
        rules.forEach((name, holds) ->
                counts.add(sum(when(holds, lit(0L)).otherwise(lit(1L))).as(name)));
        Row result = written.agg(count(lit(1)), counts.toArray(Column[]::new)).first();
        long rows = result.getLong(0);
        List<String> broken = new ArrayList<>();
        int position = 1;
        for (Map.Entry<String, Column> rule : rules.entrySet()) {
            // The sum over no rows is null: an empty table breaks no rule of rows.
            if (!result.isNullAt(position) && result.getLong(position) > 0) {
                broken.add(describe(written, rule.getKey(), rule.getValue(), result.getLong(position)));
            }
            position++;
        }
        duplicates(spec, written).ifPresent(broken::add);
        if (!broken.isEmpty()) {
            throw Failure.gate(
                    spec.qualifiedName() + " breaks " + broken.size() + " of its checks; nothing was published",
                    "look at the sample rows; the staged rows stay at " + location(spec) + " until the next run",
                    broken);
        }
        return rows;
    }

    private static Map<String, Column> rules(TableSpec spec) {
        Map<String, Column> rules = new LinkedHashMap<>();
        for (String key : spec.key()) {
            rules.put(key + " is not null", col(key).isNotNull());
        }
        for (ColumnDoc column : spec.columns()) {
            if (column.type().equals(DataTypes.DoubleType)) {
                // Spark orders NaN above every number, so a plain comparison lets it pass.
                rules.put(
                        column.name() + " is finite",
                        col(column.name())
                                .isNull()
                                .or(col(column.name()).between(-Double.MAX_VALUE, Double.MAX_VALUE)));
            }
        }
        for (Check check : spec.checks()) {
            rules.put(check.name() + " (" + check.condition() + ")", coalesce(expr(check.condition()), lit(false)));
        }
        return rules;
    }

    private static String describe(Dataset<Row> written, String rule, Column holds, long count) {
        return String.format(
                "%s: %,d rows, such as %s",
                rule, count, written.filter(not(holds)).limit(SAMPLE_ROWS).collectAsList());
    }

    private static Optional<String> duplicates(TableSpec spec, Dataset<Row> written) {
        Column[] key = spec.key().stream().map(name -> col(name)).toArray(Column[]::new);
        // A hash first, because it is an eighth of the shuffle; only its collisions are looked at in full.
        List<Row> suspects = written.groupBy(xxhash64(key).as("hash"))
                .count()
                .filter(col("count").gt(1))
                .limit(1000)
                .collectAsList();
        if (suspects.isEmpty()) {
            return Optional.empty();
        }
        Object[] hashes = suspects.stream().map(row -> row.get(0)).toArray();
        List<Row> doubled = written.filter(xxhash64(key).isin(hashes))
                .groupBy(key)
                .count()
                .filter(col("count").gt(1))
                .limit(SAMPLE_ROWS)
                .collectAsList();
        return doubled.isEmpty()
                ? Optional.empty()
                : Optional.of("one row per " + spec.key() + ": doubled keys, such as " + doubled);
    }
}
