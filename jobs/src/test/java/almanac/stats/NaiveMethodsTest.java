package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expected values: R 4.2.2, forecast 8.20 ({@code snaive}) and {@code stats::decompose}, unless said otherwise. */
class NaiveMethodsTest {

    private final ForecastMethod seasonalNaive = new SeasonalNaive();
    private final ForecastMethod naive2 = new Naive2();

    @Test
    void seasonalNaiveRepeatsTheLastPeriod() {
        assertThat(seasonalNaive.forecast(ReferenceSeries.airPassengers(), 12, 13))
                .containsExactly(417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432, 417);
    }

    @Test
    void seasonalNaiveRepeatsTheLastValueWhereTheHistoryIsShorterThanAPeriod() {
        assertThat(seasonalNaive.forecast(new double[] {3, 5, 4}, 12, 2)).containsExactly(4, 4);
    }

    @Test
    void seasonalNaiveOfExactlyOnePeriodRepeatsIt() {
        assertThat(seasonalNaive.forecast(new double[] {3, 5, 4, 8}, 4, 5)).containsExactly(3, 5, 4, 8, 3);
    }

    @Test
    void naive2RepeatsTheLastSeasonallyAdjustedValueWithItsSeason() {
        // d <- decompose(AirPassengers, type = "multiplicative"); tail(seasadj(d), 1) * d$figure
        assertThat(naive2.forecast(ReferenceSeries.airPassengers(), 12, 12))
                .containsExactly(
                        new double[] {
                            437.4820300,
                            424.6949046,
                            484.1682548,
                            469.0475715,
                            471.6775742,
                            534.8310109,
                            589.5167070,
                            586.3231402,
                            509.7019173,
                            443.0221657,
                            385.0684688,
                            432.0000000
                        },
                        within(1e-6));
    }

    @Test
    void naive2IsAdditiveWhereAValueIsBelowZero() {
        // d <- decompose(x, type = "additive"); tail(seasadj(d), 1) + d$figure
        assertThat(naive2.forecast(ReferenceSeries.quartersBelowZero(), 4, 4))
                .containsExactly(new double[] {13.3125, 4.59375, 15.65625, 9.0}, within(1e-12));
    }

    @Test
    void naive2RepeatsTheLastValueOfASeriesWithoutSeason() {
        assertThat(naive2.forecast(ReferenceSeries.nile(), 12, 3)).containsExactly(740, 740, 740);
    }

    @Test
    void naive2NeedsThreePeriodsToSeeASeason() {
        // One peak a year, always in June: at 35 months it passes the test of seasonality too.
        double[] months = new double[36];
        Arrays.fill(months, 10);
        months[5] = 30;
        months[17] = 30;
        months[29] = 30;

        double[] almostThreeYears = Arrays.copyOf(months, 35);
        assertThat(Seasonality.isSeasonal(almostThreeYears, 12)).isTrue();
        assertThat(naive2.forecast(almostThreeYears, 12, 7)[6]).isEqualTo(10);
        assertThat(naive2.forecast(months, 12, 7)[5]).isGreaterThan(25);
    }

    @Test
    void naive2OfASeasonThatRepeatsItselfIsThatSeason() {
        double[] quarters = {10, 20, 30, 40, 10, 20, 30, 40, 10, 20, 30, 40, 10, 20, 30, 40, 10, 20, 30, 40};

        assertThat(naive2.forecast(quarters, 4, 4)).containsExactly(new double[] {10, 20, 30, 40}, within(1e-12));
    }
}
