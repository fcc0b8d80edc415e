package almanac.lake;

import almanac.error.Failure;
import almanac.table.ColumnDoc;
import almanac.table.TableSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** SELECTs in the SQL of Spark, wherever the tables lie. */
public final class Queries implements QueryEngine {

    private static final List<String> READING =
            List.of("select", "with", "show", "describe", "desc", "explain", "values", "from", "(");

    private final SparkSession spark;
    private final Warehouse warehouse;
    private final List<TableSpec> specs;

    /** The versions of an older night; null for the newest of every table. */
    private @Nullable Map<String, Long> versions;

    /** Queries over these tables of a warehouse. */
    public Queries(SparkSession spark, Warehouse warehouse, List<TableSpec> specs) {
        this.spark = spark;
        this.warehouse = warehouse;
        this.specs = specs;
    }

    /**
     * The same over the tables that a run published.
     *
     * @throws Failure of kind CONFIGURATION if no such night was published
     */
    public Queries asOf(String runId) {
        List<Row> nights = warehouse.has(Ops.PUBLICATIONS)
                ? warehouse
                        .read(Ops.PUBLICATIONS)
                        .select("run_id", "table_versions")
                        .collectAsList()
                : List.of();
        Row night = nights.stream()
                .filter(row -> row.getString(0).equals(runId))
                .findFirst()
                .orElseThrow(() -> Failure.configuration(
                        "no night was published by the run " + runId,
                        "name one of these runs",
                        nights.stream().map(row -> row.getString(0)).sorted().toList()));
        Queries older = new Queries(spark, warehouse, specs);
        older.versions = new HashMap<>(night.getJavaMap(1));
        return older;
    }

    @Override
    public Answer answer(String sql, int most) {
        String start = sql.strip().toLowerCase(Locale.ROOT);
        if (READING.stream().noneMatch(start::startsWith)) {
            throw Failure.configuration(
                    "only queries are answered here, and this is none: " + sql.strip(),
                    "write a SELECT; tables change through nights alone",
                    List.of());
        }
        for (TableSpec spec : specs) {
            if (start.contains(spec.name()) && warehouse.has(spec)) {
                register(spec);
            }
        }
        try {
            Dataset<Row> rows = spark.sql(sql);
            return SparkAnswers.of(rows.schema(), rows.limit(most).collectAsList());
        } catch (Exception e) {
            // Scala declares no exceptions, so the compiler cannot know that this one is thrown.
            if (e instanceof AnalysisException) {
                throw Failure.configuration(
                        "the query cannot be answered: " + firstLine(e),
                        "`almanac tables` lists every table and column",
                        published());
            } else if (e instanceof SparkThrowable && e instanceof RuntimeException) {
                throw Failure.configuration(
                        "the query cannot be computed: " + firstLine(e),
                        "try_divide and try_cast give null where there is no value",
                        List.of());
            }
            throw e;
        }
    }

    private void register(TableSpec spec) {
        if (versions == null || spec.equals(Ops.PUBLICATIONS)) {
            warehouse.register(spec, "spark_catalog", "");
            return;
        }
        Long version = versions.get(spec.qualifiedName());
        if (version == null) {
            throw Failure.configuration(
                    spec.qualifiedName() + " was not published yet by that run", "ask for a newer run", List.of());
        }
        warehouse.registerVersion(spec, version);
    }

    @Override
    public List<String> tables() {
        return specs.stream()
                .filter(warehouse::has)
                .map(TableSpec::qualifiedName)
                .sorted()
                .toList();
    }

    @Override
    public List<String> columns(String table) {
        return specs.stream()
                .filter(spec -> spec.qualifiedName().equals(table))
                .flatMap(spec -> spec.columns().stream())
                .map(ColumnDoc::name)
                .toList();
    }

    /** Leaves the session to the process. */
    @Override
    public void close() {}

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private List<String> published() {
        List<String> names = tables();
        return names.isEmpty() ? List.of("nothing is published yet below " + warehouse.root()) : names;
    }
}
