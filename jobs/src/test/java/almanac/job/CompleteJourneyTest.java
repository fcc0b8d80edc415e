package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SharedData;
import almanac.TestSession;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.customer.BasketRules;
import almanac.lake.Warehouse;
import almanac.market.campaign.CampaignEffects;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
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
 * conf/examples/complete-journey.conf over a real grocer: 75,000 lines of a year, a sample so thin that hardly any two products
 * meet twice, whose rules are between kinds of products. Counts and sums are those of plain SQL in DuckDB over the same files.
 */
class CompleteJourneyTest {

    @TempDir
    static Path folder;

    private static Connection duckdb;
    private static List<Row> rules;
    private static List<Row> effects;

    @BeforeAll
    static void night() throws SQLException {
        Path lake =
                SharedData.require("completejourney/transactions_sample.csv.gz").getParent();
        Settings settings = SettingsReader.read(
                Nights.conf("examples/complete-journey.conf"),
                ConfigurationOptions.shapes(),
                Map.of(
                        "lake",
                        lake.toString(),
                        "warehouse",
                        folder.resolve("warehouse").toString()));
        Nights.runCompiled(settings, Set.of("customer.basket_rules", "market.campaign_effects"));
        effects = Warehouse.open(TestSession.get(), settings.warehouse())
                .read(CampaignEffects.SPEC)
                .collectAsList();
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
            statement.execute("""
                CREATE TABLE sold AS
                SELECT household_id AS household, transaction_timestamp[:10]::DATE AS day,
                       sales_value::DECIMAL(18, 4) AS amount
                FROM read_csv('%1$s/transactions_sample.csv.gz', all_varchar = true);
                CREATE TABLE campaigns AS
                SELECT campaign_id AS campaign, start_date::DATE AS first, end_date::DATE AS last
                FROM read_csv('%1$s/campaign_descriptions.csv.gz', all_varchar = true);
                CREATE TABLE reached AS
                SELECT campaign_id AS campaign, household_id AS household
                FROM read_csv('%1$s/campaigns.csv.gz', all_varchar = true)\
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

    @Test
    void supportConfidenceAndLiftFollowFromTheCounts() throws SQLException {
        long all;
        try (Statement statement = duckdb.createStatement();
                ResultSet count =
                        statement.executeQuery("SELECT count(DISTINCT basket) FROM items WHERE item IS NOT NULL")) {
            count.next();
            all = count.getLong(1);
        }
        assertThat(rules).allSatisfy(rule -> {
            List<String> antecedent = rule.getList(rule.fieldIndex("antecedent"));
            String consequent = rule.getAs("consequent");
            double both = baskets(
                    Stream.concat(antecedent.stream(), Stream.of(consequent)).toList());
            double confidence = both / baskets(antecedent);
            assertThat(rule.<Double>getAs("support_rate")).isCloseTo(both / all, within(1e-12));
            assertThat(rule.<Double>getAs("confidence_rate")).isCloseTo(confidence, within(1e-12));
            assertThat(rule.<Double>getAs("lift"))
                    .isCloseTo(confidence / (baskets(List.of(consequent)) / (double) all), within(1e-9));
        });
    }

    @Test
    void everyCampaignHasAVerdictOrAReason() {
        assertThat(effects).hasSize(27).allSatisfy(effect -> {
            assertThat(effect.<String>getAs("unit_type")).isEqualTo("CUSTOMER");
            assertThat(effect.<Boolean>getAs("has_holdout")).isFalse();
            // Coupons go to those who buy, and campaigns overlap: no verdict on them is beyond doubt.
            assertThat(effect.<String>getAs("validity_grade")).isIn(null, "B", "C", "D");
        });
        assertThat(effects.stream().filter(effect -> "JUDGED".equals(effect.getAs("effect_status"))))
                .hasSizeGreaterThan(15);
        // Those of the first weeks of the year have no weeks before.
        assertThat(effects.stream()
                        .filter(effect -> "TOO_SHORT".equals(effect.getAs("effect_status")))
                        .map(effect -> effect.<String>getAs("campaign_id")))
                .contains("24", "25", "26", "27");
    }

    @Test
    void countsAndSumsOfEveryJudgedCampaignAreThoseOfTheFiles() throws SQLException {
        for (Row effect : effects) {
            if (!"JUDGED".equals(effect.getAs("effect_status"))) {
                continue;
            }
            String id = effect.getAs("campaign_id");
            try (PreparedStatement statement = duckdb.prepareStatement("""
                    WITH own AS (
                      SELECT campaign, first, least(last, DATE '2017-12-31') AS last,
                             first - 7 * least(52, (first - (SELECT min(day) FROM sold)) // 7)::INT AS base
                      FROM campaigns WHERE campaign = ?),
                    disturbed AS (
                      SELECT DISTINCT household FROM reached r JOIN campaigns c USING (campaign), own
                      WHERE c.campaign <> own.campaign AND c.first <= own.last
                        AND own.first <= least(c.last, DATE '2017-12-31')),
                    households AS (
                      SELECT household, sum(amount) FILTER (day < own.first) AS before,
                             coalesce(sum(amount) FILTER (day >= own.first), 0) AS during,
                             household IN (SELECT household FROM reached r WHERE r.campaign = own.campaign) AS treated,
                             household IN (SELECT household FROM disturbed) AS disturbed
                      FROM sold, own WHERE day BETWEEN own.base AND own.last
                      GROUP BY household, own.campaign HAVING before > 0)
                    SELECT count(*) FILTER (treated), count(*) FILTER (NOT treated AND NOT disturbed),
                           sum(before) FILTER (treated), sum(during) FILTER (treated),
                           sum(before) FILTER (NOT treated AND NOT disturbed),
                           sum(during) FILTER (NOT treated AND NOT disturbed),
                           (SELECT count(*) FROM reached r JOIN own USING (campaign))
                    FROM households""")) {
                statement.setString(1, id);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    assertThat(effect.<Integer>getAs("treated_unit_count"))
                            .as(id)
                            .isEqualTo(row.getInt(1));
                    assertThat(effect.<Integer>getAs("control_unit_count"))
                            .as(id)
                            .isEqualTo(row.getInt(2));
                    assertThat(effect.<BigDecimal>getAs("base_net_amount")).isEqualByComparingTo(row.getBigDecimal(3));
                    assertThat(effect.<BigDecimal>getAs("net_amount")).isEqualByComparingTo(row.getBigDecimal(4));
                    double lift = row.getDouble(4) / row.getDouble(3) / (row.getDouble(6) / row.getDouble(5)) - 1;
                    assertThat(effect.<Double>getAs("lift_rate")).as(id).isCloseTo(lift, within(1e-9));
                    assertThat(effect.<Integer>getAs("absent_unit_count"))
                            .as(id)
                            .isEqualTo(row.getInt(7) - row.getInt(1));
                }
            }
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
