package almanac.forecast.series;

import almanac.forecast.engine.Frequency;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Periods as people write them in files: a number, a year, {@code 2024-03}, {@code 2024-Q1}, {@code 2024-W09}, a date, or a
 * time. Consecutive periods have consecutive ordinals.
 *
 * <ul>
 *   <li>A plain number stands for itself, and there is no calendar; for years it is the year.
 *   <li>20240301 is a date, and for months and quarters 202403 is one.
 *   <li>A date stands for the month, quarter or year in which it lies, for a week for the seven days from it on.
 *   <li>A time stands for its hour.
 * </ul>
 */
final class PeriodText {

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,9}");
    private static final Pattern MONTH = Pattern.compile("(\\d{4})[-/ ]?M?(\\d{2})");
    private static final Pattern QUARTER = Pattern.compile("(\\d{4})[-/ ]?[Qq]([1-4])");
    private static final Pattern WEEK = Pattern.compile("(\\d{4})-?[Ww](\\d{2})");
    private static final Pattern COMPACT_DATE = Pattern.compile("(1[89]|2[01])\\d{6}");
    private static final Pattern DATE = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:[T ]00:00(?::00(?:\\.0+)?)?Z?)?");
    private static final Pattern TIME =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2})[T ](\\d{2})(?::00)?(?::00(?:\\.0+)?)?Z?");

    private static final int MONTHS = 12;
    private static final int DAYS_OF_WEEK = 7;
    private static final int HOURS = 24;

    private PeriodText() {}

    /**
     * The ordinal of a period.
     *
     * @throws IllegalArgumentException if the text is no period of this frequency; the message says what one is
     */
    static long ordinal(String text, Frequency frequency) {
        try {
            if (isNumber(text, frequency)) {
                return Long.parseLong(text);
            }
            return switch (frequency) {
                case HOURLY -> ChronoUnit.HOURS.between(LocalDate.EPOCH.atStartOfDay(), time(text));
                case DAILY -> date(text).toEpochDay();
                case WEEKLY -> Math.floorDiv(weekStart(text).toEpochDay(), DAYS_OF_WEEK);
                case MONTHLY -> months(text);
                case QUARTERLY -> quarters(text);
                case YEARLY -> date(text).getYear();
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "`" + text + "` is no period of " + frequency.id() + " data; write " + examples(frequency), e);
        }
    }

    /** How far into its year (for hours its week) a period lies, 0 to below 1; a number has its place in the cycle. */
    static double shareOfYear(long ordinal, boolean isNumber, Frequency frequency) {
        if (isNumber || frequency == Frequency.YEARLY) {
            return Math.floorMod(ordinal, frequency.year()) / (double) frequency.year();
        }
        return switch (frequency) {
            case DAILY -> shareOfYear(LocalDate.ofEpochDay(ordinal));
            case WEEKLY -> shareOfYear(LocalDate.ofEpochDay(ordinal * DAYS_OF_WEEK + DAYS_OF_WEEK / 2));
            default -> Math.floorMod(ordinal, frequency.year()) / (double) frequency.year();
        };
    }

    /** Whether periods are written as plain numbers. */
    static boolean isNumber(String text, Frequency frequency) {
        boolean hasMonths = frequency == Frequency.MONTHLY || frequency == Frequency.QUARTERLY;
        return NUMBER.matcher(text).matches() && !(hasMonths && isCompactMonth(text)) && !isCompactDate(text);
    }

    /** 20240301 is a day rather than a number. */
    private static boolean isCompactDate(String text) {
        try {
            return COMPACT_DATE.matcher(text).matches()
                    && LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE).getYear() > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** 202403 is March 2024 rather than a number. */
    private static boolean isCompactMonth(String text) {
        Matcher month = MONTH.matcher(text);
        return month.matches() && Integer.parseInt(month.group(2)) >= 1 && Integer.parseInt(month.group(2)) <= MONTHS;
    }

    /** The period so many steps after one, written as that one is. */
    static String after(String text, int steps, Frequency frequency) {
        if (isNumber(text, frequency)) {
            return Long.toString(Long.parseLong(text) + steps);
        }
        Matcher month = MONTH.matcher(text);
        Matcher quarter = QUARTER.matcher(text);
        Matcher week = WEEK.matcher(text);
        if (month.matches()) {
            YearMonth later = YearMonth.of(Integer.parseInt(month.group(1)), Integer.parseInt(month.group(2)))
                    .plusMonths(frequency == Frequency.QUARTERLY ? 3L * steps : steps);
            return digits(later.getYear(), 4) + text.substring(4, month.start(2)) + digits(later.getMonthValue(), 2);
        }
        if (quarter.matches()) {
            long later = quarters(text) + steps;
            return digits(Math.floorDiv(later, 4), 4)
                    + text.substring(4, quarter.start(2))
                    + (Math.floorMod(later, 4) + 1);
        }
        if (week.matches()) {
            LocalDate later = weekStart(text).plusWeeks(steps);
            return digits(later.get(IsoFields.WEEK_BASED_YEAR), 4)
                    + text.substring(4, week.start(2))
                    + digits(later.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
        }
        if (frequency == Frequency.HOURLY) {
            return time(text).plusHours(steps) + ":00";
        }
        LocalDate date = date(text);
        LocalDate later = switch (frequency) {
            case DAILY -> date.plusDays(steps);
            case WEEKLY -> date.plusWeeks(steps);
            case MONTHLY -> months(date, steps);
            case QUARTERLY -> months(date, 3 * steps);
            default -> months(date, MONTHS * steps);
        };
        return isCompactDate(text) ? later.format(DateTimeFormatter.BASIC_ISO_DATE) : later.toString();
    }

    /** A period as people read it. */
    static String of(long ordinal, boolean isNumber, Frequency frequency) {
        if (isNumber) {
            return Long.toString(ordinal);
        }
        return switch (frequency) {
            case HOURLY -> LocalDate.EPOCH.atStartOfDay().plusHours(ordinal).toString();
            case DAILY -> LocalDate.ofEpochDay(ordinal).toString();
            case WEEKLY -> LocalDate.ofEpochDay(ordinal * DAYS_OF_WEEK).toString();
            case MONTHLY ->
                YearMonth.of((int) Math.floorDiv(ordinal, MONTHS), Math.floorMod(ordinal, MONTHS) + 1)
                        .toString();
            case QUARTERLY -> digits(Math.floorDiv(ordinal, 4), 4) + "-Q" + (Math.floorMod(ordinal, 4) + 1);
            case YEARLY -> Long.toString(ordinal);
        };
    }

    /** So many months later; the last day of a month stays the last day. */
    private static LocalDate months(LocalDate date, int months) {
        LocalDate later = date.plusMonths(months);
        return date.getDayOfMonth() == date.lengthOfMonth() ? later.with(TemporalAdjusters.lastDayOfMonth()) : later;
    }

    private static double shareOfYear(LocalDate date) {
        return (date.getDayOfYear() - 1.0) / date.lengthOfYear();
    }

    private static long months(String text) {
        Matcher month = MONTH.matcher(text);
        YearMonth of = month.matches()
                ? YearMonth.of(Integer.parseInt(month.group(1)), Integer.parseInt(month.group(2)))
                : YearMonth.from(date(text));
        return of.getYear() * (long) MONTHS + of.getMonthValue() - 1;
    }

    private static long quarters(String text) {
        Matcher quarter = QUARTER.matcher(text);
        if (quarter.matches()) {
            return 4L * Integer.parseInt(quarter.group(1)) + Integer.parseInt(quarter.group(2)) - 1;
        }
        return Math.floorDiv(months(text), 3);
    }

    private static LocalDate weekStart(String text) {
        Matcher week = WEEK.matcher(text);
        if (!week.matches()) {
            return date(text);
        }
        // The first ISO week is the one of January 4th.
        LocalDate first = LocalDate.of(Integer.parseInt(week.group(1)), 1, 4);
        int number = Integer.parseInt(week.group(2));
        LocalDate start = first.with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, number)
                .with(TemporalAdjusters.previousOrSame(java.time.DayOfWeek.MONDAY));
        if (start.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) != number) {
            throw new DateTimeException("a year of 52 weeks: " + text);
        }
        return start;
    }

    private static LocalDate date(String text) {
        if (isCompactDate(text)) {
            return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
        }
        Matcher date = DATE.matcher(text);
        if (!date.matches()) {
            throw new IllegalArgumentException(text);
        }
        return LocalDate.parse(date.group(1));
    }

    private static LocalDateTime time(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return date(text).atStartOfDay();
        }
        int hour = Integer.parseInt(time.group(2));
        return LocalDate.parse(time.group(1)).atTime(hour % HOURS == hour ? hour : -1, 0);
    }

    private static String digits(long number, int width) {
        return String.format(Locale.ROOT, "%0" + width + "d", number);
    }

    private static String examples(Frequency frequency) {
        return switch (frequency) {
            case HOURLY -> "2024-03-01T09:00, or numbers";
            case DAILY -> "2024-03-01, or numbers";
            case WEEKLY -> "2024-03-01, 2024-W09, or numbers";
            case MONTHLY -> "2024-03, 2024-03-01, or numbers";
            case QUARTERLY -> "2024-Q1, 2024-03-31, or numbers";
            case YEARLY -> "2024 or 2024-12-31";
        };
    }
}
