package almanac.market.campaign;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.customer.CustomerDays;
import almanac.segment.DailySales;
import almanac.staging.CampaignExposures;
import almanac.staging.Campaigns;
import almanac.staging.Dimensions;
import almanac.staging.MarketingSpend;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Ten places with a sale each Monday, ten weeks before the first of July 2024 and four after, and one store that is called "Old" until
 * June and "New" from then on. Exposures name what is hard to compare.
 */
class ExposedUnitsTest {

    private static final LocalDate START = LocalDate.of(2024, 7, 1);

    private static SmallNight night;

    @BeforeAll
    static void night() {
        night = small(true);
    }

    private static SmallNight small(boolean knowsCustomers) {
        List<Object[]> stores = new ArrayList<>();
        List<Object[]> sales = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            stores.add(row("id-" + i, "S" + i, null, "DE", true));
            for (int week = 0; week < 14; week++) {
                sales.add(
                        sale("S" + i, week, 100 + (i * 7 + week * 3 + i * week) % 5 + (i < 4 && week >= 10 ? 20 : 0)));
            }
        }
        stores.add(row("id-0-kiosk", "S0", null, "DE", true));
        stores.add(row("id-moved", "Old", "2020-01-01", "DE", true));
        stores.add(row("id-moved", "New", "2024-06-03", "DE", true));
        stores.add(row("id-settled", "Shed", "2000-01-01", "DE", true));
        stores.add(row("id-settled", "S3", "2010-01-01", "DE", true));
        for (int week = 0; week < 14; week++) {
            sales.add(sale(week < 6 ? "Old" : "New", week, 100));
        }
        List<Object[]> exposures = new ArrayList<>();
        for (String store : List.of("id-0", "id-0-kiosk", "id-1", "id-2", "id-settled", "id-moved")) {
            exposures.add(store("named", store, true));
        }
        exposures.add(store("unknown", "id-0", true));
        exposures.add(store("unknown", "id-nobody-knows", false));
        for (int i = 0; i < 10; i++) {
            exposures.add(store("lot", "id-" + i, i < 4));
        }
        List<Object[]> days = new ArrayList<>();
        for (int customer = 0; customer < 90; customer++) {
            for (int week = 0; week < 14; week++) {
                days.add(row(
                        "C" + customer,
                        START.plusDays(7L * (week - 10)).toString(),
                        "EUR",
                        20 + (customer * week) % 7));
            }
            if (customer % 3 == 0) {
                exposures.add(row("mail", null, "C" + customer, false, true));
            }
        }
        SmallNight given = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-07-28")
                .with(
                        DailySales.SPEC,
                        "order_date, leaf_segment, product_id, currency_code, net_amount, sales_units",
                        sales.toArray(Object[][]::new))
                .with(
                        Dimensions.STORES.spec(),
                        "store_id, store_name, effective_from, country, is_current",
                        stores.toArray(Object[][]::new))
                .with(
                        Campaigns.CAMPAIGNS.spec(),
                        "campaign_id, start_date, end_date, country, category_l1, is_current",
                        row("named", "2024-07-01", "2024-07-28", null, "Gin", true),
                        row("unknown", "2024-07-01", "2024-07-28", null, "Gin", true),
                        row("lot", "2024-07-01", "2024-07-28", null, "Gin", true),
                        row("nation", "2024-07-01", "2024-07-28", null, null, true),
                        row("mail", "2024-07-01", "2024-07-07", "DE", null, true),
                        row("mail", "2024-07-08", "2024-07-21", "FR", null, true))
                .with(
                        Campaigns.INITIATIVES.spec(),
                        "campaign_id, start_date, end_date, store_name, category_l1, is_current",
                        row("lot", "2024-07-01", "2024-07-28", "S9", "Gin", true))
                .with(
                        MarketingSpend.INPUT.spec(),
                        "spend_date, spend_amount, campaign_id, is_current",
                        row("2024-07-01", "50.00", "lot", true))
                .with(
                        CampaignExposures.INPUT.spec(),
                        "campaign_id, store_id, customer_id, is_treated, is_current",
                        exposures.toArray(Object[][]::new));
        return knowsCustomers
                ? given.with(
                        CustomerDays.SPEC,
                        "customer_id, order_date, currency_code, net_amount",
                        days.toArray(Object[][]::new))
                : given;
    }

    @Test
    void storesOfOnePlaceAreOneUnit() {
        // S0 twice, S1, S2, and the one that has been S3 for long; the one that moved is in no comparison.
        assertThat(one("named").<Integer>getAs("treated_unit_count")).isEqualTo(4);
        assertThat(one("named").<Integer>getAs("absent_unit_count")).isEqualTo(1);
    }

    @Test
    void storeThatMovedIsNoControlOfItsOwn() {
        // S0 to S9, all of which the campaign for the nation disturbs; neither Old nor New.
        assertThat(one("named").<Integer>getAs("disturbed_unit_count")).isEqualTo(10);
        assertThat(one("nation").<String>getAs("effect_status")).isEqualTo("NO_CONTROLS");
    }

    @Test
    void whereWhatWasHeldOutIsNotKnownNobodyElseStandsForIt() {
        assertThat(one("unknown").<String>getAs("effect_status")).isEqualTo("NO_CONTROLS");
        assertThat(one("unknown").<String>getAs("reason"))
                .isEqualTo("none of the units that were held out of it sold anything before");
        assertThat(one("unknown").<Integer>getAs("absent_unit_count")).isEqualTo(1);
    }

    @Test
    void nothingDisturbsWhatWasDrawnByLot() {
        Row lot = one("lot");

        // A campaign for the whole nation meanwhile treats the same products everywhere.
        assertThat(lot.<String>getAs("effect_status")).isEqualTo("JUDGED");
        assertThat(lot.<Integer>getAs("disturbed_unit_count")).isZero();
        assertThat(lot.<Integer>getAs("control_unit_count")).isEqualTo(6);
    }

    @Test
    void identifierThatBothCalendarsUseIsTheCampaign() {
        Row initiative = night.one(CampaignEffects.SPEC, "campaign_id = 'lot' AND calendar = 'INITIATIVE'");

        assertThat(one("lot").<Object>getAs("cost_amount")).isNotNull();
        assertThat(initiative.<Object>getAs("cost_amount")).isNull();
        assertThat(initiative.<String>getAs("unit_type")).isEqualTo("PLACE");
        assertThat(initiative.<Boolean>getAs("has_holdout")).isFalse();
    }

    @Test
    void customersWhoAreNotHeldOutAreTreatedOnce() {
        List<Row> rows = night.rows(CampaignEffects.SPEC, "campaign_id = 'mail'");

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).<LocalDate>getAs("start_date")).isEqualTo("2024-07-01");
        assertThat(rows.get(0).<LocalDate>getAs("end_date")).isEqualTo("2024-07-21");
        assertThat(rows.get(0).<Integer>getAs("treated_unit_count")).isEqualTo(60);
        assertThat(rows.get(0).<Integer>getAs("control_unit_count")).isEqualTo(30);
        assertThat(rows.get(0).<Double>getAs("lift_rate")).isCloseTo(lift(), within(1e-9));
    }

    @Test
    void customersOfWhomNothingIsKnownAreNoneThatBoughtNothing() {
        Row mail = small(false).one(CampaignEffects.SPEC, "campaign_id = 'mail'");

        assertThat(mail.<String>getAs("effect_status")).isEqualTo("NOTHING_SOLD");
        assertThat(mail.<String>getAs("reason"))
                .isEqualTo("it names customers, and sales that name theirs are not known");
        assertThat(mail.<Object>getAs("absent_unit_count")).isNull();
    }

    private static double lift() {
        double[] sums = new double[4];
        for (int customer = 0; customer < 90; customer++) {
            for (int week = 0; week < 13; week++) {
                sums[(customer % 3 == 0 ? 0 : 2) + (week < 10 ? 0 : 1)] += 20 + (customer * week) % 7;
            }
        }
        return sums[3] / sums[2] / (sums[1] / sums[0]) - 1;
    }

    private static Row one(String campaign) {
        return night.one(CampaignEffects.SPEC, "calendar = 'CAMPAIGN' AND campaign_id = '" + campaign + "'");
    }

    private static Object[] store(String campaign, String store, boolean isTreated) {
        return row(campaign, store, null, isTreated, true);
    }

    private static Object[] sale(String store, int week, int amount) {
        return row(
                START.plusDays(7L * (week - 10)).toString(),
                "geography=DE>" + store + "|product=Gin>Gin",
                "gin",
                "EUR",
                amount,
                amount);
    }
}
