package almanac.market;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.staging.Dimensions;
import almanac.staging.Market;
import almanac.staging.Sales;
import almanac.stats.Concentration;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Shares of markets, each a category of its own: January and February 2024, everything in Germany. Expected numbers are
 * worked out by hand from the rows, but for the random markets, which {@link Concentration} judges.
 */
class MarketShareTest {

    private static final String MARKET = "period_start, period_type, category_key, geography_key, supplier_id,"
            + " sales_amount, is_own, basis, is_current";
    private static final String SALES = "order_id, order_date, product_id, store_id, quantity, net_amount, is_current";

    /** Suppliers of markets drawn at random, the first ourselves; a remainder last. */
    private static final Map<String, int[]> RANDOM = randomMarkets();

    private static SmallNight night;

    @BeforeAll
    static void market() {
        List<Object[]> market = new ArrayList<>(List.of(
                day("2024-01-10", "Gin", "US", 100, true, "SELL_OUT"),
                day("2024-01-10", "Gin", "X", 300, false, "SELL_OUT"),
                day("2024-02-10", "Gin", "US", 180, true, "SELL_OUT"),
                day("2024-02-10", "Gin", "X", 240, false, "SELL_OUT"),
                day("2024-02-10", "Gin", "Y", 180, false, "SELL_IN"),
                day("2024-02-10", "Rum", "US", 400, true, null),
                day("2024-02-10", "Rum", "A", 300, false, null),
                day("2024-02-10", "Rum", "B", 200, false, null),
                day("2024-02-10", "Rum", "C", 100, false, null),
                day("2024-02-10", "Ale", "US", 10, true, null),
                day("2024-02-10", "Ale", "A", 30, false, null),
                day("2024-02-10", "Ale", "B", 25, false, null),
                day("2024-02-10", "Ale", "C", 20, false, null),
                day("2024-02-10", "Ale", "D", 15, false, null),
                day("2024-02-10", "Vodka", "TOTAL", 1000, null, null),
                day("2024-02-10", "Vodka", "US", 400, true, null),
                day("2024-02-10", "Vodka", "B", 300, false, null),
                day("2024-02-10", "Tequila", "A", 500, null, null),
                day("2024-02-10", "Tequila", "OTHER", 500, null, null),
                day("2024-02-10", "Cider", "US", 100, true, null),
                day("2024-02-10", "Cider", "B", -20, false, null),
                day("2024-02-10", "Cider", "C", 20, false, null),
                day("2024-02-10", "Mead", "B", -20, false, null),
                day("2024-02-10", "Perry", "OTHER", 1000, null, null),
                month("2024-01-01", "Wine", 1000),
                month("2024-02-01", "Wine", 1000)));
        RANDOM.forEach((category, suppliers) -> {
            for (int i = 0; i < suppliers.length; i++) {
                String supplier = i == suppliers.length - 1 ? "OTHER" : "S" + i;
                market.add(day("2024-02-10", category, supplier, suppliers[i], i == 0, null));
            }
        });
        night = night("2024-02-29")
                .with(Market.SPEC, MARKET, market.toArray(Object[][]::new))
                .with(
                        Sales.SPEC,
                        SALES,
                        sale("2024-01-01", "Gin", 5),
                        sale("2024-01-10", "Gin", 100),
                        sale("2024-02-10", "Gin", 180),
                        sale("2024-02-10", "Rum", 400),
                        sale("2024-02-10", "Ale", 10),
                        sale("2024-02-10", "Vodka", 400),
                        sale("2024-02-10", "Tequila", 200),
                        sale("2024-02-10", "Cider", 100),
                        sale("2024-01-20", "Wine", 50),
                        sale("2024-02-02", "Wine", 60),
                        sale("2024-02-28", "Wine", 40),
                        sale("2024-02-10", "Beer", 610));
    }

    @Test
    void shareIsOwnSalesOverThoseOfAllSuppliers() {
        Row gin = february("Gin");

        assertAmount(gin, "own_amount", "180");
        assertAmount(gin, "market_amount", "600");
        assertThat(gin.<Double>getAs("share_rate")).isCloseTo(0.30, within(1e-12));
        assertThat(gin.<String>getAs("currency_code")).isEqualTo("EUR");
    }

    @Test
    void changeOfShareIsInPercentagePoints() {
        Row gin = february("Gin");

        assertThat(gin.<Double>getAs("base_share_rate")).isCloseTo(0.25, within(1e-12));
        assertThat(gin.<Double>getAs("share_change_pp")).isCloseTo(5, within(1e-9));
        assertThat(gin.<Double>getAs("market_growth_rate")).isCloseTo(0.5, within(1e-12));
        assertThat(gin.<Double>getAs("own_growth_rate")).isCloseTo(0.8, within(1e-12));
    }

