package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.forecast.Examples;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FeaturesTest {

    private static final Timeline WEEKS = Examples.weeks(130, 4);

    @Test
    void everyFeatureHasAName() {
        double[] sales = Examples.noise(500, 1, 100, 10);

        assertThat(features(Examples.series(1, 0, sales), 100, WEEKS).of(1))
                .hasSameSizeAs(Features.names(Frequency.WEEKLY).toArray());
        assertThat(features(Examples.series(1, 0, sales), 50, Examples.months(60, 4))
                        .of(1))
                .hasSameSizeAs(Features.names(Frequency.MONTHLY).toArray());
        assertThat(features(Examples.series(1, 0, sales), 400, Examples.days(450, 4))
                        .of(1))
                .hasSameSizeAs(Features.names(Frequency.DAILY).toArray());
    }

    @Test
    void courseIsInUnitsOfTheMeanOfAYear() {
        // 52 weeks of 50, then 52 of 100: the level is 100.
        Features features = features(Examples.series(1, 0, Examples.values(104, t -> t < 52 ? 50 : 100)), 104, WEEKS);

        assertThat(features.level()).isEqualTo(100);
        assertThat(feature(features, 1, "last")).isEqualTo(1);
        assertThat(feature(features, 1, "middle_mean")).isEqualTo(1);
        assertThat(feature(features, 1, "year_on_year")).isEqualTo(0.5);
        assertThat(feature(features, 1, "has_year")).isEqualTo(1);
        assertThat(feature(features, 1, "length")).isEqualTo(2);
        assertThat(feature(features, 4, "horizon")).isEqualTo(1);
        assertThat(feature(features, 1, "horizon")).isEqualTo(0.25);
    }

    @Test
    void sameTimeLastYearIsFiftyTwoWeeksBeforeTheTarget() {
        Features features = features(Examples.series(1, 0, Examples.values(104, t -> t)), 104, WEEKS);

        // Targets 104 and 107 lie 52 weeks after 52 and 55; the level is the mean of 52 to 103.
        assertThat(feature(features, 1, "same_time_last_year")).isCloseTo(52 / 77.5, within(1e-12));
        assertThat(feature(features, 4, "same_time_last_year")).isCloseTo(55 / 77.5, within(1e-12));
        assertThat(feature(features, 1, "around_same_time_last_year")).isCloseTo(52 / 77.5, within(1e-12));
        assertThat(feature(features, 4, "trend_to_target")).isCloseTo(4 / 77.5, within(1e-12));
    }

    @Test
    void sameWeekdayIsThatOfTheLastWeeks() {
        // Monday is day 0: on Mondays 7, on other days 0.
        Timeline days = Examples.days(70, 14);
        Features features = features(Examples.series(1, 0, Examples.values(70, t -> t % 7 == 0 ? 7 : 0)), 70, days);

        assertThat(feature(features, 1, "same_weekday", Frequency.DAILY)).isCloseTo(7, within(1e-12));
        assertThat(feature(features, 8, "same_weekday_mean", Frequency.DAILY)).isCloseTo(7, within(1e-12));
        assertThat(feature(features, 2, "same_weekday_mean", Frequency.DAILY)).isZero();
    }

    @Test
    void nothingAfterTheOriginMatters() {
        double[] sales = Examples.noise(130, 3, 100, 30);
        double[] market = Examples.noise(130, 4, 1000, 100);

        for (int origin : new int[] {20, 70, 110}) {
            Features seen = features(Examples.series(1, 0, sales, market), origin, WEEKS);
            Features changed = features(
                    Examples.series(
                            1,
                            0,
                            Examples.replacedFrom(sales, origin, 1e6),
                            Examples.replacedFrom(market, origin, 1e9)),
                    origin,
                    WEEKS);
            for (int horizon = 1; horizon <= 4; horizon++) {
                assertThat(changed.of(horizon)).isEqualTo(seen.of(horizon));
            }
        }
    }

    @Test
    void lastValueBeforeTheOriginMatters() {
        double[] sales = Examples.noise(130, 3, 100, 30);

        assertThat(features(Examples.series(1, 0, Examples.replacedFrom(sales, 109, 1e6)), 110, WEEKS)
                        .of(1))
                .isNotEqualTo(features(Examples.series(1, 0, sales), 110, WEEKS).of(1));
    }

    @Test
    void marketGrowthComparesWithTheYearBefore() {
        double[] market = Examples.values(130, t -> t < 100 ? 200 : 250);
        Series series = Examples.series(1, 0, Examples.noise(130, 3, 100, 30), market);

        assertThat(feature(features(series, 120, WEEKS), 1, "market_growth")).isCloseTo(0.25, within(1e-12));
        assertThat(feature(features(series, 104, WEEKS), 1, "recent_market_growth"))
                .isCloseTo(0.25, within(1e-12));
        // Of the 13 weeks before 104, four are at 250.
        assertThat(feature(features(series, 104, WEEKS), 1, "market_growth"))
                .isCloseTo(4 * 50 / (13 * 200.0), within(1e-12));
        assertThat(feature(features(series, 104, WEEKS), 1, "has_market")).isEqualTo(1);
    }

    @Test
    void marketThatArrivesThreeWeeksLateTonightDidSoAtEveryOrigin() {
        double[] whole = Examples.values(130, t -> 200 + t);
        double[] late = Examples.replacedFrom(whole, 127, Double.NaN);
        double[] sales = Examples.noise(130, 3, 100, 30);

        double growth = feature(features(Examples.series(1, 0, sales, late), 110, WEEKS), 1, "market_growth");

        assertThat(growth)
                .isEqualTo(feature(features(Examples.series(1, 0, sales, whole), 107, WEEKS), 1, "market_growth"));
    }

    @Test
    void marketThatIsNotKnownHasNoGrowth() {
        double[] sales = Examples.noise(130, 3, 100, 30);
        double[] withHole = Examples.values(130, t -> t == 50 ? Double.NaN : 200);

        for (double[] market : new double[][] {Examples.NO_MARKET, withHole, new double[130]}) {
            Features features = features(Examples.series(1, 0, sales, market), 110, WEEKS);
            assertThat(feature(features, 1, "has_market")).isZero();
            assertThat(feature(features, 1, "market_growth")).isZero();
            assertThat(Arrays.stream(features.of(1)).allMatch(Double::isFinite)).isTrue();
        }
    }

    @Test
    void aSeriesTooShortOrWithoutSalesForAYearHasNoFeatures() {
        assertThat(Features.at(Examples.series(1, 0, Examples.noise(12, 3, 100, 30)), 12, Examples.weeks(12, 4)))
                .isEmpty();
        assertThat(Features.at(Examples.series(1, 0, Examples.noise(13, 3, 100, 30)), 13, Examples.weeks(13, 4)))
                .isPresent();
        assertThat(Features.at(Examples.series(1, 0, Examples.values(100, t -> t < 48 ? 10 : 0)), 100, WEEKS))
                .isEmpty();
        assertThat(Features.at(Examples.series(1, 0, Examples.values(100, t -> t < 49 ? 10 : 0)), 100, WEEKS))
                .isPresent();
    }

    @Test
    void featuresHaveNoUnit() {
        double[] sales = Examples.noise(130, 3, 100, 30);
        double[] thousandths = Arrays.stream(sales).map(value -> value * 1024).toArray();

        assertThat(features(Examples.series(1, 0, thousandths), 120, WEEKS).of(3))
                .isEqualTo(features(Examples.series(1, 0, sales), 120, WEEKS).of(3));
    }

    private static Features features(Series series, int origin, Timeline timeline) {
        return Features.at(series, origin, timeline).orElseThrow();
    }

    private static double feature(Features features, int horizon, String name) {
        return feature(features, horizon, name, Frequency.WEEKLY);
    }

    private static double feature(Features features, int horizon, String name, Frequency frequency) {
        return features.of(horizon)[Features.names(frequency).indexOf(name)];
    }
}
