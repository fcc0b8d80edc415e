package almanac.cluster;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

    private static List<String> rows(Dataset<Row> table) {
        Column[] columns = Arrays.stream(table.columns())
                .filter(name -> !OF_THE_RUN.contains(name))
                .map(name -> col(name))
                .toArray(Column[]::new);
        return table.select(columns).collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }
}