    @Test
    void changeOfOwnSalesSplitsIntoMarketAndShareEffectExactly() {
        // 0.25 * (600 - 400) = 50 and 600 * (0.30 - 0.25) = 30 are the 80 from 100 to 180.
        Row gin = february("Gin");

        assertAmount(gin, "market_effect_amount", "50");
        assertAmount(gin, "share_effect_amount", "30");
    }

    @Test
    void effectsCloseToTheLastDecimalInEverySegment() {
        assertThat(night.rows(MarketShare.SPEC, "market_effect_amount IS NOT NULL"))
                .hasSizeGreaterThan(3)
                .allSatisfy(row -> assertThat(
                                row.<BigDecimal>getAs("market_effect_amount").add(row.getAs("share_effect_amount")))
                        .isEqualByComparingTo(
                                row.<BigDecimal>getAs("own_amount").subtract(row.getAs("base_own_amount"))));
    }

    @Test
    void baseBeforeTheMarketDataIsUnknown() {
        Row january = month("Gin", "2024-01-01");

        assertAmount(january, "market_amount", "400");
        for (String column : List.of(
                "base_market_amount",
                "base_own_amount",
                "base_share_rate",
                "share_change_pp",
                "market_growth_rate",
                "market_effect_amount",
                "share_effect_amount")) {
            assertThat(january.<Object>getAs(column)).as(column).isNull();
        }
    }

    @Test
    void ownSalesOnDaysWithoutMarketDataAreNotCovered() {
        // 5 were sold on January 1, where the market of gin has no row.
        Row january = month("Gin", "2024-01-01");

        assertAmount(january, "own_amount", "100");
        assertAmount(january, "own_total_amount", "105");
        assertThat(january.<Double>getAs("coverage_rate")).isCloseTo(100.0 / 105, within(1e-12));
    }

    @Test
    void categoryThatTheMarketLacksLowersTheCoverageOfTheTotal() {
        Row all = night.one(
                MarketShare.SPEC,
                "segment = 'ALL' AND segmentation = 'product' AND period_type = 'month' AND period_start = '2024-02-01'"
                        + " AND comparison = 'PP'");

        // 180 + 400 + 10 + 400 + 200 + 100 + 100 of wine are covered, 610 of beer are not.
        assertAmount(all, "own_amount", "1390");
        assertAmount(all, "own_total_amount", "2000");
        assertThat(all.<Double>getAs("coverage_rate")).isCloseTo(0.695, within(1e-12));
        assertThat(night.rows(MarketShare.SPEC, "segment = 'product=Beer'")).isEmpty();
    }

    @Test
    void relativeShareOfAFollowerIsBelowOneAndOfTheLeaderAbove() {
        assertThat(february("Gin").<Double>getAs("relative_share_rate")).isCloseTo(0.75, within(1e-12));
        assertThat(february("Gin").<String>getAs("largest_competitor_id")).isEqualTo("X");
        assertThat(february("Rum").<Double>getAs("relative_share_rate")).isCloseTo(4.0 / 3, within(1e-12));
        assertThat(february("Rum").<String>getAs("largest_competitor_id")).isEqualTo("A");
        assertAmount(february("Rum"), "largest_competitor_amount", "300");
        assertAmount(february("Rum"), "own_in_market_amount", "400");
    }

    @Test
    void relativeShareIsUnknownWhereNoCompetitorIsNamed() {
        assertThat(february("Wine").<Double>getAs("relative_share_rate")).isNull();
        assertThat(february("Wine").<String>getAs("largest_competitor_id")).isNull();
        assertThat(february("Wine").<Object>getAs("largest_competitor_amount")).isNull();
    }

    @Test
    void concentrationOfFortyThirtyTwentyTenIsThreeThousand() {
        // US Department of Justice, Herfindahl-Hirschman index: shares of 30, 30, 20 and 20 percent make 2,600; in the
        // same way 40, 30, 20 and 10 make 1,600 + 900 + 400 + 100.
        Row rum = february("Rum");

        assertThat(rum.<Double>getAs("hhi")).isCloseTo(3000, within(1e-9));
        assertThat(rum.<Double>getAs("hhi_low")).isCloseTo(3000, within(1e-9));
        assertThat(rum.<Double>getAs("hhi_high")).isCloseTo(3000, within(1e-9));
        assertThat(rum.<Integer>getAs("supplier_count")).isEqualTo(4);
        assertThat(rum.<Double>getAs("cr4_rate")).isCloseTo(1, within(1e-12));
    }

