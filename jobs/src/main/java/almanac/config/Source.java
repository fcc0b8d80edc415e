package almanac.config;

import java.io.Serializable;
import java.util.List;

/**
 * One set of rows in the lake.
 *
 * @param name the name that inputs call it by
 * @param format how the rows are stored
 * @param path a file, a folder or a glob below the lake; for a table of the catalogue its name
 * @param order which delivery of a row is the later one, and wins
 * @param onMissing where there is no file at all: fail or accept
 * @param onEmpty for a file without a row: fail or accept
 * @param onBadFile for a file that cannot be read as declared: fail the night, or quarantine the file
 * @param onUnknownName for a file in the folder that the glob leaves out: fail or accept
 * @param onMissingColumn for a file without a column that the mapping needs: fail, or accept, and every row lacks the value
 * @param encoding csv and json: the canonical name of a character set that Java has
 * @param delimiter csv: what stands between fields
 * @param header csv: whether the first record names the columns
 * @param columns csv without a header: the names of the columns in order; else empty
 * @param nullValues csv: unquoted texts that mean "no value"
 */
public record Source(
        String name,
        Format format,
        String path,
        Order order,
        Policy onMissing,
        Policy onEmpty,
        Policy onBadFile,
        Policy onUnknownName,
        Policy onMissingColumn,
        String encoding,
        char delimiter,
        boolean header,
        List<String> columns,
        List<String> nullValues)
        implements Serializable {

    /** Copies the lists. */
    public Source {
        columns = List.copyOf(columns);
        nullValues = List.copyOf(nullValues);
    }
}
