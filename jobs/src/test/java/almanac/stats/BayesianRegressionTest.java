package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BayesianRegressionTest {

    private static final double[][] ONES = {{1}, {1}, {1}, {1}};

    @Test
    void correctionOfOneCoefficientIsTheClosedForm() {
        // Four observations with mean 3 and variance 2, prior variance 0.5: 12 / (4 + 2 / 0.5) = 1.5.
        assertThat(BayesianRegression.posterior(ONES, new double[] {2, 3, 4, 3}, 2, new double[] {Math.sqrt(0.5)})
                        .corrections())
                .containsExactly(new double[] {1.5}, within(1e-8));
    }

    @Test
    void correctionsOfTwoCoefficientsAreThoseOfMatrixAlgebra() {
        // R 4.2.2: solve(crossprod(X) + diag(0.8 / c(0.3, 0.7)^2), crossprod(X, y))
        double[][] rows = {{1, 0.2}, {0, 1}, {1, -0.5}, {0.3, 0.9}};

        assertThat(BayesianRegression.posterior(rows, new double[] {0.4, -0.2, 0.5, 0.1}, 0.8, new double[] {0.3, 0.7})
                        .corrections())
                .containsExactly(new double[] {0.0845049052559187, -0.0743344876395506}, within(1e-8));
    }

    @Test
    void guessStandsWhereThePriorHasNoSpreadOrNothingWasObserved() {
        assertThat(BayesianRegression.posterior(ONES, new double[] {2, 3, 4, 3}, 2, new double[] {0})
                        .corrections())
                .containsExactly(new double[] {0}, within(1e-9));
        assertThat(BayesianRegression.posterior(new double[0][], new double[0], 1, new double[] {1, 2})
                        .corrections())
                .containsExactly(0, 0);
    }

    @Test
    void regressorsThatAreTheSameShareTheCorrection() {
        double[][] twins = {{1, 1}, {2, 2}, {-1, -1}};

        double[] corrections = BayesianRegression.posterior(twins, new double[] {1, 2, -1}, 0.01, new double[] {1, 1})
                .corrections();

        assertThat(corrections[0]).isCloseTo(corrections[1], within(1e-9));
        assertThat(corrections[0] + corrections[1]).isCloseTo(1, within(0.01));
    }
}
