package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SharedData;
import almanac.TestSession;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.lake.Ops;
import almanac.lake.Warehouse;
import almanac.market.MarketShare;
import almanac.market.SegmentSales;
import almanac.segment.MarketSales;
import almanac.table.TableSpec;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A night of conf/examples/iowa.conf over eight years of a real market, against plain SQL in DuckDB over the same files.
 * DuckDB reads the files by itself: nothing of the product stands between them and the expected numbers.
 */
class IowaTest {

    @TempDir
    static Path folder;

    private static Connection duckdb;
    private static Warehouse warehouse;

    @BeforeAll
    static void night() throws SQLException {
        Path lake = SharedData.require("iowa_liquor");
        Settings settings = SettingsReader.read(
                Nights.conf("examples/iowa.conf"),
                ConfigurationOptions.shapes(),
                Map.of(
                        "lake",
                        lake.toString(),
                        "warehouse",
                        folder.resolve("warehouse").toString(),
                        "periods",
                        "[month, year]"));
        Nights.runCompiled(settings, Set.of("market.market_share"));
        warehouse = Warehouse.open(TestSession.get(), settings.warehouse());
        open(lake);
    }

    @AfterAll
    static void close() throws SQLException {
        if (duckdb != null) {
            duckdb.close();
        }
    }

    @Test
    void everyLineOfEveryFileIsAccountedFor() throws SQLException {
        Map<String, List<String>> files =
                bySql("SELECT 'sale/' || parse_filename(filename), count(*), sum(amount) FROM lines GROUP BY 1", 1);

        Map<String, List<String>> read =
                byRow(deliveries("market"), row -> row.getAs("file"), "read_rows", "read_amount");
        assertThat(files).hasSize(96);
        assertThat(read).isEqualTo(files);
        // The data set's own description: 1,351,027 lines, 193,529,117.15 USD.
        Row total = deliveries("market")
                .selectExpr(
                        "sum(accepted_rows + quarantined_rows + duplicate_rows)",
                        "sum(accepted_amount + quarantined_amount + duplicate_amount)",
                        "sum(filtered_rows)")
                .first();
        assertThat(total.getLong(0)).isEqualTo(1_351_027);
        assertThat(total.getDecimal(1)).isEqualByComparingTo("193529117.15");
        assertThat(total.getLong(2)).isZero();
    }

    @Test
    void ownLinesAreThoseOfTheVendorAndTheRestIsLeftOut() throws SQLException {
        Map<String, List<String>> files = bySql(
                "SELECT 'sale/' || parse_filename(filename), count(*) FILTER (own), sum(amount) FILTER (own),"
                        + " count(*) FILTER (NOT own) FROM lines GROUP BY 1",
                1);

        assertThat(byRow(
                        deliveries("sales"),
                        row -> row.getAs("file"),
                        "accepted_rows",
                        "accepted_amount",
                        "filtered_rows"))
                .isEqualTo(files);
    }

    @Test
    void marketOfEveryMonthIsThatOfTheFiles() throws SQLException {
        assertThat(byRow(
                        read(MarketShare.SPEC)
                                .filter("segment = 'ALL' AND segmentation = 'market' AND period_type = 'month'"
                                        + " AND comparison = 'PP'"),
                        row -> row.<LocalDate>getAs("period_start").toString(),
                        "market_amount",
                        "own_amount"))
                .isEqualTo(bySql(
                        "SELECT date_trunc('month', day)::DATE::TEXT, sum(amount), coalesce(sum(amount) FILTER (own),"
                                + " 0) FROM lines GROUP BY 1",
                        1))
                .hasSize(96);
    }

    @Test
    void shareOfEveryCityCategoryAndYearIsThatOfTheFiles() throws SQLException {
        Map<String, List<String>> expected = bySql(
                "SELECT city || '|' || category || '|' || year(day), sum(amount), coalesce(sum(amount) FILTER (own), 0)"
                        + " FROM lines GROUP BY 1",
                1);

        Map<String, List<String>> shares = new TreeMap<>();
        for (Row row : cityCategoryYears().collectAsList()) {
            shares.put(key(row), List.of(plain(row.getAs("market_amount")), plain(row.getAs("own_amount"))));
            BigDecimal market = row.getAs("market_amount");
            BigDecimal own = row.getAs("own_amount");
            if (market.signum() > 0) {
                assertThat(row.<Double>getAs("share_rate"))
                        .as(key(row))
                        .isCloseTo(own.doubleValue() / market.doubleValue(), within(1e-9));
            } else {
                assertThat(row.<Double>getAs("share_rate")).as(key(row)).isNull();
            }
        }
        assertThat(shares).isEqualTo(expected).hasSizeGreaterThan(500);
    }

