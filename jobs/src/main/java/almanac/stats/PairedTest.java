package almanac.stats;

import jdplus.toolkit.base.api.stats.ProbabilityType;
import jdplus.toolkit.base.core.dstats.T;

/**
 * The paired t test: whether pairs differ in their means, from the sums of their differences.
 *
 * <p>Source: Student (1908), <i>The probable error of a mean</i>, doi:10.1093/biomet/6.1.1.
 */
public final class PairedTest {

    private PairedTest() {}

    /**
     * The probability of a mean difference as far above 0 as this one, or farther, if the true one is 0: small where the
     * differences are above 0 beyond chance.
     *
     * @param count pairs
     * @param sum of the differences
     * @param squares sum of their squares
     * @return 0 to 1; 1 for less than two pairs and for no differences; 0 or 1 where all differences are the same
     */
    public static double pValue(long count, double sum, double squares) {
        if (count < 2 || squares == 0) {
            return 1;
        }
        double mean = sum / count;
        double variance = Math.max(0, (squares - count * mean * mean) / (count - 1));
        if (variance <= 0) {
            return mean > 0 ? 0 : 1;
        }
        double t = mean / Math.sqrt(variance / count);
        return new T(count - 1.0).getProbability(t, ProbabilityType.Upper);
    }
}
