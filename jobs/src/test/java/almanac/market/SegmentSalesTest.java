package almanac.market;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.CalendarSettings;
import almanac.config.PeriodType;
import almanac.config.WeekPattern;
import almanac.config.YearEnd;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Own sales of segments on a literal example, every expected number worked out by hand from its rows: January and February
 * of 2023 and 2024, two stores, two products.
 */
class SegmentSalesTest {

    private static final String LINE = "order_id, order_date, product_id, store_id, customer_id, quantity, net_amount,"
            + " cost_amount, is_return, is_online, is_current";

    private static SmallNight night;

    @BeforeAll
    static void sales() {
        night = night("2024-02-29", TestSettings.EVERY_DAY)
                .with(
                        Sales.SPEC,
                        LINE,
                        // 2023: Berlin sells gin, Paris sells rum, which it gives up.
                        row("a1", "2023-01-01", "gin", "s1", "anna", 10, "100.00", "60.00", false, false, true),
                        row("a2", "2023-02-10", "gin", "s1", "anna", 10, "100.00", "60.00", false, false, true),
                        row("a3", "2023-02-11", "rum", "s2", "carl", 5, "60.00", null, false, false, true),
                        // January 2024.
                        row("b1", "2024-01-10", "gin", "s1", "anna", 8, "80.00", "50.00", false, true, true),
                        row("b2", "2024-01-11", "gin", "s1", "bert", 2, "20.00", "10.00", false, false, true),
                        // February 2024: one order of two lines on two days' notice, a return, a line without a cost.
                        row("c1", "2024-02-01", "gin", "s1", "anna", 6, "90.00", "40.00", false, true, true),
                        row("c1", "2024-02-01", "gin", "s1", "anna", 2, "30.00", "10.00", false, true, true),
                        row("c2", "2024-02-20", "gin", "s1", "anna", -1, "-15.00", "-6.00", true, false, true),
                        row("c3", "2024-02-20", "gin", "s1", null, 3, "45.00", null, false, false, true),
                        row("c4", "2024-02-20", "gin", "s1", "dora", 1, "1000.00", null, false, false, false),
                        row("c5", "2024-02-21", "gin", "s2", "emil", 1, "10.00", "6.00", false, false, true));
    }

    @Test
    void everyColumnOfAnExample() {
        Row berlin = sales("geography", "geography=DE>Berlin", "month", "2024-02-01", "PP");

        assertThat(berlin.<String>getAs("segment_level")).isEqualTo("geography.store_name");
        assertThat(berlin.<LocalDate>getAs("period_end")).isEqualTo("2024-02-29");
        assertThat(berlin.<Boolean>getAs("is_complete")).isTrue();
        assertThat(berlin.<String>getAs("currency_code")).isEqualTo("EUR");
        assertAmount(berlin, "net_amount", "150.00");
        assertAmount(berlin, "base_net_amount", "100.00");
        assertAmount(berlin, "change_amount", "50.00");
        assertThat(berlin.<Double>getAs("growth_rate")).isCloseTo(0.5, within(1e-12));
        assertThat(berlin.<Double>getAs("contribution_pp")).isCloseTo(50, within(1e-12));
        assertThat(berlin.<Integer>getAs("selling_days")).isEqualTo(29);
        assertThat(berlin.<Integer>getAs("base_selling_days")).isEqualTo(31);
        // (150 / 29) / (100 / 31) - 1.
        assertThat(berlin.<Double>getAs("comparable_growth_rate")).isCloseTo(0.603448275862069, within(1e-12));
        assertThat(berlin.<LocalDate>getAs("through_date")).isEqualTo("2024-02-29");
        assertThat(berlin.<LocalDate>getAs("base_start")).isEqualTo("2024-01-01");
        assertThat(berlin.<LocalDate>getAs("base_through")).isEqualTo("2024-01-31");
        assertAmount(berlin, "sales_units", "10");
        assertAmount(berlin, "base_sales_units", "10");
        assertThat(berlin.<Long>getAs("order_count")).isEqualTo(3);
        assertThat(berlin.<Long>getAs("base_order_count")).isEqualTo(2);
        assertThat(berlin.<Long>getAs("customer_count")).isEqualTo(1);
        assertThat(berlin.<Long>getAs("base_customer_count")).isEqualTo(2);
        assertAmount(berlin, "average_price_amount", "15.00");
        assertAmount(berlin, "base_average_price_amount", "10.00");
        assertAmount(berlin, "average_order_amount", "50.00");
        assertAmount(berlin, "base_average_order_amount", "50.00");
        assertAmount(berlin, "return_amount", "-15.00");
        assertAmount(berlin, "base_return_amount", "0");
        assertAmount(berlin, "online_amount", "120.00");
        assertAmount(berlin, "base_online_amount", "80.00");
        // Costed lines: 90 + 30 - 15 = 105 at a cost of 40 + 10 - 6 = 44.
        assertAmount(berlin, "costed_net_amount", "105.00");
        assertAmount(berlin, "margin_amount", "61.00");
        assertAmount(berlin, "base_margin_amount", "40.00");
        assertThat(berlin.<Double>getAs("margin_rate")).isCloseTo(61.0 / 105, within(1e-12));
    }

