package almanac.config;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;

/**
 * Fiscal periods, and days without selling.
 *
 * @param fiscalYearStart the month in which the fiscal year starts, 1 to 12
 * @param weekStart the first day of the week
 * @param pattern what fiscal months are made of
 * @param yearEnd on which day a fiscal year of whole weeks ends
 * @param closedWeekdays weekdays without selling, from Monday on, never all seven
 * @param holidays dates without selling, ascending
 */
public record CalendarSettings(
        int fiscalYearStart,
        DayOfWeek weekStart,
        WeekPattern pattern,
        YearEnd yearEnd,
        List<DayOfWeek> closedWeekdays,
        List<LocalDate> holidays) {

    /** Copies the lists in ascending order. */
    public CalendarSettings {
        closedWeekdays = closedWeekdays.stream().sorted().toList();
        holidays = holidays.stream().sorted().toList();
    }
}
