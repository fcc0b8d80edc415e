package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.TestSession;
import almanac.forecast.Examples;
import almanac.forecast.engine.DriverEffects.Shared;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/** Planted truth: 40 weekly series whose promotions add 0.4 to the logarithm, and whose price has an elasticity of -2. */
class DriverEffectsTest {

    private static final String ALL_TOGETHER = "all";
    private static final int WEEKS = 130;
    private static final int HORIZON = 8;
    private static final double PROMOTION = 0.4;
    private static final double ELASTICITY = -2;
    private static final Timeline TIMELINE = Examples.weeks(WEEKS, HORIZON);
    private static final List<Integer> ALL = List.of(24, 16, 8, 0);

    @Test
    void plantedEffectsLieWithinTheirIntervals() {
        Shared learnt =
                learn(planted(1, PROMOTION, ELASTICITY), 3).shared(ALL_TOGETHER).orElseThrow();

        assertThat(learnt.effects()[0]).isCloseTo(PROMOTION, within(2.6 * learnt.errors()[0]));
        assertThat(learnt.effects()[1]).isCloseTo(ELASTICITY, within(2.6 * learnt.errors()[1]));
        // Sharp enough to be of use.
        assertThat(learnt.errors()[0]).isLessThan(0.02);
        assertThat(learnt.errors()[1]).isLessThan(0.15);
    }

    @Test
    void driversThatMoveTheSeriesHelpAndDriversThatDoNotAreLeftOut() {
        List<Series> moved = planted(2, PROMOTION, ELASTICITY);
        List<Series> unmoved = planted(3, 0, 0);

        assertThat(learn(moved, 2).used(moved.get(0), 0)).isNotNull();
        assertThat(learn(unmoved, 2).used(unmoved.get(0), 0)).isNull();
        // At the first origin nothing has been tried yet.
        assertThat(learn(moved, 2).used(moved.get(0), 24)).isNull();
    }

    @Test
    void forecastsFollowThePromotionsThatArePlanned() {
        List<Series> series = planted(4, PROMOTION, ELASTICITY);
        DriverEffects effects = learn(series, 2);
        PoolForecaster forecaster = Said.pool(TIMELINE, List.of(24, 16, 8), effects);

        double planned = 0;
        double not = 0;
        int weeks = 0;
        for (Series one : series) {
            List<OriginForecasts> said = forecaster.run(one);
            OriginForecasts last = said.get(said.size() - 1);
            for (int ahead = 1; ahead < HORIZON; ahead++) {
                boolean first = driver(one, 0, WEEKS + ahead - 1) > 0;
                boolean second = driver(one, 0, WEEKS + ahead) > 0;
                if (first != second) {
                    double with = last.forecast("theta", first ? ahead : ahead + 1);
                    double without = last.forecast("theta", first ? ahead + 1 : ahead);
                    planned += Math.log(with / priceEffect(one, first ? ahead : ahead + 1));
                    not += Math.log(without / priceEffect(one, first ? ahead + 1 : ahead));
                    weeks++;
                }
            }
        }

        assertThat(weeks).isGreaterThan(30);
        assertThat((planned - not) / weeks).isCloseTo(PROMOTION, within(0.08));
    }

    @Test
    void effectsAreTheSameWhateverThePartitioning() {
        List<Series> series = planted(5, PROMOTION, ELASTICITY);
        double[] ofOne = learn(series, 1).shared(ALL_TOGETHER).orElseThrow().effects();

        assertThat(learn(series, 2).shared(ALL_TOGETHER).orElseThrow().effects())
                .containsExactly(ofOne);
        assertThat(learn(series, 7).shared(ALL_TOGETHER).orElseThrow().effects())
                .containsExactly(ofOne);
    }

