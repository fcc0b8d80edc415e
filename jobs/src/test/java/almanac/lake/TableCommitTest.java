package almanac.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.TestSession;
import almanac.error.Failure;
import almanac.table.TableSpec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Staged files become the rows of a table where they lie. */
class TableCommitTest {

    private static final TableSpec SPEC = TableSpec.named("market", "things")
            .describedAs("Things of a test.")
            .oneRowPer("name")
            .column("name", DataTypes.StringType, "its name")
            .column("day", DataTypes.DateType, "its day")
            .column("number", DataTypes.LongType, "a number")
            .column("amount", DataTypes.createDecimalType(18, 4), "an amount")
            .check("number_is_positive", "number > 0")
            .build();

    private static final String ROWS = "SELECT * FROM VALUES ('b', DATE'2025-03-01', 7L, 1.5000BD),"
            + " ('ä', DATE'2024-12-31', 3L, 2.2500BD), ('a', CAST(NULL AS DATE), 12L, NULL)"
            + " AS rows(name, day, number, amount)";

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Warehouse warehouse;

    @BeforeEach
    void open() {
        warehouse = Warehouse.open(TestSession.get(), folder.toString());
    }

    @Test
    void theTableHasTheRowsTheCommentsAndTheChecksOfItsSpec() {
        publish(SPEC, ROWS, 1);
        assertThat(warehouse.read(SPEC).select("name", "number").collectAsList())
                .extracting(Row::toString)
                .containsExactlyInAnyOrder("[b,7]", "[ä,3]", "[a,12]");
        assertThat(warehouse.read(SPEC).schema().apply("name").getComment().get())
                .isEqualTo("its name");
        Row details = DeltaTable.forPath(TestSession.get(), table().toString())
                .detail()
                .first();
        assertThat(details.<String>getAs("description")).isEqualTo("Things of a test.");
        assertThatThrownBy(() -> TestSession.get()
                        .sql(
                                "SELECT 'c' AS name, DATE'2025-01-01' AS day, -1L AS number, CAST(1 AS DECIMAL(18, 4)) AS amount,"
                                        + " 'by hand' AS run_id")
                        .write()
                        .format("delta")
                        .mode("append")
                        .save(table().toString()))
                .hasMessageContaining("almanac_checks");
    }

    @Test
    void theLogSaysOfTheFilesWhatDeltaItselfWouldSay() throws IOException {
        publish(SPEC, ROWS, 1);
        Path other = folder.resolve("written");
        warehouse.read(SPEC).coalesce(1).write().format("delta").save(other.toString());

        ObjectNode expected = (ObjectNode) statistics(other, 0);
        for (String field : List.of("minValues", "maxValues", "nullCount")) {
            // A decimal has no bounds here, and Delta rounds those that it has.
            ((ObjectNode) expected.get(field)).remove("amount");
        }
        expected.remove("tightBounds");
        assertThat(statistics(table(), 0)).isEqualTo(expected);
    }

    @Test
    void aNightTakesThePlaceOfTheOneBefore() {
        publish(SPEC, ROWS, 1);
        publish(SPEC, "SELECT 'c' AS name, DATE'2025-01-01' AS day, 1L AS number, 1.0000BD AS amount", 2);
        assertThat(names(warehouse.read(SPEC))).containsExactly("c");
        assertThat(names(warehouse.readVersion(SPEC, 0))).containsExactly("a", "b", "ä");
        publish(SPEC, ROWS + " WHERE number > 100", 3);
        assertThat(names(warehouse.read(SPEC))).isEmpty();
    }

