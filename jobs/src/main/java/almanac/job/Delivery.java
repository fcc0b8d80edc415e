package almanac.job;

import almanac.lake.file.FoundFile;
import java.time.Instant;
import org.apache.spark.sql.Row;

/**
 * A file that one input table was read from, as an earlier night wrote it down.
 *
 * @param file the file
 * @param checksum of its bytes
 * @param mappingDigest of the mapping that it was read with
 * @param readRows records in it
 * @param quarantinedRows of them quarantined
 * @param filteredRows of them left out by the mapping
 * @param row the row of {@code ops.deliveries}
 */
record Delivery(
        FoundFile file,
        String checksum,
        String mappingDigest,
        long readRows,
        long quarantinedRows,
        long filteredRows,
        Row row) {

    static Delivery of(Row row) {
        Instant modified = row.getAs("modified_at");
        return new Delivery(
                new FoundFile(
                        row.getAs("file"), row.getAs("file"), row.<Long>getAs("size_bytes"), modified.toEpochMilli()),
                row.getAs("checksum"),
                row.getAs("mapping_digest"),
                row.<Long>getAs("read_rows"),
                row.<Long>getAs("quarantined_rows"),
                row.<Long>getAs("filtered_rows"),
                row);
    }

    boolean looksLike(FoundFile found) {
        return file.size() == found.size() && file.modifiedAt() == found.modifiedAt() && found.size() > 0;
    }
}
