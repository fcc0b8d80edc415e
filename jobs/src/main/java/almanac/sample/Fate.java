package almanac.sample;

import almanac.sample.Draws.Subject;
import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * What happens to the sales of one store and day after the till.
 *
 * <p>It is drawn for a whole store and day, so that a delivery finds what it still owes from earlier days without
 * looking at every line of them.
 *
 * @param lag days from the business date to the delivery that is late, restates or repeats; 0 where nothing happens
 */
record Fate(Kind kind, int lag) {

    /** No fate comes later than so many days after the business date. */
    static final int LONGEST_LAG = 20;

    private static final double LATE_RATE = 0.01;
    private static final double RESTATED_RATE = 0.02;
    private static final double REPEATED_RATE = 0.01;

    enum Kind {
        /** Delivered on its day, for good. */
        ON_TIME,
        /** Delivered only some days later. */
        LATE,
        /** Delivered on its day; some lines are corrected some days later. */
        RESTATED,
        /** Delivered on its day; some lines come again, unchanged, some days later. */
        REPEATED
    }

    static Fate of(Store store, LocalDate day, long seed) {
        SplittableRandom random = Draws.at(seed, Subject.FATE, day.toEpochDay(), store.index(), 0);
        double uniform = random.nextDouble();
        int lag = 1 + random.nextInt(LONGEST_LAG);
        if (uniform < LATE_RATE) {
            return new Fate(Kind.LATE, lag);
        }
        if (uniform < LATE_RATE + RESTATED_RATE) {
            return new Fate(Kind.RESTATED, lag);
        }
        if (uniform < LATE_RATE + RESTATED_RATE + REPEATED_RATE) {
            return new Fate(Kind.REPEATED, lag);
        }
        return new Fate(Kind.ON_TIME, 0);
    }
}
