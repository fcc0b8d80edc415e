package almanac.market;

import static almanac.Amounts.assertAmount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Markets of 100 a month that grow by a tenth each January; a unit costs 2. */
class MarketSizeTest {

    private static final SmallNight NIGHT = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2025-12-31")
            .with(
                    MarketShare.SPEC,
                    MarketMonths.COLUMNS,
                    new MarketMonths()
                            .with("products.category_l1", "product=Gin", 48, MarketSizeTest::growing, i -> 10, i -> 1)
                            .with("products.category_l1", "product=Rum", 14, i -> 100, i -> 10, i -> 1)
                            .withYear("products.category_l1", "product=Gin", 2025, "1597.20", "1452", 1.0)
                            .rows());

    @Test
    void rollingYearIsTheSumOfTwelveMonths() {
        // 12 * 100 * 1.1^2 in 2024; six months of it and six of 2023 (1.1) in the twelve up to June.
        assertAmount(month("Gin", "2024-12-01"), "rolling_year_amount", "1452");
        assertAmount(month("Gin", "2024-06-01"), "rolling_year_amount", "1386");
        assertAmount(month("Gin", "2024-12-01"), "base_rolling_year_amount", "1320");
        assertThat(month("Gin", "2024-12-01").<Double>getAs("rolling_year_growth_rate"))
                .isCloseTo(0.1, within(1e-12));
    }

    @Test
    void rollingYearOfLessThanTwelveMonthsIsNotKnown() {
        assertThat(month("Gin", "2022-11-01").<Object>getAs("rolling_year_amount"))
                .isNull();
        assertAmount(month("Gin", "2022-12-01"), "rolling_year_amount", "1200");
        assertThat(month("Gin", "2022-12-01").<Object>getAs("base_rolling_year_amount"))
                .isNull();
    }

    @Test
    void compoundGrowthSpansAsManyYearsAsThereAre() {
        Row last = month("Gin", "2025-12-01");

        assertThat(last.<Integer>getAs("compound_years")).isEqualTo(3);
        assertThat(last.<Double>getAs("compound_growth_rate")).isCloseTo(0.1, within(1e-9));
        assertThat(month("Gin", "2024-12-01").<Integer>getAs("compound_years")).isEqualTo(2);
        assertThat(month("Gin", "2023-12-01").<Object>getAs("compound_growth_rate"))
                .isNull();
        assertThat(month("Rum", "2023-02-01").<Object>getAs("compound_years")).isNull();
    }

    @Test
    void yearHasTheRollingYearOfItsLastMonth() {
        Row year = NIGHT.one(MarketSize.SPEC, "period_type = 'year'");

        assertAmount(year, "rolling_year_amount", "1597.20");
        assertThat(year.<Double>getAs("market_growth_rate")).isCloseTo(0.1, within(1e-12));
        assertThat(year.<Object>getAs("market_price_amount")).isNull();
    }

    @Test
    void growthIsThatOfVolumeTimesThatOfPrice() {
        Row row = month("Gin", "2025-03-01");

        assertThat(row.<Double>getAs("market_price_amount")).isCloseTo(2, within(1e-3));
        assertThat((1 + row.<Double>getAs("volume_growth_rate")) * (1 + row.<Double>getAs("price_growth_rate")))
                .isCloseTo(1 + row.<Double>getAs("market_growth_rate"), within(1e-12));
    }

    private static double growing(int month) {
        return 100 * Math.pow(1.1, month / 12);
    }

    private static Row month(String product, String start) {
        return NIGHT.one(
                MarketSize.SPEC,
                "segment = 'product=" + product + "' AND period_type = 'month' AND period_start = '" + start + "'");
    }
}
