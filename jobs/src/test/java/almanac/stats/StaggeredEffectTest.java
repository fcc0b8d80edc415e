package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import almanac.stats.DifferenceInDifferences.Effect;
import almanac.stats.DifferenceInDifferences.Group;
import almanac.stats.DifferenceInDifferences.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reference: R 4.2.2, influence functions of units as vectors, leverages and degrees as in {@link DifferenceInDifferencesTest}. */
class StaggeredEffectTest {

    private static final int TRIALS = 4000;
    private static final int WEEKS = 72;
    private static final int DURATION = 8;

    private static final Group FIRST = group(new double[] {50, 80, 100, 60}, 66, 97, 131, 70);
    private static final Group SECOND = group(new double[] {40, 90, 70}, 52, 95, 85);
    private static final Group EARLY = group(new double[] {120, 30, 90, 150}, 118, 33, 95, 140);
    private static final Group LATE = group(new double[] {32, 93, 146, 70}, 35, 90, 150, 69);

    @Test
    void errorsOfSharedControlsAreAddedUpBeforeTheyAreSquared() {
        Effect effect = DifferenceInDifferences.ofLogarithms(List.of(
                        new Start(FIRST, EARLY, List.of("A", "B", "C", "D")),
                        new Start(SECOND, LATE, List.of("B", "C", "D", "E"))))
                .orElseThrow();

        assertThat(effect.value()).isCloseTo(0.198317595557162, within(1e-12));
        assertThat(effect.error()).isCloseTo(0.035243151864196, within(1e-12));
        assertThat(effect.degrees()).isCloseTo(4.626929760166595, within(1e-9));
    }

    @Test
    void amountsOfStartsAddUp() {
        double first = effectOf(FIRST, EARLY).value();
        double second = effectOf(SECOND, LATE).value();
        double pooled = DifferenceInDifferences.ofLogarithms(List.of(
                        new Start(FIRST, EARLY, List.of("A", "B", "C", "D")),
                        new Start(SECOND, LATE, List.of("B", "C", "D", "E"))))
                .orElseThrow()
                .value();

        // 66 + 97 + 131 + 70 and 52 + 95 + 85 were sold.
        assertThat((364 + 232) * (1 - Math.exp(-pooled)))
                .isCloseTo(364 * (1 - Math.exp(-first)) + 232 * (1 - Math.exp(-second)), within(1e-9));
    }

    @Test
    void startsOfOneTimeHaveTheEffectOfAllTheirUnits() {
        List<String> names = List.of("A", "B", "C", "D");
        Effect pooled = DifferenceInDifferences.ofLogarithms(
                        List.of(new Start(FIRST, EARLY, names), new Start(SECOND, EARLY, names)))
                .orElseThrow();

        assertThat(pooled.value())
                .isCloseTo(
                        effectOf(group(new double[] {50, 80, 100, 60, 40, 90, 70}, 66, 97, 131, 70, 52, 95, 85), EARLY)
                                .value(),
                        within(1e-12));
    }

    @Test
    void oneStartIsItself() {
        assertThat(DifferenceInDifferences.ofLogarithms(List.of(new Start(FIRST, EARLY, List.of("A", "B", "C", "D")))))
                .contains(effectOf(FIRST, EARLY));
    }

    @Test
    void thereIsNoPooledEffectWithoutThatOfEveryStart() {
        List<String> names = List.of("A", "B", "C", "D");
        Start none = new Start(group(new double[] {10}, 0), EARLY, names);

        assertThat(DifferenceInDifferences.ofLogarithms(List.of(new Start(FIRST, EARLY, names), none)))
                .isEmpty();
        assertThat(DifferenceInDifferences.ofLogarithms(List.of())).isEmpty();
        assertThatThrownBy(() -> new Start(FIRST, EARLY, List.of("A"))).hasMessage("1 names for 4 controls");
    }

    @Test
    void withoutAnEffectOneInTwentyIsFound() {
        assertThat(found(new int[] {4, 4, 4}, 12, 0)).isBetween(0.04, 0.06);
        assertThat(found(new int[] {3, 5}, 8, 0)).isBetween(0.04, 0.06);
    }

    @Test
    void nineteenInTwentyIntervalsHoldWhatWasPlanted() {
        assertThat(1 - found(new int[] {4, 4, 4}, 12, Math.log(1.1))).isBetween(0.93, 0.97);
        assertThat(1 - found(new int[] {3, 5}, 8, Math.log(1.1))).isBetween(0.93, 0.97);
    }

