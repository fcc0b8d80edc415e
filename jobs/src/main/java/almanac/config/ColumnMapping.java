package almanac.config;

/** Where the values of one column of an input table come from. */
public sealed interface ColumnMapping {

    /**
     * A column of the source, as it is.
     *
     * @param column its name in the source
     */
    record Rename(String column) implements ColumnMapping {}

    /**
     * A text column of the source, parsed with a pattern.
     *
     * @param column its name in the source
     * @param format the pattern, as Spark reads dates and timestamps
     */
    record Parse(String column, String format) implements ColumnMapping {}

    /**
     * The same value in every row.
     *
     * @param value the value as text
     */
    record Constant(String value) implements ColumnMapping {}
}
