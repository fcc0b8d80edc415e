package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.Frames;
import almanac.error.Failure;
import almanac.lake.Answer;
import almanac.lake.Ops;
import almanac.lake.Queries;
import almanac.lake.QueryEngine;
import almanac.lake.local.LocalQueries;
import almanac.market.MarketShare;
import almanac.segment.DailySales;
import almanac.staging.StagingTables;
import almanac.table.TableSpec;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.catalog.Catalog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Two nights, asked through DuckDB and through Spark. */
class QueryCommandTest {

    private static final List<TableSpec> SPECS = Stream.of(
                    StagingTables.ALL.stream().map(input -> input.spec()),
                    Ops.ALL.stream(),
                    Stream.of(DailySales.SPEC, MarketShare.SPEC))
            .flatMap(specs -> specs)
            .toList();

    private static final String LATER = MarketShare.SPEC.qualifiedName();

    @TempDir
    static Path folder;

    private static TestNight night;
    private static String firstRun;

    @BeforeAll
    static void runTwoNights() {
        night = TestNight.in(folder)
                .delivers(
                        "sales/1.csv",
                        "o1,1,2026-03-01,gin,2,10.10,=1+1,x",
                        "o2,1,2026-03-02,rum,1,20.20,,x",
                        "o3,1,2026-03-02,rum,1,not a number,,x");
        night.run();
        firstRun = night.warehouse().last(DailySales.SPEC).runId();
        night.delivers("sales/2.csv", "o4,1,2026-03-03,gin,-1,-5.05,c1,x").run();
        // As a run leaves it that is killed while it publishes.
        Frames.none(MarketShare.SPEC)
                .write()
                .format("delta")
                .save(folder.resolve("warehouse/market/market_share").toString());
    }

