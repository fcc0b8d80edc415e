package almanac.customer;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Amounts;
import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.staging.MarketingSpend;
import almanac.staging.Sales;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** In March 2024 ben and carl buy for the first time, one online; anna bought a year before. Worked out by hand. */
class AcquisitionCostTest {

    private static final SmallNight NIGHT = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-04-30")
            .with(
                    Sales.SPEC,
                    "order_id, order_date, customer_id, channel_id, quantity, net_amount, cost_amount, is_return, campaign_id,"
                            + " product_id, is_current",
                    row("0", "2023-03-01", "anna", "WEB", 1, 10, 5, false, null, "gin", true),
                    row("1", "2024-03-01", "anna", "WEB", 1, 10, 5, false, "C", "gin", true),
                    row("2", "2024-03-02", "ben", "WEB", -1, -10, -5, true, null, "gin", true),
                    row("3", "2024-03-02", "ben", "WEB", 6, 60, 30, false, "C", "gin", true),
                    row("4", "2024-04-10", "ben", "SHOP", 4, 40, 20, false, null, "gin", true),
                    row("5", "2024-03-05", "carl", null, 2, 20, 10, false, null, "gin", true),
                    row("6", "2024-03-06", null, "SHOP", 3, 30, 15, false, null, "gin", true),
                    row("7", "2024-05-01", "dora", "SHOP", 3, 30, 15, false, null, "gin", true))
            .with(
                    MarketingSpend.INPUT.spec(),
                    "spend_date, channel_id, spend_type, spend_amount, is_current",
                    row("2024-03-01", "WEB", "MEDIA", "20.00", true),
                    row("2024-03-15", "WEB", "PEOPLE", "10.00", true),
                    row("2024-03-20", null, "MEDIA", "30.00", true),
                    row("2024-03-20", "WEB", "MEDIA", "99.00", false),
                    row("2024-05-01", "WEB", "MEDIA", "99.00", true));

    @Test
    void paidCostIsMediaAndLoadedCostIsAllOfANewCustomer() {
        Row web = march("WEB");

        assertThat(web.<Long>getAs("new_customer_count")).isEqualTo(1);
        assertThat(web.<Double>getAs("paid_cost_amount")).isEqualTo(20);
        assertThat(web.<Double>getAs("loaded_cost_amount")).isEqualTo(30);
        Row all = march("ALL");
        assertThat(all.<Long>getAs("new_customer_count")).isEqualTo(2);
        Amounts.assertAmount(all, "media_amount", "50");
        assertThat(all.<Double>getAs("loaded_cost_amount")).isEqualTo(30);
        assertThat(march("UNKNOWN").<Long>getAs("new_customer_count")).isEqualTo(1);
    }

    @Test
    void customersArePaidBackByTheirMarginInEveryChannel() {
        Row web = march("WEB");

        // Ben gave back 10 and bought for 60 on one day, and for 40 in a shop: 45 of margin in 60 days.
        Amounts.assertAmount(web, "new_customer_net_amount", "90");
        Amounts.assertAmount(web, "new_customer_margin_amount", "45");
        double months = 60 / (365.25 / 12);
        assertThat(web.<Double>getAs("customer_month_count")).isCloseTo(months, within(1e-12));
        assertThat(web.<Double>getAs("loaded_payback_months")).isCloseTo(30 / (45 / months), within(1e-12));
        assertThat(web.<Double>getAs("margin_to_spend_rate")).isEqualTo(1.5);
    }

    @Test
    void returnOnSpendIsOfAllSalesAndOfThoseAscribed() {
        Row web = march("WEB");

        assertThat(web.<Double>getAs("return_on_spend")).isEqualTo(60 / 30.0);
        assertThat(web.<Double>getAs("attributed_return_on_spend")).isCloseTo(70 / 30.0, within(1e-12));
        assertThat(march("SHOP").<Object>getAs("return_on_spend")).isNull();
        assertThat(march("SHOP").<Object>getAs("paid_cost_amount")).isNull();
    }

    @Test
    void firstYearOfTheHistorySaysThatOldCustomersLookNew() {
        assertThat(march("ALL").<Boolean>getAs("is_history_long")).isTrue();
        assertThat(NIGHT.one(AcquisitionCost.SPEC, "channel_id = 'ALL' AND period_start = '2023-03-01'")
                        .<Boolean>getAs("is_history_long"))
                .isFalse();
    }

    @Test
    void nothingAfterTheNightCounts() {
        assertThat(NIGHT.rows(AcquisitionCost.SPEC, "period_start > '2024-04-30'"))
                .isEmpty();
    }

    @Test
    void wherePeriodsTellNoSpendNoCostIsKnown() {
        Row before = NIGHT.one(AcquisitionCost.SPEC, "channel_id = 'WEB' AND period_start = '2023-03-01'");

        assertThat(before.<Long>getAs("new_customer_count")).isEqualTo(1);
        for (String column : List.of("media_amount", "spend_amount", "paid_cost_amount", "loaded_cost_amount")) {
            assertThat(before.<Object>getAs(column)).as(column).isNull();
        }
        Amounts.assertAmount(march("SHOP"), "spend_amount", "0");
    }

    private static Row march(String channel) {
        return NIGHT.one(AcquisitionCost.SPEC, "channel_id = '" + channel + "' AND period_start = '2024-03-01'");
    }
}
