package almanac.forecast.coherence;

import java.util.Locale;

/** By what a forecast is moved more or less than others to make all of them coherent; simplest first. */
public enum Approach {
    /** Nothing is moved. */
    NONE,
    /** By how many atoms the segment is made of. */
    STRUCTURAL,
    /** By how large its errors have been. */
    VARIANCE,
    /** By that, and by how they went together with those of the others. */
    MIN_TRACE,
    /** The mean of the last two. */
    MEAN;

    /** Its name in the tables. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
