package almanac.lake.file;

import java.io.Serializable;

/**
 * A rule that one record of a file broke.
 *
 * @param rule the stable name of the rule, one of the constants of this class
 * @param detail what is wrong with this record, in words and numbers
 */
public record Problem(String rule, String detail) implements Serializable {

    /** The record has more or fewer fields than the header (or, without a header, than the declared columns). */
    public static final String CSV_RAGGED = "csv.ragged";
    /** The record holds bytes that are not text in the file's encoding, or a literal U+FFFD. */
    public static final String CSV_ENCODING = "csv.encoding";
    /** The record holds a NUL character. */
    public static final String CSV_NUL = "csv.nul";
    /** Text follows a closing quote: a quote inside a quoted field was not doubled, or one is missing. */
    public static final String CSV_QUOTE = "csv.quote";
    /** A quote is open at the end of the file: every line after it was swallowed. */
    public static final String CSV_UNCLOSED_QUOTE = "csv.unclosed_quote";
    /** A field (or, in JSON, the whole line) is longer than allowed; its text was cut. */
    public static final String FIELD_LENGTH = "field.length";
    /** The line is not one JSON object. */
    public static final String JSON_MALFORMED = "json.malformed";
    /** The object is nested too deeply. */
    public static final String JSON_DEPTH = "json.depth";
    /** An object names a key twice. */
    public static final String JSON_DUPLICATE_KEY = "json.duplicate_key";
    /** As {@link #CSV_ENCODING}, in JSON. */
    public static final String JSON_ENCODING = "json.encoding";
    /** As {@link #CSV_NUL}, in JSON. */
    public static final String JSON_NUL = "json.nul";

    @Override
    public String toString() {
        return rule + ": " + detail;
    }
}
