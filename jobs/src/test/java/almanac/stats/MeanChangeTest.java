package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Expected numbers from R 4.2.2: t.test with equal variances, and residuals(lm(y ~ side)) put into the formulas. */
class MeanChangeTest {

    @Test
    void withoutAutocorrelationItIsTheTwoSampleTTest() {
        // t.test(after, before, var.equal = TRUE): stderr 0.110922349690721, 13 degrees, -0.846776024715895 to
        // -0.367509689569819.
        MeanChange change = MeanChange.of(
                        new double[] {1.2, 0.9, 1.4, 1.1, 1.6, 1.3, 1.0, 1.5},
                        new double[] {0.7, 0.8, 0.5, 0.9, 0.6, 0.4, 0.6})
                .orElseThrow();

        assertThat(change.value()).isCloseTo(-0.607142857142857, within(1e-12));
        assertThat(change.error()).isCloseTo(0.110922349690721, within(1e-12));
        assertThat(change.degrees()).isEqualTo(13);
        assertThat(change.value() - change.reach()).isCloseTo(-0.846776024715895, within(1e-9));
        assertThat(change.value() + change.reach()).isCloseTo(-0.367509689569819, within(1e-9));
    }

    @Test
    void valuesThatGoTogetherCountForFewer() {
        // The autocorrelation of the residuals is 0.493, 1.342 corrected, of which 0.9 is counted.
        MeanChange change = MeanChange.of(
                        new double[] {1, 1.2, 1.5, 1.7, 1.6, 1.4, 1.1, 0.9},
                        new double[] {2, 2.3, 2.6, 2.4, 2.1, 1.9, 1.8})
                .orElseThrow();

        assertThat(change.value()).isCloseTo(0.857142857142857, within(1e-12));
        assertThat(change.error()).isCloseTo(0.655372675505363, within(1e-12));
        assertThat(change.degrees()).isEqualTo(2);
    }

    @Test
    void intervalsHoldTheTruthWhetherValuesGoTogetherOrNot() {
        for (double together : new double[] {0, 0.3, 0.6}) {
            Random random = new Random(5);
            int held = 0;
            for (int series = 0; series < 2_000; series++) {
                double[] values = values(random, together);
                MeanChange change = MeanChange.of(Arrays.copyOf(values, 13), Arrays.copyOfRange(values, 13, 26))
                        .orElseThrow();
                held += Math.abs(change.value()) <= change.reach() ? 1 : 0;
            }
            assertThat(held / 2_000.0).as("autocorrelation of " + together).isBetween(0.93, 0.98);
        }
    }

    @Test
    void fewValuesAndThoseThatDoNotVarySayNothing() {
        assertThat(MeanChange.of(new double[5], new double[] {1, 2, 3, 4, 5, 6}))
                .isEmpty();
        assertThat(MeanChange.of(new double[] {1, 2, 3, 4, 5, 6}, new double[5]))
                .isEmpty();
        assertThat(MeanChange.of(new double[6], new double[6])).isEmpty();
        assertThatThrownBy(() -> MeanChange.of(new double[] {Double.NaN}, new double[6]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("before[0]");
    }

    /** Twenty-six values of a first-order autoregressive series in its steady state. */
    private static double[] values(Random random, double together) {
        double[] values = new double[26];
        double last = random.nextGaussian() / Math.sqrt(1 - together * together);
        for (int i = 0; i < values.length; i++) {
            values[i] = last;
            last = together * last + random.nextGaussian();
        }
        return values;
    }
}
