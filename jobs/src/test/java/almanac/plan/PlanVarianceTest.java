package almanac.plan;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.CalendarSettings;
import almanac.config.PeriodType;
import almanac.config.WeekPattern;
import almanac.config.YearEnd;
import almanac.customer.CustomerDays;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import almanac.staging.Targets;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Plans and sales of two countries, every expected number worked out by hand. */
class PlanVarianceTest {

    private static final List<String> EFFECTS = List.of(
            "plan_gap_amount",
            "price_effect_amount",
            "volume_effect_amount",
            "mix_effect_amount",
            "unplanned_amount",
            "other_amount");

    /** Plans of one and the same sales, as versions. */
    private static SmallNight night;

    /**
     * In February DE was to sell 100 at 10.00 and sold 90 at 11.00; FR was to sell 100 at 5.00 and sold 130 at 5.00. In January
     * gin was to sell 100 at 10.00 and did, ale 100 at 3.00 and sold none, rum 10 at 5.00 and came back.
     */
    @BeforeAll
    static void versions() {
        List<Object[]> targets = new ArrayList<>();
        for (String version : List.of("COUNTRIES", "TOTAL", "FAR")) {
            targets.add(target(version, "2024-02-01", "month", "NET_AMOUNT", "1000", "DE"));
            targets.add(target(version, "2024-02-01", "month", "SALES_UNITS", "100", "DE"));
            targets.add(target(version, "2024-02-01", "month", "NET_AMOUNT", "500", "FR"));
            targets.add(target(version, "2024-02-01", "month", "SALES_UNITS", "100", "FR"));
        }
        targets.add(target("TOTAL", "2024-02-01", "month", "NET_AMOUNT", "1510", null));
        targets.add(target("FAR", "2024-02-01", "month", "NET_AMOUNT", "2000", null));
        targets.add(target("AMOUNT", "2024-02-01", "month", "NET_AMOUNT", "1000", "DE"));
        targets.add(target("MONTHS", "2024-01-01", "month", "NET_AMOUNT", "10", null));
        targets.add(target("MONTHS", "2024-02-01", "month", "NET_AMOUNT", "20", null));
        targets.add(target("MONTHS", "2024-03-01", "month", "NET_AMOUNT", "30", null));
        targets.add(target("MONTHS", "2024-01-01", "year", "NET_AMOUNT", "500", null));
        targets.add(target("GAP", "2024-01-01", "month", "NET_AMOUNT", "10", null));
        targets.add(target("GAP", "2024-02-01", "month", "NET_AMOUNT", "20", null));
        targets.add(product("NET_AMOUNT", "1000", "gin"));
        targets.add(product("SALES_UNITS", "100", "gin"));
        targets.add(product("NET_AMOUNT", "300", "ale"));
        targets.add(product("SALES_UNITS", "100", "ale"));
        targets.add(product("NET_AMOUNT", "50", "rum"));
        targets.add(product("SALES_UNITS", "10", "rum"));
        night = with(
                night(
                        "2024-03-31",
                        sale("2024-02-03", "gin", "s1", 90, "990.00"),
                        sale("2024-02-04", "gin", "s2", 130, "650.00"),
                        sale("2024-01-03", "gin", "s1", 100, "1000.00"),
                        sale("2024-01-03", "rum", "s2", -1, "-5.00"),
                        sale("2023-12-03", "ale", "s2", 1, "5.00")),
                targets.toArray(Object[][]::new));
    }

