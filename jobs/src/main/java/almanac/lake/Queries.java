package almanac.lake;

import almanac.error.Failure;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Answers a SELECT over the published tables, by their names {@code area.table}. */
public final class Queries {

    private static final List<String> READING =
            List.of("select", "with", "show", "describe", "desc", "explain", "values", "from", "(");

    private final SparkSession spark;
    private final Warehouse warehouse;
    private final List<TableSpec> specs;

    /** Queries over these tables of a warehouse. */
    public Queries(SparkSession spark, Warehouse warehouse, List<TableSpec> specs) {
        this.spark = spark;
        this.warehouse = warehouse;
        this.specs = specs;
    }

    /**
     * An answer.
     *
     * @param schema its columns
     * @param rows the first of its rows
     */
    public record Answer(StructType schema, List<Row> rows) {}

    /**
     * Answers a SELECT.
     *
     * @param most how many rows at most
     * @throws Failure of kind CONFIGURATION if it is none, names what is not there, or cannot be computed
     */
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
                warehouse.register(spec, "spark_catalog", "");
            }
        }
        try {
            Dataset<Row> rows = spark.sql(sql);
            return new Answer(rows.schema(), rows.limit(most).collectAsList());
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

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private List<String> published() {
        List<String> names = specs.stream()
                .filter(warehouse::has)
                .map(TableSpec::qualifiedName)
                .toList();
        return names.isEmpty() ? List.of("nothing is published yet below " + warehouse.root()) : names;
    }
}
