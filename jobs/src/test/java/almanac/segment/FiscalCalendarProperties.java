package almanac.segment;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.config.CalendarSettings;
import almanac.config.PeriodType;
import almanac.config.WeekPattern;
import almanac.config.YearEnd;
import almanac.segment.FiscalCalendar.Period;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every calendar that can be configured, on every date. */
class FiscalCalendarProperties {

    @Property(tries = 2_000)
    void everyDateLiesInItsOwnPeriod(
            @ForAll("calendars") FiscalCalendar calendar, @ForAll PeriodType type, @ForAll("dates") LocalDate date) {
        assertThat(date)
                .isBetween(
                        calendar.periodOf(type, date).start(),
                        calendar.periodOf(type, date).end());
    }

    @Property(tries = 2_000)
    void periodsTileTheCalendarWithoutGapOrOverlap(
            @ForAll("calendars") FiscalCalendar calendar, @ForAll PeriodType type, @ForAll("dates") LocalDate date) {
        Period period = calendar.periodOf(type, date);
        Period next = calendar.periodOf(type, period.end().plusDays(1));

        assertThat(calendar.periodOf(type, period.start())).isEqualTo(period);
        assertThat(calendar.periodOf(type, period.end())).isEqualTo(period);
        assertThat(next.start()).isEqualTo(period.end().plusDays(1));
        assertThat(calendar.previous(next)).isEqualTo(period);
    }

    @Property(tries = 2_000)
    void periodAYearBeforeIsOverBeforeItsOwnStarts(
            @ForAll("calendars") FiscalCalendar calendar, @ForAll PeriodType type, @ForAll("dates") LocalDate date) {
        Period period = calendar.periodOf(type, date);

        assertThat(calendar.yearBefore(period).end()).isBefore(period.start());
        assertThat(calendar.yearBefore(period).start())
                .isBetween(period.start().minusDays(371), period.start().minusDays(364));
    }

    @Property(tries = 2_000)
    void fiscalYearHasTwelveMonthsFourQuartersAndItsNumberAllAlong(
            @ForAll("calendars") FiscalCalendar calendar, @ForAll("dates") LocalDate date) {
        Period year = calendar.periodOf(PeriodType.FISCAL_YEAR, date);
        Period month = calendar.periodOf(PeriodType.FISCAL_MONTH, year.start());
        for (int number = 1; number <= 12; number++) {
            assertThat(calendar.fiscalMonthNumber(month.end())).isEqualTo(number);
            Period quarter = calendar.periodOf(PeriodType.FISCAL_QUARTER, month.start());
            assertThat(quarter.start()).isBeforeOrEqualTo(month.start());
            assertThat(quarter.end()).isAfterOrEqualTo(month.end());
            assertThat(quarter.start().equals(month.start())).isEqualTo(number % 3 == 1);
            month = calendar.periodOf(PeriodType.FISCAL_MONTH, month.end().plusDays(1));
        }
        assertThat(month.start()).isEqualTo(year.end().plusDays(1));
        assertThat(calendar.fiscalYear(year.start())).isEqualTo(calendar.fiscalYear(year.end()));
        assertThat(calendar.fiscalYear(year.end().plusDays(1))).isEqualTo(calendar.fiscalYear(date) + 1);
    }

    @Provide
    Arbitrary<FiscalCalendar> calendars() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.of(DayOfWeek.class),
                        Arbitraries.of(WeekPattern.class),
                        Arbitraries.of(YearEnd.class))
                .as((start, weekStart, pattern, end) ->
                        new FiscalCalendar(new CalendarSettings(start, weekStart, pattern, end, List.of(), List.of())));
    }

    @Provide
    Arbitrary<LocalDate> dates() {
        return Arbitraries.longs()
                .between(
                        LocalDate.of(1950, 1, 1).toEpochDay(),
                        LocalDate.of(2100, 12, 31).toEpochDay())
                .map(LocalDate::ofEpochDay);
    }
}
