package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.forecast.Examples;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SeriesScaleTest {

    private static final Frequency MONTHS = Frequency.MONTHLY;

    @Test
    void spreadIsTheMeanStepOfAYearWhereNeighboursAreClosest() {
        // Steps of 2 between months; between seasons 24.
        double[] rising = Examples.values(36, t -> 100 + 2 * t);

        assertThat(SeriesScale.of(rising, MONTHS).spread()).isCloseTo(2, within(1e-12));
    }

    @Test
    void spreadIsTheMeanStepOfSeasonsWhereThoseAreClosest() {
        // The same every year but for 5 more; months differ by 10, and once a year by 110.
        double[] seasonal = Examples.values(36, t -> 50 + 10 * (t % 12) + 5 * (t / 12));

        assertThat(SeriesScale.of(seasonal, MONTHS).spread()).isCloseTo(5, within(1e-12));
    }

    @Test
    void spreadIsAtLeastAHundredthOfTheSize() {
        double[] constant = new double[24];
        Arrays.fill(constant, 500);

        assertThat(SeriesScale.of(constant, MONTHS).spread()).isEqualTo(5);
    }

    @Test
    void spreadOfAHistoryTooShortForStepsIsItsSize() {
        assertThat(SeriesScale.of(new double[] {80}, MONTHS).spread()).isEqualTo(80);
        assertThat(SeriesScale.of(new double[] {80, 40, 60}, MONTHS).spread()).isEqualTo(60);
    }

    @Test
    void spreadOfAYearWithoutSalesIsThatOfTheWholeHistory() {
        double[] ended = Examples.values(25, t -> t < 13 && t % 2 == 0 ? 12 : 0);

        // Months 0 to 12 alternate between 12 and 0: 6 of 13 differ by 12 from the year before, 13 of 24 from the
        // month.
        assertThat(SeriesScale.of(ended, MONTHS).spread()).isCloseTo(6 * 12 / 13.0, within(1e-12));
        assertThat(SeriesScale.of(new double[30], MONTHS).spread()).isZero();
    }

    @Test
    void seasonalErrorsAreThoseOfSeasonalNaiveWithinTheHistory() {
        // 13 and 14 months: one and two errors, 3 and -4.
        double[] history = Examples.values(14, t -> t == 12 ? 13 : t == 13 ? 6 : 10);

        SeriesScale scale = SeriesScale.of(history, MONTHS);

        assertThat(scale.seasonalError()).isCloseTo(3.5, within(1e-12));
        // sqrt((9 + 16) / 2).
        assertThat(scale.seasonalRootSquare()).isCloseTo(3.5355339059327378, within(1e-12));
    }

    @Test
    void seasonalErrorsAreNotKnownOfAHistoryNoLongerThanASeasonOrThatRepeatsItself() {
        assertThat(SeriesScale.of(Examples.noise(12, 1, 10, 1), MONTHS).seasonalError())
                .isNull();
        assertThat(SeriesScale.of(Examples.values(30, t -> t % 12), MONTHS).seasonalError())
                .isNull();
        assertThat(SeriesScale.of(Examples.values(30, t -> t % 12), MONTHS).seasonalRootSquare())
                .isNull();
    }

    @Test
    void oneValueBelowZeroIsNoticed() {
        assertThat(SeriesScale.of(new double[] {1, 0, 2}, MONTHS).isNeverNegative())
                .isTrue();
        assertThat(SeriesScale.of(new double[] {1, -0.01, 2}, MONTHS).isNeverNegative())
                .isFalse();
    }
}
