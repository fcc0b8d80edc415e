package almanac.stats;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How large the share of false discoveries may be among all tests that are at least as significant as one: the p-values of
 * several tests adjusted for their number. Of the tests whose adjusted p-value is at most {@code q}, no more than the share
 * {@code q} is expected to be false, if the tests are independent or depend on each other positively.
 *
 * <p>Source: Y. Benjamini and Y. Hochberg (1995), <i>Controlling the false discovery rate</i>,
 * doi:10.1111/j.2517-6161.1995.tb02031.x; for dependent tests Y. Benjamini and D. Yekutieli (2001), doi:10.1214/aos/1013699998.
 */
public final class FalseDiscoveryRate {

    private FalseDiscoveryRate() {}

    /**
     * The adjusted p-values, in the order of the tests.
     *
     * @param pValues 0 to 1
     */
    public static double[] adjusted(double[] pValues) {
        for (int i = 0; i < pValues.length; i++) {
            if (!(pValues[i] >= 0 && pValues[i] <= 1)) {
                throw new IllegalArgumentException("pValues[" + i + "] is " + pValues[i] + ", not between 0 and 1");
            }
        }
        int[] descending = IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[pValues.length];
        double least = 1;
        for (int place = 0; place < descending.length; place++) {
            int test = descending[place];
            int rank = descending.length - place;
            least = Math.min(least, pValues[test] * pValues.length / rank);
            adjusted[test] = least;
        }
        return adjusted;
    }
}
