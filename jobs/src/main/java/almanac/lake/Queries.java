package almanac.lake;

import almanac.error.Failure;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

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
     * Answers a SELECT.
     *
     * @throws Failure of kind CONFIGURATION if it is none, or names what is not there
     */
    public Dataset<Row> answer(String sql) {
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
            return spark.sql(sql);
        } catch (Exception e) {
            if (e instanceof AnalysisException analysis) {
                throw Failure.configuration(
                        "the query cannot be answered: "
                                + String.valueOf(analysis.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse(""),
                        "`almanac tables` lists every table and column",
                        published());
            }
            throw e;
        }
    }

    private List<String> published() {
        List<String> names = specs.stream()
                .filter(warehouse::has)
                .map(TableSpec::qualifiedName)
                .toList();
        return names.isEmpty() ? List.of("nothing is published yet below " + warehouse.root()) : names;
    }
}
