package almanac.ingest;

import almanac.lake.file.FoundFile;
import java.time.Instant;
import org.apache.spark.sql.Row;

/**
 * A file that one input table was read from, as an earlier night wrote it down.
 *
 * @param file the file
 * @param checksum of its bytes
 * @param mappingDigest of the mapping that it was read with
 * @param row the row of {@code ops.deliveries}
 */
record Delivery(FoundFile file, String checksum, String mappingDigest, Row row) {

    static Delivery of(Row row) {
        Instant modified = row.getAs("modified_at");
        return new Delivery(
                new FoundFile(
                        row.getAs("file"), row.getAs("file"), row.<Long>getAs("size_bytes"), modified.toEpochMilli()),
                row.getAs("checksum"),
                row.getAs("mapping_digest"),
                row);
    }

    boolean looksLike(FoundFile found) {
        return file.size() == found.size() && file.modifiedAt() == found.modifiedAt() && found.size() > 0;
    }
}
