package almanac.market.campaign;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Amounts;
import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.customer.CustomerDays;
import almanac.segment.DailySales;
import almanac.staging.CampaignExposures;
import almanac.staging.Campaigns;
import almanac.staging.Dimensions;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Twenty stores and 120 customers with a sale each Monday, ten weeks before the first of July 2024 and four after. Of the stores,
 * T1 to T6 are reached, H1 to H11 held out, and O1 to O3, which neither is, double their sales. Expected numbers are sums of the same
 * literals.
 */
class CampaignExposuresTest {

    private static final LocalDate START = LocalDate.of(2024, 7, 1);
    private static final int CUSTOMERS = 120;

    private static final Map<String, int[]> STORES = new TreeMap<>();

    private static SmallNight night;

    @BeforeAll
    static void night() {
        List<Object[]> stores = new ArrayList<>();
        List<Object[]> sales = new ArrayList<>();
        List<Object[]> exposures = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String name = i < 6 ? "T" + (i + 1) : i < 17 ? "H" + (i - 5) : "O" + (i - 16);
            int[] weeks = new int[14];
            for (int week = 0; week < 14; week++) {
                int usual = 100 + (i * 7 + week * 3 + i * week) % 5;
                weeks[week] = week < 10 || i >= 6 ? (week >= 10 && i >= 17 ? 2 * usual : usual) : usual + 20;
                sales.add(row(
                        START.plusDays(7L * (week - 10)).toString(),
                        "geography=DE>" + name + "|product=Gin>Gin",
                        "gin",
                        "EUR",
                        weeks[week],
                        weeks[week]));
            }
            STORES.put(name, weeks);
            stores.add(row("id-" + name, name, "DE", true));
            if (i < 17) {
                exposures.add(row("lot", "id-" + name, null, i < 6, null, true));
            }
            if (i >= 6 && i < 17) {
                exposures.add(row("held", "id-" + name, null, false, null, true));
            }
            if (i < 6) {
                String day = i < 2 ? null : i < 4 ? "2024-07-15" : "2024-06-01";
                exposures.add(row("late", "id-" + name, null, true, day, true));
            }
        }
        exposures.add(row("lot", "nobody-knows", null, true, null, true));
        exposures.add(row("unknown", "nobody-knows", null, true, null, true));
        List<Object[]> days = new ArrayList<>();
        for (int customer = 0; customer < CUSTOMERS; customer++) {
            for (int week = 0; week < 14; week++) {
                if (customer < CUSTOMERS - 2 || week >= 10) {
                    days.add(row(
                            "C" + customer,
                            START.plusDays(7L * (week - 10)).toString(),
                            "EUR",
                            bought(customer, week)));
                }
            }
            if (customer % 3 < 2) {
                exposures.add(row("mail", null, "C" + customer, customer % 3 == 0, null, true));
            }
            if (customer % 3 == 0) {
                exposures.add(row("coupons", null, "C" + customer, true, null, true));
            }
            if (customer % 30 == 1) {
                exposures.add(row("others", null, "C" + customer, true, null, true));
            }
        }
        exposures.add(row("mail", null, "C-never-came", true, null, true));
        night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-07-28")
                .with(
                        DailySales.SPEC,
                        "order_date, leaf_segment, product_id, currency_code, net_amount, sales_units",
                        sales.toArray(Object[][]::new))
                .with(
                        Dimensions.STORES.spec(),
                        "store_id, store_name, country, is_current",
                        stores.toArray(Object[][]::new))
                .with(
                        CustomerDays.SPEC,
                        "customer_id, order_date, currency_code, net_amount",
                        days.toArray(Object[][]::new))
                .with(
                        Campaigns.CAMPAIGNS.spec(),
                        "campaign_id, start_date, end_date, category_l1, cost_amount, is_current",
                        row("lot", "2024-07-01", "2024-07-28", "Gin", "100.00", true),
                        row("held", "2024-07-01", "2024-07-28", "Gin", null, true),
                        row("late", "2024-07-01", "2024-07-28", "Gin", "80.00", true),
                        row("unknown", "2024-07-01", "2024-07-28", "Gin", null, true),
                        row("mail", "2024-07-01", "2024-07-28", null, "50.00", true),
                        row("coupons", "2024-07-01", "2024-07-14", null, null, true),
                        row("others", "2024-07-08", "2024-07-21", null, null, true))
                .with(
                        CampaignExposures.INPUT.spec(),
                        "campaign_id, store_id, customer_id, is_treated, exposed_date, is_current",
                        exposures.toArray(Object[][]::new));
    }

    @Test
    void namedStoresAreComparedWithThoseThatWereHeldOut() {
        Row lot = one("lot");

        assertThat(lot.<String>getAs("unit_type")).isEqualTo("EXPOSED_PLACE");
        assertThat(lot.<Boolean>getAs("has_holdout")).isTrue();
        assertThat(lot.<Integer>getAs("treated_unit_count")).isEqualTo(6);
        assertThat(lot.<Integer>getAs("control_unit_count")).isEqualTo(11);
        assertThat(lot.<Double>getAs("lift_rate"))
                .isCloseTo(
                        stores("T", 10, 14) / stores("T", 0, 10) / (stores("H", 10, 14) / stores("H", 0, 10)) - 1,
                        within(1e-9));
        Amounts.assertAmount(lot, "cost_amount", "100");
    }

    @Test
    void storeThatNobodyKnowsIsCountedAndDisturbsNothing() {
        assertThat(one("lot").<Integer>getAs("absent_unit_count")).isEqualTo(1);
        assertThat(one("unknown").<String>getAs("effect_status")).isEqualTo("NOTHING_SOLD");
        assertThat(one("unknown").<Integer>getAs("absent_unit_count")).isEqualTo(1);
    }

    @Test
    void whatIsOnlyHeldOutLeavesTheRestTreated() {
        Row held = one("held");

        assertThat(held.<Integer>getAs("treated_unit_count")).isEqualTo(9);
        assertThat(held.<Integer>getAs("control_unit_count")).isEqualTo(11);
        assertThat(held.<Object>getAs("absent_unit_count")).isNull();
    }

    @Test
    void exposureOfAnotherDayIsAnotherStart() {
        List<Row> starts = night.rows(CampaignEffects.SPEC, "campaign_id = 'late' AND NOT is_pooled");
        Row pooled = night.one(CampaignEffects.SPEC, "campaign_id = 'late' AND is_pooled");

        // A day before the campaign counts as its first.
        assertThat(starts)
                .extracting(row -> row.<LocalDate>getAs("start_date").toString())
                .containsExactlyInAnyOrder("2024-07-01", "2024-07-15");
        assertThat(starts)
                .extracting(row -> row.<Integer>getAs("treated_unit_count"))
                .containsExactlyInAnyOrder(4, 2);
        assertThat(pooled.<Integer>getAs("treated_unit_count")).isEqualTo(6);
        // Of fourteen others, three are where "held" runs.
        assertThat(pooled.<Integer>getAs("control_unit_count")).isEqualTo(11);
        assertThat(pooled.<Integer>getAs("judged_start_count")).isEqualTo(2);
        for (String amount : List.of("net_amount", "incremental_net_amount")) {
            assertThat(pooled.<BigDecimal>getAs(amount))
                    .isEqualByComparingTo(starts.stream()
                            .map(row -> row.<BigDecimal>getAs(amount))
                            .reduce(BigDecimal.ZERO, BigDecimal::add));
        }
        // What it cost is known of all of it, not of its starts.
        Amounts.assertAmount(pooled, "cost_amount", "80");
        assertThat(starts)
                .allSatisfy(row -> assertThat(row.<Object>getAs("cost_amount")).isNull());
    }

    @Test
    void customersHeldOutAreTheControls() {
        Row mail = one("mail");

        assertThat(mail.<String>getAs("unit_type")).isEqualTo("CUSTOMER");
        // Forty each; the last two customers came only with the campaign, of whom one is held out.
        assertThat(mail.<Integer>getAs("treated_unit_count")).isEqualTo(40);
        assertThat(mail.<Integer>getAs("control_unit_count")).isEqualTo(39);
        assertThat(mail.<Integer>getAs("absent_unit_count")).isEqualTo(2);
        assertThat(mail.<Double>getAs("lift_rate"))
                .isCloseTo(
                        customers(0, 10, 14, CUSTOMERS)
                                        / customers(0, 0, 10, CUSTOMERS)
                                        / (customers(1, 10, 14, CUSTOMERS - 2) / customers(1, 0, 10, CUSTOMERS - 2))
                                - 1,
                        within(1e-9));
        assertThat(mail.<String>getAs("reason")).startsWith("40 treated and 39 held-out customers");
        assertThat(mail.<Object>getAs("incremental_units")).isNull();
        Amounts.assertAmount(mail, "cost_amount", "50");
    }

    @Test
    void withoutHoldoutThoseWhoAreReachedByOthersAreLeftOut() {
        Row coupons = one("coupons");

        assertThat(coupons.<Boolean>getAs("has_holdout")).isFalse();
        assertThat(coupons.<Integer>getAs("treated_unit_count")).isEqualTo(40);
        // 78 bought before and are not named; four of them get something else meanwhile, as does every treated one by
        // mail.
        assertThat(coupons.<Integer>getAs("control_unit_count")).isEqualTo(74);
        assertThat(coupons.<Integer>getAs("disturbed_unit_count")).isEqualTo(4 + 40);
        assertThat(coupons.<String>getAs("validity_grade")).isIn("C", "D");
        assertThat(coupons.<String>getAs("reason")).contains("another campaign reaches treated customers meanwhile");
    }

    private static Row one(String campaign) {
        return night.one(CampaignEffects.SPEC, "campaign_id = '" + campaign + "'");
    }

    private static double stores(String kind, int from, int to) {
        double sum = 0;
        for (Map.Entry<String, int[]> store : STORES.entrySet()) {
            for (int week = from; store.getKey().startsWith(kind) && week < to; week++) {
                sum += store.getValue()[week];
            }
        }
        return sum;
    }

    private static int bought(int customer, int week) {
        int usual = 20 + (customer * 11 + week * 5 + customer * week) % 13;
        return week >= 10 && customer % 3 == 0 ? usual + 4 : usual;
    }

    private static double customers(int kind, int from, int to, int below) {
        double sum = 0;
        for (int customer = kind; customer < below; customer += 3) {
            for (int week = from; week < to; week++) {
                sum += bought(customer, week);
            }
        }
        return sum;
    }
}
