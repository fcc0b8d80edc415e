package almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Without the learner, so without Spark. */
class SegmentForecasterTest {

    @Test
    void seriesThatRepeatsItselfIsForecastExactly() {
        double[] season = Examples.values(156, t -> 100 + 40 * Math.sin(2 * Math.PI * (t % 52) / 52) + t % 52 % 5);

        SegmentBacktest test = run(Examples.weeks(156, 13), List.of(117, 130, 143), Examples.series(1, 0, season));

        // Damped trend and theta do not take so smooth a season for one, so that seasonal naive stands in.
        assertThat(test.verdict().method()).isEqualTo("seasonal_naive");
        OriginForecasts last = test.origins().get(3);
        assertThat(last.origin()).isEqualTo(156);
        for (int ahead = 1; ahead <= 13; ahead++) {
            assertThat(last.forecast("seasonal_naive", ahead)).isCloseTo(season[52 + ahead - 1], within(1e-9));
        }
    }

    @Test
    void seasonThatEveryMethodSeesIsForecastExactlyByTheCombination() {
        // December sells twice as much.
        double[] season = Examples.values(84, t -> t % 12 == 11 ? 200 : 100);

        SegmentBacktest test = run(Examples.months(84, 12), List.of(60, 72), Examples.series(1, 0, season));

        assertThat(test.verdict()).isEqualTo(new Verdict("combination", MethodStatus.OK, null));
        OriginForecasts last = test.origins().get(2);
        for (int ahead = 1; ahead <= 12; ahead++) {
            assertThat(last.forecast("combination", ahead)).isCloseTo(ahead == 12 ? 200 : 100, within(1e-6));
        }
    }

    @Test
    void everyMethodSpeaksAtEveryOriginAndTheWeightsAddUpToOne() {
        SegmentBacktest test =
                run(Examples.weeks(60, 4), List.of(48, 52, 56), Examples.series(1, 0, Examples.noise(60, 5, 100, 10)));

        assertThat(test.origins()).extracting(OriginForecasts::origin).containsExactly(48, 52, 56, 60);
        assertThat(test.origins()).allSatisfy(at -> {
            assertThat(at.forecasts())
                    .containsOnlyKeys(
                            "seasonal_naive", "damped_trend", "theta", "dynamic_optimised_theta", "combination")
                    .allSatisfy((method, forecasts) -> assertThat(forecasts).hasSize(4));
            assertThat(at.weights())
                    .containsOnlyKeys("seasonal_naive", "damped_trend", "theta", "dynamic_optimised_theta");
            assertThat(at.weights().values().stream()
                            .mapToDouble(weight -> weight)
                            .sum())
                    .isCloseTo(1, within(1e-12));
        });
    }

    @Test
    void combinationIsTheWeightedMeanOfItsMethods() {
        SegmentBacktest test =
                run(Examples.weeks(60, 4), List.of(52, 56), Examples.series(1, 0, Examples.noise(60, 5, 100, 10)));

        OriginForecasts last = test.origins().get(2);
        double mean = 0;
        for (Map.Entry<String, Double> weight : last.weights().entrySet()) {
            mean += weight.getValue() * last.forecast(weight.getKey(), 3);
        }
        assertThat(last.forecast("combination", 3)).isCloseTo(mean, within(1e-9));
    }

    @Test
    void weightsFollowTheErrorsThatAreKnownAndAreEqualAtTheFirstOrigin() {
        // Level 100 after a level of 50 a season ago: seasonal naive is off by 50, the others by next to nothing.
        double[] sales = Examples.values(30, t -> t < 14 ? 50 : 100);
        Timeline months = Examples.months(30, 3);

        SegmentBacktest test = run(months, List.of(24, 27), Examples.series(1, 0, sales));

        assertThat(test.origins().get(0).weights().values())
                .allSatisfy(weight -> assertThat(weight).isCloseTo(1.0 / 4, within(1e-12)));
        Map<String, Double> later = test.origins().get(2).weights();
        assertThat(later.get("seasonal_naive")).isLessThan(0.15);
        // Learnt from 6 errors with shrinkage 3: never less than (1 - 6 / 9) / 4.
        assertThat(later.get("seasonal_naive")).isGreaterThanOrEqualTo(1.0 / 12 - 1e-12);
    }

