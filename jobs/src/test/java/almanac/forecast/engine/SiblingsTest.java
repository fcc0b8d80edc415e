package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.TestSession;
import almanac.forecast.Examples;
import almanac.forecast.engine.Series.SeriesName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/** Five years of months of ice cream, which sells in summer, and of soup, which sells in winter. */
class SiblingsTest {

    private static final int KNOWN = 60;
    private static final Timeline MONTHS = Examples.months(KNOWN, 6);
    private static final List<Integer> BACKS = List.of(12, 6, 0);

    @Test
    void youngSeriesFollowsTheSeasonOfItsKin() {
        Siblings siblings = learn(world(), 2);
        // Three months old, its level is that of 40 in a plain month.
        Series young = series(99, "ice", KNOWN - 3, KNOWN, t -> 40 * season(t));

        double[] forecast = siblings.forecast(young, 0, 6, young).orElseThrow();

        double error = 0;
        double lastMonthCarriedOn = 0;
        for (int h = 0; h < 6; h++) {
            error += Math.abs(forecast[h] - 40 * season(KNOWN + h));
            lastMonthCarriedOn += Math.abs(young.actual(KNOWN - 1) - 40 * season(KNOWN + h));
        }
        assertThat(error).isLessThan(0.5 * lastMonthCarriedOn);
        assertThat(forecast[3]).isGreaterThan(forecast[0]).isGreaterThan(1.3 * young.actual(KNOWN - 1));
    }

    @Test
    void nearerKinCountMoreTheMoreTheyAre() {
        Siblings siblings = learn(world(), 2);
        Series ice = series(99, "ice", KNOWN - 3, KNOWN, t -> 40);
        Series unknown = series(99, "tea", KNOWN - 3, KNOWN, t -> 40);

        // Ice cream and soup together have no season; January is low for ice cream.
        double lastOfIce = siblings.forecast(ice, 0, 6, ice).orElseThrow()[5];
        double lastOfUnknown = siblings.forecast(unknown, 0, 6, unknown).orElseThrow()[5];

        assertThat(lastOfIce / lastOfUnknown).isGreaterThan(1.1);
    }

    @Test
    void whatFollowsAnOriginIsNotKnownThere() {
        List<Series> later = world().stream()
                .map(one -> series(
                        one.name().id(),
                        one.name().kin().get(0),
                        one.first(),
                        KNOWN,
                        t -> t < KNOWN - 6 ? one.actual(t) : 1000))
                .toList();
        Series young = series(99, "ice", KNOWN - 12, KNOWN, t -> 40 * season(t));

        assertThat(learn(later, 2).forecast(young, 6, 6, young).orElseThrow())
                .isEqualTo(learn(world(), 2).forecast(young, 6, 6, young).orElseThrow());
    }

    @Test
    void seriesIsNoSiblingOfItself() {
        List<Series> world = world();
        Series whole = world.get(0);
        List<Series> changed = new ArrayList<>(world);
        changed.set(0, series(whole.name().id(), "ice", 0, KNOWN, t -> t % 2 == 0 ? 1 : 300));
        Series cut = whole.begunBefore(KNOWN, 3);

        double[] without = learn(changed, 2).forecast(cut, 0, 6, changed.get(0)).orElseThrow();

        assertThat(learn(world, 2).forecast(cut, 0, 6, whole).orElseThrow()).containsExactly(without, within(1e-6));
    }

    @Test
    void fewerThanThreeSiblingsAreNoCourse() {
        List<Series> two = new ArrayList<>(world().subList(0, 2));
        Series young = series(99, "ice", KNOWN - 3, KNOWN, t -> 40);
        two.add(young);

        assertThat(learn(two, 2).forecast(young, 0, 6, young)).isEmpty();
    }

    @Test
    void nothingIsLearntWhereNoSeriesIsYoung() {
        assertThat(learn(world().subList(0, 20), 2).isEmpty()).isTrue();
    }

    @Test
    void onlyTheMostWantedKinHaveCourses() {
        List<Series> world = new ArrayList<>(world());
        // Each asks for a course of its own, and all of them for the one of all.
        for (int i = 0; i < Siblings.MOST_KIN; i++) {
            String kin = String.format("%04d", i);
            world.add(series(1000 + i, kin, KNOWN - 2, KNOWN, t -> 40));
            for (int older = 0; older < 3; older++) {
                int size = 10 + older;
                world.add(series(2000 + 3 * i + older, kin, 30, KNOWN, t -> size * (t % 2 == 0 ? 1 : 3)));
            }
        }
        Siblings siblings = learn(world, 2);

        double[] first = forecast(siblings, "0000");
        double[] last = forecast(siblings, String.format("%04d", Siblings.MOST_KIN - 1));
        double[] stranger = forecast(siblings, "nobody's");

        // The widest kin is wanted most and the rest once each, so by name; the last has to go by the widest alone.
        assertThat(first).isNotEqualTo(stranger);
        assertThat(last).isEqualTo(stranger);
    }

    private static double[] forecast(Siblings siblings, String kin) {
        Series young = series(99, kin, KNOWN - 3, KNOWN, t -> 40);
        return siblings.forecast(young, 0, 6, young).orElseThrow();
    }

    @Test
    void coursesAreTheSameInAnyOrderAndPartitions() {
        List<Series> shuffled = new ArrayList<>(world());
        Collections.shuffle(shuffled, new Random(4));
        Series young = series(99, "ice", KNOWN - 3, KNOWN, t -> 40);

        assertThat(learn(shuffled, 7).forecast(young, 0, 6, young).orElseThrow())
                .isEqualTo(learn(world(), 1).forecast(young, 0, 6, young).orElseThrow());
    }

    /** Ten series of ice cream and ten of soup with noise of a twentieth, and a young one that asks for their courses. */
    private static List<Series> world() {
        List<Series> world = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int size = 50 * (i + 1);
            double[] noise = Examples.noise(KNOWN, i, 1, 0.05);
            double[] other = Examples.noise(KNOWN, 50 + i, 1, 0.05);
            world.add(series(i + 1, "ice", 0, KNOWN, t -> size * season(t) * noise[t]));
            world.add(series(i + 51, "soup", 0, KNOWN, t -> size * (2 - season(t)) * other[t]));
        }
        for (String kin : List.of("ice", "tea")) {
            world.add(series(kin.length() + 200, kin, KNOWN - 2, KNOWN, t -> 40));
        }
        return world;
    }

    private static double season(int month) {
        return 1 + 0.5 * Math.sin(2 * Math.PI * month / 12);
    }

    private static Series series(long id, String kin, int first, int end, IntToDoubleFunction value) {
        return new Series(
                new SeriesName(id, "all", List.of("" + id), List.of(kin, "all")),
                first,
                Examples.values(end - first, t -> value.applyAsDouble(first + t)),
                Examples.NO_MARKET,
                List.of(),
                12);
    }

    private static Siblings learn(List<Series> series, int partitions) {
        return Siblings.learn(
                JavaSparkContext.fromSparkContext(TestSession.get().sparkContext())
                        .parallelize(series, partitions),
                MONTHS,
                BACKS);
    }
}
