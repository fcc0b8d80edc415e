package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.SharedData;
import almanac.TestSession;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.customer.BasketRules;
import almanac.lake.Warehouse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rules of a real grocer: 75,000 lines of a year, a sample so thin that hardly any two products meet twice, whose rules are
 * between kinds of products. Counts are those of plain SQL in DuckDB over the same files.
 */
class CompleteJourneyBasketsTest {

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
                  columns {
                    product_id = product_id
                    category_l1 = department
                    category_l2 = product_category
                    product_name = product_type
                  }
                  key = [product_id]
                }
              }
              hierarchies { product { levels = [products.category_l1, products.category_l2] } }
              segmentations { product = [product] }
              periods = [month]
              gates { earliest_date = "2016-01-01" }
            }
            """;

    @TempDir
    static Path folder;

    private static Connection duckdb;
    private static List<Row> rules;

    @BeforeAll
    static void night() throws SQLException {
        Path lake =
                SharedData.require("completejourney/transactions_sample.csv.gz").getParent();
        Settings settings = SettingsReader.read(
                folder.resolve("test.conf").toString(),
                CONFIGURATION.formatted(lake, folder.resolve("warehouse")),
                ConfigurationOptions.shapes(),
                Map.of());
        Nights.runCompiled(settings, Set.of("customer.basket_rules"));
        rules = Warehouse.open(TestSession.get(), settings.warehouse())
                .read(BasketRules.SPEC)
                .filter("item_level = 'product.category_l2'")
                .orderBy(functions.col("rule_rank"))
                .collectAsList();
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = duckdb.createStatement()) {
            statement.execute("""
                CREATE TABLE items AS
                SELECT DISTINCT basket_id AS basket, 'product=' || department || '>' || product_category AS item
                FROM read_csv('%1$s/transactions_sample.csv.gz', all_varchar = true)
                JOIN read_csv('%1$s/products.csv.gz', all_varchar = true) USING (product_id)
                WHERE transaction_timestamp >= (
                    SELECT (max(transaction_timestamp)::DATE - 364)::VARCHAR
                    FROM read_csv('%1$s/transactions_sample.csv.gz', all_varchar = true))\
                """.formatted(lake));
        }
    }

    @AfterAll
    static void close() throws SQLException {
        if (duckdb != null) {
            duckdb.close();
        }
    }

    @Test
    void grocersHaveRulesBetweenKindsOfProducts() {
        assertThat(rules).hasSizeBetween(5, 200);
        assertThat(rules)
                .allSatisfy(rule -> assertThat(rule.<Double>getAs("lift_high")).isGreaterThan(1));
    }

    @Test
    void countsOfEveryRuleAreThoseOfTheFiles() throws SQLException {
        for (Row rule : rules) {
            List<String> antecedent = rule.getList(rule.fieldIndex("antecedent"));
            String consequent = rule.getAs("consequent");

            assertThat(rule.<Long>getAs("antecedent_count")).isEqualTo(baskets(antecedent));
            assertThat(rule.<Long>getAs("consequent_count")).isEqualTo(baskets(List.of(consequent)));
            assertThat(rule.<Long>getAs("rule_count"))
                    .isEqualTo(baskets(Stream.concat(antecedent.stream(), Stream.of(consequent))
                            .toList()));
        }
    }

    private static long baskets(List<String> items) throws SQLException {
        String names = String.join(
                ", ",
                items.stream().map(item -> "'" + item.replace("'", "''") + "'").toList());
        try (Statement statement = duckdb.createStatement();
                ResultSet count =
                        statement.executeQuery("SELECT count(*) FROM (SELECT basket FROM items WHERE item IN (" + names
                                + ") GROUP BY basket HAVING count(*) = " + items.size() + ")")) {
            count.next();
            return count.getLong(1);
        }
    }
}
