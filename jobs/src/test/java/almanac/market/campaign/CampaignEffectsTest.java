package almanac.market.campaign;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Amounts;
import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.segment.DailySales;
import almanac.staging.Campaigns;
import almanac.staging.MarketingSpend;
import almanac.staging.Promotions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Stores that sell gin for 100 a week, and others in other sizes, over ten weeks before the first of July 2024, two weeks with a
 * campaign and two after it. Expected numbers are worked out by hand, errors as in {@code DifferenceInDifferencesTest}.
 */
class CampaignEffectsTest {

    private static final LocalDate START = LocalDate.of(2024, 7, 1);

    /** Net amounts of a week before, with and after the campaign; every store sold alternately 10 % more and less before. */
    private static final Map<String, int[]> STORES = Map.of(
            "DE>A", new int[] {100, 118, 90},
            "DE>B", new int[] {100, 131, 90},
            "DE>C", new int[] {100, 109, 90},
            "FR>D", new int[] {100, 101, 100},
            "FR>E", new int[] {100, 96, 101},
            "FR>F", new int[] {100, 108, 99});

    private static SmallNight night;

    @BeforeAll
    static void sales() {
        night = night("2024-07-28")
                .with(
                        Campaigns.CAMPAIGNS.spec(),
                        "campaign_id, campaign_name, start_date, end_date, store_name, country, category_l1, cost_amount,"
                                + " is_current",
                        row("three", "Three stores", "2024-07-01", "2024-07-14", "A", null, "Gin", "10.00", true),
                        row("three", "Three stores", "2024-07-01", "2024-07-14", "B", null, "Gin", "10.00", true),
                        row("three", "Three stores", "2024-07-01", "2024-07-14", "C", null, "Gin", "10.00", true),
                        row("three", "Three stores", "2024-07-01", "2024-07-14", "D", null, "Gin", "10.00", false),
                        row("everywhere", null, "2024-07-22", "2024-07-28", null, null, "Gin", null, true),
                        row("early", null, "2024-06-03", "2024-06-09", "A", null, null, null, true),
                        row("typo", null, "2024-07-01", "2024-07-14", "Aa", null, null, null, true),
                        row("planned", null, "2024-08-01", "2024-08-14", "A", null, null, null, true),
                        row("running", null, "2024-07-25", "2024-08-14", "A", null, "Rum", null, true),
                        row("country", null, "2024-07-01", "2024-07-14", null, "DE", "Rum", null, true))
                .with(
                        MarketingSpend.INPUT.spec(),
                        "spend_date, spend_amount, campaign_id, is_current",
                        row("2024-07-01", "7.00", "country", true),
                        row("2024-07-02", "3.00", "country", true),
                        row("2024-07-29", "1000.00", "country", true),
                        row("2024-07-02", "1000.00", "three", true))
                .with(
                        Promotions.INPUT.spec(),
                        "promotion_id, product_id, start_date, end_date, country, price_cut_rate, is_current",
                        row("P", "gin", "2024-07-01", "2024-07-14", "DE", 0.2, true));
    }

    @Test
    void liftIsGrowthOverThatOfControls() {
        Row three = campaign("three");

        // (118 + 131 + 109) / 300 over (101 + 96 + 108) / 300, in net amounts of two weeks.
        double lift = 358.0 / 305 - 1;
        assertThat(three.<String>getAs("effect_status")).isEqualTo("JUDGED");
        assertThat(three.<Integer>getAs("treated_unit_count")).isEqualTo(3);
        assertThat(three.<Integer>getAs("control_unit_count")).isEqualTo(3);
        assertThat(three.<Double>getAs("lift_rate")).isCloseTo(lift, within(1e-9));
        // t.test(c(118, 131, 109) / 358 * 3, c(101, 96, 108) / 305 * 3) of R 4.2.2: error 0.0635235912624,
        // 3.4020162042171 degrees.
        assertThat(Math.log1p(three.<Double>getAs("lift_low"))).isCloseTo(-0.0290740626218, within(1e-6));
        assertThat(three.<Double>getAs("p_value")).isCloseTo(0.0761228449778, within(1e-6));
    }

    @Test
    void incrementalAmountsAreWhatWouldNotHaveBeenSold() {
        Row three = campaign("three");

        Amounts.assertAmount(three, "net_amount", "716");
        Amounts.assertAmount(three, "base_net_amount", "3000");
        // 716 (1 - 305 / 358), of which half is margin.
        Amounts.assertAmount(three, "incremental_net_amount", "106");
        Amounts.assertAmount(three, "incremental_units", "10.60");
        Amounts.assertAmount(three, "incremental_margin_amount", "53");
        Amounts.assertAmount(three, "cost_amount", "30");
        assertThat(three.<Double>getAs("return_on_spend")).isCloseTo(716 / 30.0, within(1e-9));
        assertThat(three.<Double>getAs("incremental_return_on_spend")).isCloseTo(53 / 30.0, within(1e-9));
    }

    @Test
    void whatWasBroughtForwardIsMissingAfterwards() {
        // 540 were sold in two weeks after; 600 were to be expected.
        Amounts.assertAmount(campaign("three"), "after_amount", "-60");
        assertThat(campaign("three").<LocalDate>getAs("after_through")).isEqualTo("2024-07-28");
        assertThat(campaign("three").<Boolean>getAs("is_after_complete")).isTrue();
    }

