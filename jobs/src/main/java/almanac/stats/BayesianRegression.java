package almanac.stats;

/**
 * Least squares that starts from a guess: how far the coefficients of a few observations lie from those that are expected of
 * them, the mean of the posterior where observations have normal noise and each coefficient a normal prior about the guess.
 *
 * <p>Source: D. V. Lindley and A. F. M. Smith (1972), <i>Bayes estimates for the linear model</i>,
 * doi:10.1111/j.2517-6161.1972.tb00885.x.
 */
public final class BayesianRegression {

    /** The smallest variance of a prior: one of nothing would leave the guess as it is. */
    private static final double SMALLEST_VARIANCE = 1e-12;

    /** Keeps what is solved solvable where neither noise nor regressors say anything. */
    private static final double SMALLEST_PRECISION = 1e-9;

    private BayesianRegression() {}

    /**
     * What observations make of a guess.
     *
     * @param corrections what is to be added to it, one number a coefficient
     * @param errors the standard deviations of the coefficients, once the observations are known
     */
    public record Posterior(double[] corrections, double[] errors) {}

    /**
     * What is to be added to the guess, and how sure it then is.
     *
     * @param rows one row of regressors an observation; there may be none
     * @param residuals of the observations, under the guess
     * @param noise the variance of an observation, at least 0
     * @param spreads the standard deviation of each coefficient about its guess, at least 0
     * @return corrections are near 0 where the spread is 0, or no observation tells
     */
    public static Posterior posterior(double[][] rows, double[] residuals, double noise, double[] spreads) {
        Arguments.finite("residuals", residuals);
        Arguments.finite("spreads", spreads);
        Arguments.finite("noise", noise);
        double[][] precision = new double[spreads.length][spreads.length];
        double[] pull = new double[spreads.length];
        for (int a = 0; a < spreads.length; a++) {
            precision[a][a] = noise / Math.max(spreads[a] * spreads[a], SMALLEST_VARIANCE) + SMALLEST_PRECISION;
        }
        for (int i = 0; i < residuals.length; i++) {
            for (int a = 0; a < spreads.length; a++) {
                pull[a] += rows[i][a] * residuals[i];
                for (int b = 0; b < spreads.length; b++) {
                    precision[a][b] += rows[i][a] * rows[i][b];
                }
            }
        }
        Cholesky root = Cholesky.of(precision);
        root.solve(pull);
        double[] errors = new double[spreads.length];
        for (int a = 0; a < spreads.length; a++) {
            double[] unit = new double[spreads.length];
            unit[a] = noise;
            root.solve(unit);
            errors[a] = Math.sqrt(unit[a]);
        }
        return new Posterior(pull, errors);
    }
}
