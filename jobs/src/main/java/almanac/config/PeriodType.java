package almanac.config;

import java.util.Locale;

/** The kinds of period that results are given for; {@link CalendarSettings} says where the fiscal ones start. */
public enum PeriodType {
    /** A calendar day. */
    DAY,
    /** Seven days from {@link CalendarSettings#weekStart()}. */
    WEEK,
    /** A calendar month. */
    MONTH,
    /** Three calendar months from January, April, July or October. */
    QUARTER,
    /** A calendar year. */
    YEAR,
    /** A twelfth of the fiscal year: a calendar month, or four, five or six weeks. */
    FISCAL_MONTH,
    /** Three fiscal months. */
    FISCAL_QUARTER,
    /** Twelve fiscal months. */
    FISCAL_YEAR;

    /** The name in a configuration file and in the column {@code period_type}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
