package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Steps that were planted, and what only looks like one. */
class LevelShiftTest {

    private static final int MONTHS = 12;

    @Test
    void plantedStepIsFoundWhereItIs() {
        for (int since : new int[] {3, 5, 8}) {
            double[] history = months(t -> (t >= 60 - since ? 1.5 : 1) * season(t));

            LevelShift shift = LevelShift.find(history, MONTHS, 3, 12).orElseThrow();

            assertThat(shift.since()).isEqualTo(since);
            assertThat(shift.ratio()).isCloseTo(1.5, within(0.1));
            assertThat(LevelShift.find(shift.levelled(history), MONTHS, 3, 12)).isEmpty();
        }
    }

    @Test
    void fallIsFoundLikeARise() {
        LevelShift shift = LevelShift.find(months(t -> (t >= 56 ? 0.6 : 1) * season(t)), MONTHS, 3, 12)
                .orElseThrow();

        assertThat(shift.since()).isEqualTo(4);
        assertThat(shift.ratio()).isCloseTo(0.6, within(0.05));
    }

    @Test
    void levelledHistoryKeepsWhatFollowsTheStep() {
        assertThat(new LevelShift(2, 3).levelled(new double[] {1, 2, 6, 9})).containsExactly(3, 6, 6, 9);
    }

    @Test
    void twoHighMonthsAreNoStep() {
        assertThat(LevelShift.find(months(t -> t >= 58 ? 2 : 1), MONTHS, 3, 12)).isEmpty();
    }

    @Test
    void seasonIsNoStep() {
        // The last three months of every year sell twice as much.
        assertThat(LevelShift.find(months(t -> t % 12 >= 9 ? 2 : 1), MONTHS, 3, 12))
                .isEmpty();
    }

    @Test
    void trendIsNoStep() {
        assertThat(LevelShift.find(months(t -> Math.pow(1.05, t)), MONTHS, 3, 12))
                .isEmpty();
    }

    @Test
    void whatCannotBeToldIsNone() {
        assertThat(LevelShift.find(new double[0], MONTHS, 3, 12)).isEmpty();
        assertThat(LevelShift.find(new double[] {5}, 1, 3, 12)).isEmpty();
        assertThat(LevelShift.find(months(t -> t >= 56 ? 0 : 1), MONTHS, 3, 12)).isEmpty();
        assertThat(LevelShift.find(IntStream.range(0, 60).mapToDouble(t -> 7).toArray(), MONTHS, 3, 12))
                .isEmpty();
    }

    @Test
    void withoutNoiseAStepIsOneToo() {
        double[] history =
                IntStream.range(0, 60).mapToDouble(t -> t >= 55 ? 14 : 7).toArray();

        assertThat(LevelShift.find(history, MONTHS, 3, 12)).contains(new LevelShift(5, 2));
    }

    /** 1,000 series of noise alone, of the kind that logarithms of sales have. */
    @Test
    void noiseIsHardlyEverTakenForAStep() {
        int found = 0;
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            double[] history = IntStream.range(0, 60)
                    .mapToDouble(t -> 100 * Math.exp(0.3 * random.nextGaussian()))
                    .toArray();
            Optional<LevelShift> shift = LevelShift.find(history, MONTHS, 3, 12);
            found += shift.isPresent() ? 1 : 0;
        }
        assertThat(found).isLessThanOrEqualTo(5);
    }

    private static double season(int t) {
        return 1 + 0.3 * Math.sin(2 * Math.PI * t / 12);
    }

    private static double[] months(IntToDoubleFunction course) {
        Random random = new Random(3);
        return IntStream.range(0, 60)
                .mapToDouble(t -> 100 * course.applyAsDouble(t) * (1 + 0.04 * random.nextGaussian()))
                .toArray();
    }
}
