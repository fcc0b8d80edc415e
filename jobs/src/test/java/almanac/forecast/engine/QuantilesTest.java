package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.TestSession;
import almanac.forecast.Examples;
import almanac.forecast.engine.Residuals.Residual;
import almanac.stats.Conformal;
import almanac.stats.QuantileLevels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Quantiles around made-up forecasts, of which it is known what they are off by. */
class QuantilesTest {

    private static final int KNOWN = 60;
    private static final int HORIZON = 4;
    private static final List<Integer> BACKS = List.of(16, 12, 8, 4, 0);

    /** 200 series of normal noise, each of its own size. */
    private static List<SeriesBacktest> normal;

    private static Fitted ofNormal;

    @BeforeAll
    static void fit() {
        normal = tests(200, "all", random -> 10 * random.nextGaussian());
        ofNormal = Fitted.to(normal);
    }

    @Test
    void everyIntervalCoversWhatItSays() {
        int[] covered = new int[3];
        int count = 0;
        for (SeriesBacktest test : normal) {
            for (OriginForecasts at : test.origins().subList(1, 4)) {
                for (int ahead = 1; ahead <= HORIZON; ahead++) {
                    double[] quantiles = ofNormal.around(test, at, ahead);
                    double actual = test.actual(at, ahead).orElseThrow();
                    for (int i = 0; i < 3; i++) {
                        covered[i] += quantiles[i] <= actual && actual <= quantiles[6 - i] ? 1 : 0;
                    }
                    count++;
                }
            }
        }

        assertThat(count).isEqualTo(2400);
        // Three standard deviations of a binomial with n = 2400 and p = 0.9, 0.8 and 0.5, and as much for the pool.
        assertThat((double) covered[0] / count).isCloseTo(0.9, within(0.026));
        assertThat((double) covered[1] / count).isCloseTo(0.8, within(0.035));
        assertThat((double) covered[2] / count).isCloseTo(0.5, within(0.043));
    }

    @Test
    void quantilesAscendAndTheForecastIsTheOneInTheMiddle() {
        for (SeriesBacktest test : normal.subList(0, 20)) {
            OriginForecasts last = test.origins().get(4);
            for (int ahead = 1; ahead <= HORIZON; ahead++) {
                double[] quantiles = ofNormal.around(test, last, ahead);
                assertThat(quantiles).hasSize(7).isSorted();
                assertThat(quantiles[3]).isEqualTo(last.forecast("combination", ahead));
            }
        }
    }

    @Test
    void firstOriginHasNoQuantilesAndTheYardstickHasItsOwn() {
        SeriesBacktest test = normal.get(0);
        Quantiles quantiles = ofNormal.of(test);

        assertThat(quantiles.around(test.origins().get(0), "combination", 1)).isEmpty();
        assertThat(quantiles.around(test.origins().get(4), "seasonal_naive", 1)).isPresent();
        assertThat(quantiles.around(test.origins().get(4), "theta", 1)).isEmpty();
    }

    @Test
    void nothingThatFollowsAnOriginChangesItsQuantiles() {
        // In every series, what was held out after the last origin but one is a hundred times as much.
        List<SeriesBacktest> changed = new ArrayList<>();
        for (SeriesBacktest test : normal) {
            double[] values = test.series().history(KNOWN);
            for (int t = KNOWN - 4; t < KNOWN; t++) {
                values[t] *= 100;
            }
            Series series = Examples.series(test.series().name().id(), "all", 0, values, Examples.NO_MARKET);
            changed.add(new SeriesBacktest(series, test.origins()));
        }
        Fitted after = Fitted.to(changed);

        for (int i = 0; i < 20; i++) {
            for (int ahead = 1; ahead <= HORIZON; ahead++) {
                OriginForecasts at = normal.get(i).origins().get(3);
                assertThat(after.around(changed.get(i), at, ahead))
                        .isEqualTo(ofNormal.around(normal.get(i), at, ahead));
            }
            OriginForecasts last = normal.get(i).origins().get(4);
            assertThat(after.around(changed.get(i), last, 1)[6])
                    .isGreaterThan(ofNormal.around(normal.get(i), last, 1)[6]);
        }
    }

