package almanac.config;

import java.util.Locale;

/** How the rows of a source are stored. */
public enum Format {
    /** Text with delimiters, RFC 4180. */
    CSV,
    /** Apache Parquet. */
    PARQUET,
    /** One JSON object a line. */
    JSON,
    /** One Delta table: a folder. */
    DELTA,
    /** A table or view of the session's catalogue. */
    TABLE;

    /** The name in a configuration file. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a source of this format is files that arrive one by one: deliveries. */
    public boolean isFiles() {
        return this == CSV || this == PARQUET || this == JSON;
    }
}