    @Test
    void everyEffectOfAnExample() {
        Row all = february("COUNTRIES", "ALL");

        assertAmount(all, "plan_amount", "1500");
        assertAmount(all, "due_amount", "1500");
        assertAmount(all, "net_amount", "1640");
        assertAmount(all, "variance_amount", "140");
        assertThat(all.<Double>getAs("variance_rate")).isCloseTo(140 / 1500.0, within(1e-12));
        assertThat(all.<Double>getAs("reached_rate")).isCloseTo(1640 / 1500.0, within(1e-12));
        // Units: 200 were planned, 220 came. Volume: 1500 * 0.1. Mix: 10 * (90 - 110) + 5 * (130 - 110).
        assertEffects(all, "0", "90", "150", "-100", "0", "0");
        assertThat(all.<String>getAs("plan_source")).isEqualTo("SUMMED");
        assertThat(all.<String>getAs("plan_level")).isEqualTo("country");
        assertThat(all.<String>getAs("split_level")).isEqualTo("country");
        assertThat(all.<String>getAs("phasing")).isEqualTo("COMPLETE");
        assertAmount(all, "due_units", "200");
        assertAmount(all, "planned_units", "220");
        assertEffects(february("COUNTRIES", "geography=DE"), "0", "90", "100", "-200", "0", "0");
        assertEffects(february("COUNTRIES", "geography=FR"), "0", "0", "50", "100", "0", "0");
        assertThat(february("COUNTRIES", "geography=DE").<String>getAs("plan_source"))
                .isEqualTo("GIVEN");
    }

    @Test
    void parentAndItsChildrenAreNeverSummed() {
        Row all = february("TOTAL", "ALL");

        assertAmount(all, "plan_amount", "1510");
        assertThat(all.<String>getAs("plan_source")).isEqualTo("GIVEN");
        assertThat(all.<String>getAs("plan_level")).isEqualTo("ALL");
        // The countries add up to it within a hundredth, and explain it; they plan 10 less.
        assertThat(all.<String>getAs("split_level")).isEqualTo("country");
        assertEffects(all, "-10", "90", "150", "-100", "0", "0");
    }

    @Test
    void targetsBelowThatDoNotAddUpToThePlanDoNotExplainIt() {
        Row all = february("FAR", "ALL");

        assertAmount(all, "plan_amount", "2000");
        assertThat(all.<String>getAs("split_status")).isEqualTo("NO_UNITS");
        assertThat(all.<Object>getAs("split_level")).isNull();
        assertThat(all.<Object>getAs("price_effect_amount")).isNull();
        assertAmount(all, "other_amount", "-360");
        assertAmount(all, "plan_gap_amount", "0");
    }

    @Test
    void amountsWithoutUnitsAreNotDivided() {
        Row country = february("AMOUNT", "geography=DE");
        assertThat(country.<String>getAs("split_status")).isEqualTo("NO_UNITS");
        assertAmount(country, "other_amount", "-10");
        // Of the total only one country is planned: what the other one sold is nobody's variance.
        Row all = february("AMOUNT", "ALL");
        assertAmount(all, "variance_amount", "640");
        assertAmount(all, "unplanned_amount", "650");
        assertAmount(all, "other_amount", "-10");
        // A segment that has no plan has no row, and neither has a store, of whose part in the plan nothing is said.
        assertThat(night.rows(
                        PlanVariance.SPEC, "version = 'AMOUNT' AND segment IN ('geography=FR', 'geography=DE>Berlin')"))
                .isEmpty();
    }

    @Test
    void whatWasPlannedAndNotSoldIsVolumeAndMixAndReturnsAloneAreOther() {
        Row all = one("PRODUCTS", "ALL", "product", "month", "2024-01-01");

        // Of 200 comparable units 100 came: volume is half of 1300, mix 10 * (100 - 50) + 3 * (0 - 50); rum missed by
        // 55.
        assertEffects(all, "0", "0", "-650", "350", "0", "-55");
        assertThat(all.<String>getAs("split_level")).isEqualTo("product_id");
        // A product is no country's, wherever it is sold.
        assertThat(night.rows(PlanVariance.SPEC, "version = 'PRODUCTS' AND segment LIKE 'geography=%'"))
                .isEmpty();
        assertAmount(one("PRODUCTS", "product=Spirits", "product", "month", "2024-01-01"), "plan_amount", "1350");
    }

