package almanac.config;

import java.util.Locale;

/** Which of two files is the later delivery. */
public enum Order {
    /** The one whose name sorts later. */
    NAME,
    /** The one that was modified later. */
    MODIFIED;

    /** The name in a configuration file. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