    @Test
    void concentrationOfEveryCityCategoryAndYearIsThatOfTheFiles() throws SQLException {
        Map<String, List<String>> expected = bySql("""
            WITH firms AS (
                SELECT city || '|' || category || '|' || year(day) AS market, vendor, sum(amount) AS amount
                FROM lines GROUP BY ALL),
            named AS (SELECT *, row_number() OVER (PARTITION BY market ORDER BY amount DESC) AS place
                FROM firms WHERE vendor <> 'OTHER' AND amount > 0)
            SELECT market, sum(amount)::DOUBLE, sum((amount::DOUBLE) ^ 2),
                   (sum(amount) FILTER (place <= 4))::DOUBLE, count(*),
                   coalesce((SELECT sum(amount) FROM firms f WHERE f.market = n.market AND f.vendor = 'OTHER'), 0)::DOUBLE
            FROM named n GROUP BY market\
            """, 1);

        Map<String, Row> rows = new TreeMap<>();
        cityCategoryYears().collectAsList().forEach(row -> rows.put(key(row), row));
        assertThat(expected).hasSizeGreaterThan(500);
        expected.forEach((market, firms) -> {
            double unnamed = Double.parseDouble(firms.get(4));
            double others = Math.max(0, unnamed);
            double whole = Double.parseDouble(firms.get(0)) + others;
            Row row = rows.get(market);
            double low = 10_000 * Double.parseDouble(firms.get(1)) / (whole * whole);
            assertThat(row.<Double>getAs("hhi_low")).as(market).isCloseTo(low, within(1e-6));
            assertThat(row.<Double>getAs("cr4_rate"))
                    .as(market)
                    .isCloseTo(Double.parseDouble(firms.get(2)) / whole, within(1e-9));
            assertThat(row.<Integer>getAs("supplier_count")).as(market).isEqualTo(Integer.parseInt(firms.get(3)));
            assertThat(row.<Double>getAs("hhi_high")).as(market).isBetween(low - 1e-6, 10_000.0);
            if (unnamed == 0) {
                assertThat(row.<Double>getAs("hhi")).as(market).isCloseTo(low, within(1e-6));
            }
        });
    }

    @Test
    void largestCompetitorOfACityAndYearIsThatOfTheFiles() throws SQLException {
        Map<String, List<String>> expected = bySql("""
            WITH firms AS (
                SELECT city || '|' || year(day) AS market, vendor, own, sum(amount)::DOUBLE AS amount
                FROM lines WHERE vendor <> 'OTHER' GROUP BY ALL)
            SELECT market, max_by(vendor, amount) FILTER (NOT own),
                   max(amount) FILTER (own) / max(amount) FILTER (NOT own)
            FROM firms GROUP BY market\
            """, 1);

        List<Row> rows = read(MarketShare.SPEC)
                .filter("segmentation = 'market' AND segment_level = 'geography.city' AND period_type = 'year'"
                        + " AND comparison = 'PY'")
                .collectAsList();
        assertThat(rows).hasSize(3 * 8).allSatisfy(row -> {
            String city = row.<String>getAs("segment").substring("geography=".length()) + "|"
                    + row.<LocalDate>getAs("period_start").getYear();
            assertThat(row.<String>getAs("largest_competitor_id"))
                    .isEqualTo(expected.get(city).get(0));
            assertThat(row.<Double>getAs("relative_share_rate"))
                    .isCloseTo(Double.parseDouble(expected.get(city).get(1)), within(1e-9));
        });
    }

    @Test
    void effectsOfMarketAndShareAddUpToTheChangeOfOwnSales() {
        Dataset<Row> compared = read(MarketShare.SPEC).filter("market_effect_amount IS NOT NULL");

        assertThat(compared.count()).isGreaterThan(5_000);
        assertThat(compared.filter("market_effect_amount + share_effect_amount <> own_amount - base_own_amount"
                                + " OR abs(market_effect_amount - base_own_amount / base_market_amount"
                                + " * (market_amount - base_market_amount)) > 0.01")
                        .count())
                .isZero();
    }

