package almanac.sample;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A product of our own.
 *
 * @param index its place in the assortment, from 0
 * @param referencePrice cents a piece on the first day of the model; elasticities count from it
 * @param costRate standard cost as a part of the reference price
 * @param popularity how often it is bought, relative to the other products
 * @param launched first day on sale
 * @param discontinued last day on sale; null while it is sold
 */
record Product(
        int index,
        String id,
        String name,
        String brand,
        Category category,
        String subcategory,
        long referencePrice,
        double costRate,
        double popularity,
        LocalDate launched,
        @Nullable LocalDate discontinued) {

    boolean onSale(LocalDate day) {
        return !day.isBefore(launched) && (discontinued == null || !day.isAfter(discontinued));
    }
}
