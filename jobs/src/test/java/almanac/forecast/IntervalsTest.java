package almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.TestSession;
import almanac.forecast.Intervals.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class IntervalsTest {

    private static final Timeline WEEKS = Examples.weeks(100, 4);
    private static final List<Integer> ORIGINS = List.of(88, 92, 96);
    private static final List<Integer> ALL = List.of(88, 92, 96, 100);

    @Test
    void eightyPercentIntervalsCoverEightyPercentOfWhatWasHeldOut() {
        List<SegmentBacktest> tests = tests(80, random -> 100 + 10 * random.nextGaussian());
        ResidualPools pools = pools(tests);

        int covered = 0;
        int count = 0;
        for (SegmentBacktest test : tests) {
            for (OriginForecasts at : test.origins().subList(0, 3)) {
                for (int ahead = 1; ahead <= 4; ahead++) {
                    Interval interval = around(test, pools, at, ahead).orElseThrow();
                    double actual = test.actual(at, ahead).orElseThrow();
                    covered += interval.low() <= actual && actual <= interval.high() ? 1 : 0;
                    count++;
                }
            }
        }

        assertThat(count).isEqualTo(960);
        // The standard deviation of a binomial with n = 960 and p = 0.8 is 1.3 points.
        assertThat((double) covered / count).isCloseTo(0.8, within(0.03));
    }

    @Test
    void intervalsOfSalesWithPeaksAreLongerUpwards() {
        List<SegmentBacktest> tests = tests(40, random -> random.nextDouble() < 0.15 ? 100 : 10);
        ResidualPools pools = pools(tests);

        double up = 0;
        double down = 0;
        for (SegmentBacktest test : tests) {
            OriginForecasts last = test.origins().get(3);
            Interval interval = around(test, pools, last, 2).orElseThrow();
            up += interval.high() - last.forecast("combination", 2);
            down += last.forecast("combination", 2) - interval.low();
            assertThat(interval.low()).isGreaterThanOrEqualTo(0);
        }

        assertThat(up).isGreaterThan(2 * down);
    }

    @Test
    void intervalOfABacktestForecastDoesNotKnowItsOwnResiduals() {
        List<SegmentBacktest> tests = tests(20, random -> 100 + 10 * random.nextGaussian());
        // In every series, what was held out after the last origin is a hundred times as much.
        List<SegmentBacktest> changed = tests.stream()
                .map(test -> {
                    double[] sales = test.series().history(100);
                    for (int t = 96; t < 100; t++) {
                        sales[t] *= 100;
                    }
                    return run(Examples.series(test.series().name().id(), 0, sales));
                })
                .toList();

        Optional<Interval> seen =
                around(tests.get(0), pools(tests), tests.get(0).origins().get(2), 1);
        Optional<Interval> after =
                around(changed.get(0), pools(changed), changed.get(0).origins().get(2), 1);

        assertThat(after).isPresent().isEqualTo(seen);
    }

    @Test
    void seriesWithEnoughResidualsStandsAlone() {
        // 1 quiet series with 40 origins among 30 wild ones.
        Timeline weeks = Examples.weeks(100, 1);
        List<Integer> origins =
                java.util.stream.IntStream.range(60, 100).boxed().toList();
        SegmentForecaster forecaster = new SegmentForecaster(weeks, origins, Examples.noLearner(weeks));
        List<SegmentBacktest> tests = new ArrayList<>();
        tests.add(forecaster.run(Examples.series(0, 0, quiet())));
        for (int id = 1; id <= 30; id++) {
            tests.add(forecaster.run(Examples.series(id, 0, Examples.values(100, jumps(id)::applyAsDouble))));
        }
        ResidualPools pools = ResidualPools.of(TestSession.get(), rdd(tests), weeks, with(origins, 100), 42);
        SegmentBacktest test = tests.get(0);
        OriginForecasts last = test.origins().get(40);

        Interval own =
                new Intervals(test, pools, 1).around(last, "combination", 1).orElseThrow();

        List<Double> residuals = Residuals.of(test, 1).stream()
                .filter(residual -> residual.method().equals("combination"))
                .map(Residuals.Residual::value)
                .toList();
        assertThat(residuals).hasSize(40);
        Band band = Band.of(residuals).orElseThrow();
        assertThat(own.high())
                .isCloseTo(
                        last.forecast("combination", 1)
                                + band.high() * last.scale().spread(),
                        within(1e-9));
        assertThat(band.high()).isNotCloseTo(pools.ofAll("combination", 0, 100).high(), within(0.01));
    }

    @Test
    void levelWithFewResidualsTakesThoseOfAllSegments() {
        List<SegmentBacktest> tests = new ArrayList<>(tests(30, random -> 100 + 10 * random.nextGaussian()));
        SegmentBacktest total = new SegmentForecaster(WEEKS, ORIGINS, Examples.noLearner(WEEKS))
                .run(new Series(
                        new Series.SegmentName(99, "product", "ALL", "ALL"),
                        0,
                        Examples.noise(100, 99, 3000, 40),
                        Examples.NO_MARKET));
        tests.add(total);
        ResidualPools pools = pools(tests);
        OriginForecasts last = total.origins().get(3);

        Interval interval = around(total, pools, last, 1).orElseThrow();

        assertThat(pools.ofLevel(total, "combination", 0, 100).count()).isEqualTo(3);
        assertThat(pools.ofAll("combination", 0, 100).count()).isEqualTo(93);
        assertThat(interval.high())
                .isCloseTo(
                        last.forecast("combination", 1)
                                + pools.ofAll("combination", 0, 100).high()
                                        * last.scale().spread(),
                        within(1e-9));
    }

    @Test
    void thereIsNoIntervalWithoutABacktest() {
        SegmentBacktest young = run(Examples.series(1, 97, 5, 6, 7));

        assertThat(around(young, pools(List.of(young)), young.origins().get(0), "seasonal_naive", 1))
                .isEmpty();
    }

    @Test
    void horizonIsCutIntoFourParts() {
        assertThat(java.util.stream.IntStream.rangeClosed(1, 13).map(ahead -> Residuals.bucket(ahead, 13)))
                .containsExactly(0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3);
        assertThat(Residuals.bucket(1, 1)).isZero();
    }

    private static double[] quiet() {
        return Examples.noise(100, 7, 100, 1);
    }

    private static java.util.function.IntToDoubleFunction jumps(long seed) {
        double[] noise = Examples.noise(100, seed, 0, 1);
        return t -> Math.exp(3 * Math.abs(noise[t]));
    }

    private static List<Integer> with(List<Integer> origins, int last) {
        List<Integer> all = new ArrayList<>(origins);
        all.add(last);
        return all;
    }

    private static List<SegmentBacktest> tests(int count, ToDoubleFunction<Random> value) {
        List<SegmentBacktest> tests = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            Random random = new Random(1000 + id);
            tests.add(run(Examples.series(id, 0, Examples.values(100, t -> value.applyAsDouble(random)))));
        }
        return tests;
    }

    private static SegmentBacktest run(Series series) {
        return new SegmentForecaster(WEEKS, ORIGINS, Examples.noLearner(WEEKS)).run(series);
    }

    private static ResidualPools pools(List<SegmentBacktest> tests) {
        return ResidualPools.of(TestSession.get(), rdd(tests), WEEKS, ALL, 42);
    }

    private static JavaRDD<SegmentBacktest> rdd(List<SegmentBacktest> tests) {
        return JavaSparkContext.fromSparkContext(TestSession.get().sparkContext())
                .parallelize(tests, 2);
    }

    private static Optional<Interval> around(SegmentBacktest test, ResidualPools pools, OriginForecasts at, int ahead) {
        return around(test, pools, at, "combination", ahead);
    }

    private static Optional<Interval> around(
            SegmentBacktest test, ResidualPools pools, OriginForecasts at, String method, int ahead) {
        return new Intervals(test, pools, WEEKS.horizon()).around(at, method, ahead);
    }
}
