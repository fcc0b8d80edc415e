package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Fisher's test against R 4.2.2, {@code fisher.test(matrix(c(a, b, c, d), 2), alternative = "greater")}. */
class FisherTestTest {

    @Test
    void probabilityIsThatOfR() {
        assertThat(FisherTest.moreOften(3, 1, 1, 3)).isCloseTo(0.24285714285714288, within(1e-13));
        assertThat(FisherTest.moreOften(10, 2, 3, 15)).isCloseTo(0.00046518094336290579, within(1e-14));
        assertThat(FisherTest.moreOften(12, 0, 0, 8)).isCloseTo(7.9383980312772892e-06, within(1e-16));
        assertThat(FisherTest.moreOften(2000, 3000, 2900, 4100)).isCloseTo(0.94394574354311067, within(1e-9));
        assertThat(FisherTest.moreOften(5, 95, 400, 500)).isCloseTo(1, within(1e-12));
    }

    @Test
    void smallestProbabilitiesKeepTheirDigits() {
        assertThat(FisherTest.moreOften(30, 170, 270, 9530)).isCloseTo(2.0974368528997253e-13, withinPercentage(1e-7));
        assertThat(FisherTest.moreOften(400, 600, 800, 18200))
                .isCloseTo(8.744332038478407e-241, withinPercentage(1e-6));
        assertThat(FisherTest.moreOften(1_000_000, 10, 10, 50_000_000)).isZero();
    }

    @Test
    void whatComesAlwaysOrNeverSaysNothing() {
        assertThat(FisherTest.moreOften(0, 10, 10, 100)).isEqualTo(1);
        assertThat(FisherTest.moreOften(5, 5, 0, 0)).isEqualTo(1);
        assertThat(FisherTest.moreOften(0, 0, 0, 0)).isEqualTo(1);
    }

    @Property
    void firstAndSecondMayChangePlaces(
            @ForAll @IntRange(max = 300) int both,
            @ForAll @IntRange(max = 300) int first,
            @ForAll @IntRange(max = 300) int second,
            @ForAll @IntRange(max = 300) int neither) {
        assertThat(FisherTest.moreOften(both, first, second, neither))
                .isBetween(0.0, 1.0)
                .isCloseTo(FisherTest.moreOften(both, second, first, neither), within(1e-11));
    }

    @Test
    void negativeCountsAreRefused() {
        assertThatThrownBy(() -> FisherTest.moreOften(1, -1, 2, 3))
                .hasMessage("counts cannot be negative: both 1, onlyFirst -1, onlySecond 2, neither 3");
    }
}
