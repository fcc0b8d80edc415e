package almanac.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleSeriesTest {

    private static final SampleParameters YEAR = new SampleParameters(42, 100, LocalDate.of(2024, 12, 31), 366);

    @Test
    void seriesAreOfDifferentProductsAndStoresAndTheSameEveryTime() {
        List<SampleSeries> series = SampleSeries.draw(YEAR, 130);

        assertThat(series).hasSizeBetween(100, 130).extracting(SampleSeries::id).doesNotHaveDuplicates();
        assertThat(SampleSeries.draw(YEAR, 130).get(99).amounts())
                .isEqualTo(series.get(99).amounts());
    }

    @Test
    void seriesBeginsWithItsProductAndGoesOnToTheLastDay() {
        assertThat(SampleSeries.draw(YEAR, 60)).allSatisfy(one -> {
            assertThat(one.first().plusDays(one.amounts().length - 1L)).isEqualTo(YEAR.end());
            assertThat(Arrays.stream(one.amounts()).min().orElseThrow()).isNotNegative();
        });
    }

    @Test
    void weekIsThatOfTheSampleLake() {
        double saturdays = 0;
        double sundays = 0;
        for (SampleSeries one : SampleSeries.draw(YEAR, 60)) {
            for (int t = 0; t < one.amounts().length; t++) {
                DayOfWeek day = one.first().plusDays(t).getDayOfWeek();
                saturdays += day == DayOfWeek.SATURDAY ? one.amounts()[t] : 0;
                sundays += day == DayOfWeek.SUNDAY ? one.amounts()[t] : 0;
            }
        }

        // Planted: 1.50 and 0.70.
        assertThat(saturdays / sundays).isBetween(1.9, 2.4);
    }
}
