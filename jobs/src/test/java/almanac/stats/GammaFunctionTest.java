package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against scipy 1.17.1: {@code scipy.special.gammaln} and {@code digamma}. */
class GammaFunctionTest {

    @ParameterizedTest
    @CsvSource({
        "0.001, 6.907178885383853, -1000.5755719318103",
        "0.24259, 1.3198290596192586, -4.358543842397175",
        "1, 0.0, -0.5772156649015329",
        "2.5, 0.2846828704729192, 0.7031566406452432",
        "9.999, 12.799575780077413, 2.251647417205735",
        "10, 12.801827480081469, 2.251752589066721",
        "1234.5, 7550.550901077894, 7.1180162318279985"
    })
    void bothAreThoseOfScipy(double argument, double log, double digamma) {
        assertThat(GammaFunction.log(argument)).isCloseTo(log, offset(1e-13 * (1 + Math.abs(log))));
        assertThat(GammaFunction.digamma(argument)).isCloseTo(digamma, offset(1e-13 * (1 + Math.abs(digamma))));
    }
}
