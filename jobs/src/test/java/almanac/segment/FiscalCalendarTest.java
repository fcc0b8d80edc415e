package almanac.segment;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.config.CalendarSettings;
import almanac.config.PeriodType;
import almanac.config.WeekPattern;
import almanac.config.YearEnd;
import almanac.segment.FiscalCalendar.Period;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The calendar against calendars that were published. */
class FiscalCalendarTest {

    /** The retail calendar of the National Retail Federation: 4-5-4, to the Saturday nearest to the end of January. */
    private static final FiscalCalendar NRF = calendar(2, DayOfWeek.SUNDAY, WeekPattern.W454, YearEnd.NEAREST);

    private static final FiscalCalendar CALENDAR_YEARS = calendar(1, DayOfWeek.MONDAY, WeekPattern.MONTH, YearEnd.LAST);

    @Test
    void retailYearOf53WeeksStartsAndEndsAsPublished() {
        // nrf.com, 4-5-4 calendar: fiscal 2023 is 2023-01-29 to 2024-02-03 with 53 weeks, fiscal 2024 starts
        // 2024-02-04.
        Period year = NRF.periodOf(PeriodType.FISCAL_YEAR, date("2023-07-01"));

        assertThat(year.start()).isEqualTo("2023-01-29");
        assertThat(year.end()).isEqualTo("2024-02-03");
        assertThat(year.days()).isEqualTo(53 * 7);
        assertThat(NRF.periodOf(PeriodType.FISCAL_YEAR, date("2024-02-04")).days())
                .isEqualTo(52 * 7);
    }

    @Test
    void retailYearsOf53WeeksAreThoseOfThePublishedCalendar() {
        // nrf.com: the years of 53 weeks since 2000 are 2000, 2006, 2012, 2017 and 2023, named for the year they start
        // in.
        assertThat(IntStream.rangeClosed(2000, 2024)
                        .filter(started -> NRF.periodOf(PeriodType.FISCAL_YEAR, LocalDate.of(started, 6, 1))
                                        .days()
                                == 53 * 7))
                .containsExactly(2000, 2006, 2012, 2017, 2023);
    }

    @Test
    void retailMonthsHaveFourFiveAndFourWeeksAndTheLastTakesThe53rd() {
        // nrf.com, 4-5-4 calendar of fiscal 2023: the first day of each month.
        assertThat(starts(NRF, PeriodType.FISCAL_MONTH, date("2023-01-29"), 13))
                .extracting(LocalDate::toString)
                .containsExactly(
                        "2023-01-29",
                        "2023-02-26",
                        "2023-04-02",
                        "2023-04-30",
                        "2023-05-28",
                        "2023-07-02",
                        "2023-07-30",
                        "2023-08-27",
                        "2023-10-01",
                        "2023-10-29",
                        "2023-11-26",
                        "2023-12-31",
                        "2024-02-04");
        assertThat(NRF.fiscalMonthNumber(date("2024-02-03"))).isEqualTo(12);
        assertThat(NRF.fiscalWeekNumber(date("2024-02-03"))).isEqualTo(53);
    }

    @Test
    void yearOfWeeksIsNamedForTheCalendarYearOfItsClosingMonth() {
        // The NRF's fiscal 2023 closes in January 2024: we call it 2024, also on the days that it has in February.
        assertThat(NRF.fiscalYear(date("2023-01-28"))).isEqualTo(2023);
        assertThat(NRF.fiscalYear(date("2023-01-29"))).isEqualTo(2024);
        assertThat(NRF.fiscalYear(date("2024-02-03"))).isEqualTo(2024);
        assertThat(NRF.fiscalYear(date("2024-02-04"))).isEqualTo(2025);
    }

