package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected values: the formula by hand. */
class CombinationTest {

    @Test
    void withoutShrinkageWeightsAreInverseErrors() {
        // 1/1 : 1/2 : 1/4
        assertThat(Combination.weights(new double[] {1, 2, 4}, 10, 1, 0))
                .containsExactly(new double[] {4.0 / 7, 2.0 / 7, 1.0 / 7}, within(1e-12));
    }

    @Test
    void aPowerFavoursTheBest() {
        // 1/1 : 1/4
        assertThat(Combination.weights(new double[] {1, 2}, 10, 2, 0))
                .containsExactly(new double[] {0.8, 0.2}, within(1e-12));
    }

    @Test
    void fewObservationsPullTowardsEqualWeights() {
        // Trust 10 / (10 + 30) = 1/4: 0.8 / 4 + 0.5 * 3 / 4
        assertThat(Combination.weights(new double[] {1, 2}, 10, 2, 30))
                .containsExactly(new double[] {0.575, 0.425}, within(1e-12));
    }

    @Test
    void withoutBackTestWeightsAreEqual() {
        assertThat(Combination.weights(new double[] {1, 2, 5, 9}, 0, 1, 0)).containsExactly(0.25, 0.25, 0.25, 0.25);
    }

    @Test
    void equalErrorsGiveEqualWeights() {
        assertThat(Combination.weights(new double[] {3, 3}, 10, 2, 5)).containsExactly(0.5, 0.5);
    }

    @Test
    void errorsThatAreAllZeroGiveEqualWeights() {
        assertThat(Combination.weights(new double[] {0, 0, 0, 0}, 10, 2, 0)).containsExactly(0.25, 0.25, 0.25, 0.25);
    }

    @Test
    void aLuckyZeroLeavesTheOthersAWeightAboveZero() {
        double[] weights = Combination.weights(new double[] {0, 5, 10}, 20, 10, 0);

        assertThat(weights[0]).isGreaterThan(0.999);
        assertThat(weights[1]).isGreaterThan(0);
        assertThat(weights[2]).isGreaterThan(0);
    }

    @Test
    void errorsOfAnySizeGiveTheWeightsOfTheirRatios() {
        assertThat(Combination.weights(new double[] {1e300, 2e300}, 10, 2, 0))
                .containsExactly(new double[] {0.8, 0.2}, within(1e-12));
        assertThat(Combination.weights(new double[] {1e-300, 2e-300}, 10, 2, 0))
                .containsExactly(new double[] {0.8, 0.2}, within(1e-12));
    }

    @Test
    void oneMethodHasTheWholeWeight() {
        assertThat(Combination.weights(new double[] {7}, 10, 2, 5)).containsExactly(new double[] {1}, within(1e-12));
    }

    @Test
    void argumentsWithoutMeaningAreRefused() {
        assertThatThrownBy(() -> Combination.weights(new double[0], 10, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of methods is 0, less than 1");
        assertThatThrownBy(() -> Combination.weights(new double[] {1, -1}, 10, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("errors[1] is -1.0, below 0");
        assertThatThrownBy(() -> Combination.weights(new double[] {1, Double.NaN}, 10, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("errors[1] is NaN, not a finite number");
        assertThatThrownBy(() -> Combination.weights(new double[] {1}, 10, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("power is 0.0 and shrinkage is 0.0: the power must be above 0 and at most 10, the shrinkage"
                        + " at least 0");
        assertThatThrownBy(() -> Combination.weights(new double[] {1}, 10, 1, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shrinkage is -1.0");
        assertThatThrownBy(() -> Combination.weights(new double[] {1}, 10, 1, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shrinkage is NaN, not a finite number");
        assertThatThrownBy(() -> Combination.weights(new double[] {1}, -1, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("observations is -1, less than 0");
    }
}
