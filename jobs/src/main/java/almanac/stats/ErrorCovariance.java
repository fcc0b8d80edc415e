package almanac.stats;

import java.util.Arrays;

/**
 * How large the errors of many forecasts are, and how they go together: the covariance by which forecasts are reconciled,
 * up to a factor for all of it, which makes no difference there.
 *
 * <p>Either the errors are taken as uncorrelated, or their correlation is that of residuals shrunk towards none, as far as
 * the residuals tell little about it. Nothing of the size nodes x nodes is ever made: with few residuals the shrunk
 * correlation is a diagonal and a product of thin matrices, and its inverse follows from one of the size residuals x
 * residuals; the intensity of the shrinkage is a sum over all pairs of nodes that can be added up residual by residual.
 *
 * <ul>
 *   <li>A deviation below a thousand-millionth of the largest: taken as that, so that every forecast may be moved.
 *   <li>A node whose residuals are all zero: uncorrelated with any other.
 *   <li>An intensity below 0.01, from many residuals of few nodes: 0.01, so that there is an inverse.
 * </ul>
 *
 * <p>Source: J. Schäfer and K. Strimmer (2005), <i>A shrinkage approach to large-scale covariance matrix estimation</i>,
 * doi:10.2202/1544-6115.1175, as used by S. L. Wickramasuriya, G. Athanasopoulos and R. J. Hyndman (2019), <i>Optimal
 * forecast reconciliation for hierarchical and grouped time series through trace minimization</i>,
 * doi:10.1080/01621459.2018.1448825.
 */
public final class ErrorCovariance {

    private static final double LEAST_INTENSITY = 0.01;

    private static final double SMALLEST_DEVIATION = 1e-9;

    private final double[] deviations;
    private final double intensity;

    /** The part of each variance that is the node's own. */
    private final double[] own;

    /** What the nodes share: a vector of all nodes for each residual, whose products add up to the correlation. */
    private final double[][] shared;

    /** The root of the matrix between the residuals that the inverse needs. */
    private final Cholesky core;

    private ErrorCovariance(double[] deviations, double intensity, double[] own, double[][] shared) {
        this.deviations = relative(deviations);
        this.intensity = intensity;
        this.own = own;
        this.shared = shared;
        double[][] products = new double[shared.length][shared.length];
        for (int s = 0; s < shared.length; s++) {
            for (int t = 0; t <= s; t++) {
                double sum = s == t ? 1 : 0;
                for (int node = 0; node < own.length; node++) {
                    sum += shared[s][node] * shared[t][node] / own[node];
                }
                products[s][t] = sum;
                products[t][s] = sum;
            }
        }
        this.core = Cholesky.of(products);
    }

    /**
     * Errors that are not correlated.
     *
     * @param deviations standard deviations, the largest above 0
     */
    public static ErrorCovariance uncorrelated(double[] deviations) {
        double[] own = new double[deviations.length];
        Arrays.fill(own, 1);
        return new ErrorCovariance(deviations, 1, own, new double[0][]);
    }

    /**
     * Errors correlated like residuals, as far as those tell.
     *
     * @param deviations standard deviations, the largest above 0
     * @param residuals at least two, each a value of every node
     */
    public static ErrorCovariance shrunk(double[] deviations, double[][] residuals) {
        Arguments.atLeast(2, "the number of residuals", residuals.length);
        double[][] standardised = standardised(residuals, deviations.length);
        double intensity = Math.max(LEAST_INTENSITY, intensity(standardised));
        double share = Math.sqrt((1 - intensity) / residuals.length);
        double[] own = new double[deviations.length];
        Arrays.fill(own, 1);
        for (double[] ofOne : standardised) {
            for (int node = 0; node < own.length; node++) {
                ofOne[node] *= share;
                own[node] -= ofOne[node] * ofOne[node];
            }
        }
        return new ErrorCovariance(deviations, intensity, own, standardised);
    }

    private static double[] relative(double[] deviations) {
        Arguments.finite("deviations", deviations);
        double largest = Arrays.stream(deviations).max().orElse(1);
        if (!(largest > 0)) {
            throw new IllegalArgumentException("the largest deviation is " + largest + ", not above 0");
        }
        return Arrays.stream(deviations)
                .map(deviation -> Math.max(SMALLEST_DEVIATION, deviation / largest))
                .toArray();
    }

