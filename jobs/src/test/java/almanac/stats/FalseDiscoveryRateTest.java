package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Adjusted p-values against R 4.2.2, {@code p.adjust(p, "BH")}. */
class FalseDiscoveryRateTest {

    @Test
    void adjustedValuesAreThoseOfR() {
        assertThat(FalseDiscoveryRate.adjusted(
                        new double[] {0.0047, 0.5265999, 0.0214, 0.0088, 0.1637, 0.1932, 0.000237, 0.0032}))
                .containsExactly(
                        new double[] {
                            0.0125333333333333333,
                            0.5265999,
                            0.03424,
                            0.0176,
                            0.2182666666666666667,
                            0.2208,
                            0.001896,
                            0.0125333333333333333
                        },
                        within(1e-15));
    }

    @Test
    void equalValuesStayEqualAndTheBoundsStayWhereTheyAre() {
        assertThat(FalseDiscoveryRate.adjusted(new double[] {.02, .02, .5, 0, 1}))
                .containsExactly(new double[] {0.033333333333333333, 0.033333333333333333, 0.625, 0, 1}, within(1e-15));
        assertThat(FalseDiscoveryRate.adjusted(new double[0])).isEmpty();
        assertThat(FalseDiscoveryRate.adjusted(new double[] {0.3})).containsExactly(0.3);
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        assertThatThrownBy(() -> FalseDiscoveryRate.adjusted(new double[] {0.1, Double.NaN}))
                .hasMessage("pValues[1] is NaN, not between 0 and 1");
    }
}
