package almanac.forecast.coherence;

import java.util.Locale;

/** By what a forecast is moved more or less than others to make all of them coherent; simplest first. */
public enum Approach {
    /** Nothing is moved. */
    NONE(0),
    /** By how many atoms the segment is made of. */
    STRUCTURAL(1),
    /** By how large its errors have been. */
    VARIANCE(2),
    /** By that, and by how they went together with those of the others. */
    MIN_TRACE(3),
    /** The mean of the last two. */
    MEAN(4);

    private final int place;

    Approach(int place) {
        this.place = place;
    }

    /** Its place in arrays of one entry for each approach. */
    int place() {
        return place;
    }

    /** Its name in the tables. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
