package almanac.segment;

import almanac.config.CalendarSettings;
import almanac.config.PeriodType;
import almanac.config.WeekPattern;
import almanac.config.YearEnd;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.stream.Stream;

/**
 * The periods of a business: calendar ones, and fiscal ones by month or by weeks (4-4-5, 4-5-4, 5-4-4).
 *
 * <p>With a pattern of weeks a fiscal year has 52 or 53 whole weeks and ends on the weekday before the configured week
 * start: on the last such day of the month before {@code fiscal_year_start}, or on the one nearest to that month's end. A
 * 53rd week belongs to the last fiscal month.
 *
 * <p>A fiscal year is named for the calendar year of its closing month, the one before {@code fiscal_year_start}: the year
 * that closes in January 2024 is 2024, all through, even where its last days lie in February. The retail calendar of the
 * National Retail Federation calls that same year 2023, for the year in which it starts.
 */
public final class FiscalCalendar {

    private static final int WEEKS_OF_A_QUARTER = 13;

    private final CalendarSettings settings;

    /** The calendar of these settings. */
    public FiscalCalendar(CalendarSettings settings) {
        this.settings = settings;
    }

    /**
     * A period.
     *
     * @param type its type
     * @param start first day
     * @param end last day
     */
    public record Period(PeriodType type, LocalDate start, LocalDate end) {

        /** Number of days. */
        public long days() {
            return ChronoUnit.DAYS.between(start, end) + 1;
        }

        /** Whether it is over at the end of a date. */
        public boolean isOver(LocalDate date) {
            return !end.isAfter(date);
        }

        /** The last day of it up to a date on which it has begun. */
        public LocalDate through(LocalDate date) {
            return isOver(date) ? end : date;
        }

        /**
         * The last day of a base that this period is compared with by a date on which it has begun: all of the base where the period is
         * over, else as many days from its start as the period has had, and never more than it has.
         */
        public LocalDate baseThrough(Period base, LocalDate date) {
            LocalDate sameDays = base.start().plusDays(ChronoUnit.DAYS.between(start, date));
            return isOver(date) || sameDays.isAfter(base.end()) ? base.end() : sameDays;
        }
    }

    /** The period of a type that holds a date. */
    public Period periodOf(PeriodType type, LocalDate date) {
        return switch (type) {
            case DAY -> new Period(type, date, date);
            case WEEK -> {
                LocalDate start = weekStart(date);
                yield new Period(type, start, start.plusDays(6));
            }
            case MONTH -> months(type, YearMonth.from(date), 1);
            case QUARTER -> months(type, YearMonth.of(date.getYear(), (date.getMonthValue() - 1) / 3 * 3 + 1), 3);
            case YEAR -> months(type, YearMonth.of(date.getYear(), 1), 12);
            case FISCAL_MONTH, FISCAL_QUARTER, FISCAL_YEAR ->
                isWeekly() ? weeklyFiscal(type, date) : monthlyFiscal(type, date);
        };
    }

    /** The periods of a type from the one that holds a date to the one that holds another; none where that is before it begins. */
    public List<Period> periodsOf(PeriodType type, LocalDate from, LocalDate to) {
        return Stream.iterate(
                        periodOf(type, from),
                        period -> !period.start().isAfter(to),
                        period -> periodOf(type, period.end().plusDays(1)))
                .toList();
    }

    /** The period before. */
    public Period previous(Period period) {
        return periodOf(period.type(), period.start().minusDays(1));
    }

    /**
     * The same period a year before: days and weeks 52 weeks earlier, so that weekdays stay aligned; months, quarters and
     * years by their number; fiscal periods by their number in the fiscal year.
     */
    public Period yearBefore(Period period) {
        return switch (period.type()) {
            case DAY, WEEK -> periodOf(period.type(), period.start().minusWeeks(52));
            case MONTH, QUARTER, YEAR -> periodOf(period.type(), period.start().minusYears(1));
            case FISCAL_MONTH, FISCAL_QUARTER, FISCAL_YEAR -> fiscalYearBefore(period);
        };
    }

    /** The calendar year of the month that closes the fiscal year of a date. */
    public int fiscalYear(LocalDate date) {
        return isWeekly()
                ? labelOf(periodOf(PeriodType.FISCAL_YEAR, date).end())
                : periodOf(PeriodType.FISCAL_YEAR, date).end().getYear();
    }

    /** Number of the fiscal month in its year, 1 to 12. */
    public int fiscalMonthNumber(LocalDate date) {
        LocalDate yearStart = periodOf(PeriodType.FISCAL_YEAR, date).start();
        if (!isWeekly()) {
            return (int) ChronoUnit.MONTHS.between(YearMonth.from(yearStart), YearMonth.from(date)) + 1;
        }
        return fiscalMonthIndex(weeksBetween(yearStart, date)) + 1;
    }

