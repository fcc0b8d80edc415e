package almanac.stats;

/**
 * Estimates of the same kind, each drawn towards what all of them say: those of a group whose true values spread normally about
 * a mean, and whose estimates have known errors.
 *
 * <p>With a spread tau, an estimate keeps the part {@code w = tau² / (tau² + error²)} of its distance from the mean (C. N.
 * Morris (1983), <i>Parametric empirical Bayes inference</i>, doi:10.1080/01621459.1983.10477920). A dozen estimates leave tau
 * open, and the one that fits best is often 0, which would make all true values one and the same. So every tau counts as much
 * as the estimates speak for it, from 0 to {@value #LARGEST_SPREAD} standard deviations of the estimates, all alike before
 * they do (A. Gelman (2006), <i>Prior distributions for variance parameters in hierarchical models</i>,
 * doi:10.1214/06-BA117A): means and errors below are those over all of them.
 */
public final class NormalShrinkage {

    /** Fewer estimates say nothing of their spread. */
    public static final int FEWEST = 3;

    private static final int LARGEST_SPREAD = 4;
    private static final int POINTS = 400;

    private final double[] spreads = new double[POINTS];
    private final double[] chances = new double[POINTS];
    private final double[] means = new double[POINTS];
    private final double[] variances = new double[POINTS];

    private NormalShrinkage(double[] estimates, double[] errors) {
        double largest = LARGEST_SPREAD * deviation(estimates);
        double best = Double.NEGATIVE_INFINITY;
        for (int g = 0; g < POINTS; g++) {
            spreads[g] = largest * (g + 0.5) / POINTS;
            chances[g] = weigh(estimates, errors, g);
            best = Math.max(best, chances[g]);
        }
        double total = 0;
        for (int g = 0; g < POINTS; g++) {
            chances[g] = Math.exp(chances[g] - best);
            total += chances[g];
        }
        for (int g = 0; g < POINTS; g++) {
            chances[g] /= total;
        }
    }

    /** An estimate after shrinkage, and the part of its distance from the mean that it kept. */
    public record Shrunk(double value, double error, double weight) {}

    /**
     * What a group says.
     *
     * @param estimates at least {@value #FEWEST}
     * @param errors their standard errors, above 0
     */
    public static NormalShrinkage of(double[] estimates, double[] errors) {
        Arguments.finite("estimates", estimates);
        Arguments.finite("errors", errors);
        Arguments.sameLength("estimates", estimates, "errors", errors);
        Arguments.atLeast(FEWEST, "the number of estimates", estimates.length);
        for (int i = 0; i < errors.length; i++) {
            if (errors[i] <= 0) {
                throw new IllegalArgumentException("errors[" + i + "] is " + errors[i] + ", not above 0");
            }
        }
        return new NormalShrinkage(estimates, errors);
    }

    /** The mean of the true values and its standard error. */
    public Shrunk mean() {
        return over(means, variances, 0);
    }

    /** The standard deviation of the true values about their mean, tau. */
    public double spread() {
        double spread = 0;
        for (int g = 0; g < POINTS; g++) {
            spread += chances[g] * spreads[g];
        }
        return spread;
    }

    /** One of the estimates, shrunk. */
    public Shrunk shrunk(double estimate, double error) {
        double[] values = new double[POINTS];
        double[] left = new double[POINTS];
        double kept = 0;
        for (int g = 0; g < POINTS; g++) {
            double variance = spreads[g] * spreads[g];
            double weight = variance / (variance + error * error);
            values[g] = weight * estimate + (1 - weight) * means[g];
            left[g] = weight * error * error + (1 - weight) * (1 - weight) * variances[g];
            kept += chances[g] * weight;
        }
        return over(values, left, kept);
    }

    /** One of the same kind without an estimate of its own. */
    public Shrunk unseen() {
        double[] left = new double[POINTS];
        for (int g = 0; g < POINTS; g++) {
            left[g] = spreads[g] * spreads[g] + variances[g];
        }
        return over(means, left, 0);
    }

    /** The logarithm of how far the estimates speak for a spread, the mean being open; sets the mean that goes with it. */
    private double weigh(double[] estimates, double[] errors, int g) {
        double precision = 0;
        double sum = 0;
        double logarithm = 0;
        for (int i = 0; i < estimates.length; i++) {
            double variance = errors[i] * errors[i] + spreads[g] * spreads[g];
            precision += 1 / variance;
            sum += estimates[i] / variance;
            logarithm -= Math.log(variance) / 2;
        }
        means[g] = sum / precision;
        variances[g] = 1 / precision;
        for (int i = 0; i < estimates.length; i++) {
            double variance = errors[i] * errors[i] + spreads[g] * spreads[g];
            logarithm -= (estimates[i] - means[g]) * (estimates[i] - means[g]) / variance / 2;
        }
        return logarithm - Math.log(precision) / 2;
    }

    /** The mean and standard deviation over all spreads. */
    private Shrunk over(double[] values, double[] left, double weight) {
        double mean = 0;
        for (int g = 0; g < POINTS; g++) {
            mean += chances[g] * values[g];
        }
        double variance = 0;
        for (int g = 0; g < POINTS; g++) {
            variance += chances[g] * (left[g] + (values[g] - mean) * (values[g] - mean));
        }
        return new Shrunk(mean, Math.sqrt(variance), weight);
    }

    private static double deviation(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }
}
