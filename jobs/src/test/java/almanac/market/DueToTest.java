package almanac.market;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.market.price.PriceElasticity;
import almanac.market.price.PriceGaps;
import almanac.segment.DailySales;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * February 2024 against the year before, by hand. In outlet A gin became a tenth dearer, B took it up in January; of rum nothing is
 * known. Five sales a month.
 */
class DueToTest {

    private static final String ELASTICITY = "product_id, other_product_id, kind, category, method, shrunk_elasticity,"
            + " shrunk_error, own_weight_rate, category_error, is_usable, promotion_coefficient, promotion_error";

    private static final String DAY =
            "order_date, leaf_segment, product_id, currency_code, net_amount, sales_units, promoted_amount";

    private static final SmallNight NIGHT = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-02-29")
            .with(
                    Dimensions.PRODUCTS.spec(),
                    "product_id, category_l1, product_name, is_current",
                    row("dry", "Gin", "Dry", true),
                    row("rum", "Rum", "Rum", true))
            .with(
                    Dimensions.STORES.spec(),
                    "store_id, country, store_name, is_current",
                    row("A", "DE", "A", true),
                    row("B", "DE", "B", true))
            .with(
                    PriceElasticity.SPEC,
                    ELASTICITY,
                    elasticity("dry", -2.0, 0.5, true, "LOG_LOG", null, null),
                    elasticity("rum", -5.0, 9.0, false, "LOG_LOG", null, null))
            .with(
                    MarketShare.SPEC,
                    "segmentation, segment, period_type, period_start, comparison, market_amount, base_market_amount,"
                            + " market_growth_rate",
                    row("product", "product=Rum", "month", "2024-02-01", "PY", 120, 100, 0.2))
            .with(
                    Sales.SPEC,
                    "order_id, order_date, product_id, store_id, quantity, net_amount, is_current",
                    Stream.of(
                                    sales("dry", "A", "2023-01-01", 12, 25, "25"),
                                    sales("dry", "A", "2024-01-01", 2, 20, "22"),
                                    sales("dry", "B", "2024-01-01", 2, 10, "11"),
                                    sales("rum", "A", "2023-01-01", 12, 10, "20"),
                                    sales("rum", "A", "2024-01-01", 2, 13, "26"))
                            .flatMap(List::stream)
                            .toArray(Object[][]::new));

    @Test
    void outletThatTookAProductUpIsDistribution() {
        assertAmount(february("geography", "geography=DE>B"), "distribution_effect_amount", "55");
        assertAmount(february("geography", "geography=DE>B"), "unexplained_amount", "0");
        assertAmount(february("geography", "geography=DE>A"), "distribution_effect_amount", "0");
    }

    @Test
    void priceDoesWhatTheElasticitySays() {
        // 125 became 110. With x = -ln 1.1 the effect is (125 + 110) tanh(x / 2) = -235 * 0.1 / 2.1.
        Row gin = february("product", "product=Gin");

        assertAmount(gin, "price_effect_amount", "-11.1905");
        // 1.96 times the error of 0.5 times 235 * 0.1 / 2.1.
        assertThat(amount(gin, "price_effect_high") - amount(gin, "price_effect_low"))
                .isCloseTo(2 * 10.9665, within(1e-3));
        assertAmount(gin, "unexplained_amount", "-3.8095");
        assertAmount(gin, "elastic_amount", "165");
    }

    @Test
    void productWithoutAUsableElasticityHasNoPriceEffect() {
        Row rum = february("product", "product=Rum");

        assertThat(rum.<Object>getAs("price_effect_amount")).isNull();
        assertThat(rum.<Object>getAs("elastic_amount")).isNull();
        assertThat(rum.<Object>getAs("promotion_effect_amount")).isNull();
    }

    @Test
    void marketIsThatOfTheFinestSegmentThatHasOne() {
        // 100 became 130, the market grew by a fifth: (100 + 130) * 0.2 / 2.2.
        Row rum = february("product", "product=Rum");

        assertAmount(rum, "market_effect_amount", "20.9091");
        assertAmount(rum, "unexplained_amount", "9.0909");
        assertAmount(rum, "market_known_amount", "130");
        assertThat(february("product", "product=Gin").<Object>getAs("market_effect_amount"))
                .isNull();
    }

    @Test
    void wholeIsTheSumOfItsParts() {
        Row all = february("product", "ALL");

        assertAmount(all, "change_amount", "70");
        assertAmount(all, "distribution_effect_amount", "55");
        assertAmount(all, "price_effect_amount", "-11.1905");
        assertAmount(all, "market_effect_amount", "20.9091");
        assertAmount(all, "unexplained_amount", "5.2814");
        assertThat(all.<Double>getAs("elastic_rate")).isCloseTo(165.0 / 295, within(1e-12));
    }

    @Test
    void promotionsTakeOffThePriceAndLift() {
        // Half of February is promoted at four fifths of the price: x = -ln(98 / 110) + 0.3 * 48 / 98.
        Row promoted = promoted("LOG_LOG");

        assertAmount(promoted, "price_effect_amount", "0");
        assertThat(amount(promoted, "promotion_effect_amount")).isCloseTo(25.8346, within(1e-3));
        assertThat(amount(promoted, "promotion_effect_high") - amount(promoted, "promotion_effect_amount"))
                .isCloseTo(14.6103, within(1e-3));
    }

