package almanac.sample;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one day's file of sales holds. Every record is of exactly one kind, so that {@code records = lines of totals +
 * restated + repeated + all dirty}.
 *
 * @param date the day of the delivery
 * @param file where it lies below the lake
 * @param accepted what the file changes in the accepted lines: new lines, and the difference that restated ones make
 * @param counts of records and of accepted lines of some kind
 * @param dirty spoiled rows by rule
 */
public record Delivery(LocalDate date, String file, Totals accepted, Map<Count, Long> counts, Map<Dirt, Long> dirty)
        implements Serializable {

    /** What is counted of a delivery. */
    public enum Count {
        /** Records in the file, its header excepted. */
        RECORDS,
        /** New lines whose business date lies before the delivery. */
        LATE_LINES,
        /** Corrections of lines of an earlier delivery: same order and line, other quantity and amounts. */
        RESTATED_LINES,
        /** Rows of an earlier delivery once more, equal in every character. */
        REPEATED_LINES,
        /** New lines that bring something back. */
        RETURN_LINES,
        /** New lines of a product that {@code products} does not have. */
        UNKNOWN_PRODUCT_LINES,
        /** New lines in a store that {@code stores} does not have. */
        UNKNOWN_STORE_LINES,
        /** New lines without a customer. */
        NO_CUSTOMER_LINES
    }

    /** Keeps its own copies, with a zero for all that did not occur. */
    public Delivery {
        counts = complete(Count.class, counts);
        dirty = complete(Dirt.class, dirty);
    }

    /** Records of spoiled rows. */
    public long dirtyRecords() {
        return dirty.values().stream().mapToLong(Long::longValue).sum();
    }

    private static <K extends Enum<K>> Map<K, Long> complete(Class<K> keys, Map<K, Long> values) {
        Map<K, Long> complete = new EnumMap<>(keys);
        for (K key : keys.getEnumConstants()) {
            complete.put(key, values.getOrDefault(key, 0L));
        }
        return Collections.unmodifiableMap(complete);
    }
}
