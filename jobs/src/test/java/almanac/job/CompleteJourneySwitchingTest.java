package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SharedData;
import almanac.TestSession;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.customer.BrandSwitching;
import almanac.lake.Warehouse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What households of a real grocer moved between its own brand and national ones, month by month, against the same allocation in
 * plain SQL of DuckDB over the same files.
 */
class CompleteJourneySwitchingTest {

    private static final String CONFIGURATION = """
            almanac {
              lake = "%s"
              warehouse = "%s"
              currency = USD
              sources {
                transactions { format = csv, path = "transactions_sample.csv.gz" }
                product_file { format = csv, path = "products.csv.gz" }
              }
              inputs {
                sales {
                  select = \"""
                    SELECT t.basket_id AS order_id, left(t.transaction_timestamp, 10) AS order_date,
                           t.product_id AS product_id, greatest(try_cast(t.quantity AS INT), 1) AS quantity,
                           t.sales_value AS net_amount, t.household_id AS customer_id
                    FROM transactions t\"""
                }
                products {
                  from = product_file
                  columns { product_id = product_id, category_l1 = department, brand = brand }
                  key = [product_id]
                }
              }
              hierarchies { product { levels = [products.category_l1] } }
              segmentations { product = [product] }
              periods = [month]
              gates { earliest_date = "2016-01-01" }
            }
            """;

    private static final String FLOWS = """
            WITH sold AS (
                SELECT left(transaction_timestamp, 7) AS month, household_id, coalesce(department, 'UNKNOWN') AS category,
                       coalesce(brand, 'UNKNOWN') AS brand, sum(sales_value::DECIMAL(18, 4)) AS amount
                FROM read_csv('%1$s/transactions_sample.csv.gz', all_varchar = true)
                LEFT JOIN read_csv('%1$s/products.csv.gz', all_varchar = true) USING (product_id)
                GROUP BY ALL),
            sides AS (
                SELECT month, household_id, category, brand, sum(base) AS base, sum(amount) AS amount FROM (
                    SELECT month, household_id, category, brand, 0 AS base, amount FROM sold
                    UNION ALL
                    SELECT strftime((month || '-01')::DATE + INTERVAL 1 MONTH, '%%Y-%%m'), household_id, category, brand,
                           amount, 0 FROM sold)
                GROUP BY ALL),
            sums AS (
                SELECT *, sum(greatest(base - amount, 0)::DOUBLE) OVER customer AS lost,
                       sum(greatest(amount - base, 0)::DOUBLE) OVER customer AS gained,
                       max(base) OVER customer > 0 AS was_there, max(amount) OVER customer > 0 AS is_there
                FROM sides WINDOW customer AS (PARTITION BY month, household_id, category))
            SELECT l.month, l.category, l.brand AS from_brand, g.brand AS to_brand,
                   sum((l.base - l.amount)::DOUBLE * (g.amount - g.base)::DOUBLE / greatest(l.lost, l.gained)) AS moved
            FROM sums l JOIN sums g USING (month, household_id, category)
            WHERE l.base > l.amount AND g.amount > g.base AND l.was_there AND l.is_there
            GROUP BY ALL ORDER BY ALL""";

    @TempDir
    static Path folder;

    @Test
    void householdsMoveWhatPlainSqlSays() throws SQLException {
        Path lake =
                SharedData.require("completejourney/transactions_sample.csv.gz").getParent();
        Settings settings = SettingsReader.read(
                folder.resolve("test.conf").toString(),
                CONFIGURATION.formatted(lake, folder.resolve("warehouse")),
                ConfigurationOptions.shapes(),
                Map.of());
        Nights.runCompiled(settings, Set.of("customer.brand_switching"));

        Map<String, Double> moved = new TreeMap<>();
        for (Row flow : Warehouse.open(TestSession.get(), settings.warehouse())
                .read(BrandSwitching.SPEC)
                .filter(
                        "flow = 'SWITCHED' AND comparison = 'PP' AND period_start BETWEEN '2017-02-01' AND '2017-12-01'")
                .selectExpr(
                        "concat_ws(' ', left(string(period_start), 7), category, from_brand, to_brand)",
                        "double(flow_amount)")
                .collectAsList()) {
            moved.put(flow.getString(0), flow.getDouble(1));
        }
        Map<String, Double> told = new TreeMap<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet flows = statement.executeQuery(FLOWS.formatted(lake))) {
            while (flows.next()) {
                if (flows.getString(1).compareTo("2017-12") <= 0
                        && flows.getString(1).compareTo("2017-02") >= 0) {
                    told.put(
                            String.join(
                                    " ",
                                    flows.getString(1),
                                    flows.getString(2),
                                    flows.getString(3),
                                    flows.getString(4)),
                            flows.getDouble(5));
                }
            }
        }

        assertThat(told.keySet()).containsAll(moved.keySet()).hasSizeGreaterThan(100);
        told.forEach((key, amount) ->
                assertThat(moved.getOrDefault(key, 0.0)).as(key).isCloseTo(amount, within(0.05)));
    }
}
