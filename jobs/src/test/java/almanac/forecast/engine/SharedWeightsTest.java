package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.forecast.Examples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharedWeightsTest {

    private static final List<String> METHODS = List.of("good", "bad");

    /**
     * By hand: errors of (1, -1, 1, -1) and (3, 3, -3, -3) are 2 on average, relative to which their mean squares are 0.25
     * and 2.25, and the mean of their products is 0. With the ridge 0.125 the weights are as 2.375 to 0.375.
     */
    @Test
    void methodThatIsAlwaysBetterWeighsMore() {
        SharedWeights weights = learn(List.of(test(1, 1), test(2, 1000)), 2);

        assertThat(weights.at(0, METHODS)).containsExactly(new double[] {2.375 / 2.75, 0.375 / 2.75}, within(1e-8));
    }

    @Test
    void methodsWeighTheSameWhereNothingIsKnownOfThem() {
        SharedWeights weights = learn(List.of(test(1, 1)), 1);

        assertThat(weights.at(4, METHODS)).containsExactly(0.5, 0.5);
        assertThat(weights.at(0, List.of("bad", "good", "other"))).containsOnly(1.0 / 3);
    }

    /**
     * By hand: where both methods miss one spike alike, its errors are 4 times the mean of their series, and their products
     * 4. Beside the sums of 20 calm series, 5, 0 and 45, that makes 9, 4 and 49, with the ridge 2.9: weights as 47.9 to 7.9.
     */
    @Test
    void seriesWithASpikeCountsAsOneSeries() {
        List<SeriesBacktest> tests = new ArrayList<>(Collections.nCopies(20, test(1, 1)));
        Series spiky = Examples.series(2, 0, Examples.values(20, t -> t == 19 ? 1e9 : 100));
        tests.add(new SeriesBacktest(spiky, test(2, 1).origins()));

        assertThat(learn(tests, 1).at(0, METHODS))
                .containsExactly(new double[] {47.9 / 55.8, 7.9 / 55.8}, within(1e-6));
    }

    @Test
    void orderAndPartitionsOfTheSeriesDoNotMatter() {
        List<SeriesBacktest> tests = new ArrayList<>();
        for (int id = 1; id <= 50; id++) {
            tests.add(random(id));
        }
        double[] inOrder = learn(tests, 1).at(0, METHODS);

        Collections.shuffle(tests, new Random(7));

        assertThat(learn(tests, 7).at(0, METHODS)).isEqualTo(inOrder);
    }

    private static SharedWeights learn(List<SeriesBacktest> tests, int partitions) {
        return SharedWeights.learn(Said.rdd(tests, partitions));
    }

    /** A series of a size, of which one method is off by a hundredth and the other by three. */
    private static SeriesBacktest test(long id, double size) {
        Series series = Examples.series(id, 0, Examples.values(20, t -> 100 * size));
        double[] good = {101 * size, 99 * size, 101 * size, 99 * size};
        double[] bad = {103 * size, 103 * size, 97 * size, 97 * size};
        return new SeriesBacktest(series, List.of(at(series, 4, good, bad), at(series, 0, good, bad)));
    }

    private static SeriesBacktest random(long id) {
        Random random = new Random(id);
        Series series = Examples.series(id, 0, Examples.values(20, t -> 100 + random.nextGaussian()));
        double[] good = Examples.values(4, t -> 100 + random.nextGaussian());
        double[] bad = Examples.values(4, t -> 101 + 2 * random.nextGaussian());
        return new SeriesBacktest(series, List.of(at(series, 4, good, bad), at(series, 0, good, bad)));
    }

    private static OriginForecasts at(Series series, int back, double[] good, double[] bad) {
        Map<String, double[]> forecasts = new LinkedHashMap<>();
        forecasts.put("good", good);
        forecasts.put("bad", bad);
        return Said.at(series, back, forecasts);
    }
}
