package almanac.stats;

import java.util.Arrays;

/**
 * Weights for combining forecasts: the better a method did in the back-test, the more it weighs, but the fewer
 * back-test errors there are, the closer the weights stay to equal ones. Equal weights are hard to beat, and picking
 * the one best method of a short back-test is the worst of all rules.
 *
 * <p>The weight is {@code n / (n + s) * e_i^-p / sum e_j^-p + s / (n + s) / k} for k methods with errors e, power p and
 * n back-test errors each, s being the shrinkage.
 *
 * <p>Source: J. M. Bates and C. W. J. Granger (1969), <i>The combination of forecasts</i>, doi:10.1057/jors.1969.103;
 * shrinkage: F. X. Diebold and P. Pauly (1990), <i>The use of prior information in forecast combination</i>,
 * doi:10.1016/0169-2070(90)90028-A.
 */
public final class Combination {

    /** Errors below this share of the largest one count as this share, so that a lucky zero does not take all. */
    private static final double SMALLEST_SHARE = 1e-6;

    private static final double LARGEST_POWER = 10;

    private Combination() {}

    /**
     * The weights of methods.
     *
     * <ul>
     *   <li>One method: 1.
     *   <li>All errors 0, or no back-test ({@code observations} 0): equal weights.
     *   <li>Some errors 0: they count as a millionth of the largest error.
     *   <li>Equal errors: equal weights.
     * </ul>
     *
     * @param errors the back-test error of each method, at least one, none negative: mean squared or mean absolute errors
     * @param observations how many back-test errors each of them is a mean of
     * @param power 1 for inverse errors, above 1 to favour the best more; above 0, at most 10
     * @param shrinkage the number of back-test errors at which a weight is half learnt, half equal; at least 0
     * @return one weight per method, all above 0, adding up to 1 up to rounding
     * @throws IllegalArgumentException if an argument is outside of these ranges
     */
    public static double[] weights(double[] errors, int observations, double power, double shrinkage) {
        Arguments.atLeast(1, "the number of methods", errors.length);
        Arguments.finite("errors", errors);
        Arguments.atLeast(0, "observations", observations);
        Arguments.finite("shrinkage", shrinkage);
        if (!(power > 0 && power <= LARGEST_POWER) || shrinkage < 0) {
            throw new IllegalArgumentException("power is " + power + " and shrinkage is " + shrinkage
                    + ": the power must be above 0 and at most 10, the shrinkage at least 0");
        }
        double[] learnt = inverse(errors, power);
        double trust = observations == 0 ? 0 : observations / (observations + shrinkage);
        double[] weights = new double[errors.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = trust * learnt[i] + (1 - trust) / weights.length;
        }
        return weights;
    }

    private static double[] inverse(double[] errors, double power) {
        double largest = 0;
        for (int i = 0; i < errors.length; i++) {
            if (errors[i] < 0) {
                throw new IllegalArgumentException("errors[" + i + "] is " + errors[i] + ", below 0");
            }
            largest = Math.max(largest, errors[i]);
        }
        double[] weights = new double[errors.length];
        if (largest == 0) {
            Arrays.fill(weights, 1.0 / errors.length);
            return weights;
        }
        double sum = 0;
        for (int i = 0; i < errors.length; i++) {
            weights[i] = Math.pow(Math.max(errors[i] / largest, SMALLEST_SHARE), -power);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
