package almanac.cluster;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Every row of every table of a warehouse as text, but what no two runs have in common: when and how long, and by which run. */
public final class Content {

    /** Tables with a row for each run. */
    private static final Set<String> OF_RUNS = Set.of("ops.runs", "ops.publications", "ops.table_writes");

    private static final Set<String> OF_THE_RUN = Set.of(
            "run_id",
            "trained_by_run_id",
            "model_id",
            "sha256",
            "started_at",
            "ended_at",
            "published_at",
            "modified_at",
            "seconds",
            "code_version",
            "configuration_digest",
            "status_reason");

    private static final String NUMBERS = " ; ";
    private static final double TOLERANCE = 1e-12;

    private Content() {}

    /** The rows of each table, by area and name. */
    public static Map<String, List<String>> of(SparkSession spark, String warehouse) {
        Map<String, List<String>> content = new TreeMap<>();
        Path root = new Path(warehouse);
        try {
            FileSystem files = root.getFileSystem(spark.sparkContext().hadoopConfiguration());
            for (FileStatus log : files.globStatus(new Path(root, "[a-z]*/*/_delta_log"))) {
                Path table = log.getPath().getParent();
                String name = table.getParent().getName() + "." + table.getName();
                if (!OF_RUNS.contains(name)) {
                    content.put(name, rows(spark.read().format("delta").load(table.toString())));
                }
            }
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What two warehouses do not have in common: of each table some rows that only one of them has; empty where they are alike. */
    public static Map<String, List<String>> differences(
            Map<String, List<String>> one, Map<String, List<String>> other) {
        Map<String, List<String>> differences = new TreeMap<>();
        Set<String> tables = new TreeSet<>(one.keySet());
        tables.addAll(other.keySet());
        for (String table : tables) {
            List<String> left = one.getOrDefault(table, List.of());
            List<String> right = other.getOrDefault(table, List.of());
            if (!areSame(left, right) || !one.containsKey(table) || !other.containsKey(table)) {
                differences.put(
                        table,
                        List.of(
                                left.size() + " and " + right.size() + " rows",
                                "only in one: " + without(left, right),
                                "only in the other: " + without(right, left)));
            }
        }
        return differences;
    }

    private static List<String> without(List<String> rows, List<String> others) {
        Set<String> known = new HashSet<>(others);
        return rows.stream().filter(row -> !known.contains(row)).limit(3).toList();
    }

    /** Rows in the order of their keys, which are no floating-point numbers. */
    private static boolean areSame(List<String> rows, List<String> others) {
        return rows.size() == others.size()
                && IntStream.range(0, rows.size())
                        .allMatch(i ->
                                isSame(rows.get(i).split(NUMBERS), others.get(i).split(NUMBERS)));
    }

    /** Floating-point sums differ in their last digits with the order in which parts arrive. */
    private static boolean isSame(String[] row, String[] other) {
        return row.length == other.length
                && row[0].equals(other[0])
                && IntStream.range(1, row.length).allMatch(i -> isClose(row[i], other[i]));
    }

    private static boolean isClose(String number, String other) {
        double one = Double.parseDouble(number);
        return number.equals(other) || Math.abs(one - Double.parseDouble(other)) <= TOLERANCE * Math.abs(one);
    }

    private static List<String> rows(Dataset<Row> table) {
        Column[] columns = Arrays.stream(table.columns())
                .filter(name -> !OF_THE_RUN.contains(name))
                .map(name -> col(name))
                .toArray(Column[]::new);
        return table.select(columns).collectAsList().stream()
                .map(Content::text)
                .sorted()
                .toList();
    }

    /** Everything but floating-point numbers, which stand behind. */
    private static String text(Row row) {
        List<String> values = new ArrayList<>();
        StringBuilder numbers = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            if (row.get(i) instanceof Double number) {
                numbers.append(NUMBERS).append(number);
            } else {
                values.add(String.valueOf(row.get(i)));
            }
        }
        return values.toString() + numbers;
    }
}