    @Test
    void quartersAreMadeOfTheirMonthsWhereAllOfThemArePlanned() {
        Row quarter = one("MONTHS", "ALL", "geography", "quarter", "2024-01-01");
        assertAmount(quarter, "plan_amount", "60");
        assertAmount(quarter, "net_amount", "2635");
        // The year has a target of its own, which its months would not make.
        assertAmount(one("MONTHS", "ALL", "geography", "year", "2024-01-01"), "plan_amount", "500");
        assertThat(night.rows(PlanVariance.SPEC, "version = 'GAP' AND period_type = 'quarter'"))
                .isEmpty();
        assertThat(night.rows(PlanVariance.SPEC, "version = 'GAP' AND segment = 'ALL' AND segmentation = 'product'"))
                .hasSize(2);
    }

    @Test
    void monthThatIsNotOverIsDueAsTheSameDaysBroughtInTheYearBefore() {
        SmallNight march = with(
                night(
                        "2024-03-10",
                        sale("2023-01-01", "ale", "s1", 1, "1.00"),
                        sale("2023-03-10", "gin", "s1", 3, "30.00"),
                        sale("2023-03-11", "gin", "s1", 7, "70.00"),
                        sale("2023-03-05", "gin", "s2", 30, "300.00"),
                        sale("2024-03-05", "gin", "s1", 5, "55.00"),
                        sale("2024-03-05", "wine", "s3", 1, "8.00")),
                target("2024-03-01", "month", "NET_AMOUNT", "200", "DE"),
                target("2024-03-01", "month", "SALES_UNITS", "20", "DE"),
                target("2024-03-01", "month", "NET_AMOUNT", "400", "ES"),
                target("2024-04-01", "month", "NET_AMOUNT", "400", "ES"));
        Row country = one(march, "PLAN", "geography=DE", "geography", "month", "2024-03-01");

        assertAmount(country, "plan_amount", "200");
        assertAmount(country, "due_amount", "60");
        assertThat(country.<String>getAs("phasing")).isEqualTo("OWN_PROFILE");
        assertThat(country.<Boolean>getAs("is_complete")).isFalse();
        // Six units at 10.00 were due, five at 11.00 came; with nobody else, all of that is volume.
        assertEffects(country, "0", "5", "-10", "0", "0", "0");
        // Spain sold nothing a year ago: of all that was sold then 330 of 400 came by the tenth.
        Row spain = one(march, "PLAN", "geography=ES", "geography", "month", "2024-03-01");
        assertThat(spain.<String>getAs("phasing")).isEqualTo("ALL_PROFILE");
        assertAmount(spain, "due_amount", "330");
        Row target = march.one(PlanTargets.SPEC, "scope = 'country=ES' AND period_start = '2024-04-01'");
        assertThat(target.<String>getAs("phasing")).isEqualTo("FUTURE");
        assertAmount(target, "due_value", "0");
        assertThat(march.rows(PlanVariance.SPEC, "period_start = '2024-04-01'")).isEmpty();
    }

    @Test
    void targetsThatAreForNothingSayWhyAndWithoutAYearBeforeDaysCountAlike() {
        CalendarSettings weekly =
                new CalendarSettings(2, DayOfWeek.SUNDAY, WeekPattern.W454, YearEnd.LAST, List.of(), List.of());
        SmallNight fiscal = with(
                SmallNight.of(TestSettings.of(weekly, PeriodType.MONTH, PeriodType.FISCAL_MONTH), "2024-03-10")
                        .with(Sales.SPEC, LINE, sale("2024-02-03", "gin", "s1", 90, "990.00"))
                        .with(Dimensions.STORES.spec(), STORE, STORES)
                        .with(Dimensions.PRODUCTS.spec(), PRODUCT, PRODUCTS),
                target("2024-02-01", "month", "NET_AMOUNT", "5", "Germny"),
                target("2024-03-01", "month", "NET_AMOUNT", "310", "DE"),
                target("2024-02-01", "fiscal_month", "NET_AMOUNT", "7", "DE"),
                target("2024-01-28", "fiscal_month", "NET_AMOUNT", "9", "DE"));

        assertThat(status(fiscal, "target_value = 5")).isEqualTo("NOTHING_SOLD");
        assertThat(status(fiscal, "target_value = 7")).isEqualTo("NO_SUCH_PERIOD");
        assertThat(status(fiscal, "target_value = 9")).isEqualTo("OK");
        Row march = one(fiscal, "PLAN", "geography=DE", "geography", "month", "2024-03-01");
        assertThat(march.<String>getAs("phasing")).isEqualTo("DAYS");
        assertAmount(march, "due_amount", "100");
        // The company is to reach it all the same.
        assertAmount(one(fiscal, "PLAN", "ALL", "geography", "month", "2024-02-01"), "plan_amount", "5");
        assertAmount(one(fiscal, "PLAN", "ALL", "geography", "month", "2024-02-01"), "other_amount", "-5");
        assertAmount(one(fiscal, "PLAN", "ALL", "geography", "month", "2024-02-01"), "unplanned_amount", "990");
    }

