package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.TestSession;
import almanac.forecast.Examples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** All steps at once, on five years of months of 40 seasonal series and of some that are each odd in their own way. */
class ForecastEngineTest {

    private static final int KNOWN = 60;
    private static final int HORIZON = 4;
    private static final Timeline MONTHS = Examples.months(KNOWN, HORIZON);
    private static final double[] GAPS = seasonal(90);

    /** What each odd series is; the others have the numbers 1 to 40. */
    private static final long CONSTANT = 101;

    private static final long ZERO = 102;
    private static final long NEGATIVE = 103;
    private static final long ONE_VALUE = 104;
    private static final long SHORT = 105;
    private static final long INTERMITTENT = 106;
    private static final long GAPPY = 107;
    private static final long OVER = 108;
    private static final long NOTHING = 109;

    private static Map<Long, SeriesForecast> world;
    private static List<String> progress;

    @BeforeAll
    static void forecast() {
        for (int t : new int[] {25, 26, 50, 53, 57}) {
            GAPS[t] = Double.NaN;
        }
        progress = new ArrayList<>();
        world = forecasts(series(), 2);
    }

    @Test
    void everySeriesHasAForecastOrAReason() {
        assertThat(world).hasSize(49);
        assertThat(world.values()).allSatisfy(forecast -> {
            Verdict verdict = forecast.verdict();
            assertThat(verdict.reason() == null).isEqualTo(verdict.status() == MethodStatus.OK);
            if (!List.of("none", "zero").contains(verdict.method())) {
                assertThat(last(forecast).forecasts().get(verdict.method()))
                        .hasSize(HORIZON)
                        .matches(values -> Arrays.stream(values).allMatch(Double::isFinite));
            }
        });
        assertThat(progress).hasSize(3);
    }

    @Test
    void weightsAddUpToOneAndTheCombinationIsTheMeanOfItsMethods() {
        assertThat(world.values())
                .allSatisfy(forecast -> assertThat(forecast.backtest().origins())
                        .allSatisfy(at -> {
                            double sum = 0;
                            double mean = 0;
                            for (Map.Entry<String, Double> weight : at.weights().entrySet()) {
                                assertThat(weight.getValue()).isGreaterThanOrEqualTo(0);
                                sum += weight.getValue();
                                mean += weight.getValue() * at.forecast(weight.getKey(), 1);
                            }
                            assertThat(sum).isCloseTo(1, within(1e-9));
                            assertThat(at.forecast("combination", 1))
                                    .isCloseTo(mean, within(1e-9 * (1 + Math.abs(mean))));
                        }));
    }

    @Test
    void combinationIsMoreAccurateThanSeasonalNaive() {
        double combination = 0;
        double naive = 0;
        for (long id = 1; id <= 40; id++) {
            SeriesBacktest test = world.get(id).backtest();
            for (OriginForecasts at : test.origins()) {
                for (double[] error :
                        Errors.of(at, test.series(), at.back(), List.of("combination", "seasonal_naive"))) {
                    combination += Math.abs(error[0]);
                    naive += Math.abs(error[1]);
                }
            }
        }

        assertThat(combination).isLessThan(0.9 * naive);
    }

    @Test
    void forecastsAreTheSameInAnyOrderAndPartitions() {
        List<Series> shuffled = new ArrayList<>(series());
        Collections.shuffle(shuffled, new Random(3));

        assertThat(said(forecasts(shuffled, 7), 0)).isEqualTo(said(world, 0));
    }

    @Test
    void nothingThatFollowsAnOriginChangesWhatIsSaidThere() {
        List<Series> changed = series().stream()
                .map(one -> {
                    double[] values = one.history(one.end());
                    for (int t = Math.max(1, values.length - HORIZON); t < values.length; t++) {
                        values[t] *= 7;
                    }
                    return named(one.name().id(), one.first(), values);
                })
                .toList();
        List<Series> filled = series().stream()
                .map(one -> named(one.name().id(), one.first(), one.history(one.end())))
                .toList();

        Map<String, String> before = said(forecasts(filled, 2), HORIZON);
        Map<String, String> after = said(forecasts(changed, 2), HORIZON);

        assertThat(before).hasSizeGreaterThan(40 * 3);
        assertThat(after).isEqualTo(before);
    }

