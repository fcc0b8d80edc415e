package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConformalTest {

    /** Nineteen residuals, so that (n + 1) p is whole for every twentieth. */
    private static final double[] NINETEEN = {
        -1.3, 0.4, 2.2, -0.7, 0.1, 1.5, -2.1, 0.9, 3.4, -0.2, 0.6, -1.1, 1.9, 0.3, -0.5, 2.8, -1.7, 1.2, 0.8
    };

    @Test
    void wholeRanksAreTheOrderStatisticsOfR() {
        // R 4.2.2: quantile(x, p, type = 6), whose rank is (n + 1) p.
        Conformal conformal = Conformal.of(NINETEEN);

        assertThat(conformal.quantile(0.05)).isEqualTo(-2.1);
        assertThat(conformal.quantile(0.10)).isEqualTo(-1.7);
        assertThat(conformal.quantile(0.25)).isEqualTo(-0.7);
        assertThat(conformal.quantile(0.50)).isEqualTo(0.4);
        assertThat(conformal.quantile(0.75)).isEqualTo(1.5);
        assertThat(conformal.quantile(0.90)).isEqualTo(2.8);
        assertThat(conformal.quantile(0.95)).isEqualTo(3.4);
    }

    @Test
    void ranksBetweenTwoResidualsGoToTheOuterOne() {
        // By hand: rank 20 * 0.92 = 18.4 goes up to the 19th, 20 * 0.08 = 1.6 down to the first.
        Conformal conformal = Conformal.of(NINETEEN);

        assertThat(conformal.quantile(0.92)).isEqualTo(3.4);
        assertThat(conformal.quantile(0.08)).isEqualTo(-2.1);
    }

    @Test
    void aRankThatIsWholeButForRoundingIsWhole() {
        // In binary 100 * 0.55 is 55.00000000000001 and 100 * 0.29 is 28.999999999999996.
        Conformal hundredths =
                Conformal.of(IntStream.range(1, 100).asDoubleStream().toArray());

        assertThat(hundredths.quantile(0.55)).isEqualTo(55);
        assertThat(hundredths.quantile(0.29)).isEqualTo(29);
    }

    @Test
    void theOutermostLevelsAreGuaranteedAndTheNextOnesNot() {
        Conformal nine = Conformal.of(IntStream.range(1, 10).asDoubleStream().toArray());

        assertThat(nine.isGuaranteed(0.1)).isTrue();
        assertThat(nine.isGuaranteed(0.9)).isTrue();
        assertThat(nine.isGuaranteed(0.0999)).isFalse();
        assertThat(nine.isGuaranteed(0.9001)).isFalse();
    }

    @Test
    void aQuantileTooLargeForADoubleIsRefused() {
        Conformal huge = Conformal.of(new double[] {-1e308, 0, 1e308});

        assertThatThrownBy(() -> huge.quantile(0.99)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> huge.quantile(0.75, 0, 10))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("the quantile is too large for a double");
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertThat(Conformal.of(new double[] {4, 1, 3, 2}).quantile(0.5)).isEqualTo(2.5);
    }

    @Test
    void skewedResidualsGiveAnAsymmetricInterval() {
        Conformal conformal = Conformal.of(new double[] {0, 0.1, 0.2, 0.3, 0.5, 0.8, 1.3, 2.1, 3.4});

        // By hand: nine residuals, so levels 0.1 and 0.9 are the first and the last; the forecast is 100, the scale 10.
        assertThat(conformal.quantile(0.1, 100, 10)).isEqualTo(100);
        assertThat(conformal.quantile(0.9, 100, 10)).isEqualTo(134);
        assertThat(conformal.quantile(0.5, 100, 10)).isEqualTo(105);
    }

    @Test
    void aLevelThatTooFewResidualsCanPromiseExtendsTheTail() {
        // By hand: one residual above the median, so 0.5 / (1 + x / s), which is 1/4 at distance 1 (s = 1) and 1/20 at
        // 9.
        Conformal conformal = Conformal.of(new double[] {1, 2, 3});

        assertThat(conformal.isGuaranteed(0.75)).isTrue();
        assertThat(conformal.isGuaranteed(0.95)).isFalse();
        assertThat(conformal.quantile(0.75)).isEqualTo(3);
        assertThat(conformal.quantile(0.95)).isCloseTo(11, within(1e-12));
        assertThat(conformal.quantile(0.05)).isCloseTo(-7, within(1e-12));
    }

    @Test
    void theExtendedTailMeetsTheOutermostResidual() {
        // Two residuals above the median 2: at level 5/6 + 1e-9 the extension has just begun.
        Conformal conformal = Conformal.of(new double[] {0, 1, 2, 3, 7});

        assertThat(conformal.quantile(5.0 / 6)).isEqualTo(7);
        assertThat(conformal.quantile(5.0 / 6 + 1e-8)).isCloseTo(7, within(1e-5));
        // By hand: (10^(1/2) - 1) / (3^(1/2) - 1) = 2.9537 times the distance 5.
        assertThat(conformal.quantile(0.95)).isCloseTo(16.76867, within(1e-4));
    }

    @Test
    void equalResidualsGiveThatResidualAtEveryLevel() {
        Conformal conformal = Conformal.of(new double[] {0.5, 0.5});

        assertThat(conformal.quantile(0.01)).isEqualTo(0.5);
        assertThat(conformal.quantile(0.5)).isEqualTo(0.5);
        assertThat(conformal.quantile(0.99)).isEqualTo(0.5);
    }

    @Test
    void oneResidualHasNoSpreadAndIsRefused() {
        assertThatThrownBy(() -> Conformal.of(new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of residuals is 1, less than 2");
    }

    @Test
    void argumentsWithoutMeaningAreRefused() {
        Conformal conformal = Conformal.of(NINETEEN);

        assertThatThrownBy(() -> Conformal.of(new double[] {1, Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("residuals[1] is NaN, not a finite number");
        assertThatThrownBy(() -> conformal.quantile(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("level is 0.0, not between 0 and 1");
        assertThatThrownBy(() -> conformal.isGuaranteed(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("level is 1.0, not between 0 and 1");
        assertThatThrownBy(() -> conformal.quantile(0.5, 100, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scale is 0.0, not above 0");
        assertThatThrownBy(() -> conformal.quantile(0.5, 100, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scale is NaN, not a finite number");
        assertThatThrownBy(() -> conformal.quantile(0.5, Double.NaN, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("forecast is NaN, not a finite number");
    }

    @Test
    void changingTheResidualsAfterwardsChangesNothing() {
        double[] residuals = {1, 2, 3};
        Conformal conformal = Conformal.of(residuals);

        residuals[1] = 100;

        assertThat(conformal.quantile(0.5)).isEqualTo(2);
    }
}
