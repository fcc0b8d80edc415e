package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.forecast.Examples;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Without the learner, so without Spark. */
class PoolForecasterTest {

    @Test
    void everyMethodSpeaksAtEveryOrigin() {
        List<OriginForecasts> said =
                run(Examples.months(60, 4), List.of(12, 8, 4), Examples.series(1, 0, Examples.noise(60, 5, 100, 10)));

        assertThat(said).extracting(OriginForecasts::back).containsExactly(12, 8, 4, 0);
        assertThat(said).extracting(OriginForecasts::origin).containsExactly(48, 52, 56, 60);
        assertThat(said)
                .allSatisfy(at -> assertThat(at.forecasts())
                        .containsOnlyKeys(
                                "seasonal_naive", "damped_trend", "theta", "dynamic_optimised_theta", "ets", "airline")
                        .allSatisfy((method, forecasts) -> assertThat(forecasts).hasSize(4)));
    }

    @Test
    void originNearTheEndIsAskedOnlyForWhatCanBeCompared() {
        List<OriginForecasts> said =
                run(Examples.months(60, 6), List.of(4, 2), Examples.series(1, 0, Examples.noise(60, 5, 100, 10)));

        assertThat(said).extracting(OriginForecasts::horizon).containsExactly(4, 2, 6);
    }

    @Test
    void originsLieBeforeTheEndOfEachSeries() {
        // It began with the eleventh month and ended with the fortieth.
        List<OriginForecasts> said =
                run(Examples.months(60, 4), List.of(8, 4), Examples.series(1, 10, Examples.noise(30, 5, 100, 10)));

        assertThat(said).extracting(OriginForecasts::origin).containsExactly(32, 36, 40);
    }

    @Test
    void daysAndWeeksAreAlsoForecastWithSeveralSeasons() {
        double[] values = Examples.noise(120, 5, 100, 10);

        assertThat(run(Examples.weeks(120, 4), List.of(4), Examples.series(1, 0, values)))
                .allSatisfy(at -> assertThat(at.forecasts()).containsKey("multi_seasonal"));
        assertThat(run(Examples.days(120, 4), List.of(4), Examples.series(1, 0, values)))
                .allSatisfy(at -> assertThat(at.forecasts()).containsKey("multi_seasonal"));
    }

    @Test
    void intermittentHistoryIsForecastByTheMethodsForIt() {
        double[] spareParts = Examples.values(60, t -> t % 3 == 0 ? 4 + t % 2 : 0);

        assertThat(run(Examples.months(60, 4), List.of(4), Examples.series(1, 0, spareParts)))
                .allSatisfy(at -> assertThat(at.forecasts()).containsOnlyKeys("seasonal_naive", "theta", "sba", "tsb"));
    }

    @Test
    void lossesAreNotTakenForPeriodsWithoutDemand() {
        double[] profits = Examples.noise(60, 5, -2, 10);

        assertThat(run(Examples.months(60, 4), List.of(4), Examples.series(1, 0, profits)))
                .allSatisfy(at -> assertThat(at.forecasts()).containsKey("ets").doesNotContainKey("tsb"));
    }

    @Test
    void seriesThatRepeatsItselfIsForecastExactlyBySeasonalNaive() {
        double[] season = Examples.values(156, t -> 100 + 40 * Math.sin(2 * Math.PI * (t % 52) / 52) + t % 52 % 5);

        OriginForecasts last = run(Examples.weeks(156, 13), List.of(13), Examples.series(1, 0, season))
                .get(1);

        assertThat(last.origin()).isEqualTo(156);
        for (int ahead = 1; ahead <= 13; ahead++) {
            assertThat(last.forecast("seasonal_naive", ahead)).isCloseTo(season[52 + ahead - 1], within(1e-9));
        }
    }

    @Test
    void constantSeriesIsForecastByTheConstant() {
        double[] constant = new double[60];
        Arrays.fill(constant, 250);

        OriginForecasts last = run(Examples.weeks(60, 4), List.of(8, 4), Examples.series(1, 0, constant))
                .get(2);

        for (double[] forecasts : last.forecasts().values()) {
            assertThat(forecasts).containsExactly(new double[] {250, 250, 250, 250}, within(1e-6));
        }
    }

    @Test
    void forecastIsNeverBelowZeroWhereTheHistoryNeverWas() {
        // A steep fall to zero, which trends carry on.
        double[] falling = Examples.values(40, t -> Math.max(0, 400 - 11 * t));
        double[] negative = Examples.values(40, t -> 100 - 11 * t);

        OriginForecasts sales = run(Examples.months(40, 12), List.of(12), Examples.series(1, 0, falling))
                .get(1);
        OriginForecasts profits = run(Examples.months(40, 12), List.of(12), Examples.series(1, 0, negative))
                .get(1);

        assertThat(sales.forecasts().values())
                .allMatch(forecasts -> Arrays.stream(forecasts).allMatch(value -> value >= 0));
        assertThat(profits.forecast("damped_trend", 12)).isLessThan(-300);
    }

    @Test
    void whatIsNotKnownCountsAsTheSeasonBefore() {
        double[] whole = Examples.values(60, t -> 100 + t % 12);
        double[] withGaps = whole.clone();
        for (int gap : new int[] {20, 33, 34, 58}) {
            withGaps[gap] = Double.NaN;
        }
        Series filled = new Series(Examples.series(1, 0).name(), 0, withGaps, Examples.NO_MARKET, List.of(), 12);

        List<OriginForecasts> said = run(Examples.months(60, 4), List.of(4), filled);
        List<OriginForecasts> expected = run(Examples.months(60, 4), List.of(4), Examples.series(1, 0, whole));

        for (int i = 0; i < 2; i++) {
            OriginForecasts at = expected.get(i);
            said.get(i)
                    .forecasts()
                    .forEach((method, forecasts) -> assertThat(forecasts)
                            .as(method)
                            .isEqualTo(at.forecasts().get(method)));
        }
    }

    @Test
    void historyTooShortForMethodsIsCarriedOnAndHasNoBacktest() {
        List<OriginForecasts> said = run(Examples.weeks(60, 4), List.of(8, 4), Examples.series(1, 59, 70));

        assertThat(said).hasSize(1);
        assertThat(said.get(0).isFinal()).isTrue();
        assertThat(said.get(0).forecasts()).containsOnlyKeys("seasonal_naive");
        assertThat(said.get(0).forecast("seasonal_naive", 4)).isEqualTo(70);
    }

    @Test
    void seriesWithoutPeriodsSaysNothing() {
        assertThat(run(Examples.weeks(60, 4), List.of(8, 4), Examples.series(1, 60)))
                .isEmpty();
    }

    private static List<OriginForecasts> run(Timeline timeline, List<Integer> backs, Series series) {
        return Said.byPool(timeline, backs, series).origins();
    }
}