    /** Other tests share the session and its catalogue. */
    @BeforeAll
    @AfterAll
    static void forgetNames() throws Exception {
        for (TableSpec spec : SPECS) {
            String name = spec.qualifiedName();
            Catalog catalog = TestNight.spark().catalog();
            if (catalog.tableExists(name)) {
                boolean isView = catalog.getTable(name).tableType().equals("VIEW");
                TestNight.spark().sql("DROP " + (isView ? "VIEW " : "TABLE ") + name);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> everyTableIsTheSameThroughBothEngines() {
        List<String> tables = local().tables();
        assertThat(tables).contains("staging.sales", "market.daily_sales", "ops.publications", "ops.quarantine");
        return tables.stream()
                .map(table -> DynamicTest.dynamicTest(table, () -> {
                    Answer here = local().answer("SELECT * FROM " + table, 1000);
                    Answer there = spark().answer("SELECT * FROM " + table, 1000);

                    assertThat(here.columns()).isEqualTo(there.columns());
                    assertThat(here.rows()).containsExactlyInAnyOrderElementsOf(there.rows());
                }));
    }

    @Test
    void sumsAreTheSameToTheCent() {
        String sql = "SELECT product_id, count(*) AS days, sum(net_amount) AS net_amount FROM market.daily_sales"
                + " GROUP BY product_id ORDER BY product_id";

        assertThat(local().answer(sql, 10)).isEqualTo(spark().answer(sql, 10));
        assertThat(local().answer(sql, 10).rows().get(0).get(2)).isEqualTo(new BigDecimal("5.0500"));
    }

    @Test
    void anOlderRunShowsItsNight() {
        String sql = "SELECT count(*) FROM market.daily_sales";

        assertThat(single(local(), sql)).isEqualTo(3L);
        try (QueryEngine older = LocalQueries.open(warehouse(), firstRun)) {
            assertThat(single(older, sql)).isEqualTo(2L);
            assertThat(single(older, "SELECT count(*) FROM ops.publications")).isEqualTo(2L);
        }
        try (QueryEngine older = spark().asOf(firstRun)) {
            assertThat(single(older, sql)).isEqualTo(2L);
            assertThat(single(older, "SELECT count(*) FROM ops.publications")).isEqualTo(2L);
        }
        assertThat(single(spark(), sql)).isEqualTo(3L);
    }

    @Test
    void aTableThatARunHasNotPublishedStopsOnlyItsOwnQuery() {
        for (QueryEngine engine : List.of(local(), spark(), spark().asOf(firstRun))) {
            assertThat(engine.tables()).contains("market.daily_sales").doesNotContain(LATER);
            assertThat(single(engine, "SELECT 7 AS market_share")).isEqualTo(7);
            assertThatThrownBy(() -> engine.answer("SELECT * FROM " + LATER, 1))
                    .hasMessageStartingWith(LATER + " was not published yet by the run run-");
        }
    }

    @Test
    void aRunThatPublishedNothingIsRefusedWithThoseThatDid() {
        assertThatThrownBy(() -> LocalQueries.open(warehouse(), "run-9"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.details()).contains(firstRun))
                .hasMessage("no night was published by the run run-9");
        assertThatThrownBy(() -> spark().asOf("run-9")).hasMessage("no night was published by the run run-9");
    }

    @Test
    void theCommandPrintsInEveryFormat() {
        String sql = "SELECT customer_id, net_amount, order_date FROM staging.sales WHERE order_id = 'o1'";

        assertThat(printed(0, sql)).isEqualTo("""
                customer_id  net_amount  order_date
                -----------  ----------  ----------
                =1+1              10.10  2026-03-01
                (1 row)
                """);
        assertThat(printed(0, "--format", "csv", sql))
                .isEqualTo("customer_id,net_amount,order_date\r\n'=1+1,10.1000,2026-03-01\r\n");
        assertThat(printed(0, "--format", "json", sql))
                .isEqualTo("{\"customer_id\":\"=1+1\",\"net_amount\":10.1000,\"order_date\":\"2026-03-01\"}\n");
        assertThat(printed(0, "--limit", "1", "--format", "csv", "SELECT * FROM range(3)"))
                .isEqualTo("range\r\n0\r\n");
    }

    @Test
    void exitCodesAreThoseOfTheOtherCommands() {
        assertThat(printed(2, "SELECT * FROM market.daily_sale")).isEmpty();
        assertThat(printed(2, "--limit", "0", "SELECT 1")).isEmpty();
        assertThat(printed(2, "--format", "xml", "SELECT 1")).isEmpty();
        assertThat(printed(2, "--as-of-run", "run-9", "SELECT 1")).isEmpty();
    }

    @Test
    void aQueryOnLocalTablesLoadsNoSpark() throws Exception {
        Path classes = folder.resolve("classes.txt");
        Path answer = folder.resolve("answer.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + classes,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "almanac.job.Main",
                        "query",
                        "--conf",
                        Nights.conf("demo.conf").toString(),
                        "--set",
                        "warehouse=" + warehouse(),
                        "SELECT count(*) AS n FROM market.daily_sales")
                .redirectErrorStream(true)
                .redirectOutput(answer.toFile())
                .start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(answer).hasContent("n\n-\n3\n(1 row)");
        try (Stream<String> lines = Files.lines(classes)) {
            assertThat(lines.filter(line -> line.matches(".*\\] (org\\.apache\\.(spark|logging)|scala)\\..*")))
                    .isEmpty();
        }
    }

    private static Object single(QueryEngine engine, String sql) {
        return engine.answer(sql, 1).rows().get(0).get(0);
    }

    /** What a query prints where it ends with an exit code. */
    private static String printed(int exitCode, String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("query", "--conf", Nights.conf("demo.conf").toString(), "--set", "warehouse=" + warehouse()));
        all.addAll(List.of(arguments));
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            assertThat(Main.execute(all.toArray(String[]::new))).isEqualTo(exitCode);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static QueryEngine local() {
        return LocalQueries.open(warehouse(), null);
    }

    private static Queries spark() {
        return new Queries(TestNight.spark(), night.warehouse(), SPECS);
    }

    private static String warehouse() {
        return folder.resolve("warehouse").toString();
    }
}
