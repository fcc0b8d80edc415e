package almanac.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one input table is made: from one source column by column, or by one SELECT over the declared sources.
 *
 * @param table the input table
 * @param from the source; null where there is a SELECT
 * @param columns column of the table to where its values come from, in the order of the file (by line, then by name);
 *     empty where there is a SELECT
 * @param select the SELECT as written, not yet parsed; null where there are columns
 * @param key what identifies a row: a later delivery of it wins
 * @param origin where the mapping stands, such as {@code conf/shop.conf:12}; for messages
 */
public record InputMapping(
        String table,
        @Nullable String from,
        Map<String, ColumnMapping> columns,
        @Nullable String select,
        List<String> key,
        String origin) {

    /** Copies the collections, the map with its order. */
    public InputMapping {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        key = List.copyOf(key);
    }
}