    @Test
    void yearThatClosesInDecemberKeepsItsNameOnDaysOfJanuary() {
        // Johnson & Johnson, form 10-K: the year ends on the Sunday nearest to the end of December. Fiscal 2020 ended
        // 2021-01-03 and had 53 weeks, fiscal 2021 ended 2022-01-02, fiscal 2022 ended 2023-01-01, fiscal 2023 ended
        // 2023-12-31.
        FiscalCalendar calendar = calendar(1, DayOfWeek.MONDAY, WeekPattern.W544, YearEnd.NEAREST);

        assertThat(calendar.periodOf(PeriodType.FISCAL_YEAR, date("2020-06-30")))
                .isEqualTo(new Period(PeriodType.FISCAL_YEAR, date("2019-12-30"), date("2021-01-03")));
        assertThat(List.of("2021-01-03", "2021-01-04", "2022-01-02", "2022-01-03", "2023-01-01", "2023-12-31"))
                .extracting(day -> calendar.fiscalYear(date(day)))
                .containsExactly(2020, 2021, 2021, 2022, 2022, 2023);
    }

    @Test
    void yearEndsOnTheLastWeekdayOfItsClosingMonth() {
        // Apple Inc., form 10-K: the year ends on the last Saturday of September. 2022-09-24, 2023-09-30 (53 weeks),
        // 2024-09-28.
        FiscalCalendar calendar = calendar(10, DayOfWeek.SUNDAY, WeekPattern.W445, YearEnd.LAST);

        assertThat(starts(calendar, PeriodType.FISCAL_YEAR, date("2022-09-25"), 3))
                .extracting(LocalDate::toString)
                .containsExactly("2022-09-25", "2023-10-01", "2024-09-29");
        assertThat(calendar.fiscalYear(date("2023-09-30"))).isEqualTo(2023);
        assertThat(calendar.fiscalYear(date("2023-10-01"))).isEqualTo(2024);
        assertThat(calendar.fiscalWeekNumber(date("2023-09-30"))).isEqualTo(53);
    }

    @Test
    void lastSaturdayOfJulyClosesAYearThatStartsInAugust() {
        // Cisco Systems, form 10-K: fiscal 2020 ended 2020-07-25, fiscal 2021 (53 weeks) 2021-07-31, fiscal 2022
        // 2022-07-30, fiscal 2023 2023-07-29.
        FiscalCalendar calendar = calendar(8, DayOfWeek.SUNDAY, WeekPattern.W445, YearEnd.LAST);

        assertThat(starts(calendar, PeriodType.FISCAL_YEAR, date("2020-07-26"), 4))
                .extracting(LocalDate::toString)
                .containsExactly("2020-07-26", "2021-08-01", "2022-07-31", "2023-07-30");
    }

    @Test
    void patternsPlaceTheLongMonthOfEachQuarter() {
        // By definition of the patterns: weeks before each month of a quarter of 13 weeks.
        assertThat(weeksOfMonths(WeekPattern.W445)).containsExactly(4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5);
        assertThat(weeksOfMonths(WeekPattern.W454)).containsExactly(4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4);
        assertThat(weeksOfMonths(WeekPattern.W544)).containsExactly(5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4);
    }

    @Test
    void weeksThatStartOnMondayAreThoseOfIso8601() {
        // ISO 8601: 2020 has 53 weeks, week 53 is 2020-12-28 to 2021-01-03; week 1 of 2024 starts 2024-01-01.
        assertThat(CALENDAR_YEARS.periodOf(PeriodType.WEEK, date("2021-01-03")))
                .isEqualTo(new Period(PeriodType.WEEK, date("2020-12-28"), date("2021-01-03")));
        assertThat(CALENDAR_YEARS.periodOf(PeriodType.WEEK, date("2024-01-07")).start())
                .isEqualTo("2024-01-01");
    }

