package almanac.forecast.engine;

import java.util.List;
import java.util.Locale;

/**
 * How often a series is observed, and with it the seasons in which it may repeat itself. All lengths are in periods of the
 * series.
 */
public enum Frequency {
    /** A day has 24, a week 168; nothing longer is looked at. */
    HOURLY(24, 168, 6, 48),
    /** The season of the single-season methods is the week; a year counts 364 days, so that weekdays stay aligned. */
    DAILY(7, 364, 7, 28),
    /** A year has 52 and a fraction. */
    WEEKLY(52, 52, 4, 13),
    /** A year has twelve. */
    MONTHLY(12, 12, 3, 6),
    /** A year has four. */
    QUARTERLY(4, 4, 1, 2),
    /** There is no season. */
    YEARLY(1, 1, 1, 2);

    private final int season;
    private final int year;
    private final int recent;
    private final int middle;

    Frequency(int season, int year, int recent, int middle) {
        this.season = season;
        this.year = year;
        this.recent = recent;
        this.middle = middle;
    }

    /** The name in a configuration file and on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Periods in the season that methods with one season look at, and that scales errors in MASE; 1 for years. */
    public int season() {
        return season;
    }

    /** Periods in the longest cycle: a year, or a week of hours. */
    public int year() {
        return year;
    }

    /** Periods after which opening hours repeat themselves: a day of hours, a week of days, else one. */
    int block() {
        return this == HOURLY || this == DAILY ? season : 1;
    }

    /** Periods of a short look back: six hours, a week, four weeks, a quarter, or one period. */
    public int recent() {
        return recent;
    }

    /** Periods of a middle look back: two days, four weeks, a quarter of weeks, half a year, or two periods. */
    public int middle() {
        return middle;
    }

    /** The lengths of all seasons where there are several, or where the one is no whole number; else empty. */
    List<Double> seasons() {
        return switch (this) {
            case HOURLY -> List.of(24.0, 168.0);
            case DAILY -> List.of(7.0, 365.25);
            case WEEKLY -> List.of(365.25 / 7);
            case MONTHLY, QUARTERLY, YEARLY -> List.of();
        };
    }
}
