package almanac.config;

import java.time.LocalDate;

/**
 * When a night must not be published.
 *
 * @param quarantineRate 0 to 1: more of a source's rows quarantined tonight than this stops the night
 * @param quarantineRows fewer quarantined rows than this never stop it
 * @param earliestDate business dates before it are quarantined
 * @param futureDays business dates more than so many days after the night's are quarantined
 * @param scaleShift a file whose median amount is so many times that of the deliveries before it, or that part of it,
 *     stops the night; 0 where no file does
 * @param exchangeRateDays an exchange rate counts on its day and so many days after it; amounts that have none are quarantined
 */
public record Gates(
        double quarantineRate,
        int quarantineRows,
        LocalDate earliestDate,
        int futureDays,
        int scaleShift,
        int exchangeRateDays) {}
