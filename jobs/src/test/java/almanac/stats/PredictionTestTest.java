package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The test of a new observation against R 4.2.2: {@code 2 * pt(-abs(x - mean(h)) / (sd(h) * sqrt(1 + 1 / n)), n - 1)}. */
class PredictionTestTest {

    private static final double[] EARLIER = {0.02, -0.01, 0.04, 0.00, 0.03, -0.02, 0.01, 0.05, 0.02, -0.03};

    @Test
    void probabilityIsThatOfR() {
        assertThat(PredictionTest.pValue(EARLIER, 0.08).orElseThrow()).isCloseTo(0.032283207931284898, within(1e-12));
        assertThat(PredictionTest.pValue(EARLIER, -0.04).orElseThrow()).isCloseTo(0.094399084877770698, within(1e-12));
        assertThat(PredictionTest.pValue(EARLIER, 0.011).orElseThrow()).isEqualTo(1);
    }

    @Test
    void shortAndConstantHistoriesSayNothing() {
        assertThat(PredictionTest.pValue(new double[] {1, 2, 3, 4, 5, 6, 7}, 100))
                .isEmpty();
        assertThat(PredictionTest.pValue(new double[] {1, 1, 1, 1, 1, 1, 1, 1}, 100))
                .isEmpty();
        assertThat(PredictionTest.pValue(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 100))
                .isPresent();
    }
}