    @Test
    void yearBeforeIsComparedWithTheSameMonth() {
        Row berlin = sales("geography", "geography=DE>Berlin", "month", "2024-02-01", "PY");

        assertAmount(berlin, "base_net_amount", "100.00");
        assertThat(berlin.<LocalDate>getAs("base_start")).isEqualTo("2023-02-01");
        assertThat(berlin.<LocalDate>getAs("base_through")).isEqualTo("2023-02-28");
        assertThat(berlin.<Double>getAs("growth_rate")).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void segmentThatIsLostKeepsItsRowWithNothingSold() {
        Row rum = sales("product", "product=Spirits>Rum", "month", "2024-02-01", "PY");

        assertAmount(rum, "net_amount", "0");
        assertAmount(rum, "sales_units", "0");
        assertThat(rum.<Long>getAs("order_count")).isZero();
        assertAmount(rum, "return_amount", "0");
        assertAmount(rum, "base_net_amount", "60.00");
        assertAmount(rum, "change_amount", "-60.00");
        assertThat(rum.<Double>getAs("growth_rate")).isEqualTo(-1.0);
        assertThat(rum.<BigDecimal>getAs("average_price_amount")).isNull();
    }

    @Test
    void segmentThatIsNewHasABaseOfZeroAndNoGrowthRate() {
        Row gin = sales("market", "geography=FR|product=Spirits", "month", "2024-02-01", "PP");

        assertAmount(gin, "net_amount", "10.00");
        assertAmount(gin, "base_net_amount", "0");
        assertAmount(gin, "change_amount", "10.00");
        assertThat(gin.<Double>getAs("growth_rate")).isNull();
        assertThat(gin.<Double>getAs("contribution_pp")).isCloseTo(10, within(1e-12));
    }

    @Test
    void baseBeforeTheHistoryIsUnknownAndNotZero() {
        Row all = sales("geography", "ALL", "month", "2023-01-01", "PP");

        assertAmount(all, "net_amount", "100.00");
        assertThat(all.<BigDecimal>getAs("base_net_amount")).isNull();
        assertThat(all.<BigDecimal>getAs("change_amount")).isNull();
        assertThat(all.<Double>getAs("growth_rate")).isNull();
        assertThat(all.<Double>getAs("comparable_growth_rate")).isNull();
    }

    @Test
    void baseCountsWhereAtMostATenthOfItsDaysLieBeforeTheFirstSale() {
        // A base of 31 days may lack floor(31 / 10) = 3.
        assertThat(baseOfFebruary("2023-01-04")).isEqualByComparingTo("7.00");
        assertThat(baseOfFebruary("2023-01-05")).isNull();
    }

    @Test
    void yearAsABaseMayLackSixDaysAtMost() {
        // A tenth of the 182 days would be 18: January to June 2023 has 181, 2024 has 182.
        assertThat(baseOf("2023-01-07", "2024-06-01", "year", "2024-01-01", "PP"))
                .isEqualByComparingTo("7.00");
        assertThat(baseOf("2023-01-08", "2024-06-01", "year", "2024-01-01", "PP"))
                .isNull();
    }

    @Test
    void contributionsOfALevelAddUpToTheGrowthOfTheTotal() {
        for (String level : List.of("geography.store_name", "geography.country")) {
            double sum = night
                    .rows(
                            SegmentSales.SPEC,
                            "segment_level = '" + level + "' AND segmentation = 'geography' AND period_type = 'month'"
                                    + " AND period_start = '2024-02-01' AND comparison = 'PY'")
                    .stream()
                    .mapToDouble(row -> row.<Double>getAs("contribution_pp"))
                    .sum();
            // 160 in all against 160: Berlin +50, Paris -50.
            assertThat(sum).isCloseTo(0, within(1e-9));
        }
        Row all = sales("geography", "ALL", "month", "2024-02-01", "PP");
        assertThat(all.<Double>getAs("contribution_pp"))
                .isCloseTo(60, within(1e-9))
                .isCloseTo(100 * all.<Double>getAs("growth_rate"), within(1e-9));
    }

    @Test
    void customersAreCountedOnceAPeriodAndOrdersOnceADay() {
        Row year = sales("product", "product=Spirits>Gin", "year", "2024-01-01", "PP");

        // anna, bert and emil; orders b1, b2, c1, c2, c3, c5.
        assertThat(year.<Long>getAs("customer_count")).isEqualTo(3);
        assertThat(year.<Long>getAs("order_count")).isEqualTo(6);
    }

    @Test
    void orderOverTwoProductsIsOneOrderOfTheirCategory() {
        SmallNight basket = night("2023-01-31", TestSettings.EVERY_DAY)
                .with(
                        Sales.SPEC,
                        LINE,
                        row("o1", "2023-01-01", "gin", "s1", "anna", 1, "1.00", null, false, null, true),
                        row("o1", "2023-01-01", "rum", "s1", "anna", 1, "1.00", null, false, null, true));

        Row category = basket.one(
                SegmentSales.SPEC,
                "segment = 'product=Spirits' AND segmentation = 'product' AND period_type = 'month' AND comparison ="
                        + " 'PP'");
        assertThat(category.<Long>getAs("order_count")).isEqualTo(1);
        assertThat(category.<Long>getAs("customer_count")).isEqualTo(1);
    }

    @Test
    void marginIsUnknownWhereNoLineHasACost() {
        Row rum = sales("product", "product=Spirits>Rum", "month", "2023-02-01", "PP");

        assertAmount(rum, "net_amount", "60.00");
        assertThat(rum.<BigDecimal>getAs("margin_amount")).isNull();
        assertThat(rum.<BigDecimal>getAs("costed_net_amount")).isNull();
        assertThat(rum.<Double>getAs("margin_rate")).isNull();
    }

    @Test
    void customersAreUnknownWhereNoLineNamesOneAndOnlineWhereNoLineSaysSo() {
        SmallNight anonymous = night("2023-01-31", TestSettings.EVERY_DAY)
                .with(Sales.SPEC, LINE, row("o1", "2023-01-01", "gin", "s1", null, 1, "1.00", null, false, null, true));

        Row all = anonymous.one(
                SegmentSales.SPEC,
                "segment = 'ALL' AND segmentation = 'product' AND period_type = 'month' AND comparison = 'PP'");
        assertThat(all.<Long>getAs("customer_count")).isNull();
        assertThat(all.<BigDecimal>getAs("online_amount")).isNull();
    }

    @Test
    void salesAfterTheNightAreNotCounted() {
        SmallNight early = night("2023-01-15", TestSettings.EVERY_DAY)
                .with(
                        Sales.SPEC,
                        LINE,
                        row("o1", "2023-01-15", "gin", "s1", null, 1, "1.00", null, false, null, true),
                        row("o2", "2023-01-16", "gin", "s1", null, 1, "2.00", null, false, null, true));

        Row all = early.one(
                SegmentSales.SPEC,
                "segment = 'ALL' AND segmentation = 'product' AND period_type = 'month' AND comparison = 'PP'");
        assertAmount(all, "net_amount", "1.00");
        assertThat(all.<Boolean>getAs("is_complete")).isFalse();
    }

    @Test
    void growthPerSellingDayLeavesOutClosedDays() {
        CalendarSettings closedOnSundays = new CalendarSettings(
                1, DayOfWeek.MONDAY, WeekPattern.MONTH, YearEnd.LAST, List.of(DayOfWeek.SUNDAY), List.of());
        SmallNight shop = night("2024-02-29", closedOnSundays)
                .with(
                        Sales.SPEC,
                        LINE,
                        row("o1", "2024-01-01", "gin", "s1", null, 1, "270.00", null, false, null, true),
                        row("o2", "2024-02-01", "gin", "s1", null, 1, "250.00", null, false, null, true));

        // January 2024 has 27 days that are not Sundays, February 25: ten a day in both.
        Row all = shop.one(
                SegmentSales.SPEC,
                "segment = 'ALL' AND segmentation = 'product' AND period_type = 'month'"
                        + " AND period_start = '2024-02-01' AND comparison = 'PP'");
        assertThat(all.<Double>getAs("comparable_growth_rate")).isCloseTo(0, within(1e-12));
        assertThat(all.<Double>getAs("growth_rate")).isCloseTo(-20.0 / 270, within(1e-12));
    }

    @Test
    void everyLevelAddsUpToTheTotal() {
        assertThat(night.get(SegmentSales.SPEC)
                        .groupBy("segmentation", "segment_level", "period_type", "period_start", "comparison")
                        .sum("net_amount", "sales_units")
                        .groupBy("period_type", "period_start", "comparison")
                        .agg(
                                org.apache
                                        .spark
                                        .sql
                                        .functions
                                        .expr("count(DISTINCT `sum(net_amount)`)")
                                        .as("amounts"),
                                org.apache
                                        .spark
                                        .sql
                                        .functions
                                        .expr("count(DISTINCT `sum(sales_units)`)")
                                        .as("units"))
                        .filter("amounts <> 1 OR units <> 1")
                        .collectAsList())
                .isEmpty();
    }

    private static BigDecimal baseOfFebruary(String firstSale) {
        return baseOf(firstSale, "2023-02-01", "month", "2023-02-01", "PP");
    }

    private static BigDecimal baseOf(
            String firstSale, String secondSale, String type, String start, String comparison) {
        SmallNight two = night("2024-06-30", TestSettings.EVERY_DAY)
                .with(
                        Sales.SPEC,
                        LINE,
                        row("o1", firstSale, "gin", "s1", null, 1, "7.00", null, false, null, true),
                        row("o2", secondSale, "gin", "s1", null, 1, "9.00", null, false, null, true));
        return two.one(
                        SegmentSales.SPEC,
                        "segment = 'ALL' AND segmentation = 'product' AND period_type = '" + type
                                + "' AND period_start = '" + start + "' AND comparison = '" + comparison + "'")
                .getAs("base_net_amount");
    }

    private static SmallNight night(String asOf, CalendarSettings calendar) {
        return SmallNight.of(TestSettings.of(calendar, PeriodType.MONTH, PeriodType.YEAR), asOf)
                .with(
                        Dimensions.PRODUCTS.spec(),
                        "product_id, category_l1, product_name, is_current",
                        row("gin", "Spirits", "Gin", true),
                        row("rum", "Spirits", "Rum", true))
                .with(
                        Dimensions.STORES.spec(),
                        "store_id, country, store_name, is_current",
                        row("s1", "DE", "Berlin", true),
                        row("s2", "FR", "Paris", true));
    }

    private static Row sales(String segmentation, String segment, String type, String start, String comparison) {
        return night.one(
                SegmentSales.SPEC,
                "segmentation = '" + segmentation + "' AND segment = '" + segment + "' AND period_type = '" + type
                        + "' AND period_start = '" + start + "' AND comparison = '" + comparison + "'");
    }
}
