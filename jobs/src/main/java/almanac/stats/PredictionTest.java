package almanac.stats;

import java.util.Arrays;
import java.util.OptionalDouble;
import jdplus.toolkit.base.api.stats.ProbabilityType;
import jdplus.toolkit.base.core.dstats.T;

/**
 * Whether a value is one like those before it: the t test of a single new observation of a normal distribution whose mean and
 * variance are known from earlier ones alone.
 *
 * <p>Source: the prediction interval of G. J. Hahn and W. Q. Meeker (1991), <i>Statistical Intervals</i>, section 4.7,
 * doi:10.1002/9780470316771.
 */
public final class PredictionTest {

    private static final int FEWEST = 8;

    private PredictionTest() {}

    /**
     * The probability of a value as far from the mean of the earlier ones, or farther, on either side.
     *
     * @param earlier finite values
     * @return empty for fewer than eight earlier values, which say too little of what is usual, and where all are the same
     */
    public static OptionalDouble pValue(double[] earlier, double value) {
        Arguments.finite("earlier", earlier);
        Arguments.finite("value", value);
        if (earlier.length < FEWEST) {
            return OptionalDouble.empty();
        }
        double mean = Arrays.stream(earlier).sum() / earlier.length;
        double variance = Arrays.stream(earlier)
                        .map(each -> (each - mean) * (each - mean))
                        .sum()
                / (earlier.length - 1);
        if (variance == 0) {
            return OptionalDouble.empty();
        }
        double t = Math.abs(value - mean) / Math.sqrt(variance * (1 + 1.0 / earlier.length));
        return OptionalDouble.of(Math.min(1, 2 * new T(earlier.length - 1.0).getProbability(t, ProbabilityType.Upper)));
    }
}
