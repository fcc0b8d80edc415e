package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SyntheticControlTest {

    private static final double[] TREATED = {10, 12, 11, 14, 13, 15, 20, 21};
    private static final double[][] OTHERS = {
        {9, 10, 10, 11, 12, 12, 13, 14},
        {20, 26, 21, 30, 26, 33, 30, 35},
        {5, 5, 6, 6, 5, 7, 6, 7},
        {8, 9, 9, 10, 11, 11, 12, 12}
    };

    /** SciPy 1.17.1, minimize with SLSQP on the simplex, of series over their means before. */
    @Test
    void mixtureIsTheNearestBefore() {
        SyntheticControl.Result result = SyntheticControl.of(TREATED, OTHERS, 6).orElseThrow();

        assertThat(result.weights())
                .containsExactly(new double[] {0.32205979, 0.54409268, 0.07263833, 0.0612092}, within(2e-5));
        assertThat(result.lift()).isCloseTo(0.31512785, within(1e-6));
        // Its gap grows 38-fold, those of the others at most 5.3-fold: the first of five.
        assertThat(result.pValue()).isEqualTo(0.2);
    }

    @Test
    void unitThatIsAMixtureIsFoundAsOne() {
        double[] mixture = new double[8];
        Arrays.setAll(mixture, period -> 0.3 * OTHERS[0][period] / 64 + 0.7 * OTHERS[2][period] / 34);

        assertThat(SyntheticControl.of(mixture, OTHERS, 6).orElseThrow().lift()).isCloseTo(0, within(1e-4));
    }

    @Test
    void fewUnitsOrPeriodsAreNoComparison() {
        assertThat(SyntheticControl.of(TREATED, Arrays.copyOf(OTHERS, 2), 6)).isEmpty();
        assertThat(SyntheticControl.of(TREATED, OTHERS, 8)).isEmpty();
        assertThat(SyntheticControl.of(new double[8], OTHERS, 6)).isEmpty();
    }

    @Test
    void placebosOfNothingAreAsOftenFoundAsTheirLevelSays() {
        SplittableRandom random = new SplittableRandom(7);
        int found = 0;
        for (int trial = 0; trial < 400; trial++) {
            double[][] units = new double[10][30];
            for (double[] unit : units) {
                Arrays.setAll(unit, period -> 100 + 10 * random.nextGaussian());
            }
            double[][] others = Arrays.copyOfRange(units, 1, 10);
            if (SyntheticControl.of(units[0], others, 24).orElseThrow().pValue() <= 0.1) {
                found++;
            }
        }
        // One of ten ranks.
        assertThat(found / 400.0).isBetween(0.06, 0.14);
    }
}
