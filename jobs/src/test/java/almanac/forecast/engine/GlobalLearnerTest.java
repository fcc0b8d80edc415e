package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.TestSession;
import almanac.forecast.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class GlobalLearnerTest {

    private static final int KNOWN = 150;
    private static final Timeline WEEKS = Examples.weeks(KNOWN, 4);

    @Test
    void marketThatLeadsSalesMakesTheLearnerBetter() {
        List<Series> withMarket = led(true);
        List<Series> without = led(false);

        double errorWith = error(withMarket, train(withMarket, 2, 4));
        double errorWithout = error(without, train(without, 2, 4));

        assertThat(errorWith).isLessThan(0.8 * errorWithout);
    }

    @Test
    void sameModelWhateverThePartitioning() {
        List<Series> series = led(true);

        double[] ofTwo = forecasts(series, train(series, 2, 4));

        assertThat(forecasts(series, train(series, 1, 4))).isEqualTo(ofTwo);
        assertThat(forecasts(series, train(series, 7, 4))).isEqualTo(ofTwo);
        assertThat(forecasts(series, train(series, 2, 4))).isEqualTo(ofTwo);
    }

    @Test
    void modelOfAnOriginHasNotSeenWhatFollows() {
        List<Series> series = led(true);
        List<Series> changed = series.stream()
                .map(one -> Examples.series(
                        one.name().id(),
                        0,
                        Examples.replacedFrom(one.history(KNOWN), 146, 1e6),
                        Examples.replacedFrom(one.market(), 146, 1e7)))
                .toList();

        assertThat(forecasts(changed, train(changed, 2, 4))).isEqualTo(forecasts(series, train(series, 2, 4)));
    }

    @Test
    void thereIsNoModelWhereThereIsTooLittleToLearnFrom() {
        List<Series> few = List.of(Examples.series(1, 0, Examples.noise(KNOWN, 1, 100, 10)));

        LearnedModels learner = train(few, 2, 90, 0);

        // 13 weeks pass before the first row: 4 * 44 + 6 rows of periods before 60, and 4 * 134 + 6 before 150.
        assertThat(learner.forecast(few.get(0), 90, 4)).isEmpty();
        assertThat(learner.forecast(few.get(0), 0, 4)).isPresent();
        assertThat(train(List.of(), 1, 0).forecast(few.get(0), 0, 4)).isEmpty();
    }

    @Test
    void trainingRowsOfASeriesAreThosePeriodsThatFollowItsFirstQuarter() {
        Series series = Examples.series(1, 10, Examples.noise(KNOWN - 10, 1, 100, 10));
        List<Integer> knownFrom = new ArrayList<>();
        GlobalLearner.rows(series, WEEKS, new Sampling(1, 1)).forEachRemaining(row -> knownFrom.add(row.getInt(0)));

        // The targets 23 to 26, 24 and so on, and at the end 147 to 149, 148, 149, 149, each known one period after
        // itself.
        assertThat(knownFrom).startsWith(126, 125, 124, 123, 125, 124).endsWith(2, 1, 0, 1, 0, 0);
        assertThat((long) knownFrom.size()).isEqualTo(GlobalLearner.possibleRows(series, WEEKS));
    }

    /** Forty series that follow their markets, each of its own course, four weeks later. */
    private static List<Series> led(boolean withMarket) {
        List<Series> series = new ArrayList<>();
        for (int id = 1; id <= 40; id++) {
            Random random = new Random(id);
            double[] market = new double[KNOWN + 4];
            double course = 0;
            for (int t = 0; t < market.length; t++) {
                course += 0.06 * random.nextGaussian();
                market[t] = 1000 * Math.exp(course);
            }
            double size = 10 * id;
            // The market of a position lies 4 weeks ahead in the array: sales repeat what the market did then.
            double[] sales = Examples.values(KNOWN, t -> size * market[t] / 1000);
            double[] known = Examples.values(KNOWN, t -> market[t + 4]);
            series.add(Examples.series(id, 0, sales, withMarket ? known : Examples.NO_MARKET));
        }
        return series;
    }

    private static LearnedModels train(List<Series> series, int partitions, Integer... backs) {
        return new LearnedModels(
                WEEKS,
                new GlobalLearner(TestSession.get(), WEEKS, 42)
                        .train(
                                JavaSparkContext.fromSparkContext(
                                                TestSession.get().sparkContext())
                                        .parallelize(series, partitions),
                                List.of(backs)));
    }

    private static double[] forecasts(List<Series> series, LearnedModels learner) {
        return series.stream()
                .map(one -> learner.forecast(one, 4, 4))
                .map(Optional::orElseThrow)
                .flatMapToDouble(java.util.Arrays::stream)
                .toArray();
    }

    /** The mean absolute error of four weeks in units of each series' last sales. */
    private static double error(List<Series> series, LearnedModels learner) {
        double error = 0;
        for (Series one : series) {
            double[] forecasts = learner.forecast(one, 4, 4).orElseThrow();
            for (int h = 0; h < 4; h++) {
                error += Math.abs(forecasts[h] - one.actual(146 + h)) / one.actual(145);
            }
        }
        return error / (4 * series.size());
    }
}
