package almanac.lake.local;

import static almanac.Frames.row;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.Frames;
import almanac.TestSession;
import almanac.error.Failure;
import almanac.lake.Answer;
import almanac.lake.NightVersions;
import almanac.lake.Ops;
import almanac.lake.SparkAnswers;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delta tables as Spark writes them, read without Spark. */
class LocalQueriesTest {

    private static final SparkSession SPARK = TestSession.get();

    @TempDir
    Path folder;

    private Map<String, Long> published = Map.of();
    private int nights;

    @Test
    void everyTypeComesBackAsSparkReadsIt() {
        write("market.kinds", """
                SELECT 'a' AS text, true AS flag, 1Y AS tiny, 2S AS small, 3 AS whole, 4L AS big, 0.1f AS float,
                  0.1d AS double, 12.30BD AS amount, CAST(-0.01 AS DECIMAL(38, 10)) AS wide, DATE '2024-02-29' AS day,
                  TIMESTAMP '2025-03-30 01:30:00.123456' AS at, TIMESTAMP_NTZ '2025-03-30 02:30:00' AS local,
                  map('x', 1L, 'y', CAST(NULL AS BIGINT)) AS versions, array(1.5BD, NULL) AS list,
                  array(array('a')) AS lists, named_struct('a', 1, 'b', DATE '2025-01-01') AS pair, X'CAFE' AS bytes
                UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                  NULL, NULL, NULL, NULL""");

        Answer here = ask("SELECT * REPLACE (hex(bytes) AS bytes) FROM market.kinds ORDER BY text");

        Dataset<Row> rows = SPARK.read()
                .format("delta")
                .load(path("market.kinds"))
                .withColumn("bytes", hex(col("bytes")))
                .orderBy(col("text").asc_nulls_last());
        assertThat(here.rows())
                .isEqualTo(
                        rows.collectAsList().stream().map(SparkAnswers::values).toList());
        assertThat(here.columns().stream().map(Answer.Column::kind))
                .isEqualTo(SparkAnswers.columns(rows.schema()).stream()
                        .map(Answer.Column::kind)
                        .toList());
    }

    @Test
    void onlyRowsOfLiveFilesCount() {
        write("market.sales", "SELECT 1 AS n UNION ALL SELECT 2");
        write("market.sales", "SELECT 5 AS n");

        assertThat(ask("SELECT sum(n), count(*) FROM market.sales").rows())
                .containsExactly(List.of(BigInteger.valueOf(5), 1L));
    }

    @Test
    void aLogWithACheckpointIsRead() {
        for (int i = 1; i <= 12; i++) {
            SPARK.sql("SELECT " + i + " AS n")
                    .write()
                    .format("delta")
                    .mode("append")
                    .save(path("market.days"));
        }
        assertThat(Path.of(path("market.days"), "_delta_log")).isDirectoryContaining("glob:**.checkpoint*.parquet");

        assertThat(ask("SELECT CAST(sum(n) AS INTEGER) FROM market.days").rows())
                .containsExactly(List.of(78));
    }

    @Test
    void aColumnThatOlderFilesLackIsNullThere() {
        write("market.sales", "SELECT 1 AS n");
        SPARK.sql("SELECT 2 AS n, CAST(3 AS DECIMAL(10, 2)) AS amount")
                .write()
                .format("delta")
                .mode("append")
                .option("mergeSchema", true)
                .save(path("market.sales"));

        assertThat(texts(ask("SELECT n, amount FROM market.sales ORDER BY n"))).containsExactly("1 null", "2 3.00");
    }

    @Test
    void aTableWithoutRowsHasItsColumns() {
        write("market.empty", "SELECT 1 AS n, DATE '2025-01-01' AS day LIMIT 0");

        Answer answer = ask("SELECT * FROM market.empty");

        assertThat(answer.columns()).extracting(Answer.Column::name).containsExactly("n", "day");
        assertThat(answer.rows()).isEmpty();
    }

    @Test
    void aWarehouseMayBeCalledWhateverADiskAllows() {
        folder = folder.resolve("it's [1] ü=* 100%");
        write("market.sales", "SELECT 'a\"b' AS name");

        assertThat(texts(ask("SELECT * FROM market.sales"))).containsExactly("a\"b");
    }

