package almanac.forecast.engine;

import java.io.Serializable;

/**
 * Takes a share of rows by a hash of their key: the same rows on every run, wherever they lie.
 *
 * <p>Source of the mixing: G. L. Steele, D. Lea and C. H. Flood (2014), <i>Fast splittable pseudorandom number
 * generators</i>, doi:10.1145/2660193.2660195.
 *
 * @param seed another one takes other rows
 * @param share of rows that are taken, 0 to 1
 */
public record Sampling(long seed, double share) implements Serializable {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /** Whether the row of a segment, origin and horizon is taken. */
    public boolean takes(long segmentId, int origin, int horizon) {
        return share >= 1 || uniform(segmentId, origin, horizon) < share;
    }

    /** A number of a key, spread evenly over 0 to below 1. */
    public double uniform(long segmentId, int origin, int horizon) {
        long hash = mixed(mixed(mixed(mixed(seed) + segmentId) + origin) + horizon);
        return (hash >>> 11) * 0x1.0p-53;
    }

    private static long mixed(long value) {
        long z = value + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
