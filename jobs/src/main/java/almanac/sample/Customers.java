package almanac.sample;

import almanac.sample.Draws.Subject;
import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * The customers: 2,000 at scale 1, in proportion to it, each with one store.
 *
 * <p>The customers of a store are numbered in the order in which they were won, so those known on a day are the first
 * ones. 55 % were won before the model starts, the rest evenly over three years.
 */
final class Customers {

    private static final int AT_SCALE_1 = 2_000;
    private static final int FEWEST_OF_A_STORE = 5;
    private static final double WON_BEFORE = 0.55;
    private static final double WINNING_DAYS = 1_096;
    private static final int FIVE_YEARS = 1_826;
    private static final double REGULARS_RATE = 0.3;
    private static final double REGULARS = 0.1;

    private final long seed;
    private final int ofStore;

    Customers(SampleParameters parameters) {
        this.seed = parameters.seed();
        this.ofStore =
                (int) Math.max(FEWEST_OF_A_STORE, Math.round(AT_SCALE_1 * parameters.scale() / Network.STORES.size()));
    }

    /** How many each store has in the end. */
    int ofStore() {
        return ofStore;
    }

    /** How many of a store's customers were won by the end of a day. */
    int known(LocalDate day) {
        long days = day.toEpochDay() - SampleParameters.EARLIEST.toEpochDay() + 1;
        return (int) Math.floor(ofStore * (WON_BEFORE + (1 - WON_BEFORE) * Math.min(1, days / WINNING_DAYS)));
    }

    /** The day on which a customer was won: the first on which {@link #known} counts it. */
    LocalDate won(Store store, int number) {
        if (number < known(SampleParameters.EARLIEST.minusDays(1))) {
            int daysBefore = 1
                    + Draws.at(seed, Subject.CUSTOMER, store.index(), number, 0).nextInt(FIVE_YEARS);
            return SampleParameters.EARLIEST.minusDays(daysBefore);
        }
        double part = ((number + 1.0) / ofStore - WON_BEFORE) / (1 - WON_BEFORE);
        LocalDate day =
                SampleParameters.EARLIEST.plusDays((long) (part * WINNING_DAYS)).minusDays(2);
        // That is the day but for rounding, so the search is short.
        while (known(day) <= number) {
            day = day.plusDays(1);
        }
        return day;
    }

    /** A buyer in a store on a day: often one of its regulars, else rather one who was won lately. */
    String buyer(Store store, LocalDate day, SplittableRandom random) {
        boolean regular = random.nextDouble() < REGULARS_RATE;
        double uniform = random.nextDouble();
        double place = regular ? uniform * REGULARS : StrictMath.sqrt(uniform);
        return id(store, (int) (place * known(day)));
    }

    /** The identifier of a store's customer. */
    String id(Store store, int number) {
        return "C" + (1_000_000 + store.index() * (long) ofStore + number);
    }
}
