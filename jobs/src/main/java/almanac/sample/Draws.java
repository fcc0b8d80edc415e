package almanac.sample;

import java.util.SplittableRandom;

/**
 * Random numbers that are a function of their coordinates: whoever asks for the draws of a product in a store on a day
 * gets the same ones, in any order, thread or process.
 *
 * <p>The coordinates are mixed into the seed of a {@link SplittableRandom} by the finaliser of SplitMix64 (Steele, Lea
 * and Flood 2014, doi:10.1145/2660193.2660195). All functions of the reals go through {@link StrictMath}, so that two
 * machines agree on every bit.
 */
final class Draws {

    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

    /** What is drawn; two subjects with the same coordinates are independent. */
    enum Subject {
        DEMAND(1),
        VISITS(2),
        FATE(3),
        PRICE(4),
        PROMOTION(5),
        CUSTOMER(6),
        DIRT(7),
        COMPETITION(8);

        private final int number;

        Subject(int number) {
            this.number = number;
        }
    }

    private Draws() {}

    /** The draws of a subject at the coordinates. */
    static SplittableRandom at(long seed, Subject subject, long first, long second, long third) {
        long state = mix(seed + GOLDEN_RATIO * subject.number);
        state = mix(state + GOLDEN_RATIO * (first + 1));
        state = mix(state + GOLDEN_RATIO * (second + 1));
        return new SplittableRandom(mix(state + GOLDEN_RATIO * (third + 1)));
    }

    /**
     * A count with the negative binomial distribution, by inversion of one uniform number.
     *
     * @param mean expected count, 0 or more
     * @param size the variance is {@code mean + mean² / size}
     */
    static int negativeBinomial(double mean, double size, SplittableRandom random) {
        double odds = mean / (mean + size);
        double mass = StrictMath.pow(1 - odds, size);
        double uniform = random.nextDouble();
        double below = mass;
        int count = 0;
        // The mass dies out in the tail, where rounding could keep the sum below a uniform number close to 1.
        while (uniform >= below && mass > 0) {
            mass *= odds * (size + count) / (count + 1);
            below += mass;
            count++;
        }
        return count;
    }

    private static long mix(long state) {
        long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
