package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuantileFunctionTest {

    private static final double[] LEVELS = {0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95};

    @Test
    void logisticDistributionIsMetExactly() {
        // R 4.2.2: qlogis(c(0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95), 10, 2), and of 0.01, 0.6 and 0.999.
        QuantileFunction logistic = new QuantileFunction(
                LEVELS, new double[] {4.111122, 5.605551, 7.802775, 10, 12.197225, 14.394449, 15.888878});

        assertThat(logistic.value(QuantileFunction.logit(0.01))).isCloseTo(0.8097603, within(1e-5));
        assertThat(logistic.value(QuantileFunction.logit(0.6))).isCloseTo(10.8109302, within(1e-5));
        assertThat(logistic.value(QuantileFunction.logit(0.999))).isCloseTo(23.8135096, within(1e-5));
    }

    @Test
    void scoreIsTheWayBack() {
        QuantileFunction skewed = new QuantileFunction(LEVELS, new double[] {-3, -2, 1, 4, 9, 20, 40});

        for (double level : new double[] {0.001, 0.05, 0.07, 0.3, 0.5, 0.8, 0.95, 0.99}) {
            double score = QuantileFunction.logit(level);
            assertThat(skewed.score(skewed.value(score))).isCloseTo(score, within(1e-9));
        }
    }

    @Test
    void valuesAreNotNegativeWhereNoQuantileIs() {
        QuantileFunction sales = new QuantileFunction(LEVELS, new double[] {0, 1, 2, 3, 4, 5, 6});

        assertThat(sales.value(QuantileFunction.logit(0.001))).isZero();
    }

    @Test
    void valueOfManyLevelsIsInTheMiddleOfThem() {
        QuantileFunction zeros = new QuantileFunction(LEVELS, new double[] {0, 0, 0, 0, 4, 5, 6});
        QuantileFunction constant = new QuantileFunction(LEVELS, new double[] {7, 7, 7, 7, 7, 7, 7});

        assertThat(zeros.score(0)).isCloseTo(QuantileFunction.logit(0.05) / 2, within(1e-12));
        assertThat(constant.score(7)).isCloseTo(0, within(1e-12));
        assertThat(constant.score(8)).isGreaterThan(QuantileFunction.logit(0.95));
        assertThat(constant.value(QuantileFunction.logit(0.999))).isEqualTo(7);
    }

    @Test
    void quantilesThatFallAreRefused() {
        assertThatThrownBy(() -> new QuantileFunction(new double[] {0.1, 0.9}, new double[] {2, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("do not rise");
    }
}
