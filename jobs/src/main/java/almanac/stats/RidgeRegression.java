package almanac.stats;

/**
 * Least squares with a penalty on the squares of the coefficients, whose strength is chosen by generalised
 * cross-validation: the error of predicting each observation from the others, with one leverage for all.
 *
 * <p>Source: G. H. Golub, M. Heath and G. Wahba (1979), <i>Generalized cross-validation as a method for choosing a good
 * ridge parameter</i>, doi:10.1080/00401706.1979.10489751.
 */
final class RidgeRegression {

    /** The strengths tried are 2^k times the number of rows, from this k on; no strength is so large that it is the last. */
    private static final int WEAKEST = -10;

    private static final int STRONGEST = 9;

    /** A strength that leaves nothing of the penalised coefficients. */
    private static final double NOTHING_LEFT = 1e12;

    /** A stronger penalty is left for a weaker one only if that is better by more than rounding. */
    private static final double TIE = 1e-9;

    private final double[][] rows;
    private final double[] observed;
    private final double[] penalties;
    private final double[][] products;
    private final double[] projections;

    private RidgeRegression(double[][] rows, double[] observed, double[] penalties) {
        this.rows = rows;
        this.observed = observed;
        this.penalties = penalties;
        this.products = new double[penalties.length][penalties.length];
        this.projections = new double[penalties.length];
        for (int i = 0; i < observed.length; i++) {
            for (int a = 0; a < penalties.length; a++) {
                projections[a] += rows[i][a] * observed[i];
                for (int b = 0; b < penalties.length; b++) {
                    products[a][b] += rows[i][a] * rows[i][b];
                }
            }
        }
    }

    /**
     * The coefficients.
     *
     * @param rows one row of regressors per observation; regressors with penalty 0 are independent of each other
     * @param observed at least one more than there are regressors with penalty 0
     * @param penalties per regressor, relative to each other; 0 for those that are not to shrink
     */
    static double[] coefficients(double[][] rows, double[] observed, double[] penalties) {
        return new RidgeRegression(rows, observed, penalties).best();
    }

    private double[] best() {
        double[] best = new double[0];
        double smallest = Double.POSITIVE_INFINITY;
        for (int k = STRONGEST + 1; k >= WEAKEST; k--) {
            double strength = observed.length * (k > STRONGEST ? NOTHING_LEFT : Math.scalb(1.0, k));
            Cholesky penalised = penalised(strength);
            double[] coefficients = projections.clone();
            penalised.solve(coefficients);
            double left = observed.length - parametersUsed(penalised);
            double error = sumOfSquares(coefficients) / (left * left);
            if (best.length == 0 || (left > 1 && error < smallest * (1 - TIE))) {
                best = coefficients;
                smallest = error;
            }
        }
        return best;
    }

    /** The trace of the matrix that turns observations into fitted values. */
    private double parametersUsed(Cholesky penalised) {
        double trace = 0;
        for (int a = 0; a < projections.length; a++) {
            double[] column = products[a].clone();
            penalised.solve(column);
            trace += column[a];
        }
        return trace;
    }

    private double sumOfSquares(double[] coefficients) {
        double squares = 0;
        for (int i = 0; i < observed.length; i++) {
            double error = observed[i];
            for (int a = 0; a < coefficients.length; a++) {
                error -= rows[i][a] * coefficients[a];
            }
            squares += error * error;
        }
        return squares;
    }

    /** The products of the regressors with penalties on the diagonal. */
    private Cholesky penalised(double strength) {
        double[][] matrix = new double[projections.length][];
        for (int a = 0; a < matrix.length; a++) {
            matrix[a] = products[a].clone();
            matrix[a][a] += strength * penalties[a];
        }
        return Cholesky.of(matrix);
    }
}
