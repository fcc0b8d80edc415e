package almanac.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.TpcdsLake;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.lake.Ops;
import almanac.lake.RunListener;
import almanac.lake.Warehouse;
import almanac.market.SegmentSales;
import almanac.segment.Calendar;
import almanac.segment.DailySales;
import almanac.segment.Periods;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.staging.Sales;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** conf/examples/tpcds.conf over a star schema in the smallest scale, against DuckDB on the same files. */
class TpcdsTest {

    private static final String SALES = """
            WITH lines AS (
              SELECT 'STORE' AS channel, ss_sold_date_sk AS day, ss_quantity AS units, ss_net_paid AS amount, false AS back
              FROM store_sales
              UNION ALL SELECT 'CATALOG', cs_sold_date_sk, cs_quantity, cs_net_paid, false FROM catalog_sales
              UNION ALL SELECT 'WEB', ws_sold_date_sk, ws_quantity, ws_net_paid, false FROM web_sales
              UNION ALL SELECT 'STORE', sr_returned_date_sk, -sr_return_quantity, -sr_return_amt, true FROM store_returns
              UNION ALL SELECT 'CATALOG', cr_returned_date_sk, -cr_return_quantity, -cr_return_amount, true FROM catalog_returns
              UNION ALL SELECT 'WEB', wr_returned_date_sk, -wr_return_quantity, -wr_return_amt, true FROM web_returns),
            sales AS (
              SELECT lines.*, d.d_date FROM lines JOIN date_dim d ON d.d_date_sk = lines.day
              WHERE units IS NOT NULL AND amount IS NOT NULL)
            """;

    @TempDir
    static Path folder;

    private static Warehouse warehouse;
    private static Connection duck;

    @BeforeAll
    static void run() throws IOException, SQLException {
        Path lake = folder.resolve("lake");
        TpcdsLake.write(lake);
        Settings settings = SettingsReader.read(
                example(),
                ConfigurationOptions.shapes(),
                Map.of(
                        "lake",
                        lake.toString(),
                        "warehouse",
                        folder.resolve("warehouse").toString()));
        Set<TableSpec> chosen = Set.of(
                DailySales.SPEC, Calendar.SPEC, SegmentLeaves.SPEC, Segments.SPEC, Periods.SPEC, SegmentSales.SPEC);
        List<Table> tables = NightlyPlan.tables(settings).stream()
                .filter(table -> chosen.contains(table.spec()))
                .toList();
        Progress silent = new Progress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        RunReport report = new PlanRunner(TestNight.spark(), settings, tables, silent, RunListener.NONE)
                .run(new PlanRunner.Options(null, LocalDate.of(2004, 12, 31), false, Set.of()));
        assertThat(report.status()).isEqualTo("published");
        warehouse = Warehouse.open(TestNight.spark(), settings.warehouse());
        duck = DriverManager.getConnection("jdbc:duckdb:");
        try (var statement = duck.createStatement();
                Stream<Path> tablesOfLake = Files.list(lake)) {
            for (Path table : tablesOfLake.toList()) {
                statement.execute("CREATE VIEW " + table.getFileName() + " AS SELECT * FROM read_csv('" + table
                        + "/*.csv', header = true, sample_size = -1)");
            }
        }
    }

    @AfterAll
    static void close() throws SQLException {
        duck.close();
    }

    @Test
    void everyChannelHasTheLinesUnitsAndAmountsOfItsTables() throws SQLException {
        Map<String, String> found = new TreeMap<>();
        for (Row row : warehouse
                .read(Sales.SPEC)
                .filter("is_current")
                .groupBy("channel_id", "is_return")
                .agg(count(lit(1)), sum("quantity"), sum("net_amount"))
                .collectAsList()) {
            found.put(
                    row.getString(0) + " " + row.getBoolean(1),
                    row.getLong(2) + " " + plain(row.getDecimal(3)) + " " + plain(row.getDecimal(4)));
        }
        Map<String, String> expected = new TreeMap<>();
        try (var statement = duck.createStatement();
                ResultSet rows = statement.executeQuery(
                        SALES + "SELECT channel, back, count(*), sum(units), sum(CAST(amount AS DECIMAL(18, 4)))"
                                + " FROM sales GROUP BY ALL")) {
            while (rows.next()) {
                expected.put(
                        rows.getString(1) + " " + rows.getBoolean(2),
                        rows.getLong(3) + " " + plain(rows.getBigDecimal(4)) + " " + plain(rows.getBigDecimal(5)));
            }
        }
        assertThat(found).isEqualTo(expected).hasSize(6);
    }

    @Test
    void everyRecordIsAccountedFor() throws SQLException {
        Row sums = warehouse
                .read(Ops.DELIVERIES)
                .filter(col("source").equalTo("lines"))
                .agg(sum("accepted_rows"), sum("quarantined_rows"))
                .first();
        try (var statement = duck.createStatement();
                ResultSet rows = statement.executeQuery(
                        SALES + "SELECT (SELECT count(*) FROM sales), (SELECT count(*) FROM lines)")) {
            rows.next();
            assertThat(sums.getLong(0)).isEqualTo(rows.getLong(1));
            assertThat(sums.getLong(0) + sums.getLong(1)).isEqualTo(rows.getLong(2));
            assertThat(sums.getLong(1)).isPositive();
        }
    }

    /** March of the retail calendar of 2001 is five weeks, from 4 March to 7 April (NRF, 4-5-4 calendar). */
    @Test
    void fiscalMonthsAreThoseOfTheRetailCalendar() throws SQLException {
        for (String[] month :
                new String[][] {{"2001-02-04", "2001-03-03"}, {"2001-03-04", "2001-04-07"}, {"2001-04-08", "2001-05-05"}
                }) {
            Row found = warehouse
                    .read(SegmentSales.SPEC)
                    .filter(col("segment")
                            .equalTo("ALL")
                            .and(col("period_type").equalTo("fiscal_month"))
                            .and(col("period_start").equalTo(month[0])))
                    .select("net_amount", "sales_units", "period_end")
                    .first();
            try (var statement = duck.createStatement();
                    ResultSet rows = statement.executeQuery(SALES
                            + "SELECT sum(CAST(amount AS DECIMAL(18, 4))), sum(units) FROM sales WHERE d_date BETWEEN '"
                            + month[0] + "' AND '" + month[1] + "'")) {
                rows.next();
                assertThat(found.<LocalDate>getAs("period_end")).isEqualTo(LocalDate.parse(month[1]));
                assertThat(found.<BigDecimal>getAs("net_amount")).isEqualByComparingTo(rows.getBigDecimal(1));
                assertThat(found.<BigDecimal>getAs("sales_units")).isEqualByComparingTo(rows.getBigDecimal(2));
            }
        }
    }

    private static String plain(BigDecimal number) {
        return number.setScale(4).toPlainString();
    }

    private static Path example() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .map(above -> above.resolve("conf/examples/tpcds.conf"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }
}