    @Test
    void whatCannotBeJudgedSaysSo() {
        assertThat(List.of("everywhere", "early", "typo", "planned", "running"))
                .extracting(id -> campaign(id).<String>getAs("effect_status"))
                .containsExactly("NO_CONTROLS", "TOO_SHORT", "NOTHING_SOLD", "NOT_STARTED", "TOO_SHORT");
        assertThat(campaign("everywhere").<String>getAs("reason"))
                .isEqualTo("it runs wherever its products are sold: nobody is left to compare with");
        assertThat(campaign("early").<String>getAs("reason"))
                .isEqualTo("sales are known for 6 weeks before it; at least 8 are needed");
        assertThat(campaign("running").<String>getAs("reason"))
                .isEqualTo("it has run for 4 days; at least 7 are needed");
        assertThat(campaign("everywhere").<Object>getAs("lift_rate")).isNull();
    }

    @Test
    void fewUnitsAreWorthLessThanMany() {
        assertThat(campaign("three").<String>getAs("validity_grade")).isEqualTo("C");
        assertThat(campaign("three").<String>getAs("reason")).contains("only 10 weeks are known before it");
        assertThat(campaign("country").<String>getAs("effect_status")).isEqualTo("TOO_FEW");
    }

    @Test
    void costIsThatOfTheSpendWhereRowsDoNotSay() {
        Amounts.assertAmount(campaign("country"), "cost_amount", "10");
    }

    @Test
    void promotionIsNettedInOneRow() {
        Row promotion = night.one(PromotionEffects.SPEC, "promotion_id = 'P'");

        // Its places are countries: one treated, one other unit, of which nothing can be told.
        assertThat(promotion.<String>getAs("effect_status")).isEqualTo("TOO_FEW");
        assertThat(promotion.<Object>getAs("netted_net_amount")).isNull();
        assertThat(promotion.<Double>getAs("price_cut_rate")).isEqualTo(0.2);
    }

    @Test
    void otherCampaignsAreKeptApart() {
        SmallNight disturbed = night("2024-07-28")
                .with(
                        Campaigns.CAMPAIGNS.spec(),
                        "campaign_id, start_date, end_date, store_name, category_l1, is_current",
                        row("one", "2024-07-01", "2024-07-14", "A", "Gin", true),
                        row("later", "2024-07-08", "2024-07-21", "D", "Gin", true),
                        row("other", "2024-07-08", "2024-07-21", "E", "Rum", true));

        Row one = disturbed.one(CampaignEffects.SPEC, "campaign_id = 'one'");
        assertThat(one.<Integer>getAs("disturbed_unit_count")).isEqualTo(1);
        // Of five others, that which another campaign for gin treats is left out.
        assertThat(one.<Integer>getAs("control_unit_count")).isEqualTo(4);
        assertThat(one.<Double>getAs("lift_rate")).isCloseTo(118 / ((131 + 109 + 96 + 108) / 4.0) - 1, within(1e-9));
    }

    @Test
    void rowsThatStartOnDifferentDaysAreJudgedApart() {
        SmallNight staggered = night("2024-07-28")
                .with(
                        Campaigns.INITIATIVES.spec(),
                        "campaign_id, start_date, end_date, store_name, category_l1, is_current",
                        row("pitch", "2024-07-01", "2024-07-14", "A", "Gin", true),
                        row("pitch", "2024-07-15", "2024-07-28", "B", "Gin", true));

        List<Row> rows = staggered.rows(CampaignEffects.SPEC, "NOT is_pooled");
        assertThat(rows).hasSize(2).allSatisfy(row -> {
            // The store that it treats at another time is in no comparison.
            assertThat(row.<Integer>getAs("treated_unit_count")).isEqualTo(1);
            assertThat(row.<Integer>getAs("control_unit_count")).isEqualTo(4);
        });
    }

    private static Row campaign(String id) {
        return night.one(CampaignEffects.SPEC, "campaign_id = '" + id + "'");
    }

    /** A sale each Monday; a unit costs 10, of which 5 are margin. */
    private static SmallNight night(String asOf) {
        List<Object[]> sales = new ArrayList<>();
        STORES.forEach((store, amounts) -> {
            for (int week = -10; week < 4; week++) {
                int amount = week >= 2 ? amounts[2] : week >= 0 ? amounts[1] : amounts[0] + (week % 2 == 0 ? 10 : -10);
                sales.add(row(
                        START.plusDays(7L * week).toString(),
                        "geography=" + store + "|product=Gin>Gin",
                        "gin",
                        "EUR",
                        amount,
                        amount / 10.0,
                        amount,
                        amount / 2.0));
            }
        });
        for (String store : List.of("DE>A", "FR>D")) {
            sales.add(row("2024-04-22", "geography=" + store + "|product=Rum>Rum", "rum", "EUR", 5, 1, 5, 2));
            sales.add(row("2024-07-01", "geography=" + store + "|product=Rum>Rum", "rum", "EUR", 5, 1, 5, 2));
        }
        return SmallNight.of(TestSettings.of(PeriodType.MONTH), asOf)
                .with(
                        DailySales.SPEC,
                        "order_date, leaf_segment, product_id, currency_code, net_amount, sales_units, costed_net_amount,"
                                + " cost_amount",
                        sales.toArray(Object[][]::new));
    }
}
