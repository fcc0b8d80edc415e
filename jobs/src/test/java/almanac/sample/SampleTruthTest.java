package almanac.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The truth file against an independent count of the written files. */
class SampleTruthTest {

    private static final SampleParameters PARAMETERS = new SampleParameters(7, 4, LocalDate.of(2025, 1, 31), 100);

    @TempDir
    static Path lake;

    private static Config truth;
    private static DeliveredSales sales;
    private static Map<String, NamedCsvRecord> products;
    private static Map<String, String> regions;

    @BeforeAll
    static void write() throws IOException, SQLException {
        Lakes.write(PARAMETERS, lake);
        truth = Lakes.truth(lake);
        sales = DeliveredSales.read(lake);
        products = new HashMap<>();
        Lakes.csv(lake.resolve("products/products.csv")).forEach(row -> products.put(row.getField("product_id"), row));
        regions = query("SELECT store_id, region FROM read_json('" + lake + "/stores/stores.json')").stream()
                .collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));
    }

    @Test
    void acceptedLinesAndAmountsAreThoseOfTheFiles() {
        assertTotals(truth.getConfig("sales"), sales.accepted.values().stream().toList());
        assertThat(sales.accepted).hasSizeGreaterThan(30_000);
    }

    @Test
    void monthsCategoriesAndStoresAreThoseOfTheFiles() {
        assertGroups("by_month", line -> line.of("order_date").substring(0, 7));
        assertGroups("by_category", line -> productField(line, "category_l1"));
        assertGroups("by_subcategory", line -> productField(line, "category_l2"));
        assertGroups("by_store", line -> regions.containsKey(line.of("store_id")) ? line.of("store_id") : "UNKNOWN");
        assertGroups("by_region", line -> regions.getOrDefault(line.of("store_id"), "UNKNOWN"));
    }

    @Test
    void lateRestatedAndRepeatedRowsAreCountedAndThere() {
        Config counts = truth.getConfig("sales");

        assertThat(sales.late).hasSize(counts.getInt("late_lines")).hasSizeGreaterThan(100);
        assertThat(sales.restated).hasSize(counts.getInt("restated_lines")).hasSizeGreaterThan(100);
        assertThat(sales.repeated).hasSize(counts.getInt("repeated_lines")).hasSizeGreaterThan(100);
        assertThat(sales.late)
                .allSatisfy(line -> assertThat(line.date())
                        .isBetween(
                                line.delivered().minusDays(20), line.delivered().minusDays(1)));
    }

    @Test
    void dirtyRowsAreCountedByRule() {
        Config rules = truth.getConfig("sales.dirty_records");

        assertThat(sales.dirty.keySet()).isEqualTo(rules.root().keySet()).hasSize(7);
        assertThat(sales.dirty).allSatisfy((rule, rows) -> assertThat(rows).isEqualTo(rules.getLong(rule)));
    }

    @Test
    void recordsOfEveryFileAreConserved() {
        List<? extends Config> deliveries = truth.getConfigList("deliveries");

        assertThat(deliveries).hasSize(100);
        assertThat(deliveries).allSatisfy(delivery -> {
            assertThat(delivery.getLong("records")).isEqualTo(sales.recordsOfFile.get(delivery.getString("file")));
            assertThat(delivery.getLong("records"))
                    .isEqualTo(delivery.getLong("accepted_lines")
                            + delivery.getLong("restated_lines")
                            + delivery.getLong("repeated_lines")
                            + delivery.getLong("dirty_records"));
        });
    }

    @Test
    void deliveriesUpToADayAddUpToWhatWasThenKnown() throws IOException {
        LocalDate night = LocalDate.of(2024, 12, 15);
        BigDecimal known = truth.getConfigList("deliveries").stream()
                .filter(delivery -> !LocalDate.parse(delivery.getString("date")).isAfter(night))
                .map(delivery -> new BigDecimal(delivery.getString("net_amount")))
                .reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(known)
                .isEqualByComparingTo(DeliveredSales.read(lake, night).accepted.values().stream()
                        .map(DeliveredSales.Line::net)
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    @Test
    void unknownMembersAndReturnsAreCounted() {
        Config counts = truth.getConfig("sales");

        assertThat(count(line -> !products.containsKey(line.of("product_id"))))
                .isEqualTo(counts.getLong("unknown_product_lines"))
                .isPositive();
        assertThat(count(line -> !regions.containsKey(line.of("store_id"))))
                .isEqualTo(counts.getLong("unknown_store_lines"))
                .isPositive();
        assertThat(count(line -> line.of("customer_id").isEmpty())).isEqualTo(counts.getLong("no_customer_lines"));
        assertThat(count(line -> line.quantity() < 0))
                .isEqualTo(counts.getLong("return_lines"))
                .isEqualTo(count(line -> line.of("is_return").equals("true")));
        assertThat(count(line -> line.quantity() < 0) / (double) sales.accepted.size())
                .isBetween(0.008, 0.012);
    }

    @Test
    void amountsOfALineAgree() {
        assertThat(sales.accepted.values()).allSatisfy(line -> {
            BigDecimal list = new BigDecimal(line.of("list_amount"));
            assertThat(list.subtract(new BigDecimal(line.of("discount_amount"))))
                    .isEqualByComparingTo(line.net());
            assertThat(line.net().signum()).isEqualTo(Long.signum(line.quantity()));
            assertThat(line.of("promotion_id").isEmpty())
                    .isEqualTo(new BigDecimal(line.of("discount_amount")).signum() == 0);
        });
    }

    @Test
    void returnsBringBackWhatAnOrderOfTheSameDaySold() {
        Set<String> orders = sales.accepted.values().stream()
                .map(line -> line.of("order_id"))
                .collect(Collectors.toSet());

        assertThat(sales.accepted.values().stream().filter(line -> line.quantity() < 0))
                .allSatisfy(line -> assertThat(orders).contains(line.of("original_order_id")));
    }

    @Test
    void noCustomerBuysBeforeBeingWon() throws IOException {
        Map<String, LocalDate> won = Lakes.csv(lake.resolve("customers/customers.csv")).stream()
                .collect(Collectors.toMap(
                        row -> row.getField("customer_id"), row -> LocalDate.parse(row.getField("acquired_date"))));

        // 200 a store at this scale, 762 of the 1,096 days into the model: floor(200 * (0.55 + 0.45 * 762 / 1096)) =
        // 172.
        assertThat(won).hasSize(40 * 172);
        assertThat(sales.accepted.values().stream()
                        .filter(line -> !line.of("customer_id").isEmpty()))
                .allSatisfy(line ->
                        assertThat(won.get(line.of("customer_id"))).isNotNull().isBeforeOrEqualTo(line.date()));
    }

    @Test
    void productsAreSoldOnlyBetweenLaunchAndEnd() {
        assertThat(sales.accepted.values().stream().filter(line -> products.containsKey(line.of("product_id"))))
                .allSatisfy(line -> {
                    assertThat(line.of("order_date")).isGreaterThanOrEqualTo(productField(line, "launch_date"));
                    String end = productField(line, "discontinue_date");
                    assertThat(end.isEmpty() || line.of("order_date").compareTo(end) <= 0)
                            .isTrue();
                });
        assertThat(sales.accepted.values().stream().map(line -> line.of("product_id")))
                .contains("P060")
                .doesNotContain("P015", "P030");
    }

    @Test
    void ownRowsOfTheMarketAreTheOwnSalesToTheCent() throws SQLException {
        Map<String, BigDecimal> amounts = new TreeMap<>();
        Map<String, Long> units = new TreeMap<>();
        for (DeliveredSales.Line line : sales.accepted.values()) {
            if (products.containsKey(line.of("product_id")) && regions.containsKey(line.of("store_id"))) {
                String cell = line.of("order_date") + "|" + productField(line, "category_l2") + "|"
                        + regions.get(line.of("store_id"));
                amounts.merge(cell, line.net(), BigDecimal::add);
                units.merge(cell, line.quantity(), Long::sum);
            }
        }

        List<List<String>> own = query("SELECT period_start, category_key, geography_key, sales_amount, sales_units"
                + " FROM read_parquet('" + lake + "/market/*.parquet') WHERE is_own AND supplier_id = 'BRACKENHOLT'");
        assertThat(own).hasSize(100 * 12 * 8).allSatisfy(row -> {
            String cell = row.get(0) + "|" + row.get(1) + "|" + row.get(2);
            assertThat(new BigDecimal(row.get(3)))
                    .as(cell)
                    .isEqualByComparingTo(amounts.getOrDefault(cell, BigDecimal.ZERO));
            assertThat(Long.parseLong(row.get(4))).as(cell).isEqualTo(units.getOrDefault(cell, 0L));
        });
        assertThat(own.stream().map(row -> row.get(0) + "|" + row.get(1) + "|" + row.get(2)))
                .containsAll(amounts.keySet());
    }

    @Test
    void marketHasSixSuppliersInEveryCellAndTheTruthAddsThemUp() throws SQLException {
        String market = "read_parquet('" + lake + "/market/*.parquet')";

        assertThat(query("SELECT count(*), min(period_type), max(basis), max(currency_code) FROM " + market))
                .containsExactly(List.of("57600", "day", "SELL_OUT", "EUR"));
        assertThat(truth.getLong("market.rows")).isEqualTo(100 * 12 * 8 * 6);
        assertThat(query("SELECT DISTINCT n FROM (SELECT count(DISTINCT supplier_id) AS n FROM " + market
                        + " GROUP BY period_start, category_key, geography_key)"))
                .containsExactly(List.of("6"));
        for (List<String> row : query("SELECT p.category_l1, year(period_start), sum(sales_amount),"
                + " sum(sales_amount) FILTER (is_own) FROM " + market
                + " JOIN (SELECT DISTINCT category_l1, category_l2 FROM read_csv('" + lake
                + "/products/products.csv')) p ON p.category_l2 = category_key GROUP BY ALL")) {
            Config year = truth.getConfig("market.by_category_and_year")
                    .getConfig(ConfigUtil.joinPath(row.get(0), row.get(1)));
            assertThat(year.getString("market_amount")).isEqualTo(row.get(2));
            assertThat(year.getString("own_amount")).isEqualTo(row.get(3));
            assertThat(year.getDouble("own_share"))
                    .isCloseTo(Double.parseDouble(row.get(3)) / Double.parseDouble(row.get(2)), within(1e-12));
        }
    }

    private static String productField(DeliveredSales.Line line, String field) {
        NamedCsvRecord product = products.get(line.of("product_id"));
        return product == null ? "UNKNOWN" : product.getField(field);
    }

    private static long count(Function<DeliveredSales.Line, Boolean> holds) {
        return sales.accepted.values().stream().filter(holds::apply).count();
    }

    private static void assertGroups(String key, Function<DeliveredSales.Line, String> group) {
        Map<String, List<DeliveredSales.Line>> counted =
                sales.accepted.values().stream().collect(Collectors.groupingBy(group));
        Config told = truth.getConfig("sales").getConfig(key);
        assertThat(told.root().keySet()).isEqualTo(counted.keySet());
        counted.forEach((name, lines) -> assertTotals(told.getConfig(ConfigUtil.quoteString(name)), lines));
    }

    private static void assertTotals(Config told, List<DeliveredSales.Line> lines) {
        assertThat(told.getLong("accepted_lines")).isEqualTo(lines.size());
        assertThat(new BigDecimal(told.getString("net_amount")))
                .isEqualTo(lines.stream().map(DeliveredSales.Line::net).reduce(BigDecimal.ZERO, BigDecimal::add));
        assertThat(told.getLong("quantity"))
                .isEqualTo(
                        lines.stream().mapToLong(DeliveredSales.Line::quantity).sum());
    }

    private static List<List<String>> query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<String>> read = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(rows.getString(column));
                }
                read.add(row);
            }
            return read;
        }
    }
}