    @Test
    void whatASpecNoLongerSaysGoesAndWhatAUserHasSetStays() {
        publish(SPEC, ROWS, 1);
        TestSession.get()
                .sql("ALTER TABLE delta.`" + table()
                        + "` SET TBLPROPERTIES ('delta.logRetentionDuration' = 'interval 60 days')");
        TableSpec newer = TableSpec.named("market", "things")
                .describedAs("Other things.")
                .oneRowPer("name")
                .column("name", DataTypes.StringType, "the name")
                .column("number", DataTypes.DoubleType, "a number of another kind")
                .build();
        publish(newer, "SELECT 'x' AS name, -1.5D AS number", 2);
        assertThat(warehouse.matches(newer)).isTrue();
        assertThat(warehouse.read(newer).first().getDouble(1)).isEqualTo(-1.5);
        Row details = DeltaTable.forPath(TestSession.get(), table().toString())
                .detail()
                .first();
        assertThat(details.<String>getAs("description")).isEqualTo("Other things.");
        assertThat(details.getJavaMap(details.fieldIndex("properties")).keySet())
                .map(String::valueOf)
                .contains("delta.logRetentionDuration")
                .noneMatch(key -> key.startsWith("delta.constraints"));
    }

    @Test
    void aMoveThatWasInterruptedIsCompleted() throws IOException {
        StagingArea area = area(1);
        StagingArea.Staged staged = stage(area, SPEC, ROWS, Replace.everything());
        Path first = stagedFile();
        // One file is moved already, another was copied but not yet deleted.
        Files.createDirectories(table().resolve("run-1"));
        Files.copy(first, table().resolve("run-1").resolve(first.getFileName()));
        warehouse.commit(area, staged);
        warehouse.commit(area, staged);
        assertThat(names(warehouse.read(SPEC))).containsExactly("a", "b", "ä");
        assertThat(warehouse.last(SPEC)).isEqualTo(new Warehouse.Commit(0, "run-000001"));
    }

    @Test
    void filesThatGotLostAreNoSmallerTable() throws IOException {
        publish(SPEC, ROWS, 1);
        StagingArea area = area(2);
        StagingArea.Staged staged = stage(area, SPEC, ROWS, Replace.everything());
        Files.delete(stagedFile());
        assertThatThrownBy(() -> warehouse.commit(area, staged))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("of the 3 rows of market.things that were staged, 0 are in ");
        assertThat(names(warehouse.read(SPEC))).containsExactly("a", "b", "ä");
        assertThat(warehouse.last(SPEC).runId()).isEqualTo("run-000001");
    }

    @Test
    void partOfATableIsReplacedBeside() {
        publish(SPEC, ROWS, 1);
        StagingArea area = area(2);
        warehouse.commit(
                area,
                stage(
                        area,
                        SPEC,
                        "SELECT 'c' AS name, DATE'2025-03-01' AS day, 1L AS number, 1.0000BD AS amount",
                        new Replace("day", List.of("2025-03-01"))));
        assertThat(names(warehouse.read(SPEC))).containsExactly("a", "c", "ä");
    }

    private void publish(TableSpec spec, String rows, long run) {
        StagingArea area = area(run);
        warehouse.commit(area, stage(area, spec, rows, Replace.everything()));
    }

    private StagingArea area(long run) {
        return new StagingArea(warehouse, run, String.format(Locale.ROOT, "run-%06d", run));
    }

    private static StagingArea.Staged stage(StagingArea area, TableSpec spec, String rows, Replace replace) {
        return area.stage(spec, TestSession.get().sql(rows).coalesce(1), replace);
    }

    private Path stagedFile() throws IOException {
        try (var files = Files.walk(folder.resolve("_runs"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path table() {
        return folder.resolve("market/things");
    }

    private static List<String> names(Dataset<Row> rows) {
        return rows.orderBy("name").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static JsonNode statistics(Path table, long version) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (String line : Files.readAllLines(
                table.resolve("_delta_log").resolve(String.format(Locale.ROOT, "%020d.json", version)))) {
            JsonNode add = JSON.readTree(line).get("add");
            if (add != null) {
                found.add(JSON.readTree(add.get("stats").asText()));
            }
        }
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