    @Test
    void whatFilesAloneDoNotTellGoesToSpark() {
        write("market.deleted", "SELECT id FROM range(10)");
        SPARK.sql("ALTER TABLE delta.`" + path("market.deleted")
                + "` SET TBLPROPERTIES ('delta.enableDeletionVectors' = true)");
        SPARK.sql("DELETE FROM delta.`" + path("market.deleted") + "` WHERE id = 3");
        write("market.renamed", "SELECT 1 AS n");
        SPARK.sql("ALTER TABLE delta.`" + path("market.renamed")
                + "` SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name', 'delta.minReaderVersion' = '2',"
                + " 'delta.minWriterVersion' = '5')");
        SPARK.sql("SELECT 1 AS n, 'x' AS part")
                .write()
                .format("delta")
                .partitionBy("part")
                .save(path("market.parted"));

        refuses("SELECT * FROM market.deleted", "rows of its files are deleted (deletion vectors)");
        refuses("SELECT * FROM market.renamed", "its columns have other names in its files (column mapping)");
        refuses("SELECT * FROM market.parted", "it is partitioned by part");
        assertThatThrownBy(() -> ask("SELECT * FROM market.parted"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.remedy()).contains("--spark"));
    }

    @Test
    void onlyOneQueryIsAnsweredAndNothingElse() throws IOException {
        write("market.sales", "SELECT 1 AS n");
        String target = folder.resolve("out.csv").toString();

        refuses("COPY (SELECT 1) TO '" + target + "'", "only queries are answered here");
        refuses("SELECT 1; COPY (SELECT 1) TO '" + target + "'", "only queries are answered here");
        refuses("SELECT 1; SELECT 2", "only queries are answered here");
        refuses("INSTALL httpfs", "only queries are answered here");
        refuses("DROP VIEW market.sales", "only queries are answered here");
        refuses("", "only queries are answered here");
        assertThat(Path.of(target)).doesNotExist();
        assertThat(texts(ask("SELECT 7 -- seven"))).containsExactly("7");
        assertThat(texts(ask("WITH s AS (FROM market.sales) SELECT n FROM s;"))).containsExactly("1");
    }

    @Test
    void noFileOutsideTheWarehouseIsRead() throws IOException {
        write("market.sales", "SELECT 1 AS n");
        Path outside = Files.createTempFile("outside", ".csv");
        Files.writeString(outside, "secret\n1\n");
        try {
            refuses("SELECT * FROM read_csv('" + outside + "')", "Permission Error");
            refuses("SELECT * FROM read_text('/etc/hostname')", "Permission Error");
            refuses("SELECT * FROM '" + folder + "/../" + outside.getFileName() + "'", "the query cannot be answered");
        } finally {
            Files.delete(outside);
        }
    }

    @Test
    void aMisspeltNameIsMet() {
        write("market.segment_sales", "SELECT 1 AS n");

        refuses(
                "SELECT * FROM market.segment_sale",
                "there is no table market.segment_sale; did you mean \"market.segment_sales\"?");
        refuses("SELECT * FROM segment_sales", "did you mean \"market.segment_sales\"?");
        refuses("SELECT m FROM market.segment_sales", "Referenced column \"m\" not found");
        refuses("SELEC 1", "Parser Error: syntax error at or near \"SELEC\"");
    }

    @Test
    void filesThatAreGoneAreSaidToBe() throws IOException {
        write("market.sales", "SELECT 1 AS n");
        try (Stream<Path> files = Files.list(Path.of(path("market.sales")))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }

        assertThatThrownBy(() -> ask("SELECT * FROM market.sales"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.STORAGE))
                .hasMessageStartingWith("market.sales cannot be read: IO Error: No files found")
                .hasMessageNotContaining("LINE 1");
    }

    @Test
    void anEmptyWarehouseSaysSo() {
        assertThatThrownBy(() -> ask("SELECT * FROM market.sales")).hasMessageStartingWith("nothing is published yet");
        assertThatThrownBy(() -> LocalQueries.open(folder.toString(), "run-000001"))
                .hasMessageStartingWith("nothing is published yet");
    }

    @Test
    void columnsDescribeAndTablesAreKnown() {
        write("market.sales", "SELECT 1 AS n, DATE '2025-01-01' AS day");
        write("ops.runs", "SELECT 'run-000001' AS run_id");
        publish();

        try (LocalQueries queries = LocalQueries.open(folder.toString(), null)) {
            assertThat(queries.tables()).containsExactly("market.sales", "ops.publications", "ops.runs");
            assertThat(queries.columns("market.sales")).containsExactly("n", "day");
            assertThat(queries.answer("DESCRIBE market.sales", 10).rows())
                    .extracting(row -> row.get(0) + " " + row.get(1))
                    .containsExactly("n INTEGER", "day DATE");
            assertThat(queries.answer("SHOW ALL TABLES", 10).rows()).hasSize(3);
        }
    }

