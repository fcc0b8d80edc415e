package almanac.lake.file;

import almanac.error.Failure;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * How a CSV file is written: RFC 4180 with the double quote, a delimiter and a character set of choice.
 *
 * @param charset the name of the character set; a byte-order mark in the file wins over it
 * @param delimiter the character between fields
 * @param header whether the first record names the columns; they are then found by name, in any order
 * @param columns the columns that are wanted; empty (only with a header) for all that the file has
 * @param optionalColumns those of {@code columns} that a header may lack
 * @param nullValues unquoted texts that mean "no value". The empty text among them counts quoted too: {@code ""} is no
 *     value, since exporters that quote every field write it so
 * @param limits what the reader may be asked for
 */
public record CsvFormat(
        String charset,
        char delimiter,
        boolean header,
        List<String> columns,
        Set<String> optionalColumns,
        Set<String> nullValues,
        ReadLimits limits)
        implements Serializable {

    /**
     * Refuses a format that no file can have.
     *
     * @throws Failure of kind {@code CONFIGURATION}
     */
    public CsvFormat {
        columns = List.copyOf(columns);
        optionalColumns = Set.copyOf(optionalColumns);
        nullValues = Set.copyOf(nullValues);
        Charsets.require(charset);
        if (delimiter == '"' || delimiter == '\n' || delimiter == '\r' || delimiter == 0 || delimiter == '\uFFFD') {
            throw Failure.configuration(
                    "The delimiter of a CSV source is " + Printable.of(String.valueOf(delimiter))
                            + ", which means something else in CSV.",
                    "Set it to the one character between the fields, such as a comma, a semicolon or a tab.",
                    List.of());
        }
        if (!header && columns.isEmpty()) {
            throw Failure.configuration(
                    "A CSV source without a header has no column names.",
                    "Set columns to the names of its fields, in order.",
                    List.of());
        }
        if (Set.copyOf(columns).size() != columns.size() || !Set.copyOf(columns).containsAll(optionalColumns)) {
            throw Failure.configuration(
                    "The columns of a CSV source repeat a name, or an optional one is not among them: columns "
                            + columns + ", optional " + optionalColumns + ".",
                    "Name each column once.",
                    List.of());
        }
    }

    /** UTF-8, comma, a header, these columns (none: all that the file has), the empty text as "no value". */
    public static CsvFormat of(String... columns) {
        return new CsvFormat("UTF-8", ',', true, List.of(columns), Set.of(), Set.of(""), ReadLimits.DEFAULT);
    }

    /** The same format in another character set. */
    public CsvFormat withCharset(String name) {
        return new CsvFormat(name, delimiter, header, columns, optionalColumns, nullValues, limits);
    }

    /** The same format with another delimiter. */
    public CsvFormat withDelimiter(char character) {
        return new CsvFormat(charset, character, header, columns, optionalColumns, nullValues, limits);
    }

    /** The same format without a header: fields are the columns, by position. */
    public CsvFormat withoutHeader() {
        return new CsvFormat(charset, delimiter, false, columns, optionalColumns, nullValues, limits);
    }

    /** The same format, in which a header may lack these columns. */
    public CsvFormat withOptional(String... names) {
        return new CsvFormat(charset, delimiter, header, columns, Set.of(names), nullValues, limits);
    }

    /** The same format with other texts for "no value". */
    public CsvFormat withNullValues(String... texts) {
        return new CsvFormat(charset, delimiter, header, columns, optionalColumns, Set.of(texts), limits);
    }

    /** The same format within other limits. */
    public CsvFormat withLimits(ReadLimits other) {
        return new CsvFormat(charset, delimiter, header, columns, optionalColumns, nullValues, other);
    }
}
