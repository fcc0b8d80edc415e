package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The paired t test against R 4.2.2, {@code t.test(d, alternative = "greater")}. */
class PairedTestTest {

    @Test
    void probabilityIsThatOfR() {
        assertThat(PairedTest.pValue(8, 1.25, 0.6025)).isCloseTo(0.05478076898869711, within(1e-12));
        assertThat(PairedTest.pValue(8, -1.25, 0.6025)).isCloseTo(1 - 0.05478076898869711, within(1e-12));
    }

    @Test
    void withoutEvidenceNothingIsSignificant() {
        assertThat(PairedTest.pValue(0, 0, 0)).isEqualTo(1);
        assertThat(PairedTest.pValue(1, 5, 25)).isEqualTo(1);
        assertThat(PairedTest.pValue(100, 0, 0)).isEqualTo(1);
    }

    @Test
    void differencesThatAreAllTheSameDecide() {
        assertThat(PairedTest.pValue(4, 8, 16)).isZero();
        assertThat(PairedTest.pValue(4, -8, 16)).isEqualTo(1);
    }

    /** Of tests of two things that are the same, 5 % say otherwise; the standard deviation of 2,000 is half a point. */
    @Test
    void chanceIsTakenForABetterOneAsOftenAsItSays() {
        Random random = new Random(7);
        int significant = 0;
        for (int test = 0; test < 2000; test++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < 30; i++) {
                double difference = random.nextGaussian();
                sum += difference;
                squares += difference * difference;
            }
            significant += PairedTest.pValue(30, sum, squares) < 0.05 ? 1 : 0;
        }
        assertThat(significant / 2000.0).isBetween(0.035, 0.065);
    }
}
