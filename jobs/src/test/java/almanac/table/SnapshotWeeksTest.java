package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which nights are old enough to go. 2026-01-05 is a Monday. */
class SnapshotsTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 1, 5);

    @Test
    void olderWeeksKeepTheirLastNight() {
        List<LocalDate> fortnight = MONDAY.datesUntil(MONDAY.plusDays(14)).toList();

        assertThat(Snapshots.tooOld(fortnight, MONDAY.plusDays(8)))
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

        assertThat(Snapshots.tooOld(List.of(wednesday, wednesday.minusWeeks(3)), wednesday.plusYears(1)))
                .isEmpty();
    }

    @Test
    void ofAWeekThatIsNotOldAsAWholeNoNightGoesForNothing() {
        LocalDate tuesday = MONDAY.plusDays(1);

        // Monday is old, and Tuesday, which is not, is the last night of their week.
        assertThat(Snapshots.tooOld(List.of(MONDAY, tuesday), MONDAY)).containsExactly(MONDAY);
    }
}