    @Test
    void fourLargestAreCountedOfFive() {
        // 30 + 25 + 20 + 15 of 100; 900 + 625 + 400 + 225 + 100.
        assertThat(february("Ale").<Double>getAs("cr4_rate")).isCloseTo(0.90, within(1e-12));
        assertThat(february("Ale").<Double>getAs("hhi")).isCloseTo(2250, within(1e-9));
    }

    @Test
    void unnamedPartOfTheMarketMakesAnIntervalOfTheConcentration() {
        // 40 and 30 are named; the other 30 are dust, or one more firm of 30.
        Row vodka = february("Vodka");

        assertAmount(vodka, "market_amount", "1000");
        assertAmount(vodka, "unnamed_amount", "300");
        assertThat(vodka.<Double>getAs("hhi")).isNull();
        assertThat(vodka.<Double>getAs("hhi_low")).isCloseTo(2500, within(1e-9));
        assertThat(vodka.<Double>getAs("hhi_high")).isCloseTo(3400, within(1e-9));
        assertThat(vodka.<Double>getAs("cr4_rate")).isCloseTo(0.70, within(1e-12));
    }

    @Test
    void whereTheMarketDoesNotSayWhoWeAreOwnSalesAreTakenOutOfTheUnnamed() {
        // A 50, ourselves 20, and 30 unnamed: dust, or a firm of 20 and one of 10.
        Row tequila = february("Tequila");

        assertThat(tequila.<Double>getAs("share_rate")).isCloseTo(0.20, within(1e-12));
        assertAmount(tequila, "unnamed_amount", "300");
        assertThat(tequila.<Double>getAs("relative_share_rate")).isCloseTo(0.40, within(1e-12));
        assertAmount(tequila, "own_in_market_amount", "200");
        assertThat(tequila.<Integer>getAs("supplier_count")).isEqualTo(2);
        assertThat(tequila.<Double>getAs("hhi_low")).isCloseTo(2900, within(1e-9));
        assertThat(tequila.<Double>getAs("hhi_high")).isCloseTo(3400, within(1e-9));
    }

    @Test
    void supplierThatTakesBackMoreThanItSellsCountsInTheMarketButNotAsAFirm() {
        // Market 100 + 20 - 20; firms of 100 and 20: (100 / 120)^2 + (20 / 120)^2 = 0.72222.
        Row cider = february("Cider");

        assertAmount(cider, "market_amount", "100");
        assertThat(cider.<Double>getAs("share_rate")).isCloseTo(1, within(1e-12));
        assertThat(cider.<Integer>getAs("supplier_count")).isEqualTo(2);
        assertThat(cider.<Double>getAs("hhi")).isCloseTo(7222.222222222, within(1e-6));
    }

    @Test
    void marketInWhichNobodyIsNamedMayBeOneSuppliersOrThatOfMany() {
        Row perry = february("Perry");

        assertThat(perry.<Double>getAs("hhi")).isNull();
        assertThat(perry.<Double>getAs("hhi_low")).isZero();
        assertThat(perry.<Double>getAs("hhi_high")).isEqualTo(Concentration.hhiUpper(new double[0], 100));
        assertThat(perry.<Double>getAs("hhi_high")).isEqualTo(10_000);
    }

    @Test
    void marketThatIsNotAboveZeroHasNoShare() {
        Row mead = february("Mead");

        assertAmount(mead, "market_amount", "-20");
        assertThat(mead.<Double>getAs("share_rate")).isNull();
        assertThat(mead.<Double>getAs("hhi")).isNull();
        assertThat(mead.<Double>getAs("hhi_high")).isNull();
        assertThat(mead.<Double>getAs("cr4_rate")).isNull();
        assertThat(mead.<Integer>getAs("supplier_count")).isZero();
    }

    @Test
    void boundsOfRandomMarketsAreThoseOfTheNumerics() {
        RANDOM.forEach((category, amounts) -> {
            double whole = Arrays.stream(amounts).sum();
            double[] named = Arrays.stream(amounts, 0, amounts.length - 1)
                    .mapToDouble(amount -> 100 * amount / whole)
                    .toArray();
            double others = 100 * amounts[amounts.length - 1] / whole;
            Row row = february(category);

            assertThat(row.<Double>getAs("hhi_low"))
                    .as(category)
                    .isCloseTo(Concentration.hhiLower(named, others), within(1e-6));
            assertThat(row.<Double>getAs("hhi_high"))
                    .as(category)
                    .isCloseTo(Concentration.hhiUpper(named, others), within(1e-6));
            assertThat(row.<Double>getAs("cr4_rate"))
                    .as(category)
                    .isCloseTo(Concentration.concentrationRatio(4, named) / 100, within(1e-9));
        });
    }