    @Test
    void outletThatSoldNothingOnOneSideWasPromotedAsTheOthers() {
        // Another outlet sells 30 in January and happens to sell nothing in February: a mean of both sides of 15 more
        // than 99.
        SmallNight night = month("LOG_LOG");
        Row promoted = night.with(
                        DailySales.SPEC,
                        night.get(DailySales.SPEC)
                                .union(Frames.of(
                                        DailySales.SPEC,
                                        DAY,
                                        row("2024-01-15", "geography=DE>B|product=Gin>Dry", "dry", "EUR", 30, 30, 0))))
                .one(DueTo.SPEC, "segment = 'ALL'");

        assertThat(amount(promoted, "promotion_effect_amount")).isCloseTo(25.8346 * (99 + 15) / 99, within(1e-3));
        assertThat(amount(promoted, "promotion_effect_high") - amount(promoted, "promotion_effect_amount"))
                .isCloseTo(14.6103 * (99 + 15) / 99, within(1e-3));
    }

    @Test
    void coefficientThatHoldsTheLowerPriceHoldsItOnce() {
        // x = 0.3 * 48 / 98 + ln(98 / 110); the elasticity has no part in it.
        Row promoted = promoted("PPML");

        assertThat(amount(promoted, "promotion_effect_amount")).isCloseTo(3.1110, within(1e-3));
    }

    @Test
    void unitsFollowThePricesOfCompetitors() {
        // Theirs rose from 1.00 to 1.20 a unit, ours were a ninth cheaper: with c = 0.5 ln 1.2 and x = c + ln(110 / 98)
        // it is
        // (100 + 98) tanh(x / 2) c / x.
        Row followed = month("LOG_LOG")
                .with(
                        PriceElasticity.SPEC,
                        ELASTICITY,
                        elasticity("dry", -2.0, 0.5, true, "LOG_LOG", null, null),
                        row("dry", "THEM", "COMPETITOR", "Spirits", "LOG_LOG", 0.5, 0.1, 1.0, 0.2, true, null, null),
                        row("dry", "US", "COMPETITOR", "Spirits", "LOG_LOG", 9.0, 9.0, 1.0, 0.2, false, null, null))
                .with(
                        PriceGaps.SPEC,
                        "product_id, competitor_id, period_type, period_start, comparison, own_priced_units,"
                                + " own_at_their_price_amount, base_own_priced_units, base_own_at_their_price_amount",
                        row("dry", "THEM", "month", "2024-02-01", "PP", 100, 120, 50, 50),
                        row("dry", "US", "month", "2024-02-01", "PP", 100, 300, 50, 50))
                .one(DueTo.SPEC, "segment = 'ALL'");

        assertThat(amount(followed, "competition_effect_amount")).isCloseTo(8.9929, within(1e-3));
        assertThat(amount(followed, "competition_effect_high") - amount(followed, "competition_effect_amount"))
                .isCloseTo(3.5252, within(1e-3));
    }

    private static Row promoted(String method) {
        return month(method).one(DueTo.SPEC, "segment = 'ALL'");
    }

    private static SmallNight month(String method) {
        return SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-02-29")
                .with(PriceElasticity.SPEC, ELASTICITY, elasticity("dry", -2.0, 0.5, true, method, 0.3, 0.1))
                .with(
                        DailySales.SPEC,
                        DAY,
                        day("2024-01-01", 100, 100, 0),
                        day("2024-02-01", 50, 50, 0),
                        day("2024-02-02", 48, 60, 48))
                .with(
                        SegmentSales.SPEC,
                        "segmentation, segment_level, segment, period_type, period_start, period_end, is_complete,"
                                + " comparison, currency_code, base_net_amount, net_amount, change_amount",
                        row(
                                "product",
                                "ALL",
                                "ALL",
                                "month",
                                "2024-02-01",
                                "2024-02-29",
                                true,
                                "PP",
                                "EUR",
                                100,
                                98,
                                -2));
    }

    private static Object[] day(String date, int amount, int units, int promoted) {
        return row(date, "geography=DE>A|product=Gin>Dry", "dry", "EUR", amount, units, promoted);
    }

    private static double amount(Row row, String column) {
        return row.<BigDecimal>getAs(column).doubleValue();
    }

    private static Object[] elasticity(
            String product,
            double value,
            double error,
            boolean isUsable,
            String method,
            Double lift,
            Double liftError) {
        return row(product, product, "OWN", "Spirits", method, value, error, 1.0, 0.2, isUsable, lift, liftError);
    }

    private static Row february(String segmentation, String segment) {
        return NIGHT.one(
                DueTo.SPEC,
                "segmentation = '" + segmentation + "' AND segment = '" + segment
                        + "' AND period_start = '2024-02-01' AND comparison = 'PY'");
    }

    /** Five sales in each of some months. */
    private static List<Object[]> sales(
            String product, String store, String from, int months, int quantity, String amount) {
        List<Object[]> sales = new ArrayList<>();
        for (int month = 0; month < months; month++) {
            for (int sale = 0; sale < 5; sale++) {
                String date = LocalDate.parse(from)
                        .plusMonths(month)
                        .plusDays(6L * sale)
                        .toString();
                sales.add(row(product + store + date, date, product, store, quantity, amount, true));
            }
        }
        return sales;
    }
}
