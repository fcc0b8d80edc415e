package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.TestSession;
import almanac.forecast.Examples;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two methods, one of which is off by a hundredth of a series and one by three, of too few series for a forest. */
class MethodWeightsTest {

    private static SeriesBacktest test;
    private static MethodWeights weights;

    @BeforeAll
    static void learn() {
        Series series = Examples.series(1, 0, Examples.values(20, t -> 100));
        test = new SeriesBacktest(series, List.of(at(series, 4), at(series, 0)));
        ErrorForest nothing = ErrorForest.learn(
                TestSession.get(),
                Said.rdd(List.of(), 1),
                Examples.months(20, 4),
                List.of("bad", "good"),
                List.of(4, 0),
                42);
        Timeline timeline = Examples.months(20, 4);
        YouthTrial untried = YouthTrial.learn(
                Said.rdd(List.of(), 1).map(SeriesBacktest::series),
                timeline,
                Said.pool(timeline, List.of(4), DriverEffects.none(timeline)),
                Siblings.none(timeline),
                List.of(4, 0),
                42);
        weights = new MethodWeights(SharedWeights.learn(Said.rdd(List.of(test), 1)), nothing, untried);
    }

    /**
     * By hand: all series together give 19 / 22 and 3 / 22 (see {@link SharedWeightsTest}). Four errors of the series itself count
     * for 4 / 54 beside the forest, which says 1: relative errors are (4 * 0.5 + 50) / 54 and (4 * 1.5 + 50) / 54.
     */
    @Test
    void weightsAreThoseOfAllDividedByTheSquaredErrorOfEach() {
        double good = 19.0 / (52 * 52);
        double bad = 3.0 / (56 * 56);

        Map<String, Double> last = weights.at(test, test.origins().get(1));

        assertThat(last.get("good")).isCloseTo(good / (good + bad), within(1e-8));
        assertThat(last.get("bad")).isCloseTo(bad / (good + bad), within(1e-8));
    }

    @Test
    void methodsWeighTheSameAtTheFirstOrigin() {
        assertThat(weights.at(test, test.origins().get(0)))
                .containsExactlyInAnyOrderEntriesOf(Map.of("good", 0.5, "bad", 0.5));
    }

    @Test
    void combinationIsTheWeightedMeanOfItsMethods() {
        OriginForecasts last = weights.combined(test).origins().get(1);

        double good = last.weights().get("good");
        assertThat(last.weights().keySet()).containsExactly("good", "bad");
        assertThat(last.forecast("combination", 1)).isCloseTo(good * 101 + (1 - good) * 103, within(1e-9));
        assertThat(last.forecast("combination", 3)).isCloseTo(good * 101 + (1 - good) * 97, within(1e-9));
        assertThat(last.forecast("good", 3)).isEqualTo(101);
    }

    @Test
    void exactMethodTakesNoMoreThanItsFewErrorsProve() {
        Series series = Examples.series(2, 0, Examples.values(20, t -> 100));
        Map<String, double[]> forecasts = new LinkedHashMap<>();
        forecasts.put("good", new double[] {100, 100, 100, 100});
        forecasts.put("bad", new double[] {110, 90, 110, 90});
        SeriesBacktest exact =
                new SeriesBacktest(series, List.of(Said.at(series, 4, forecasts), Said.at(series, 0, forecasts)));

        // Relative errors of 0 and 2, of which four count for 4 / 54.
        double good = 19.0 / (50 * 50);
        double bad = 3.0 / (58 * 58);
        assertThat(weights.at(exact, exact.origins().get(1)).get("good")).isCloseTo(good / (good + bad), within(1e-8));
    }

    private static OriginForecasts at(Series series, int back) {
        Map<String, double[]> forecasts = new LinkedHashMap<>();
        forecasts.put("good", new double[] {101, 99, 101, 99});
        forecasts.put("bad", new double[] {103, 103, 97, 97});
        return Said.at(series, back, forecasts);
    }
}
