package almanac.market;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.staging.Dimensions;
import almanac.staging.MarketingSpend;
import almanac.staging.Sales;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two channels and lines without one over two years, on a night in the middle of a month; numbers worked out by hand. */
class ChannelPerformanceTest {

    private static SmallNight night;

    @BeforeAll
    static void sales() {
        night = SmallNight.of(TestSettings.of(PeriodType.DAY, PeriodType.MONTH), "2024-03-15")
                .with(
                        Sales.SPEC,
                        "order_id, order_date, product_id, channel_id, customer_id, quantity, net_amount, list_amount,"
                                + " off_invoice_amount, cost_amount, is_return, is_current",
                        row("a", "2023-01-01", "gin", "shop", "anna", 1, "1.00", null, null, null, false, true),
                        row("b", "2023-02-10", "gin", "shop", "anna", 1, "60.00", null, null, null, false, true),
                        row("c", "2023-03-10", "gin", "shop", "anna", 1, "30.00", null, null, "10.00", false, true),
                        // After as many days of the base as the month has had.
                        row("d", "2023-03-16", "gin", "shop", "anna", 1, "999.00", null, null, null, false, true),
                        row(
                                "e",
                                "2024-02-01",
                                "gin",
                                "shop",
                                "anna",
                                1,
                                "50.00",
                                "80.00",
                                "4.00",
                                "20.00",
                                false,
                                true),
                        row("e", "2024-02-01", "rum", "shop", "anna", 1, "20.00", null, "3.00", null, false, true),
                        row("f", "2024-02-02", "gin", "shop", "bert", 1, "40.00", null, null, "20.00", false, true),
                        row("g", "2024-02-03", "gin", "shop", "anna", -1, "-10.00", null, null, "-4.00", true, true),
                        row("h", "2024-02-03", "gin", "web", "anna", 1, "100.00", null, null, null, false, true),
                        row("i", "2024-02-04", "gin", null, null, 1, "5.00", null, null, null, false, true),
                        row("j", "2024-03-15", "gin", "shop", "carl", 1, "45.00", null, null, null, false, true),
                        row("k", "2024-03-16", "gin", "shop", "carl", 1, "999.00", null, null, null, false, true),
                        row("x", "2024-02-02", "gin", "shop", "carl", 1, "999.00", null, null, null, false, false))
                .with(
                        Dimensions.CHANNELS.spec(),
                        "channel_id, channel_name, channel_type, is_online, is_current",
                        row("shop", "Shops", "RETAIL", false, true),
                        row("web", "Web shop", "DIRECT", true, true));
    }

