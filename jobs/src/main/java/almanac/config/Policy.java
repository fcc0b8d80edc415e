package almanac.config;

import java.util.Locale;

/** What to do about a delivery that is not as usual. */
public enum Policy {
    /** Stop the night with a source failure. */
    FAIL,
    /** Go on without it. */
    ACCEPT,
    /** Put it aside whole, and go on without it. */
    QUARANTINE;

    /** The name in a configuration file. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
