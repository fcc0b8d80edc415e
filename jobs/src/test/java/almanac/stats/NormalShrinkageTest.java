package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Reference numbers from R 4.2.2: the integrals over tau by {@code integrate}. */
class NormalShrinkageTest {

    private static final double[] ESTIMATES = {-1.2, -2.5, -1.9, -0.4, -3.1, -1.7};
    private static final double[] ERRORS = {0.3, 0.4, 0.2, 0.5, 0.6, 0.25};

    @Test
    void meanAndSpreadAreThoseOfTheIntegrals() {
        NormalShrinkage group = NormalShrinkage.of(ESTIMATES, ERRORS);

        assertThat(group.spread()).isCloseTo(1.0096162194, within(1e-4));
        assertThat(group.mean().value()).isCloseTo(-1.7733918835, within(1e-4));
        assertThat(group.mean().error()).isCloseTo(0.4969842440, within(1e-4));
        assertThat(group.unseen().value()).isCloseTo(-1.7733918835, within(1e-4));
        assertThat(group.unseen().error()).isCloseTo(1.2581576330, within(2e-4));
    }

    @Test
    void estimatesWithLargerErrorsKeepLessOfTheirDistance() {
        NormalShrinkage group = NormalShrinkage.of(ESTIMATES, ERRORS);

        assertShrunk(group.shrunk(-1.2, 0.3), -1.2833872858, 0.2927927172, 0.8512038361);
        assertShrunk(group.shrunk(-3.1, 0.6), -2.6324053586, 0.5750762967, 0.6498347267);
    }

    @Test
    void estimatesThatAreAllTheSameLeaveNoSpread() {
        NormalShrinkage group = NormalShrinkage.of(new double[] {-1, -1, -1}, new double[] {0.5, 0.5, 0.5});

        assertThat(group.spread()).isZero();
        assertThat(group.shrunk(-1, 0.5).error()).isCloseTo(0.5 / Math.sqrt(3), within(1e-12));
    }

    @Test
    void errorOfNothingIsRefused() {
        assertThatThrownBy(() -> NormalShrinkage.of(new double[] {1, 2, 3}, new double[] {0.1, 0, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("errors[1] is 0.0, not above 0");
    }

    /** 2,000 groups of 12: the shrunk estimate is nearer to the truth than the estimate, and its interval holds it. */
    @Test
    void shrinkingBringsEstimatesNearerToTheTruth() {
        SplittableRandom random = new SplittableRandom(5);
        double raw = 0;
        double shrunk = 0;
        int covered = 0;
        int count = 0;
        for (int group = 0; group < 2000; group++) {
            double[] truth = new double[12];
            double[] estimates = new double[12];
            double[] errors = random.doubles(12, 0.2, 1.0).toArray();
            for (int i = 0; i < 12; i++) {
                truth[i] = -1.5 + 0.4 * random.nextGaussian();
                estimates[i] = truth[i] + errors[i] * random.nextGaussian();
            }
            NormalShrinkage learnt = NormalShrinkage.of(estimates, errors);
            for (int i = 0; i < 12; i++) {
                NormalShrinkage.Shrunk one = learnt.shrunk(estimates[i], errors[i]);
                raw += Math.pow(estimates[i] - truth[i], 2);
                shrunk += Math.pow(one.value() - truth[i], 2);
                covered += Math.abs(one.value() - truth[i]) <= 1.96 * one.error() ? 1 : 0;
                count++;
            }
        }

        assertThat(shrunk).isLessThan(0.5 * raw);
        assertThat(covered / (double) count).isBetween(0.93, 0.97);
    }

    private static void assertShrunk(NormalShrinkage.Shrunk shrunk, double value, double error, double weight) {
        assertThat(shrunk.value()).isCloseTo(value, within(1e-4));
        assertThat(shrunk.error()).isCloseTo(error, within(1e-4));
        assertThat(shrunk.weight()).isCloseTo(weight, within(1e-4));
    }
}
