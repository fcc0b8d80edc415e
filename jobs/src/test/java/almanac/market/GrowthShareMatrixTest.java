package almanac.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.GrowthRule;
import almanac.config.MarketSettings;
import almanac.config.PeriodType;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class GrowthShareMatrixTest {

    private static final String LEVEL = "products.category_l1";

    private static final MarketMonths MARKETS = new MarketMonths()
            .withYear(LEVEL, "product=Star", 2024, "105", "100", 1.2)
            .withYear(LEVEL, "product=Star", 2025, "120", "100", 1.0)
            .withYear(LEVEL, "product=Cow", 2025, "1000", "1000", 2.0)
            .withYear(LEVEL, "product=Question", 2025, "110", "100", 0.99)
            .withYear(LEVEL, "product=Dog", 2025, "90", "100", 0.5)
            .withYear(LEVEL, "product=New", 2025, "90", null, 0.5)
            .withYear(LEVEL, "product=Alone", 2025, "120", "100", null);

    @Test
    void quadrantsAreThoseOfTheTextbook() {
        SmallNight night = night(GrowthRule.FIXED, MARKETS);

        assertThat(quadrant(night, "Star", 2025)).isEqualTo("STAR");
        assertThat(quadrant(night, "Cow", 2025)).isEqualTo("CASH_COW");
        assertThat(quadrant(night, "Question", 2025)).isEqualTo("QUESTION_MARK");
        assertThat(quadrant(night, "Dog", 2025)).isEqualTo("DOG");
    }

    @Test
    void segmentMovesFromTheQuadrantOfTheYearBefore() {
        SmallNight night = night(GrowthRule.FIXED, MARKETS);

        assertThat(row(night, "Star", 2025).<String>getAs("previous_quadrant")).isEqualTo("CASH_COW");
        assertThat(row(night, "Star", 2024).<Object>getAs("previous_quadrant")).isNull();
    }

    @Test
    void noQuadrantWithoutBothCoordinates() {
        SmallNight night = night(GrowthRule.FIXED, MARKETS);

        assertThat(quadrant(night, "New", 2025)).isNull();
        assertThat(quadrant(night, "Alone", 2025)).isNull();
    }

    @Test
    void thresholdMayBeTheMedianOrTheWeightedGrowthOfTheLevel() {
        // Growths of 2025: 0.2, 0, 0.1, -0.1 and 0.2; as a whole 1440 / 1400.
        assertThat(row(night(GrowthRule.MEDIAN, MARKETS), "Cow", 2025).<Double>getAs("market_growth_threshold"))
                .isCloseTo(0.1, within(1e-12));
        assertThat(row(night(GrowthRule.WEIGHTED, MARKETS), "Cow", 2025).<Double>getAs("market_growth_threshold"))
                .isCloseTo(1440.0 / 1400 - 1, within(1e-12));
    }

    @Test
    void steadySegmentStaysWhereItIsAndOneOnTheBorderMayNot() {
        SmallNight night = night(
                GrowthRule.FIXED,
                new MarketMonths()
                        .with(LEVEL, "product=Steady", 48, i -> 100 * Math.pow(1.2, i / 12), i -> 10, i -> 2)
                        .with(LEVEL, "product=Border", 48, GrowthShareMatrixTest::aboutATenth, i -> 10, i -> 1.5)
                        .withYear(LEVEL, "product=Steady", 2024, "144", "120", 2.0)
                        .withYear(LEVEL, "product=Steady", 2025, "172.80", "144", 2.0)
                        .withYear(LEVEL, "product=Border", 2025, "133.10", "121", 1.5));

        Row steady = row(night, "Steady", 2025);
        assertThat(steady.<Double>getAs("star_probability")).isCloseTo(1, within(1e-6));
        assertThat(steady.<Double>getAs("market_growth_outlook_rate")).isCloseTo(0.2, within(1e-3));
        assertThat(steady.<Integer>getAs("outlook_month_count")).isEqualTo(36);
        assertThat(row(night, "Steady", 2024).<Object>getAs("star_probability")).isNull();
        Row border = row(night, "Border", 2025);
        assertThat(border.<Double>getAs("star_probability")).isBetween(0.2, 0.8);
        assertThat(border.<Double>getAs("cash_cow_probability")).isBetween(0.2, 0.8);
        assertThat(border.<Double>getAs("question_mark_probability")).isCloseTo(0, within(1e-6));
        assertThat(border.<Double>getAs("market_growth_outlook_low"))
                .isLessThan(border.<Double>getAs("market_growth_outlook_high"));
    }

    @Test
    void lessThanTwoYearsOfMonthsTellNothingOfTheNext() {
        SmallNight night = night(
                GrowthRule.FIXED,
                new MarketMonths()
                        .with(LEVEL, "product=Young", 23, i -> 100, i -> 10, i -> 2)
                        .withYear(LEVEL, "product=Young", 2023, "1200", "1200", 2.0));

        assertThat(row(night, "Young", 2023).<String>getAs("quadrant")).isEqualTo("CASH_COW");
        assertThat(row(night, "Young", 2023).<Object>getAs("star_probability")).isNull();
    }

    /** Grows by a tenth a year, give or take. */
    private static double aboutATenth(int month) {
        double[] wobble = {0.98, 1.03, 1.0, 0.97, 1.02};
        return 100 * Math.pow(1.1, month / 12) * wobble[(month * 3 + month / 12) % 5];
    }

    private static SmallNight night(GrowthRule rule, MarketMonths markets) {
        return SmallNight.of(
                        TestSettings.of(
                                new MarketSettings(rule, 0.10, 1, 0.75, 0.80, 0.95, 0.5, 1),
                                PeriodType.MONTH,
                                PeriodType.YEAR),
                        "2025-12-31")
                .with(MarketShare.SPEC, MarketMonths.COLUMNS, markets.rows());
    }

    private static String quadrant(SmallNight night, String product, int year) {
        return row(night, product, year).getAs("quadrant");
    }

    private static Row row(SmallNight night, String product, int year) {
        return night.one(
                GrowthShareMatrix.SPEC,
                "segment = 'product=" + product + "' AND period_type = 'year' AND period_start = '" + year + "-01-01'");
    }
}