    @Test
    void monthlyMarketServesMonthsAndNoWeeks() {
        assertThat(night.rows(MarketShare.SPEC, "segment = 'product=Wine' AND segmentation = 'product'"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.<String>getAs("period_type")).isEqualTo("month"));
        // All wine of the month is covered, whatever its day.
        assertAmount(february("Wine"), "own_amount", "100");
        assertThat(february("Wine").<Double>getAs("share_rate")).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void dailyMarketServesWeeks() {
        Row week = night.one(
                MarketShare.SPEC,
                "segment = 'product=Gin' AND segmentation = 'product' AND period_type = 'week'"
                        + " AND period_start = '2024-02-05' AND comparison = 'PP'");

        assertAmount(week, "market_amount", "600");
        assertThat(week.<Double>getAs("share_rate")).isCloseTo(0.30, within(1e-12));
    }

    @Test
    void monthThatIsNotOverHasNoMonthlyMarketYet() {
        SmallNight early = night("2024-02-15")
                .with(Market.SPEC, MARKET, month("2024-01-01", "Wine", 1000), month("2024-02-01", "Wine", 1000))
                .with(Sales.SPEC, SALES, sale("2024-01-20", "Wine", 50), sale("2024-02-02", "Wine", 60));

        assertThat(early.rows(
                        MarketShare.SPEC,
                        "segment = 'product=Wine' AND segmentation = 'product' AND comparison = 'PP'"))
                .extracting(
                        row -> row.getAs("period_start").toString(),
                        row -> row.<BigDecimal>getAs("own_amount").intValue())
                .containsExactly(tuple("2024-01-01", 50));
    }

    @Test
    void basisIsMixedWhereSuppliersDiffer() {
        assertThat(month("Gin", "2024-01-01").<String>getAs("basis")).isEqualTo("SELL_OUT");
        assertThat(february("Gin").<String>getAs("basis")).isEqualTo("MIXED");
        assertThat(february("Rum").<String>getAs("basis")).isNull();
    }

    @Test
    void crossingHasTheShareOfItsCells() {
        Row cell = night.one(
                MarketShare.SPEC,
                "segment = 'geography=DE|product=Gin' AND period_type = 'month' AND period_start = '2024-02-01'"
                        + " AND comparison = 'PP'");

        assertThat(cell.<String>getAs("segmentation")).isEqualTo("market");
        assertThat(cell.<Double>getAs("share_rate")).isCloseTo(0.30, within(1e-12));
    }

    private static Map<String, int[]> randomMarkets() {
        Random random = new Random(7);
        Map<String, int[]> markets = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            markets.put(
                    "random " + i, random.ints(2 + random.nextInt(9), 1, 10_000).toArray());
        }
        return markets;
    }

    private static SmallNight night(String asOf) {
        List<Object[]> products = new ArrayList<>();
        for (String category : List.of("Gin", "Rum", "Ale", "Vodka", "Tequila", "Cider", "Wine", "Beer")) {
            products.add(row(category, category, category, true));
        }
        return SmallNight.of(
                        TestSettings.from("2024-01-01", TestSettings.EVERY_DAY, PeriodType.WEEK, PeriodType.MONTH),
                        asOf)
                .with(
                        Dimensions.PRODUCTS.spec(),
                        "product_id, category_l1, product_name, is_current",
                        products.toArray(Object[][]::new))
                .with(
                        Dimensions.STORES.spec(),
                        "store_id, country, store_name, is_current",
                        row("s1", "DE", "Berlin", true));
    }

    private static Object[] day(
            String date, String category, String supplier, int amount, Boolean isOwn, String basis) {
        return row(date, "day", category, "DE", supplier, amount, isOwn, basis, true);
    }

    private static Object[] month(String date, String category, int amount) {
        return row(date, "month", category, "DE", "TOTAL", amount, null, null, true);
    }

    private static Object[] sale(String date, String category, int amount) {
        return row("o" + date, date, category, "s1", 1, amount, true);
    }

    private static Row february(String category) {
        return month(category, "2024-02-01");
    }

    private static Row month(String category, String start) {
        return night.one(
                MarketShare.SPEC,
                "segment = 'product=" + category + "' AND segmentation = 'product' AND period_type = 'month'"
                        + " AND period_start = '" + start + "' AND comparison = 'PP'");
    }
}
