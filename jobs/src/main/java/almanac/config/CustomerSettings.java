package almanac.config;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What customers are expected to be worth, and how that is tried.
 *
 * @param horizonDays how far their future orders count, 30 to 3,660
 * @param discountRate by how much an amount a year later counts less, 0 to 1
 * @param holdoutDays the last days of the history, which are hidden from the model that is tried on them, 28 to 3,660
 * @param rfmThresholds the date whose fifths customers are scored by; null where each night has its own
 */
public record CustomerSettings(
        int horizonDays,
        double discountRate,
        int holdoutDays,
        @Nullable LocalDate rfmThresholds) {}