    @Test
    void quantilesOfPeaksAreLongerUpwardsAndEndAtZero() {
        List<SeriesBacktest> tests = tests(60, "all", random -> random.nextDouble() < 0.15 ? 900 : -95);
        Fitted fitted = Fitted.to(tests);

        for (SeriesBacktest test : tests.subList(0, 10)) {
            OriginForecasts last = test.origins().get(4);
            double[] quantiles = fitted.around(test, last, 2);
            assertThat(quantiles[5] - quantiles[3]).isGreaterThan(2 * (quantiles[3] - quantiles[1]));
            assertThat(quantiles[0]).isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    void seriesThatIsWilderThanTheOthersHasLongerIntervals() {
        // The spread of all series is 1, and so is the size of the errors of most.
        Random random = new Random(3);
        List<SeriesBacktest> tests = new ArrayList<>();
        for (int id = 1; id <= 50; id++) {
            int seed = id;
            tests.add(off(seed, "all", 1, ahead -> (seed == 50 ? 5 : 1) * (random.nextBoolean() ? 1 : -1)));
        }
        Fitted fitted = Fitted.to(tests);

        // All residuals are plus or minus one size m = (49 + 5) / 50 = 1.08 of all, as is each expected one but for
        // their own factors: 16 errors of its own weigh 16 / 36. Of a tame series that is (16 / 1.08 + 20) / 36
        // sizes, of the wild one (16 * 5 / 1.08 + 20) / 36.
        double tame = length(fitted, tests.get(0));
        double wild = length(fitted, tests.get(49));
        assertThat(wild / tame).isCloseTo((16 * 5 / 1.08 + 20) / (16 / 1.08 + 20), within(1e-6));
    }

    @Test
    void fewResidualsOfAGroupAreThoseOfAll() {
        // Five residuals of the group and part of the horizon are not enough, forty are.
        List<SeriesBacktest> tests = new ArrayList<>(tests(40, "many", random -> 10 * random.nextGaussian()));
        tests.addAll(tests(5, "few", random -> 10 * random.nextGaussian()));
        ResidualPools pools = pools(tests, flat(tests));

        double[] ofMany = pools.quantiles("many", "combination", 12, 1).orElseThrow();
        double[] ofFew = pools.quantiles("few", "combination", 12, 1).orElseThrow();
        double[] ofNone = pools.quantiles("none", "combination", 12, 1).orElseThrow();

        assertThat(ofFew).isEqualTo(ofNone).isNotEqualTo(ofMany);
        assertThat(ofMany).isEqualTo(conformal(tests.subList(0, 40), flat(tests), 12, 1));
        assertThat(ofNone).isEqualTo(conformal(tests, flat(tests), 12, 1));
    }

    @Test
    void fewResidualsOfAllAreThoseOfTheWholeHorizon() {
        List<SeriesBacktest> tests = tests(15, "one", random -> 10 * random.nextGaussian());
        ErrorGrowth growth = flat(tests);
        ResidualPools pools = pools(tests, growth);

        // At the second origin 15 residuals are known of each period ahead, 60 of all four.
        assertThat(pools.quantiles("one", "combination", 12, 1).orElseThrow())
                .isEqualTo(conformal(tests, growth, 12, 1, 2, 3, 4));
    }

    @Test
    void oneSeriesAloneHasQuantilesOfItsFewResiduals() {
        List<SeriesBacktest> tests = tests(1, "one", random -> 10 * random.nextGaussian());
        Fitted fitted = Fitted.to(tests);

        double[] quantiles = fitted.around(tests.get(0), tests.get(0).origins().get(1), 1);

        assertThat(quantiles).isSorted();
        assertThat(quantiles[6]).isGreaterThan(quantiles[3]);
    }

    @Test
    void exactForecastsHaveIntervalsWithoutLength() {
        List<SeriesBacktest> tests = tests(5, "all", random -> 0);
        OriginForecasts last = tests.get(0).origins().get(4);

        assertThat(Fitted.to(tests).around(tests.get(0), last, 1)).containsOnly(last.forecast("combination", 1));
    }

    @Test
    void aPoolOfManySeriesIsTheSameInAnyPartitions() {
        // 8000 residuals of all, of which a pool holds 500.
        List<SeriesBacktest> tests = tests(500, "all", random -> 10 * random.nextGaussian());
        ErrorGrowth growth = ErrorGrowth.learn(Said.rdd(tests, 1), BACKS);
        ResidualPools ofOne = ResidualPools.of(TestSession.get(), Said.rdd(tests, 1), growth, HORIZON, BACKS, 42);
        ResidualPools ofSeven = ResidualPools.of(TestSession.get(), Said.rdd(tests, 7), growth, HORIZON, BACKS, 42);

        for (int ahead = 1; ahead <= HORIZON; ahead++) {
            for (String group : List.of("all", "none")) {
                assertThat(ofSeven.quantiles(group, "combination", 0, ahead).orElseThrow())
                        .isEqualTo(
                                ofOne.quantiles(group, "combination", 0, ahead).orElseThrow());
            }
        }
    }

    @Test
    void horizonIsCutIntoFourParts() {
        assertThat(java.util.stream.IntStream.rangeClosed(1, 13).map(ahead -> ResidualPools.part(ahead, 13)))
                .containsExactly(0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3);
        assertThat(ResidualPools.part(1, 1)).isZero();
    }

    /** What was learnt from back-tests. */
    private record Fitted(ErrorGrowth growth, ResidualPools pools) {

        static Fitted to(List<SeriesBacktest> tests) {
            ErrorGrowth growth = flat(tests);
            return new Fitted(growth, QuantilesTest.pools(tests, growth));
        }

        Quantiles of(SeriesBacktest test) {
            return new Quantiles(test, growth, pools);
        }

        double[] around(SeriesBacktest test, OriginForecasts at, int ahead) {
            return of(test).around(at, "combination", ahead).orElseThrow();
        }
    }

    private static ErrorGrowth flat(List<SeriesBacktest> tests) {
        return ErrorGrowth.learn(Said.rdd(tests, 2), BACKS);
    }

    private static ResidualPools pools(List<SeriesBacktest> tests, ErrorGrowth growth) {
        return ResidualPools.of(TestSession.get(), Said.rdd(tests, 2), growth, HORIZON, BACKS, 42);
    }

    /** The conformal quantiles of what is known of some series at an origin so many periods ahead, computed here. */
    private static double[] conformal(List<SeriesBacktest> tests, ErrorGrowth growth, int back, Integer... aheads) {
        List<Double> scaled = new ArrayList<>();
        for (SeriesBacktest test : tests) {
            List<Residual> own = Residuals.of(test);
            for (Residual residual : own) {
                if (residual.method().equals("combination")
                        && residual.back() - residual.ahead() >= back
                        && List.of(aheads).contains(residual.ahead())) {
                    double factor = Quantiles.ownFactor(own, growth, "combination", residual.back());
                    scaled.add(residual.value() / (growth.size(back, "combination", residual.ahead()) * factor));
                }
            }
        }
        Conformal conformal =
                Conformal.of(scaled.stream().mapToDouble(value -> value).toArray());
        return QuantileLevels.ALL.stream().mapToDouble(conformal::quantile).toArray();
    }

    private static double length(Fitted fitted, SeriesBacktest test) {
        double[] quantiles = fitted.around(test, test.origins().get(4), 1);
        return quantiles[6] - quantiles[0];
    }

    /** Series around a level whose forecasts are the level; what they are off by is drawn for each period. */
    private static List<SeriesBacktest> tests(int count, String group, ToDoubleFunction<Random> noise) {
        List<SeriesBacktest> tests = new ArrayList<>();
        for (int id = 1; id <= count; id++) {
            Random random = new Random(1000 * group.hashCode() + id);
            double size = Math.exp(random.nextGaussian());
            double[] values = Examples.values(KNOWN, t -> size * (100 + noise.applyAsDouble(random)));
            tests.add(said(Examples.series(id, group, 0, values, Examples.NO_MARKET), 100 * size));
        }
        return tests;
    }

    private static SeriesBacktest said(Series series, double level) {
        List<OriginForecasts> origins = new ArrayList<>();
        for (int back : BACKS) {
            Map<String, double[]> forecasts = new LinkedHashMap<>();
            for (String method : List.of("seasonal_naive", "theta", "combination")) {
                forecasts.put(method, Examples.values(HORIZON, t -> level));
            }
            origins.add(Said.at(series, back, forecasts));
        }
        return new SeriesBacktest(series, origins);
    }

    /** A series of a spread, whose forecasts are off by so much. */
    private static SeriesBacktest off(long id, String group, double spread, java.util.function.IntToDoubleFunction by) {
        Series series = Examples.series(id, group, 0, Examples.values(KNOWN, t -> 50), Examples.NO_MARKET);
        List<OriginForecasts> origins = new ArrayList<>();
        for (int back : BACKS) {
            double[] forecasts = Examples.values(HORIZON, h -> 50 + by.applyAsDouble(h + 1));
            origins.add(new OriginForecasts(
                    back,
                    KNOWN - back,
                    HORIZON,
                    new SeriesScale(spread, null, null, false),
                    Map.of("combination", forecasts, "seasonal_naive", forecasts),
                    Map.of()));
        }
        return new SeriesBacktest(series, origins);
    }
}
