package almanac.sample;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One order in one store.
 *
 * @param customerId null where the buyer is not known
 * @param knownStore whether the dimension of stores has the store as the file names it
 * @param returnsOf the order of which this one brings something back; null for a sale
 */
record SalesOrder(
        String id,
        LocalDate date,
        Store store,
        boolean knownStore,
        String channelId,
        @Nullable String customerId,
        @Nullable String returnsOf) {

    /** The store as the file names it. */
    String storeId() {
        return knownStore ? store.id() : "X" + store.id();
    }
}