    @Test
    void fiscalYearOfMonthsIsNamedForTheCalendarYearInWhichItEnds() {
        // The fiscal year of the United States government starts in October: fiscal 2024 is 2023-10-01 to 2024-09-30.
        FiscalCalendar calendar = calendar(10, DayOfWeek.MONDAY, WeekPattern.MONTH, YearEnd.LAST);

        assertThat(calendar.periodOf(PeriodType.FISCAL_YEAR, date("2024-02-29")))
                .isEqualTo(new Period(PeriodType.FISCAL_YEAR, date("2023-10-01"), date("2024-09-30")));
        assertThat(calendar.fiscalYear(date("2023-10-01"))).isEqualTo(2024);
        assertThat(calendar.fiscalMonthNumber(date("2024-02-29"))).isEqualTo(5);
        assertThat(calendar.periodOf(PeriodType.FISCAL_QUARTER, date("2024-02-29")))
                .isEqualTo(new Period(PeriodType.FISCAL_QUARTER, date("2024-01-01"), date("2024-03-31")));
    }

    @Test
    void fiscalYearThatStartsInFebruaryIsNamedForTheNextYearAndOneOfJanuaryForItsOwn() {
        FiscalCalendar february = calendar(2, DayOfWeek.MONDAY, WeekPattern.MONTH, YearEnd.LAST);

        assertThat(february.fiscalYear(date("2024-01-31"))).isEqualTo(2024);
        assertThat(february.fiscalYear(date("2024-02-01"))).isEqualTo(2025);
        assertThat(CALENDAR_YEARS.fiscalYear(date("2024-01-01"))).isEqualTo(2024);
        assertThat(CALENDAR_YEARS.fiscalYear(date("2024-12-31"))).isEqualTo(2024);
    }

    @Test
    void yearOfMonthsCanTouch54Weeks() {
        // 2000-01-01 was a Saturday and 2000-12-31 a Sunday: with weeks from Sunday, the leap year touches 54 of them.
        FiscalCalendar calendar = calendar(1, DayOfWeek.SUNDAY, WeekPattern.MONTH, YearEnd.LAST);

        assertThat(calendar.fiscalWeekNumber(date("2000-01-01"))).isEqualTo(1);
        assertThat(calendar.fiscalWeekNumber(date("2000-12-31"))).isEqualTo(54);
    }

    @Test
    void dayAYearBeforeIsTheSameWeekday52WeeksEarlier() {
        // 2024-02-29 and 2023-03-02 are Thursdays.
        assertThat(yearBefore(CALENDAR_YEARS, PeriodType.DAY, "2024-02-29"))
                .isEqualTo(new Period(PeriodType.DAY, date("2023-03-02"), date("2023-03-02")));
        assertThat(yearBefore(CALENDAR_YEARS, PeriodType.WEEK, "2024-02-29"))
                .isEqualTo(new Period(PeriodType.WEEK, date("2023-02-27"), date("2023-03-05")));
    }

    @Test
    void monthQuarterAndYearBeforeAreFoundByTheirNumber() {
        assertThat(yearBefore(CALENDAR_YEARS, PeriodType.MONTH, "2024-02-29"))
                .isEqualTo(new Period(PeriodType.MONTH, date("2023-02-01"), date("2023-02-28")));
        assertThat(yearBefore(CALENDAR_YEARS, PeriodType.QUARTER, "2025-03-31"))
                .isEqualTo(new Period(PeriodType.QUARTER, date("2024-01-01"), date("2024-03-31")));
        assertThat(yearBefore(CALENDAR_YEARS, PeriodType.YEAR, "2025-03-31"))
                .isEqualTo(new Period(PeriodType.YEAR, date("2024-01-01"), date("2024-12-31")));
    }