    @Test
    void aNightIsSeenAsAWholeOnceItIsPublished() {
        write("market.sales", "SELECT 1 AS n");
        publish();
        try (LocalQueries queries = LocalQueries.open(folder.toString(), null)) {
            assertThat(texts(queries.answer("FROM market.sales", 9))).containsExactly("1");

            write("market.sales", "SELECT 2 AS n");
            write("market.later", "SELECT 2 AS n");
            try (LocalQueries others = LocalQueries.open(folder.toString(), null)) {
                assertThat(texts(others.answer("FROM market.sales", 9))).containsExactly("1");
            }
            assertThat(texts(queries.answer("SELECT n AS later FROM market.sales", 9)))
                    .containsExactly("1");
            assertThat(queries.tables()).doesNotContain("market.later");
            assertThatThrownBy(() -> queries.answer("FROM market.later", 9))
                    .hasMessage("market.later was not published yet by the run run-000001");

            publish();
            assertThat(texts(queries.answer("SELECT s.n, l.n FROM market.sales s, market.later l", 9)))
                    .containsExactly("2 2");
        }
        try (LocalQueries older = LocalQueries.open(folder.toString(), "run-000001")) {
            assertThat(texts(older.answer("FROM market.sales", 9))).containsExactly("1");
            assertThat(texts(older.answer("SELECT 7 AS later", 9))).containsExactly("7");
        }
    }

    @Test
    void ledgersAreReadAsTheyGrow() {
        write("ops.runs", "SELECT 'run-000001' AS run_id");
        publish();
        try (LocalQueries queries = LocalQueries.open(folder.toString(), null)) {
            assertThat(texts(queries.answer("FROM ops.runs", 9))).containsExactly("run-000001");

            write("ops.runs", "SELECT 'run-000002' AS run_id");

            assertThat(texts(queries.answer("FROM ops.runs", 9))).containsExactly("run-000002");
        }
    }

    @Test
    void maintenanceTakesNoNightAway() {
        write("market.sales", "SELECT 1 AS n");
        SPARK.sql("SELECT 2 AS n")
                .write()
                .format("delta")
                .mode("append")
                .option("userMetadata", "run")
                .save(path("market.sales"));
        publish();
        SPARK.conf().set("spark.databricks.delta.retentionDurationCheck.enabled", "false");
        try {
            SPARK.sql("OPTIMIZE delta.`" + path("market.sales") + "`");
            SPARK.sql("VACUUM delta.`" + path("market.sales") + "` RETAIN 0 HOURS");
        } finally {
            SPARK.conf().unset("spark.databricks.delta.retentionDurationCheck.enabled");
        }

        try (LocalQueries queries = LocalQueries.open(folder.toString(), null)) {
            assertThat(texts(queries.answer("SELECT n FROM market.sales ORDER BY n", 9)))
                    .containsExactly("1", "2");
        }
    }

    private void refuses(String sql, String why) {
        assertThatThrownBy(() -> ask(sql))
                .as(sql)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION))
                .hasMessageContaining(why);
    }

    private Answer ask(String sql) {
        publish();
        try (LocalQueries queries = LocalQueries.open(folder.toString(), null)) {
            return queries.answer(sql, 100);
        }
    }

    private static List<String> texts(Answer answer) {
        return answer.rows().stream()
                .map(row -> row.stream()
                        .map(String::valueOf)
                        .reduce((a, b) -> a + " " + b)
                        .orElse(""))
                .toList();
    }

    private void write(String table, String select) {
        SPARK.sql(select)
                .write()
                .format("delta")
                .mode("overwrite")
                .option("userMetadata", "run")
                .save(path(table));
    }

    /** Enters a night of what lies there, unless it is what the last one was. */
    private void publish() {
        LocalWarehouse warehouse = new LocalWarehouse(folder);
        Map<String, Long> versions = new TreeMap<>();
        warehouse.tables().forEach(table -> versions.put(table, warehouse.newestVersion(table)));
        versions.remove(NightVersions.PUBLICATIONS);
        if (versions.equals(published)) {
            return;
        }
        published = versions;
        nights++;
        Frames.of(
                        Ops.PUBLICATIONS,
                        "run_id, run_number, table_versions",
                        row(String.format("run-%06d", nights), nights, versions))
                .write()
                .format("delta")
                .mode("append")
                .save(path(NightVersions.PUBLICATIONS));
    }

    private String path(String table) {
        return folder.resolve(table.replace('.', '/')).toString();
    }
}
