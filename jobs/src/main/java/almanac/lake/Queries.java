package almanac.lake;

import almanac.error.Failure;
import almanac.table.ColumnDoc;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * SELECTs in the SQL of Spark, wherever the tables lie. They read one published night; where the session's catalogue is shared
 * with others, its tables are what they are there, the newest of each.
 */
public final class Queries implements QueryEngine {

    private static final String UNKNOWN_TABLE = "TABLE_OR_VIEW_NOT_FOUND";

    private final SparkSession spark;
    private final Warehouse warehouse;
    private final Map<String, TableSpec> specs;

    /** The run of an older night; null for the newest. */
    private final @Nullable String runId;

    /** Queries over these tables of a warehouse, as the newest night has them. */
    public Queries(SparkSession spark, Warehouse warehouse, List<TableSpec> specs) {
        this(
                spark,
                warehouse,
                specs.stream().collect(Collectors.toMap(TableSpec::qualifiedName, Function.identity())),
                null);
    }

    private Queries(SparkSession spark, Warehouse warehouse, Map<String, TableSpec> specs, @Nullable String runId) {
        this.spark = spark;
        this.warehouse = warehouse;
        this.specs = specs;
        this.runId = runId;
    }

    /**
     * The same over the tables that a run published.
     *
     * @throws Failure of kind CONFIGURATION if no such night was published
     */
    public Queries asOf(String olderRunId) {
        Queries older = new Queries(spark, warehouse, specs, olderRunId);
        // A run that published nothing is told before the first query.
        older.night();
        return older;
    }

    @Override
    public Answer answer(String sql, int most) {
        @Nullable NightVersions night = night();
        try {
            ReadOnlySql.require(spark, sql);
            NamedTables.in(sql, tables(night)).forEach(table -> register(table, night));
            Dataset<Row> rows = spark.sql(sql);
            return SparkAnswers.of(rows.schema(), rows.limit(most).collectAsList());
        } catch (AnalysisException e) {
            throw notAnswered(e, night);
        } catch (RuntimeException e) {
            if (e instanceof SparkThrowable) {
                throw Failure.configuration(
                        "the query cannot be computed: " + firstLine(e),
                        "try_divide and try_cast give null where there is no value",
                        List.of());
            }
            throw e;
        }
    }

    /** The night that is asked; null for the newest of every table. */
    private @Nullable NightVersions night() {
        if (runId != null) {
            return Publications.of(warehouse, runId)
                    .map(Publications::versions)
                    .orElseThrow(() -> Failure.configuration(
                            "no night was published by the run " + runId,
                            "name one of these runs",
                            Publications.runs(warehouse)));
        }
        return warehouse.hasOwnCatalog()
                ? Publications.newest(warehouse).map(Publications::versions).orElse(new NightVersions("", Map.of()))
                : null;
    }

    private void register(String table, @Nullable NightVersions night) {
        TableSpec spec = Objects.requireNonNull(specs.get(table));
        Long version = night == null ? null : night.of(table);
        if (version == null) {
            warehouse.register(spec, "spark_catalog", "");
        } else {
            warehouse.registerVersion(spec, version);
        }
    }

    private Failure notAnswered(AnalysisException refused, @Nullable NightVersions night) {
        if (night != null && UNKNOWN_TABLE.equals(refused.getCondition())) {
            String written = refused.getMessageParameters()
                    .getOrDefault("relationName", "")
                    .replace("`", "");
            TableSpec spec = specs.get(written);
            if (spec != null && warehouse.has(spec) && !night.has(written)) {
                return night.lacks(written);
            }
        }
        List<String> published = tables(night);
        return Failure.configuration(
                "the query cannot be answered: " + firstLine(refused),
                "`almanac tables` lists every table and column",
                published.isEmpty() ? List.of("nothing is published yet below " + warehouse.root()) : published);
    }

    @Override
    public List<String> tables() {
        return tables(night());
    }

    private List<String> tables(@Nullable NightVersions night) {
        return specs.values().stream()
                .filter(warehouse::has)
                .map(TableSpec::qualifiedName)
                .filter(table -> night == null || night.has(table))
                .sorted()
                .toList();
    }

    @Override
    public List<String> columns(String table) {
        TableSpec spec = specs.get(table);
        return spec == null
                ? List.of()
                : spec.columns().stream().map(ColumnDoc::name).toList();
    }

    /** Leaves the session to the process. */
    @Override
    public void close() {}

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
