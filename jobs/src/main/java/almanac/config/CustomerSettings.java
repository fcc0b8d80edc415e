package almanac.config;

/**
 * What customers are expected to be worth, and how that is tried.
 *
 * @param horizonDays how far their future orders count, 30 to 3,660
 * @param discountRate by how much an amount a year later counts less, 0 to 1
 * @param holdoutDays the last days of the history, which are hidden from the model that is tried on them, 28 to 3,660
 */
public record CustomerSettings(int horizonDays, double discountRate, int holdoutDays) {}