    @Test
    void nothingAfterAnOriginChangesWhatIsSaidThere() {
        Timeline weeks = Examples.weeks(156, 13);
        double[] sales = Examples.noise(156, 6, 100, 20);
        List<Integer> origins = List.of(110, 123, 136);

        SegmentBacktest seen = run(weeks, origins, Examples.series(1, 0, sales));
        SegmentBacktest changed = run(weeks, origins, Examples.series(1, 0, Examples.replacedFrom(sales, 123, 1e5)));

        for (int i = 0; i < 2; i++) {
            OriginForecasts before = seen.origins().get(i);
            OriginForecasts after = changed.origins().get(i);
            assertThat(after.weights()).isEqualTo(before.weights());
            assertThat(after.scale()).isEqualTo(before.scale());
            before.forecasts()
                    .forEach((method, forecasts) ->
                            assertThat(after.forecasts().get(method)).as(method).isEqualTo(forecasts));
        }
        assertThat(changed.origins().get(2).forecast("theta", 1))
                .isNotEqualTo(seen.origins().get(2).forecast("theta", 1));
    }

    @Test
    void constantSeriesIsForecastByTheConstant() {
        double[] constant = new double[60];
        Arrays.fill(constant, 250);

        SegmentBacktest test = run(Examples.weeks(60, 4), List.of(52, 56), Examples.series(1, 0, constant));

        assertThat(test.verdict().status()).isEqualTo(MethodStatus.OK);
        assertThat(test.origins().get(2).forecast("combination", 4)).isCloseTo(250, within(1e-9));
    }

    @Test
    void forecastIsNeverBelowZeroWhereTheHistoryNeverWas() {
        // A steep fall to zero, which damped trend and theta carry on.
        double[] falling = Examples.values(40, t -> Math.max(0, 400 - 11 * t));
        double[] negative = Examples.values(40, t -> 100 - 11 * t);
        Timeline months = Examples.months(40, 12);

        OriginForecasts sales = run(months, List.of(28), Examples.series(1, 0, falling))
                .origins()
                .get(1);
        OriginForecasts profits = run(months, List.of(28), Examples.series(1, 0, negative))
                .origins()
                .get(1);

        assertThat(sales.forecasts().values())
                .allMatch(forecasts -> Arrays.stream(forecasts).allMatch(value -> value >= 0));
        assertThat(profits.forecast("combination", 12)).isLessThan(-300);
    }

    @Test
    void onePeriodIsCarriedOn() {
        SegmentBacktest test = run(Examples.weeks(60, 4), List.of(52, 56), Examples.series(1, 59, 70));

        assertThat(test.verdict())
                .isEqualTo(new Verdict(
                        "seasonal_naive",
                        MethodStatus.FALLBACK_NAIVE,
                        "too short: 1 periods of history, the last value is carried on"));
        assertThat(test.origins()).hasSize(1);
        assertThat(test.origins().get(0).forecast("seasonal_naive", 4)).isEqualTo(70);
    }

    @Test
    void seriesYoungerThanTheBacktestIsCombinedWithEqualWeights() {
        SegmentBacktest test =
                run(Examples.weeks(60, 4), List.of(52, 56), Examples.series(1, 54, 70, 72, 68, 71, 70, 69));

        assertThat(test.verdict().status()).isEqualTo(MethodStatus.COLD_START);
        assertThat(test.verdict().method()).isEqualTo("combination");
        assertThat(test.origins()).hasSize(1);
        assertThat(test.origins().get(0).weights()).containsEntry("theta", 1.0 / 4);
        assertThat(test.origins().get(0).forecast("combination", 1)).isBetween(68.0, 72.0);
    }

    @Test
    void seriesWithoutSalesSaysNothing() {
        SegmentBacktest test = run(Examples.weeks(60, 4), List.of(52, 56), Examples.series(1, 60));

        assertThat(test.origins()).isEmpty();
        assertThat(test.verdict())
                .isEqualTo(new Verdict("none", MethodStatus.SKIPPED, "nothing was sold in a period that is over"));
    }

    private static SegmentBacktest run(Timeline timeline, List<Integer> origins, Series series) {
        return new SegmentForecaster(timeline, origins, Examples.noLearner(timeline)).run(series);
    }
}