    /** Number of the week in its fiscal year: 1 to 53, and up to 54 where a year of months cuts its first and last week. */
    public int fiscalWeekNumber(LocalDate date) {
        LocalDate yearStart = periodOf(PeriodType.FISCAL_YEAR, date).start();
        return (int) ChronoUnit.WEEKS.between(weekStart(yearStart), weekStart(date)) + 1;
    }

    /** Whether there is selling on a date. */
    public boolean isSellingDay(LocalDate date) {
        return !settings.closedWeekdays().contains(date.getDayOfWeek())
                && !settings.holidays().contains(date);
    }

    private boolean isWeekly() {
        return settings.pattern() != WeekPattern.MONTH;
    }

    private LocalDate weekStart(LocalDate date) {
        return date.with(TemporalAdjusters.previousOrSame(settings.weekStart()));
    }

    private static Period months(PeriodType type, YearMonth first, int count) {
        return new Period(type, first.atDay(1), first.plusMonths(count - 1L).atEndOfMonth());
    }

    private Period monthlyFiscal(PeriodType type, LocalDate date) {
        YearMonth month = YearMonth.from(date);
        int intoYear = Math.floorMod(month.getMonthValue() - settings.fiscalYearStart(), 12);
        return switch (type) {
            case FISCAL_MONTH -> months(type, month, 1);
            case FISCAL_QUARTER -> months(type, month.minusMonths(intoYear % 3), 3);
            default -> months(type, month.minusMonths(intoYear), 12);
        };
    }

    private Period weeklyFiscal(PeriodType type, LocalDate date) {
        int label = labelOf(date);
        LocalDate start = fiscalYearEnd(label - 1).plusDays(1);
        LocalDate end = fiscalYearEnd(label);
        if (type == PeriodType.FISCAL_YEAR) {
            return new Period(type, start, end);
        }
        int month = fiscalMonthIndex(weeksBetween(start, date));
        int first = type == PeriodType.FISCAL_MONTH ? month : month / 3 * 3;
        int afterLast = type == PeriodType.FISCAL_MONTH ? month + 1 : first + 3;
        LocalDate periodEnd =
                afterLast == 12 ? end : start.plusWeeks(weeksBefore(afterLast)).minusDays(1);
        return new Period(type, start.plusWeeks(weeksBefore(first)), periodEnd);
    }

    private Period fiscalYearBefore(Period period) {
        if (!isWeekly()) {
            return periodOf(period.type(), period.start().minusYears(1));
        }
        LocalDate yearStart = periodOf(PeriodType.FISCAL_YEAR, period.start()).start();
        LocalDate yearBefore =
                periodOf(PeriodType.FISCAL_YEAR, yearStart.minusDays(1)).start();
        return periodOf(period.type(), yearBefore.plusDays(ChronoUnit.DAYS.between(yearStart, period.start())));
    }

    /** The label of the weekly fiscal year that holds a date: the calendar year of its closing month. */
    private int labelOf(LocalDate date) {
        int label = date.getYear() - 1;
        while (fiscalYearEnd(label).isBefore(date)) {
            label++;
        }
        return label;
    }

    private LocalDate fiscalYearEnd(int label) {
        YearMonth closing = YearMonth.of(label, settings.fiscalYearStart() == 1 ? 12 : settings.fiscalYearStart() - 1);
        DayOfWeek lastWeekday = settings.weekStart().minus(1);
        LocalDate last = closing.atEndOfMonth().with(TemporalAdjusters.previousOrSame(lastWeekday));
        boolean nextIsNearer = ChronoUnit.DAYS.between(last, closing.atEndOfMonth()) > 3;
        return settings.yearEnd() == YearEnd.NEAREST && nextIsNearer ? last.plusWeeks(1) : last;
    }

    private static int weeksBetween(LocalDate start, LocalDate date) {
        return (int) ChronoUnit.WEEKS.between(start, date);
    }

    private int fiscalMonthIndex(int week) {
        int month = 11;
        while (weeksBefore(month) > week) {
            month--;
        }
        return month;
    }

    /** Weeks of the fiscal year before its month of an index 0 to 12. */
    private int weeksBefore(int month) {
        int[] weeks = switch (settings.pattern()) {
            case W454 -> new int[] {0, 4, 9};
            case W544 -> new int[] {0, 5, 9};
            default -> new int[] {0, 4, 8};
        };
        return month / 3 * WEEKS_OF_A_QUARTER + weeks[month % 3];
    }
}
