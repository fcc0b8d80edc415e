package almanac.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import almanac.lake.Ops;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** What became of every delivered row: by input, and of those in quarantine by rule, at most {@value #MOST_RULES}. */
final class QualitySection implements Section {

    private static final int MOST_RULES = 100;

    @Override
    public String id() {
        return "quality";
    }

    @Override
    public List<TableSpec> needs() {
        return List.of(Ops.DELIVERIES);
    }

    @Override
    public Map<String, Object> data(ReportScope scope) {
        List<Row> inputs = scope.night()
                .rows(Ops.DELIVERIES)
                .groupBy("input_table")
                .agg(
                        count(lit(1)).as("files"),
                        count_if(col("status").equalTo("refused")).as("refused_files"),
                        sum("read_rows").as("read_rows"),
                        sum("accepted_rows").as("accepted_rows"),
                        sum("quarantined_rows").as("quarantined_rows"),
                        sum("duplicate_rows").as("duplicate_rows"),
                        sum("filtered_rows").as("filtered_rows"))
                .orderBy("input_table")
                .collectAsList();
        List<String> columns = List.of(
                "input_table",
                "files",
                "refused_files",
                "read_rows",
                "accepted_rows",
                "quarantined_rows",
                "duplicate_rows",
                "filtered_rows");
        return Map.of(
                "inputs", Grid.table(inputs, scope.rounding(), columns),
                "rules", rules(scope));
    }

    private static Map<String, Object> rules(ReportScope scope) {
        List<Row> rules = !scope.night().has(Ops.QUARANTINE)
                ? List.of()
                : scope.night()
                        .rows(Ops.QUARANTINE)
                        .groupBy("input_table", "rule")
                        .agg(
                                count(lit(1)).as("rows"),
                                countDistinct("file").as("files"),
                                min("detail").as("example"))
                        .orderBy(col("rows").desc(), col("input_table"), col("rule"))
                        .limit(MOST_RULES)
                        .collectAsList();
        return Grid.table(rules, scope.rounding(), List.of("input_table", "rule", "rows", "files", "example"));
    }
}
