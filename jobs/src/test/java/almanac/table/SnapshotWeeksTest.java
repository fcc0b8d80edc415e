package almanac.table;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.TestSession;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which nights are old enough to go. 2026-01-05 is a Monday. */
class SnapshotWeeksTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 1, 5);

    @Test
    void olderWeeksKeepTheirLastNight() {
        List<LocalDate> fortnight = MONDAY.datesUntil(MONDAY.plusDays(14)).toList();

        assertThat(SnapshotWeeks.tooOld(fortnight, MONDAY.plusDays(8)))
                .containsExactly(
                        MONDAY,
                        MONDAY.plusDays(1),
                        MONDAY.plusDays(2),
                        MONDAY.plusDays(3),
                        MONDAY.plusDays(4),
                        MONDAY.plusDays(5),
                        MONDAY.plusDays(7),
                        MONDAY.plusDays(8));
    }

    @Test
    void theOnlyNightOfAnOldWeekStays() {
        LocalDate wednesday = MONDAY.plusDays(2);

        assertThat(SnapshotWeeks.tooOld(List.of(wednesday, wednesday.minusWeeks(3)), wednesday.plusYears(1)))
                .isEmpty();
    }

    @Test
    void ofAWeekThatIsNotOldAsAWholeNoNightGoesForNothing() {
        LocalDate tuesday = MONDAY.plusDays(1);

        // Monday is old, and Tuesday, which is not, is the last night of their week.
        assertThat(SnapshotWeeks.tooOld(List.of(MONDAY, tuesday), MONDAY)).containsExactly(MONDAY);
    }

    @Test
    void weekOfAColumnIsThatOfADate() {
        for (LocalDate day : MONDAY.datesUntil(MONDAY.plusDays(8)).toList()) {
            assertThat(TestSession.get()
                            .range(1)
                            .select(SnapshotWeeks.lastDay(lit(day)))
                            .first()
                            .<LocalDate>getAs(0))
                    .isEqualTo(SnapshotWeeks.lastDay(day))
                    .isEqualTo(day.isBefore(MONDAY.plusDays(7)) ? MONDAY.plusDays(6) : MONDAY.plusDays(13));
        }
    }
}
