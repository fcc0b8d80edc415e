package almanac.config;

/**
 * How long the history tables keep what earlier nights said.
 *
 * @param dailyDays every night of so many days stays, 1 to 36,600; of the weeks before only the last night of each
 */
public record HistorySettings(int dailyDays) {}