    @Test
    void fiscalPeriodsAYearBeforeHaveTheSameNumberWhateverTheWeeks() {
        // The first fiscal month of the NRF's 2024 against that of 2023, a year of 53 weeks: 53 weeks earlier.
        assertThat(yearBefore(NRF, PeriodType.FISCAL_MONTH, "2024-02-04"))
                .isEqualTo(new Period(PeriodType.FISCAL_MONTH, date("2023-01-29"), date("2023-02-25")));
        assertThat(yearBefore(NRF, PeriodType.FISCAL_MONTH, "2025-01-31"))
                .isEqualTo(new Period(PeriodType.FISCAL_MONTH, date("2023-12-31"), date("2024-02-03")));
        assertThat(yearBefore(NRF, PeriodType.FISCAL_QUARTER, "2024-05-05"))
                .isEqualTo(new Period(PeriodType.FISCAL_QUARTER, date("2023-04-30"), date("2023-07-29")));
        assertThat(yearBefore(NRF, PeriodType.FISCAL_YEAR, "2024-05-05"))
                .isEqualTo(new Period(PeriodType.FISCAL_YEAR, date("2023-01-29"), date("2024-02-03")));
    }

    @Test
    void periodBeforeEndsTheDayBefore() {
        assertThat(previous(CALENDAR_YEARS, PeriodType.DAY, "2024-03-01").start())
                .isEqualTo("2024-02-29");
        assertThat(previous(CALENDAR_YEARS, PeriodType.MONTH, "2024-03-31"))
                .isEqualTo(new Period(PeriodType.MONTH, date("2024-02-01"), date("2024-02-29")));
        assertThat(previous(CALENDAR_YEARS, PeriodType.QUARTER, "2024-01-01"))
                .isEqualTo(new Period(PeriodType.QUARTER, date("2023-10-01"), date("2023-12-31")));
        assertThat(previous(NRF, PeriodType.FISCAL_MONTH, "2024-02-04"))
                .isEqualTo(new Period(PeriodType.FISCAL_MONTH, date("2023-12-31"), date("2024-02-03")));
    }

    @Test
    void closedWeekdaysAndHolidaysAreNoSellingDays() {
        FiscalCalendar calendar = new FiscalCalendar(new CalendarSettings(
                1,
                DayOfWeek.MONDAY,
                WeekPattern.MONTH,
                YearEnd.LAST,
                List.of(DayOfWeek.SUNDAY),
                List.of(date("2024-12-25"))));

        assertThat(calendar.isSellingDay(date("2024-12-22"))).isFalse();
        assertThat(calendar.isSellingDay(date("2024-12-25"))).isFalse();
        assertThat(calendar.isSellingDay(date("2024-12-26"))).isTrue();
    }

    private static List<Integer> weeksOfMonths(WeekPattern pattern) {
        FiscalCalendar calendar = calendar(1, DayOfWeek.MONDAY, pattern, YearEnd.LAST);
        List<LocalDate> starts = starts(
                calendar,
                PeriodType.FISCAL_MONTH,
                calendar.periodOf(PeriodType.FISCAL_YEAR, date("2022-06-01")).start(),
                12);
        return starts.stream()
                .map(start ->
                        (int) calendar.periodOf(PeriodType.FISCAL_MONTH, start).days() / 7)
                .toList();
    }

    private static List<LocalDate> starts(FiscalCalendar calendar, PeriodType type, LocalDate first, int count) {
        List<LocalDate> starts = new ArrayList<>();
        Period period = calendar.periodOf(type, first);
        for (int i = 0; i < count; i++) {
            starts.add(period.start());
            period = calendar.periodOf(type, period.end().plusDays(1));
        }
        return starts;
    }

    private static Period yearBefore(FiscalCalendar calendar, PeriodType type, String day) {
        return calendar.yearBefore(calendar.periodOf(type, date(day)));
    }

    private static Period previous(FiscalCalendar calendar, PeriodType type, String day) {
        return calendar.previous(calendar.periodOf(type, date(day)));
    }

    private static FiscalCalendar calendar(int start, DayOfWeek weekStart, WeekPattern pattern, YearEnd end) {
        return new FiscalCalendar(new CalendarSettings(start, weekStart, pattern, end, List.of(), List.of()));
    }

    private static LocalDate date(String text) {
        return LocalDate.parse(text);
    }
}