    @Test
    void originsOfASeriesLieBeforeItsOwnEnd() {
        assertThat(backs(1)).containsExactly(12, 8, 4, 0);
        assertThat(backs(OVER)).containsExactly(12, 8, 4, 0);
        assertThat(last(world.get(OVER)).origin()).isEqualTo(50);
        assertThat(world.get(OVER).verdict().status()).isEqualTo(MethodStatus.OK);
    }

    @Test
    void constantSeriesIsForecastByItselfWithoutDoubt() {
        SeriesForecast constant = world.get(CONSTANT);

        // The forest is not exact, seasonal naive is.
        assertThat(constant.verdict().method()).isEqualTo("seasonal_naive");
        assertThat(last(constant).forecast("seasonal_naive", 4)).isEqualTo(250);
        assertThat(last(constant).forecast("theta", 4)).isCloseTo(250, within(1e-6));
        assertThat(last(constant).forecast("combination", 4)).isCloseTo(250, within(25.0));
    }

    @Test
    void oddSeriesHaveTheirReasons() {
        assertThat(verdict(ZERO)).isEqualTo("zero FALLBACK_NAIVE every value of the history is zero");
        assertThat(verdict(ONE_VALUE))
                .startsWith(
                        "combination COLD_START young, 1 periods of history: the course of older series like it has");
        assertThat(verdict(SHORT))
                .startsWith(
                        "combination COLD_START young, 5 periods of history: the course of older series like it has");
        assertThat(verdict(NOTHING)).isEqualTo("none SKIPPED no value in a period that is over");
        assertThat(world.get(NOTHING).backtest().origins()).isEmpty();
        assertThat(last(world.get(ONE_VALUE)).forecast("seasonal_naive", 4)).isEqualTo(5);
    }

    @Test
    void seriesBelowZeroIsNotCutAtZero() {
        SeriesForecast negative = world.get(NEGATIVE);

        assertThat(last(negative).forecast("combination", 1)).isBetween(-140.0, -60.0);
        assertThat(negative.quantiles().around(last(negative), "combination", 1).orElseThrow()[6])
                .isLessThan(0);
    }

    @Test
    void intermittentSeriesIsForecastByTheMethodsForIt() {
        assertThat(last(world.get(INTERMITTENT)).forecasts()).containsKeys("sba", "tsb");
        assertThat(last(world.get(INTERMITTENT)).forecast("combination", 2)).isBetween(0.0, 4.0);
        assertThat(last(world.get(1L)).forecasts()).doesNotContainKeys("sba", "tsb");
    }

    @Test
    void whatIsNotKnownIsNoError() {
        SeriesBacktest gappy = world.get(GAPPY).backtest();
        OriginForecasts at = gappy.origins().get(0);

        // The origin is 48; of the four periods after it that at 50 is not known.
        assertThat(at.origin()).isEqualTo(48);
        assertThat(gappy.actual(at, 3)).isEmpty();
        assertThat(Errors.of(at, gappy.series(), 4, List.of("combination"))).hasSize(3);
        assertThat(Residuals.of(gappy)).allMatch(residual -> Double.isFinite(residual.value()));
        assertThat(last(world.get(GAPPY)).forecast("combination", 1)).isBetween(60.0, 160.0);
    }

    @Test
    void summaryCountsWhatWasKnown() {
        BacktestSummary summary = BacktestSummary.of(
                JavaSparkContext.fromSparkContext(TestSession.get().sparkContext())
                        .parallelize(List.copyOf(world.values()), 3));

        assertThat(summary.series()).isEqualTo(49);
        assertThat(summary.byStatus().values().stream()
                        .mapToLong(count -> count)
                        .sum())
                .isEqualTo(49);
        assertThat(summary.byStatus())
                .containsEntry(MethodStatus.SKIPPED, 1L)
                .containsEntry(MethodStatus.COLD_START, 2L);
        // Three origins of four months of 40 series and of six odd ones, less the three gaps among them.
        assertThat(summary.forecasts()).isEqualTo(12 * 46 - 3);
        assertThat(summary.absoluteError()).isLessThan(summary.naiveError());
        assertThat(summary.covered()).isBetween(summary.intervals() / 2, summary.intervals());
    }

