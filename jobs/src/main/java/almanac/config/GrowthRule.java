package almanac.config;

import java.util.Locale;

/** From which growth on a market counts as growing fast. */
public enum GrowthRule {
    /** A rate of the configuration. */
    FIXED,
    /** The median growth of the segments that are compared. */
    MEDIAN,
    /** The growth of the segments that are compared, as a whole. */
    WEIGHTED;

    /** How the configuration names it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
