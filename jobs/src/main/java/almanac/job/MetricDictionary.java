package almanac.job;

import almanac.table.ColumnDoc;
import almanac.table.TableSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.NumericType;

/**
 * Builds {@code ops.metric_dictionary} from the specs of tables, so that it says what they say: a metric is a column of numbers
 * that is no part of the key.
 */
final class MetricDictionary {

    private static final Pattern OPERATION = Pattern.compile(" [-+*/] ");
    private static final Pattern RESTRICTED = Pattern.compile("additive (over|to|where|likewise)\\b");

    private MetricDictionary() {}

    /** One row per metric, in the order of the tables and of their columns. */
    static List<Row> rows(List<TableSpec> tables, String runId) {
        return tables.stream()
                .flatMap(table -> metrics(table).map(metric -> row(table, metric, runId)))
                .toList();
    }

    private static Stream<ColumnDoc> metrics(TableSpec table) {
        return table.columns().stream()
                .filter(column -> column.type() instanceof NumericType
                        && !table.key().contains(column.name())
                        && !column.name().endsWith("_id"));
    }

    private static Row row(TableSpec table, ColumnDoc metric, String runId) {
        return RowFactory.create(
                table.qualifiedName(),
                metric.name(),
                metric.doc(),
                formula(metric.doc()).orElse(null),
                "one row per " + String.join(", ", table.key()),
                additivity(metric.doc()),
                exampleQuery(table, metric),
                runId);
    }

    /** The first clause of a definition that computes something. */
    static Optional<String> formula(String doc) {
        return Arrays.stream(doc.split(";|: "))
                .filter(clause -> OPERATION.matcher(clause).find())
                .map(String::strip)
                .findFirst();
    }

    /** What a definition says of adding up; of several words the most careful one. */
    static String additivity(String doc) {
        if (doc.contains("semi-additive") || doc.contains("not additive over")) {
            return "SEMI_ADDITIVE";
        } else if (doc.contains("non-additive") || doc.contains("not additive")) {
            return "NON_ADDITIVE";
        } else if (RESTRICTED.matcher(doc).find()) {
            return "SEMI_ADDITIVE";
        }
        return doc.contains("additive") ? "ADDITIVE" : "NOT_STATED";
    }

    /** The metric with its key, and beside it the columns that its definition names. */
    private static String exampleQuery(TableSpec table, ColumnDoc metric) {
        List<String> words = List.of(metric.doc().split("\\W+"));
        Stream<String> named = table.computedColumns().stream()
                .filter(column -> words.contains(column) && !column.equals(metric.name()));
        String columns = Stream.of(table.key().stream(), named, Stream.of(metric.name()))
                .flatMap(names -> names)
                .distinct()
                .collect(Collectors.joining(", "));
        return "SELECT %s FROM %s WHERE %s IS NOT NULL ORDER BY %s LIMIT 20"
                .formatted(columns, table.qualifiedName(), metric.name(), String.join(", ", table.key()));
    }
}
