package almanac.stats;

import java.util.Arrays;

/**
 * A sample that grows, and its quantiles at every size: those of R's default, type 7.
 *
 * <p>Source: R. J. Hyndman and Y. Fan (1996), <i>Sample quantiles in statistical packages</i>, doi:10.2307/2684934.
 */
public final class GrowingSample {

    private double[] ascending = new double[16];
    private int size;

    /** Adds a finite value. */
    public void add(double value) {
        Arguments.finite("value", value);
        if (size == ascending.length) {
            ascending = Arrays.copyOf(ascending, 2 * size);
        }
        int found = Arrays.binarySearch(ascending, 0, size, value);
        int place = found < 0 ? -found - 1 : found;
        System.arraycopy(ascending, place, ascending, place + 1, size - place);
        ascending[place] = value;
        size++;
    }

    /** How many values it has. */
    public int size() {
        return size;
    }

    /**
     * The quantile at a level.
     *
     * @param level above 0 and below 1
     * @throws IllegalStateException of an empty sample
     */
    public double quantile(double level) {
        Arguments.level(level);
        if (size == 0) {
            throw new IllegalStateException("a sample without a value has no quantile");
        }
        double place = level * (size - 1);
        int below = (int) place;
        int above = Math.min(size - 1, below + 1);
        return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
    }
}