    @Test
    void countryOfTwoHierarchiesIsThatOfTheFirst() {
        // A store in Germany sells to a customer from France.
        SmallNight countries = with(
                SmallNight.of(TestSettings.withCountriesOfCustomers(PeriodType.MONTH), "2024-03-31")
                        .with(Dimensions.PRODUCTS.spec(), PRODUCT, PRODUCTS)
                        .with(Dimensions.STORES.spec(), STORE, STORES)
                        .with(
                                Dimensions.CUSTOMERS.spec(),
                                "customer_id, country, is_current",
                                row("jean", "FR", true),
                                row("hans", "DE", true))
                        .with(CustomerDays.SPEC, Frames.none(CustomerDays.SPEC))
                        .with(
                                Sales.SPEC,
                                LINE + ", customer_id",
                                row("o1", "2024-02-03", "gin", "s1", 90, "990.00", false, true, "jean"),
                                row("o2", "2024-02-03", "gin", "s2", 1, "10.00", false, true, "hans")),
                target("2024-02-01", "month", "NET_AMOUNT", "1000", "DE"),
                target("2024-02-01", "month", "NET_AMOUNT", "500", "FR"));

        assertAmount(countries.one(PlanTargets.SPEC, "scope = 'country=DE'"), "actual_value", "990");
        assertAmount(countries.one(PlanTargets.SPEC, "scope = 'country=FR'"), "actual_value", "10");
        Row germany = one(countries, "PLAN", "geography=DE", "geography", "month", "2024-02-01");
        assertThat(germany.<String>getAs("plan_source")).isEqualTo("GIVEN");
        assertAmount(germany, "variance_amount", "-10");
        // Nothing is planned for customers of a country, wherever they buy.
        assertThat(countries.rows(PlanVariance.SPEC, "segment LIKE '%customer=%'"))
                .isEmpty();
    }

    @Test
    void finestTargetsAreTheMostAndNotThoseOfTheMostNames() {
        String columns = "period_start, period_type, measure, target_value, version, country, category_l1, product_id,"
                + " currency_code, is_current";
        List<Object[]> targets = new ArrayList<>();
        for (String measure : List.of("NET_AMOUNT", "SALES_UNITS")) {
            boolean isAmount = measure.equals("NET_AMOUNT");
            targets.add(february(measure, isAmount ? "1500" : "150", "DE", "Spirits", null));
            targets.add(february(measure, isAmount ? "500" : "50", "FR", "Spirits", null));
            targets.add(february(measure, isAmount ? "1000" : "90", null, null, "gin"));
            targets.add(february(measure, isAmount ? "700" : "80", null, null, "rum"));
            targets.add(february(measure, isAmount ? "300" : "30", null, null, "ale"));
        }
        Row all = one(
                night(
                                "2024-03-31",
                                sale("2024-02-03", "gin", "s1", 90, "990.00"),
                                sale("2024-02-03", "rum", "s2", 5, "40"))
                        .with(Targets.INPUT.spec(), columns, targets.toArray(Object[][]::new)),
                "PLAN",
                "ALL",
                "geography",
                "month",
                "2024-02-01");

        assertThat(all.<String>getAs("plan_level")).isEqualTo("product_id");
        assertThat(all.<String>getAs("split_level")).isEqualTo("product_id");
    }