    @Test
    void nothingAfterAnOriginChangesTheEffectsThere() {
        List<Series> series = planted(6, PROMOTION, ELASTICITY);
        List<Series> changed = series.stream()
                .map(one -> new Series(
                        one.name(),
                        0,
                        Examples.replacedFrom(one.history(WEEKS), WEEKS - 16, 1e4),
                        Examples.NO_MARKET,
                        planned(drivers(one)),
                        52))
                .toList();

        double[] seen = learn(series, 2)
                .of(series.get(3), ALL_TOGETHER, 16)
                .orElseThrow()
                .effects();
        double[] after = learn(changed, 2)
                .of(changed.get(3), ALL_TOGETHER, 16)
                .orElseThrow()
                .effects();

        assertThat(after).containsExactly(seen);
    }

    @Test
    void driversThatNeverMoveAndTwinsOfOthersDoNoHarm() {
        List<Series> series = planted(7, PROMOTION, ELASTICITY).stream()
                .map(one -> {
                    double[][] planted = drivers(one);
                    // One that is zero until the last week, one that is always zero, and the first one again.
                    double[] late = new double[WEEKS + HORIZON];
                    late[WEEKS - 1] = 1;
                    double[][] all = {planted[0], planted[1], late, new double[WEEKS + HORIZON], planted[0]};
                    return new Series(one.name(), 0, one.history(WEEKS), Examples.NO_MARKET, planned(all), 52);
                })
                .toList();

        DriverEffects effects = learn(series, 2);

        for (int back : ALL) {
            double[] learnt =
                    effects.of(series.get(0), ALL_TOGETHER, back).orElseThrow().effects();
            assertThat(learnt).hasSize(5);
            for (double effect : learnt) {
                assertThat(effect).isBetween(-5.0, 5.0);
            }
            // The twins share the effect.
            assertThat(learnt[0] + learnt[4]).isCloseTo(PROMOTION, within(0.1));
        }
    }

    @Test
    void seriesWithoutDriversHaveNoEffects() {
        List<Series> plain = List.of(Examples.series(1, 0, Examples.noise(WEEKS, 1, 100, 10)));

        assertThat(learn(plain, 1).shared(ALL_TOGETHER)).isEmpty();
    }

    private static double priceEffect(Series series, int ahead) {
        return Math.exp(ELASTICITY * driver(series, 1, WEEKS + ahead - 1));
    }

    private static double driver(Series series, int driver, int period) {
        return series.drivers().get(driver).value(period, WEEKS, 52);
    }

    private static List<Driver> planned(double[][] values) {
        return Driver.planned(
                IntStream.range(0, values.length).mapToObj(d -> "driver " + d).toList(), values);
    }

    private static double[][] drivers(Series series) {
        double[][] drivers = new double[2][WEEKS + HORIZON];
        for (int d = 0; d < 2; d++) {
            for (int t = 0; t < WEEKS + HORIZON; t++) {
                drivers[d][t] = driver(series, d, t);
            }
        }
        return drivers;
    }

    /** The second driver is the logarithm of the price. */
    private static List<Series> planted(long seed, double promotion, double elasticity) {
        Random random = new Random(seed);
        List<Series> series = new ArrayList<>();
        for (int id = 1; id <= 40; id++) {
            double level = 50 + 200 * random.nextDouble();
            double[][] drivers = new double[2][WEEKS + HORIZON];
            double[] values = new double[WEEKS];
            for (int t = 0; t < WEEKS + HORIZON; t++) {
                drivers[0][t] = random.nextDouble() < 0.2 ? 1 : 0;
                drivers[1][t] = 0.08 * random.nextGaussian();
                double noise = 0.08 * random.nextGaussian();
                if (t < WEEKS) {
                    values[t] = level * Math.exp(promotion * drivers[0][t] + elasticity * drivers[1][t] + noise);
                }
            }
            series.add(new Series(Examples.series(id, 0).name(), 0, values, Examples.NO_MARKET, planned(drivers), 52));
        }
        return series;
    }

    private static DriverEffects learn(List<Series> series, int partitions) {
        JavaRDD<Series> rdd = JavaSparkContext.fromSparkContext(
                        TestSession.get().sparkContext())
                .parallelize(series, partitions);
        return DriverEffects.learn(rdd, TIMELINE, ALL, 42);
    }
}
