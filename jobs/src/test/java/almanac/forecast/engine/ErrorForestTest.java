package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.TestSession;
import almanac.forecast.Examples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rough and smooth series; one method is off by little on the rough ones and by much on the smooth ones, one is not. */
class ErrorForestTest {

    private static final int KNOWN = 40;
    private static final int HORIZON = 4;
    private static final List<Integer> BACKS = List.of(16, 12, 8, 4, 0);
    private static final Timeline MONTHS = Examples.months(KNOWN, HORIZON);

    private static List<SeriesBacktest> tests;
    private static ErrorForest forest;

    @BeforeAll
    static void learn() {
        tests = new ArrayList<>();
        for (int id = 1; id <= 120; id++) {
            tests.add(test(id, BACKS));
        }
        forest = learn(tests, 2);
    }

    @Test
    void methodThatIsBadForAKindOfSeriesIsExpectedToBeSo() {
        // Series that it has not seen and that have no errors of their own: what they look like is all that tells.
        SeriesBacktest rough = test(1001, List.of(0));
        SeriesBacktest smooth = test(1002, List.of(0));

        double[] ofRough = forest.relative(rough, rough.origins().get(0));
        double[] ofSmooth = forest.relative(smooth, smooth.origins().get(0));

        // In truth it is off by half, the other by one and a half of their mean.
        assertThat(ofRough[0]).isLessThan(0.75);
        assertThat(ofRough[1]).isGreaterThan(1);
        assertThat(ofSmooth[0]).isGreaterThan(1);
        assertThat(ofSmooth[1]).isLessThan(0.75);
    }

    @Test
    void seriesOfOneValueHasNoTraits() {
        Series one = Examples.series(1, KNOWN - 1, 5);
        OriginForecasts at = Said.at(one, 0, Map.of("a", new double[HORIZON], "b", new double[HORIZON]));

        assertThat(forest.relative(new SeriesBacktest(one, List.of(at)), at)).containsExactly(1, 1);
    }

    @Test
    void forestIsTheSameInAnyOrderAndPartitions() {
        List<SeriesBacktest> shuffled = new ArrayList<>(tests);
        Collections.shuffle(shuffled, new Random(5));

        assertThat(predictions(learn(tests, 1))).isEqualTo(predictions(forest));
        assertThat(predictions(learn(shuffled, 7))).isEqualTo(predictions(forest));
    }

    @Test
    void forestOfAnOriginHasNotSeenWhatFollows() {
        List<SeriesBacktest> changed = tests.stream()
                .map(test -> new SeriesBacktest(
                        Examples.series(
                                test.series().name().id(),
                                0,
                                Examples.replacedFrom(test.series().history(KNOWN), KNOWN - 4, 1e4)),
                        test.origins()))
                .toList();

        ErrorForest after = learn(changed, 2);

        for (SeriesBacktest test : tests.subList(0, 10)) {
            OriginForecasts at = test.origins().get(3);
            assertThat(at.back()).isEqualTo(4);
            assertThat(after.relative(test, at)).isEqualTo(forest.relative(test, at));
            OriginForecasts last = test.origins().get(4);
            assertThat(after.relative(test, last)).isNotEqualTo(forest.relative(test, last));
        }
    }

    @Test
    void nothingIsLearntFromFewSeriesOrOfAnUnknownMethod() {
        // 600 rows are too few; the first origin, before which nothing was forecast, has none at all.
        ErrorForest ofFew = learn(tests.subList(0, 10), 1);
        SeriesBacktest test = tests.get(0);

        assertThat(ofFew.relative(test, test.origins().get(4))).containsExactly(1, 1);
        assertThat(forest.relative(test, test.origins().get(0))).containsExactly(1, 1);
        OriginForecasts other = Said.at(test.series(), 0, Map.of("other", new double[] {1, 2}));
        assertThat(forest.relative(test, other)).containsExactly(1);
    }

    @Test
    void seriesOfZerosHasNoTraits() {
        Series zeros = Examples.series(1, 0, new double[KNOWN]);
        OriginForecasts at = Said.at(zeros, 0, Map.of("a", new double[HORIZON], "b", new double[HORIZON]));

        assertThat(forest.relative(new SeriesBacktest(zeros, List.of(at)), at)).containsExactly(1, 1);
    }

    private static ErrorForest learn(List<SeriesBacktest> of, int partitions) {
        return ErrorForest.learn(TestSession.get(), Said.rdd(of, partitions), MONTHS, List.of("a", "b"), BACKS, 42);
    }

    private static double[] predictions(ErrorForest of) {
        return tests.stream()
                .flatMap(test -> test.origins().stream().map(at -> of.relative(test, at)))
                .flatMapToDouble(java.util.Arrays::stream)
                .toArray();
    }

    /** Series with an odd number are rough. */
    private static SeriesBacktest test(long id, List<Integer> backs) {
        Random random = new Random(id);
        boolean isRough = id % 2 == 1;
        double[] values = Examples.values(KNOWN, t -> 100 + (isRough ? 20 * random.nextGaussian() : t));
        Series series = Examples.series(id, 0, values);
        List<OriginForecasts> origins = new ArrayList<>();
        for (int back : backs) {
            Map<String, double[]> forecasts = new LinkedHashMap<>();
            forecasts.put("a", off(series, back, isRough ? 1 : 3, random));
            forecasts.put("b", off(series, back, isRough ? 3 : 1, random));
            origins.add(Said.at(series, back, forecasts));
        }
        return new SeriesBacktest(series, origins);
    }

    /** Forecasts that miss by so much, up or down. */
    private static double[] off(Series series, int back, double size, Random random) {
        return Examples.values(HORIZON, h -> {
            int position = Math.min(KNOWN - 1, KNOWN - back + h);
            return series.actual(position) + (random.nextBoolean() ? size : -size);
        });
    }
}
