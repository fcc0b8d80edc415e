package almanac.lake.file;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a Parquet file is, as far as it was looked at.
 *
 * @param rowCount rows, by the footer; a deep check has counted them in every column
 * @param columns the type of each top-level column in words, such as {@code int64} or {@code int32 (DECIMAL(9,2))}, in
 *     the file's order
 * @param rowGroups how many row groups it has
 * @param pages how many pages were read; 0 where only the footer was
 * @param pagesWithoutChecksum how many of them carry no checksum: a flipped bit in these may go unnoticed
 */
public record ParquetFacts(
        long rowCount, Map<String, String> columns, int rowGroups, long pages, long pagesWithoutChecksum)
        implements Serializable {

    /** Copies the columns, keeping their order. */
    public ParquetFacts {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
}
