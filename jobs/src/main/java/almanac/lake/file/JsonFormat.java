package almanac.lake.file;

import java.io.Serializable;
import java.util.List;

/**
 * How a file of JSON objects, one a line, is read.
 *
 * @param charset the name of the character set; a byte-order mark in the file wins over it
 * @param columns the keys that are wanted; {@link JsonLines#keys} tells those of a file
 * @param limits what the reader may be asked for
 */
public record JsonFormat(String charset, List<String> columns, ReadLimits limits) implements Serializable {

    /** Refuses, as a failure of kind {@code CONFIGURATION}, a character set that does not exist. */
    public JsonFormat {
        Charsets.require(charset);
        columns = List.copyOf(columns);
    }

    /** UTF-8 with the usual limits. */
    public static JsonFormat of(String... columns) {
        return new JsonFormat("UTF-8", List.of(columns), ReadLimits.DEFAULT);
    }

    /** The same format within other limits. */
    public JsonFormat withLimits(ReadLimits other) {
        return new JsonFormat(charset, columns, other);
    }
}
