package almanac.config;

import java.util.Locale;

/** On which day a fiscal year of whole weeks ends; the weekday is the one before the first day of the week. */
public enum YearEnd {
    /** On the last such weekday of the month that closes the fiscal year. */
    LAST,
    /** On such a weekday nearest to the end of that month, be it in the next one. */
    NEAREST;

    /** The name in a configuration file. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