    @Test
    void startsInOneUnitEachErrTowardsCaution() {
        assertThat(found(new int[] {1, 1, 1}, 8, 0)).isBetween(0.02, 0.06);
    }

    @Test
    void groupsOfCustomersTellAsMuchAsCustomers() {
        assertThat(foundOfCustomers(0)).isBetween(0.04, 0.06);
        assertThat(1 - foundOfCustomers(Math.log(1.1))).isBetween(0.93, 0.97);
    }

    /**
     * How often the pooled effect is told apart from the planted one at 5 %: starts four weeks after one another, compared with
     * the weeks before in units as those of {@link DifferenceInDifferencesTest}, the same controls in all of them.
     */
    private static double found(int[] treated, int others, double effect) {
        SplittableRandom random = new SplittableRandom(20251123L + treated.length);
        int outside = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            double[] season = new double[WEEKS];
            for (int week = 0; week < WEEKS; week++) {
                season[week] = 0.2 * random.nextGaussian();
            }
            double[][] controls = drawn(others, season, WEEKS, 0, random);
            List<Start> starts = new ArrayList<>();
            for (int start = 0; start < treated.length; start++) {
                int week = 52 + 4 * start;
                starts.add(new Start(
                        around(week, drawn(treated[start], season, week, effect, random)),
                        around(week, controls),
                        IntStream.range(0, others).mapToObj(Integer::toString).toList()));
            }
            Effect estimate = DifferenceInDifferences.ofLogarithms(starts).orElseThrow();
            if (new Effect(estimate.value() - effect, estimate.error(), estimate.degrees()).pValue() < 0.05) {
                outside++;
            }
        }
        return outside / (double) TRIALS;
    }

    /** Sales of units by week, with the effect for some weeks from one on. */
    private static double[][] drawn(int units, double[] season, int start, double effect, SplittableRandom random) {
        double[][] sold = new double[units][WEEKS];
        for (double[] unit : sold) {
            double size = 100 * Math.exp(1.4 * random.nextDouble());
            double lasting = 0.15 * random.nextGaussian();
            for (int week = 0; week < WEEKS; week++) {
                lasting = 0.6 * lasting + 0.12 * random.nextGaussian();
                double mean = size * Math.exp(season[week] + lasting + (week < start ? 0 : effect));
                unit[week] = Math.max(0, mean + Math.sqrt(mean) * random.nextGaussian());
            }
        }
        return sold;
    }

    private static Group around(int start, double[][] sold) {
        double[] before = new double[sold.length];
        double[] after = new double[sold.length];
        for (int unit = 0; unit < sold.length; unit++) {
            for (int week = 0; week < start + DURATION && week < WEEKS; week++) {
                if (week < start) {
                    before[unit] += sold[unit][week];
                } else {
                    after[unit] += sold[unit][week];
                }
            }
        }
        return group(before, after);
    }

    /** 1,500 treated customers and 500 others in 64 groups each; a few buy much more than most, and one in three stays away. */
    private static double foundOfCustomers(double effect) {
        SplittableRandom random = new SplittableRandom(20251124L);
        int outside = 0;
        int trials = TRIALS / 2;
        for (int trial = 0; trial < trials; trial++) {
            Effect estimate = DifferenceInDifferences.ofLogarithms(
                            customers(1500, effect, random), customers(500, 0, random))
                    .orElseThrow();
            if (new Effect(estimate.value() - effect, estimate.error(), estimate.degrees()).pValue() < 0.05) {
                outside++;
            }
        }
        return outside / (double) trials;
    }

    private static Group customers(int count, double effect, SplittableRandom random) {
        double[] before = new double[64];
        double[] after = new double[64];
        for (int customer = 0; customer < count; customer++) {
            double mean = 20 * Math.exp(random.nextGaussian());
            int group = random.nextInt(64);
            before[group] += mean * Math.exp(0.5 * random.nextGaussian());
            if (random.nextInt(3) > 0) {
                after[group] += mean / 4 * Math.exp(effect + 0.8 * random.nextGaussian());
            }
        }
        int[] filled = IntStream.range(0, 64).filter(group -> before[group] > 0).toArray();
        return group(
                IntStream.of(filled).mapToDouble(group -> before[group]).toArray(),
                IntStream.of(filled).mapToDouble(group -> after[group]).toArray());
    }

    private static Effect effectOf(Group treated, Group controls) {
        return DifferenceInDifferences.ofLogarithms(treated, controls).orElseThrow();
    }

    private static Group group(double[] before, double... after) {
        return new Group(before, after);
    }
}
