package almanac.sample;

import java.io.Serializable;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the market files hold, counted while they were written.
 *
 * @param rows how many rows
 * @param amounts cents by category, year and supplier
 */
record MarketTruth(long rows, Map<Key, Long> amounts) implements Serializable {

    /** Whose sales, of what, when. */
    record Key(String category, int year, String supplierId) implements Serializable {}

    MarketTruth {
        amounts = Collections.unmodifiableMap(new HashMap<>(amounts));
    }

    /** Cents by supplier in a category and year. */
    SortedMap<String, Long> suppliers(String category, int year) {
        SortedMap<String, Long> suppliers = new TreeMap<>();
        amounts.forEach((key, cents) -> {
            if (key.category().equals(category) && key.year() == year) {
                suppliers.put(key.supplierId(), cents);
            }
        });
        return suppliers;
    }
}