    /** How far correlations are shrunk: 1 where there are none left. */
    public double intensity() {
        return intensity;
    }

    /** How many forecasts there are. */
    int size() {
        return deviations.length;
    }

    /** Puts the product of the inverse of the covariance and a vector into an array. */
    void weigh(double[] errors, double[] into) {
        for (int node = 0; node < into.length; node++) {
            into[node] = errors[node] / (deviations[node] * own[node]);
        }
        double[] common = new double[shared.length];
        for (int t = 0; t < shared.length; t++) {
            double[] ofOne = shared[t];
            double sum = 0;
            for (int node = 0; node < into.length; node++) {
                sum += ofOne[node] * into[node];
            }
            common[t] = sum;
        }
        core.solve(common);
        for (int t = 0; t < shared.length; t++) {
            double[] ofOne = shared[t];
            double factor = common[t];
            for (int node = 0; node < into.length; node++) {
                into[node] -= factor * ofOne[node] / own[node];
            }
        }
        for (int node = 0; node < into.length; node++) {
            into[node] /= deviations[node];
        }
    }

    /** The inverse of what is each node's own of the covariance: for a preconditioner. */
    double[] ownWeights() {
        double[] weights = new double[deviations.length];
        for (int node = 0; node < weights.length; node++) {
            weights[node] = 1 / (deviations[node] * deviations[node] * own[node]);
        }
        return weights;
    }

    /** The residuals of each node divided by their root mean square. */
    private static double[][] standardised(double[][] residuals, int nodes) {
        double[] largest = new double[nodes];
        double[] squares = new double[nodes];
        for (double[] ofOne : residuals) {
            for (int node = 0; node < nodes; node++) {
                largest[node] = Math.max(largest[node], Math.abs(ofOne[node]));
            }
        }
        double[][] standardised = new double[residuals.length][nodes];
        for (int t = 0; t < residuals.length; t++) {
            for (int node = 0; node < nodes; node++) {
                double value = largest[node] > 0 ? residuals[t][node] / largest[node] : 0;
                standardised[t][node] = value;
                squares[node] += value * value;
            }
        }
        for (double[] ofOne : standardised) {
            for (int node = 0; node < nodes; node++) {
                ofOne[node] *= squares[node] > 0 ? Math.sqrt(residuals.length / squares[node]) : 0;
            }
        }
        return standardised;
    }

    /**
     * The sum of the variances of all correlations over the sum of their squares. With z the standardised residuals, the sum
     * over all pairs i and j of (sum over t of z_ti z_tj)^2 is that over all pairs s and t of (sum over i of z_si z_ti)^2, and
     * the sum over i, j and t of (z_ti z_tj)^2 is that over t of (sum over i of z_ti^2)^2; the pairs of a node with itself
     * are taken off both.
     */
    private static double intensity(double[][] standardised) {
        int count = standardised.length;
        double squaresOfSums = 0;
        double sumsOfSquares = 0;
        for (int s = 0; s < count; s++) {
            for (int t = 0; t <= s; t++) {
                double product = 0;
                for (int node = 0; node < standardised[s].length; node++) {
                    product += standardised[s][node] * standardised[t][node];
                }
                squaresOfSums += (s == t ? 1 : 2) * product * product;
                sumsOfSquares += s == t ? product * product : 0;
            }
        }
        for (int node = 0; node < standardised[0].length; node++) {
            double squares = 0;
            double fourths = 0;
            for (double[] ofOne : standardised) {
                double square = ofOne[node] * ofOne[node];
                squares += square;
                fourths += square * square;
            }
            squaresOfSums -= squares * squares;
            sumsOfSquares -= fourths;
        }
        double n = count;
        double variances = (sumsOfSquares - squaresOfSums / n) / (n * (n - 1));
        double correlations = squaresOfSums / (n * n);
        return correlations > 0 ? Math.max(0, Math.min(1, variances / correlations)) : 1;
    }
}