    @Test
    void priceThatIsTooLargeToBeTrueHasNoEffect() {
        SmallNight absurd = with(
                night(
                        "2024-03-31",
                        row("o1", "2024-02-03", "gin", "s1", "99999999999999", "1.00", false, true),
                        row("o2", "2024-02-03", "gin", "s2", "99999999999999", "1.00", false, true)),
                target("2024-02-01", "month", "NET_AMOUNT", "99999999999999", "DE"),
                target("2024-02-01", "month", "SALES_UNITS", "0.0001", "DE"),
                target("2024-02-01", "month", "NET_AMOUNT", "0", "FR"),
                target("2024-02-01", "month", "SALES_UNITS", "0", "FR"),
                target("2024-02-01", "month", "NET_AMOUNT", "99999999999999", "ES"),
                target("2024-02-01", "month", "SALES_UNITS", "0.0001", "ES"));

        // Spain sold nothing, which is comparable: units grew by 10^18, and volume is too large to be true as well.
        Row all = one(absurd, "PLAN", "ALL", "geography", "month", "2024-02-01");
        assertEffects(all, "0", "0", "0", "-99999999999998", "0", "-99999999999998");
    }

    private static final String LINE =
            "order_id, order_date, product_id, store_id, quantity, net_amount, is_return, is_current";
    private static final String STORE = "store_id, country, store_name, is_current";
    private static final Object[][] STORES = {
        row("s1", "DE", "Berlin", true), row("s2", "FR", "Paris", true), row("s3", "ES", "Madrid", true)
    };
    private static final String PRODUCT = "product_id, category_l1, product_name, is_current";
    private static final Object[][] PRODUCTS = {
        row("gin", "Spirits", "gin", true),
        row("rum", "Spirits", "rum", true),
        row("ale", "Spirits", "ale", true),
        row("wine", "Wine", "wine", true)
    };

    private static SmallNight night(String asOf, Object[]... lines) {
        return SmallNight.of(TestSettings.of(PeriodType.MONTH, PeriodType.QUARTER, PeriodType.YEAR), asOf)
                .with(Dimensions.PRODUCTS.spec(), PRODUCT, PRODUCTS)
                .with(Dimensions.STORES.spec(), STORE, STORES)
                .with(CustomerDays.SPEC, Frames.none(CustomerDays.SPEC))
                .with(Sales.SPEC, LINE, lines);
    }

    private static SmallNight with(SmallNight night, Object[]... targets) {
        return night.with(
                Targets.INPUT.spec(),
                "period_start, period_type, measure, target_value, version, country, product_id, currency_code, is_current",
                targets);
    }

    private static Object[] sale(String date, String product, String store, int units, String amount) {
        return row("o" + date, date, product, store, units, amount, units < 0, true);
    }

    private static Object[] target(String start, String type, String measure, String value, String country) {
        return target("PLAN", start, type, measure, value, country);
    }

    private static Object[] target(
            String version, String start, String type, String measure, String value, String country) {
        return row(start, type, measure, value, version, country, null, "EUR", true);
    }

    private static Object[] february(String measure, String value, String country, String category, String product) {
        return row("2024-02-01", "month", measure, value, "PLAN", country, category, product, "EUR", true);
    }

    private static Object[] product(String measure, String value, String product) {
        return row("2024-01-01", "month", measure, value, "PRODUCTS", null, product, "EUR", true);
    }

    private static Row february(String version, String segment) {
        return one(version, segment, "geography", "month", "2024-02-01");
    }

    private static Row one(String version, String segment, String segmentation, String type, String start) {
        return one(night, version, segment, segmentation, type, start);
    }

    private static Row one(
            SmallNight of, String version, String segment, String segmentation, String type, String start) {
        return of.one(
                PlanVariance.SPEC,
                "version = '" + version + "' AND segmentation = '" + segmentation + "' AND segment = '" + segment
                        + "' AND period_type = '" + type + "' AND period_start = '" + start + "'");
    }

    private static String status(SmallNight night, String condition) {
        return night.one(PlanTargets.SPEC, condition).getAs("target_status");
    }

    private static void assertEffects(Row row, String... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertAmount(row, EFFECTS.get(i), expected[i]);
        }
    }
}