    private static List<Series> series() {
        List<Series> all = new ArrayList<>();
        for (long id = 1; id <= 40; id++) {
            all.add(named(id, 0, seasonal(id)));
        }
        all.add(named(CONSTANT, 0, Examples.values(KNOWN, t -> 250)));
        all.add(named(ZERO, 0, new double[KNOWN]));
        all.add(named(NEGATIVE, 0, Examples.noise(KNOWN, 9, -100, 5)));
        all.add(named(ONE_VALUE, KNOWN - 1, new double[] {5}));
        all.add(named(SHORT, KNOWN - 5, new double[] {5, 6, 7, 6, 5}));
        all.add(named(INTERMITTENT, 0, Examples.values(KNOWN, t -> t % 3 == 0 ? 3 + t % 2 : 0)));
        all.add(named(GAPPY, 0, GAPS));
        all.add(named(OVER, 0, Arrays.copyOf(seasonal(91), 50)));
        all.add(named(NOTHING, KNOWN, new double[0]));
        return all;
    }

    private static Series named(long id, int first, double[] values) {
        return new Series(
                Examples.series(id, 0).name(),
                first,
                values,
                Examples.NO_MARKET,
                List.of(),
                Frequency.MONTHLY.season());
    }

    /** A level, an even season of a fifth, and noise of a tenth. */
    private static double[] seasonal(long seed) {
        double[] noise = Examples.noise(KNOWN, seed, 0, 10);
        return Examples.values(KNOWN, t -> 100 + 20 * Math.sin(2 * Math.PI * t / 12) + noise[t]);
    }

    private static Map<Long, SeriesForecast> forecasts(List<Series> series, int partitions) {
        Map<Long, SeriesForecast> byId = new TreeMap<>();
        List<String> steps = Collections.synchronizedList(new ArrayList<>());
        new ForecastEngine(TestSession.get(), MONTHS, 3, 42, steps::add)
                .forecasts(JavaSparkContext.fromSparkContext(TestSession.get().sparkContext())
                        .parallelize(series, partitions))
                .collect()
                .forEach(
                        forecast -> byId.put(forecast.backtest().series().name().id(), forecast));
        progress = steps;
        return byId;
    }

    /** All that is said at origins so far or farther before the end: forecasts, weights, scale and quantiles. */
    private static Map<String, String> said(Map<Long, SeriesForecast> forecasts, int back) {
        Map<String, String> said = new TreeMap<>();
        forecasts.forEach((id, forecast) -> {
            for (OriginForecasts at : forecast.backtest().origins()) {
                if (at.back() >= back) {
                    StringBuilder text = new StringBuilder();
                    text.append(at.weights()).append(at.scale());
                    at.forecasts().forEach((method, values) -> {
                        text.append(method).append(Arrays.toString(values));
                        forecast.quantiles()
                                .around(at, method, 2)
                                .ifPresent(quantiles -> text.append(Arrays.toString(quantiles)));
                    });
                    said.put(id + " " + at.back(), text.toString());
                }
            }
            if (back == 0) {
                said.put(id + " verdict", forecast.verdict().toString());
            }
        });
        return said;
    }

    private static OriginForecasts last(SeriesForecast forecast) {
        List<OriginForecasts> origins = forecast.backtest().origins();
        return origins.get(origins.size() - 1);
    }

    private static List<Integer> backs(long id) {
        return world.get(id).backtest().origins().stream()
                .map(OriginForecasts::back)
                .toList();
    }

    private static String verdict(long id) {
        Verdict verdict = world.get(id).verdict();
        return verdict.method() + " " + verdict.status() + " " + verdict.reason();
    }
}