    @Test
    void ordersOfEveryStoreAndMonthAreThoseOfTheFiles() throws SQLException {
        Map<String, List<String>> orders = byRow(
                read(SegmentSales.SPEC)
                        .filter("segment_level = 'geography.store_name' AND period_type = 'month' AND comparison = 'PP'"
                                + " AND order_count > 0"),
                row -> row.<String>getAs("segment").replaceAll("(?s).*\\((\\d+)\\)$", "$1") + "|"
                        + row.<LocalDate>getAs("period_start"),
                "order_count",
                "net_amount",
                "sales_units");

        assertThat(orders)
                .isEqualTo(bySql(
                        "SELECT store || '|' || date_trunc('month', day)::DATE::TEXT, count(DISTINCT invoice),"
                                + " sum(amount), sum(bottles) FROM lines WHERE own GROUP BY 1",
                        1))
                .hasSizeGreaterThan(1_000);
    }

    @Test
    void allOwnSalesHaveMarketData() {
        assertThat(read(MarketShare.SPEC)
                        .filter("segment = 'ALL' AND abs(coverage_rate - 1) > 1e-12")
                        .count())
                .isZero();
        assertThat(read(MarketSales.SPEC)
                        .filter("is_own")
                        .select("supplier_id")
                        .distinct()
                        .collectAsList())
                .singleElement()
                .satisfies(row -> assertThat(row.getString(0)).isEqualTo("DIAGEO AMERICAS"));
    }

    private static Dataset<Row> cityCategoryYears() {
        return read(MarketShare.SPEC)
                .filter("segmentation = 'market' AND segment_level = 'geography.city|product.category_l1'"
                        + " AND period_type = 'year' AND comparison = 'PY'");
    }

    private static String key(Row row) {
        String names = row.<String>getAs("segment")
                .replaceFirst("geography=(.*)\\|product=(.*)", "$1|$2")
                .replace("%7C", "|")
                .replace("%3E", ">")
                .replace("%25", "%");
        return names + "|" + row.<LocalDate>getAs("period_start").getYear();
    }

    private static Dataset<Row> deliveries(String input) {
        return read(Ops.DELIVERIES).filter("input_table = '" + input + "'");
    }

    private static Dataset<Row> read(TableSpec spec) {
        return warehouse.read(spec);
    }

    private static void open(Path lake) throws SQLException {
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = duckdb.createStatement()) {
            statement.execute("CREATE TABLE lines AS SELECT s.filename, s.\"Sale (Dollars)\"::DECIMAL(18,2) AS amount,"
                    + " s.\"Bottles Sold\"::BIGINT AS bottles, s.\"Date\"::DATE AS day,"
                    + " left(s.\"Invoice/Item Number\", length(s.\"Invoice/Item Number\") - 5) AS invoice,"
                    + " s.\"Store Number\"::TEXT AS store, t.City AS city,"
                    + " coalesce(p.\"Category Name\", 'UNKNOWN') AS category,"
                    + " coalesce(p.\"Vendor Name\", 'OTHER') AS vendor,"
                    + " coalesce(p.\"Vendor Name\" = 'DIAGEO AMERICAS', false) AS own"
                    + " FROM read_parquet('" + lake + "/sale/*.parquet', filename = true) s"
                    + " LEFT JOIN read_csv('" + lake + "/product.csv', all_varchar = true) p"
                    + " ON p.\"Item Number\" = s.\"Item Number\"::TEXT"
                    + " LEFT JOIN read_csv('" + lake + "/store.csv', all_varchar = true) t"
                    + " ON t.Store = s.\"Store Number\"::TEXT");
        }
    }

    /** Rows of a query by their first column; numbers without zeros at their end. */
    private static Map<String, List<String>> bySql(String sql, int keys) throws SQLException {
        Map<String, List<String>> rows = new TreeMap<>();
        try (Statement statement = duckdb.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                String[] values = new String[columns - keys];
                for (int i = 0; i < values.length; i++) {
                    values[i] = plain(result.getObject(i + 1 + keys));
                }
                rows.put(result.getString(1), List.of(values));
            }
        }
        return rows;
    }

    private static Map<String, List<String>> byRow(Dataset<Row> rows, Function<Row, String> key, String... columns) {
        Map<String, List<String>> values = new TreeMap<>();
        for (Row row : rows.collectAsList()) {
            values.put(
                    key.apply(row),
                    List.of(columns).stream()
                            .map(column -> plain(row.getAs(column)))
                            .toList());
        }
        return values;
    }

    private static String plain(Object value) {
        if (value == null) {
            return "0";
        } else if (value instanceof BigDecimal number) {
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        }
        return value.toString();
    }
}
