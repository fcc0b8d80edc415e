package almanac.customer;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.plan.PlanTargets;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import almanac.staging.Targets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Thirty customers of 100 each and one of 1,000, which is a score of its own. Of the thirty, twenty buy gin for 60 and rum
 * for 39, ten only rum for 100; the first of these are also told of. Everything is worked out by hand.
 */
class KeyAccountsTest {

    private static SmallNight night;

    @BeforeAll
    static void customers() {
        List<Object[]> lines = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String customer = "c" + (10 + i);
            if (i < 20) {
                lines.add(line(customer, "2024-12-01", "gin", "60"));
                lines.add(line(customer, "2024-12-01", "rum", "39"));
            } else {
                lines.add(line(customer, "2024-12-02", "rum", "100"));
            }
        }
        lines.add(line("big", "2024-11-15", "rum", "1000"));
        lines.add(line("big", "2023-11-15", "rum", "400"));
        // The history begins in time for the base of the year before.
        lines.add(line("gone", "2023-01-01", "gin", "5"));
        // Nobody has bought it for a quarter, though twenty did.
        for (int i = 0; i < 20; i++) {
            lines.add(line("c" + (10 + i), "2024-09-01", "old", "1"));
        }
        night = SmallNight.of(TestSettings.of(PeriodType.MONTH, PeriodType.YEAR), "2024-12-31")
                .with(
                        Sales.SPEC,
                        "order_id, order_date, product_id, customer_id, quantity, net_amount, is_return, is_current",
                        lines.toArray(Object[][]::new))
                .with(
                        Dimensions.CUSTOMERS.spec(),
                        "customer_id, customer_segment, is_key_account, estimated_spend_amount, effective_from,"
                                + " is_current",
                        row("big", null, true, "4000", null, true),
                        row("c30", null, false, "50", null, true),
                        row("gone", null, true, "10", "2020-01-01", true),
                        row("gone", null, false, "20", "2022-01-01", true),
                        // Not yet, and no longer delivered so.
                        row("gone", null, false, "30", "2025-01-01", true),
                        row("c31", null, true, "1", null, false))
                .with(
                        Targets.INPUT.spec(),
                        "period_start, period_type, measure, target_value, version, customer_id, currency_code, is_current",
                        row("2024-01-01", "year", "NET_AMOUNT", "2000", "BUDGET", "big", "EUR", true),
                        row("2024-12-01", "month", "NET_AMOUNT", "50", "BUDGET", "big", "EUR", true),
                        row("2024-01-01", "year", "SALES_UNITS", "9", "BUDGET", "big", "EUR", true),
                        row("2023-01-01", "year", "NET_AMOUNT", "300", "BUDGET", "nobody", "EUR", true))
                .with(Dimensions.PRODUCTS.spec(), almanac.Frames.none(Dimensions.PRODUCTS.spec()));
    }

    @Test
    void accountsStandByTheirSharesOfSales() {
        Row big = account("big");

        assertThat(big.<Integer>getAs("account_rank")).isEqualTo(1);
        assertAmount(big, "net_amount", "1000");
        assertAmount(big, "all_net_amount", "4000");
        assertThat(big.<Double>getAs("share_rate")).isCloseTo(1000 / 4000.0, within(1e-12));
        assertThat(account("c10").<Double>getAs("cumulative_share_rate")).isCloseTo(1100 / 4000.0, within(1e-12));
        assertAmount(big, "base_net_amount", "400");
        assertAmount(big, "change_amount", "600");
        assertThat(big.<Double>getAs("growth_rate")).isEqualTo(1.5);
        assertAmount(account("c10"), "base_net_amount", "0");
        assertThat(account("c10").<Double>getAs("growth_rate")).isNull();
        // All of them are among the hundred largest; who left two years ago is no account.
        assertThat(night.rows(KeyAccounts.SPEC, "true")).hasSize(31);
    }

    @Test
    void walletIsSharedOnlyWhereAnEstimateCanBeRight() {
        Row big = account("big");
        assertThat(big.<String>getAs("wallet_status")).isEqualTo("OK");
        assertThat(big.<Double>getAs("wallet_rate")).isEqualTo(0.25);
        assertAmount(big, "wallet_gap_amount", "3000");
        assertThat(account("c30").<String>getAs("wallet_status")).isEqualTo("ESTIMATE_TOO_LOW");
        assertThat(account("c30").<Object>getAs("wallet_rate")).isNull();
        assertThat(account("c31").<String>getAs("wallet_status")).isEqualTo("NO_ESTIMATE");
    }

    @Test
    void planOfAnAccountIsComparedInNetAmounts() {
        Row year = night.one(PlanTargets.SPEC, "measure = 'NET_AMOUNT' AND target_value = 2000");

        assertThat(year.<String>getAs("scope")).isEqualTo("customer_id=big");
        assertThat(year.<String>getAs("target_status")).isEqualTo("OK");
        assertAmount(year, "due_value", "2000");
        assertAmount(year, "actual_value", "1000");
        assertThat(year.<Double>getAs("attainment_rate")).isEqualTo(0.5);
        // It bought in November.
        Row december = night.one(PlanTargets.SPEC, "target_value = 50");
        assertAmount(december, "actual_value", "0");
        assertThat(december.<Double>getAs("attainment_rate")).isZero();
        Row units = night.one(PlanTargets.SPEC, "measure = 'SALES_UNITS'");
        assertThat(units.<String>getAs("target_status")).isEqualTo("NOT_COMPARED");
        assertThat(units.<Object>getAs("actual_value")).isNull();
        assertThat(night.one(PlanTargets.SPEC, "target_value = 300").<String>getAs("target_status"))
                .isEqualTo("NOTHING_SOLD");
    }

    @Test
    void whitespaceIsWhatThoseAlikeBuy() {
        List<Row> rows = night.rows(ProductWhitespace.SPEC, "customer_id = 'c30'");

        // Not the product that is no longer sold; of 29 others who are alike 20 buy gin.
        assertThat(rows).hasSize(1);
        Row gin = rows.get(0);
        assertThat(gin.<String>getAs("product_id")).isEqualTo("gin");
        assertThat(gin.<String>getAs("peer_segment")).isEqualTo("ALL");
        assertThat(gin.<Long>getAs("peer_count")).isEqualTo(29);
        assertThat(gin.<Long>getAs("peer_buyer_count")).isEqualTo(20);
        assertThat(gin.<Double>getAs("penetration_rate")).isCloseTo(20 / 29.0, within(1e-12));
        // R 4.2.2: prop.test(20, 29, alternative = "greater", correct = FALSE)$conf.int[1]
        assertThat(gin.<Double>getAs("penetration_rate_low")).isCloseTo(0.537361299798394, within(1e-9));
        assertAmount(gin, "peer_product_amount", "1200");
        assertAmount(gin, "peer_net_amount", "2900");
        assertThat(gin.<Double>getAs("whitespace_amount")).isCloseTo(100 * 1200 / 2900.0, within(1e-9));
        assertThat(gin.<Double>getAs("whitespace_amount_low"))
                .isCloseTo(100 * 1200 / 2900.0 * 0.537361299798394 / (20 / 29.0), within(1e-9));
    }

    @Test
    void everyoneWhoLacksAProductIsNamedAndTheOthersAreNot() {
        assertThat(night.rows(ProductWhitespace.SPEC, "customer_id = 'c10'")).isEmpty();
        Row account = account("c30");
        assertThat(account.<String>getList(account.fieldIndex("whitespace_products")))
                .containsExactly("gin");
        assertThat(account.<Integer>getAs("whitespace_count")).isEqualTo(1);
        Row big = account("big");
        assertThat(big.<Integer>getAs("whitespace_count")).isZero();
        assertThat(big.<Object>getAs("whitespace_amount")).isNull();
    }

    @Test
    void concentrationOfAYear() {
        Row year = night.one(CustomerConcentration.SPEC, "period_type = 'year' AND period_start = '2024-01-01'");

        assertThat(year.<Long>getAs("customer_count")).isEqualTo(31);
        assertAmount(year, "net_amount", "4000");
        assertAmount(year, "top_1_amount", "1000");
        assertAmount(year, "top_5_amount", "1400");
        assertAmount(year, "top_10_amount", "1900");
        // A fifth of 31, rounded up, are seven.
        assertAmount(year, "top_fifth_amount", "1600");
        // 25 % squared and thirty times 2.5 % squared.
        assertThat(year.<Double>getAs("hhi")).isCloseTo(625 + 30 * 6.25, within(1e-9));
        assertThat(year.<Double>getAs("effective_customer_count")).isCloseTo(10_000 / 812.5, within(1e-9));
        assertThat(year.<Boolean>getAs("is_complete")).isTrue();
    }

    @Test
    void monthsHaveOnlyTheirOwnCustomers() {
        Row november = night.one(CustomerConcentration.SPEC, "period_type = 'month' AND period_start = '2024-11-01'");

        assertThat(november.<Long>getAs("customer_count")).isEqualTo(1);
        assertThat(november.<Double>getAs("hhi")).isEqualTo(10_000);
        assertThat(november.<Double>getAs("top_10_rate")).isEqualTo(1);
        assertThat(night.rows(CustomerConcentration.SPEC, "period_start = '2024-10-01'"))
                .isEmpty();
    }

    private static Row account(String customer) {
        return night.one(KeyAccounts.SPEC, "customer_id = '" + customer + "'");
    }

    private static Object[] line(String customer, String date, String product, String amount) {
        return row(customer + date, date, product, customer, 1, amount, false, true);
    }
}
