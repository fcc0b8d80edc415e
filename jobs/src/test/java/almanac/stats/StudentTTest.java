package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Reference numbers from {@code qt}, {@code qnorm} and {@code pnorm} of R 4.2.2. */
class StudentTTest {

    @Test
    void quantilesAndProbabilitiesAreThoseOfR() {
        assertThat(StudentT.quantile(0.975, 1)).isCloseTo(12.7062047362, within(1e-5));
        assertThat(StudentT.quantile(0.975, 38)).isCloseTo(2.0243941639, within(1e-7));
        assertThat(StudentT.normalQuantile(0.975)).isCloseTo(1.9599639845, within(1e-8));
        assertThat(StudentT.normalBelow(-1.0)).isCloseTo(0.1586552539, within(1e-8));
    }

    @Test
    void levelsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> StudentT.quantile(1, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StudentT.normalQuantile(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
