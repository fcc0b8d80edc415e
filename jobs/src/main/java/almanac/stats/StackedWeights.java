package almanac.stats;

import java.util.Arrays;

/**
 * Weights for combining forecasts that make the squared error of the combination smallest: none negative, adding up to 1,
 * and drawn to equal ones by a ridge of a tenth of the mean squared error of a method. It looks at how the errors of methods
 * go together, so that one that errs when the others do not weighs more.
 *
 * <p>Source: J. M. Bates and C. W. J. Granger (1969), <i>The combination of forecasts</i>, doi:10.1057/jors.1969.103;
 * L. Breiman (1996), <i>Stacked regressions</i>, doi:10.1007/BF00117832, for the bound at 0; the projection on the simplex:
 * J. Duchi, S. Shalev-Shwartz, Y. Singer and T. Chandra (2008), doi:10.1145/1390156.1390191.
 */
public final class StackedWeights {

    private static final double RIDGE = 0.1;
    private static final int MOST_STEPS = 2000;
    private static final double SMALLEST_STEP = 1e-12;

    private StackedWeights() {}

    /** The same weight for each method. */
    public static double[] equal(int methods) {
        Arguments.atLeast(1, "methods", methods);
        double[] weights = new double[methods];
        Arrays.fill(weights, 1.0 / methods);
        return weights;
    }

    /**
     * The weights of methods; equal ones where all errors are 0.
     *
     * @param products sums or means of the products of the errors of each two methods, row by row: symmetric, of any unit
     * @param methods how many there are, at least one
     * @throws IllegalArgumentException if the products are not a square, or not finite
     */
    public static double[] of(double[] products, int methods) {
        Arguments.finite("products", products);
        if (products.length != methods * methods) {
            throw new IllegalArgumentException(
                    products.length + " products are not those of each two of " + methods + " methods");
        }
        double[] weights = equal(methods);
        double trace = 0;
        for (int i = 0; i < methods; i++) {
            trace += products[i * methods + i];
        }
        if (trace <= 0) {
            return weights;
        }
        double[] ridged = products.clone();
        for (int i = 0; i < methods; i++) {
            ridged[i * methods + i] += RIDGE * trace / methods;
        }
        // No eigenvalue is larger than the trace, so that steps of this length go down.
        double step = 1 / (2 * ((1 + RIDGE) * trace));
        for (int i = 0; i < MOST_STEPS; i++) {
            double[] next = onSimplex(descended(weights, ridged, step));
            double moved = 0;
            for (int k = 0; k < methods; k++) {
                moved = Math.max(moved, Math.abs(next[k] - weights[k]));
            }
            weights = next;
            if (moved < SMALLEST_STEP) {
                break;
            }
        }
        return weights;
    }

    private static double[] descended(double[] weights, double[] products, double step) {
        double[] moved = weights.clone();
        for (int i = 0; i < weights.length; i++) {
            double slope = 0;
            for (int j = 0; j < weights.length; j++) {
                slope += 2 * products[i * weights.length + j] * weights[j];
            }
            moved[i] -= step * slope;
        }
        return moved;
    }

    /** The nearest point with coordinates of at least 0 that add up to 1. */
    private static double[] onSimplex(double[] point) {
        double[] ascending = point.clone();
        Arrays.sort(ascending);
        double sum = 0;
        double shift = 0;
        for (int count = 1; count <= point.length; count++) {
            double value = ascending[point.length - count];
            sum += value;
            if (value > (sum - 1) / count) {
                shift = (sum - 1) / count;
            }
        }
        double[] projected = new double[point.length];
        for (int i = 0; i < point.length; i++) {
            projected[i] = Math.max(0, point[i] - shift);
        }
        return projected;
    }
}