    @Test
    void accountOfAChannel() {
        Row shop = channel("shop", "2024-02-01");

        assertThat(shop.<String>getAs("channel_name")).isEqualTo("Shops");
        assertAmount(shop, "list_amount", "80.00");
        assertAmount(shop, "net_amount", "100.00");
        assertAmount(shop, "sold_amount", "110.00");
        assertAmount(shop, "return_amount", "-10.00");
        assertThat(shop.<Double>getAs("return_rate")).isCloseTo(10.0 / 110, within(1e-12));
        assertThat(shop.<Long>getAs("order_count")).isEqualTo(2);
        assertThat(shop.<Double>getAs("average_order_amount")).isCloseTo(55, within(1e-12));
        assertThat(shop.<Long>getAs("customer_count")).isEqualTo(2);
        // 50 + 40 - 10 at a cost of 20 + 20 - 4, and a rebate of 4; the line without a cost is left out.
        assertAmount(shop, "margin_amount", "44.00");
        assertAmount(shop, "costed_net_amount", "80.00");
        assertAmount(shop, "off_invoice_amount", "7.00");
        assertAmount(shop, "contribution_amount", "40.00");
        assertThat(shop.<Double>getAs("contribution_rate")).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void growthAndShareBesideTheYearBefore() {
        Row shop = channel("shop", "2024-02-01");

        assertAmount(shop, "base_net_amount", "60.00");
        assertThat(shop.<Double>getAs("growth_rate")).isCloseTo(40.0 / 60, within(1e-12));
        assertAmount(shop, "all_net_amount", "205.00");
        assertThat(shop.<Double>getAs("share_rate")).isCloseTo(100 / 205.0, within(1e-12));
        assertThat(shop.<Double>getAs("base_share_rate")).isEqualTo(1);
        assertThat(shop.<Double>getAs("contribution_pp")).isCloseTo(100 * 40 / 60.0, within(1e-12));
        assertThat(shop.<Boolean>getAs("is_new")).isFalse();
    }

    @Test
    void channelsAddUpToAll() {
        Row all = channel("ALL", "2024-02-01");

        assertAmount(all, "net_amount", "205.00");
        assertAmount(all, "change_amount", "145.00");
        // A customer of two channels is one customer.
        assertThat(all.<Long>getAs("customer_count")).isEqualTo(2);
        assertThat(all.<Long>getAs("order_count")).isEqualTo(4);
        assertAmount(channel("UNKNOWN", "2024-02-01"), "net_amount", "5.00");
        double points =
                night.rows(ChannelPerformance.SPEC, "channel_id <> 'ALL' AND period_start = '2024-02-01'").stream()
                        .mapToDouble(row -> row.<Double>getAs("contribution_pp"))
                        .sum();
        assertThat(points).isCloseTo(all.<Double>getAs("contribution_pp"), within(1e-9));
    }

    @Test
    void channelsThatSellOnlineDoSoWhereLinesDoNotSay() {
        assertAmount(channel("web", "2024-02-01"), "online_amount", "100.00");
        assertAmount(channel("shop", "2024-02-01"), "online_amount", "0");
        assertThat(channel("UNKNOWN", "2024-02-01").<Object>getAs("online_amount"))
                .isNull();
        assertThat(channel("ALL", "2024-02-01").<Double>getAs("online_rate")).isCloseTo(100 / 205.0, within(1e-12));
        assertThat(channel("web", "2024-02-01").<Boolean>getAs("is_new")).isTrue();
        assertThat(channel("web", "2024-02-01").<Object>getAs("growth_rate")).isNull();
    }

    @Test
    void aMonthThatIsNotOverIsComparedWithAsManyDays() {
        Row march = channel("shop", "2024-03-01");

        assertThat(march.<Boolean>getAs("is_complete")).isFalse();
        assertThat(march.<LocalDate>getAs("through_date")).isEqualTo("2024-03-15");
        assertAmount(march, "net_amount", "45.00");
        assertAmount(march, "base_net_amount", "30.00");
        assertAmount(march, "base_margin_amount", "20.00");
    }

    @Test
    void whereTheHistoryDoesNotReachBackThereIsNoBase() {
        Row first = channel("shop", "2023-02-01");

        assertThat(first.<Object>getAs("base_net_amount")).isNull();
        assertThat(first.<Object>getAs("growth_rate")).isNull();
        assertThat(first.<Object>getAs("is_new")).isNull();
        assertThat(night.rows(ChannelPerformance.SPEC, "period_type = 'day'")).isEmpty();
    }

    @Test
    void withoutSpendAndFeesNothingIsLeftOfContribution() {
        Row shop = channel("shop", "2024-02-01");

        assertThat(shop.<Object>getAs("channel_cost_amount")).isNull();
        assertThat(shop.<Object>getAs("contribution_after_cost_amount")).isNull();
        assertThat(shop.<Double>getAs("costed_rate")).isCloseTo(0.8, within(1e-12));
    }

    @Test
    void whatChannelsCostIsTakenOffTheirContribution() {
        SmallNight costs = withCosts(row("2024-02-10", "10.00", "shop", true, "MEDIA"));
        Row shop = channel(costs, "shop");

        // 7 % of 100 that the shop takes, and 10 spent on it.
        assertAmount(shop, "channel_fee_amount", "7.00");
        assertAmount(shop, "fee_told_amount", "100.00");
        assertAmount(shop, "spend_amount", "10.00");
        assertAmount(shop, "channel_cost_amount", "17.00");
        assertAmount(shop, "contribution_after_cost_amount", "23.00");
        assertThat(shop.<Double>getAs("contribution_after_cost_rate")).isCloseTo(23.0 / 80, within(1e-12));
        // Bert bought for the first time.
        assertThat(shop.<Long>getAs("new_customer_count")).isEqualTo(1);
        assertThat(shop.<Double>getAs("loaded_cost_amount")).isCloseTo(10, within(1e-12));
        // All spend names its channel: nothing was spent on the other one, which tells no rate.
        Row web = channel(costs, "web");
        assertThat(web.<Object>getAs("channel_fee_amount")).isNull();
        assertAmount(web, "spend_amount", "0");
        Row all = channel(costs, "ALL");
        assertAmount(all, "channel_cost_amount", "17.00");
        assertAmount(all, "fee_told_amount", "100.00");
    }

    @Test
    void spendThatNamesNoChannelLeavesThoseWithoutAnyUnknown() {
        SmallNight costs = withCosts(
                row("2024-02-10", "10.00", "shop", true, "MEDIA"), row("2024-02-11", "5.00", null, true, "MEDIA"));

        assertAmount(channel(costs, "shop"), "spend_amount", "10.00");
        assertThat(channel(costs, "web").<Object>getAs("spend_amount")).isNull();
        assertThat(channel(costs, "web").<Object>getAs("loaded_cost_amount")).isNull();
        assertAmount(channel(costs, "web"), "unnamed_spend_amount", "5.00");
        assertAmount(channel(costs, "ALL"), "spend_amount", "15.00");
    }

    @Test
    void beforeAnySpendIsToldNothingIsKnownOfIt() {
        SmallNight costs = withCosts(row("2024-02-10", "10.00", "shop", true, "MEDIA"));

        for (String channel : List.of("shop", "ALL")) {
            Row before = costs.one(
                    ChannelPerformance.SPEC, "channel_id = '" + channel + "' AND period_start = '2023-02-01'");
            assertThat(before.<Object>getAs("spend_amount")).as(channel).isNull();
            assertThat(before.<Object>getAs("unnamed_spend_amount")).as(channel).isNull();
            assertThat(before.<Object>getAs("paid_cost_amount")).as(channel).isNull();
        }
    }

    private static SmallNight withCosts(Object[]... spend) {
        return SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-03-15")
                .with(Sales.SPEC, night.get(Sales.SPEC))
                .with(
                        Dimensions.CHANNELS.spec(),
                        "channel_id, channel_name, is_online, cost_rate, is_current",
                        row("shop", "Shops", false, 0.07, true),
                        row("web", "Web shop", true, null, true))
                .with(
                        MarketingSpend.INPUT.spec(),
                        "spend_date, spend_amount, channel_id, is_current, spend_type",
                        spend);
    }

    private static Row channel(SmallNight costs, String channel) {
        return costs.one(ChannelPerformance.SPEC, "channel_id = '" + channel + "' AND period_start = '2024-02-01'");
    }

    private static Row channel(String channel, String month) {
        return night.one(ChannelPerformance.SPEC, "channel_id = '" + channel + "' AND period_start = '" + month + "'");
    }
}
