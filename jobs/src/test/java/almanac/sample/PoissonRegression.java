package almanac.sample;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Poisson regression with log link by iteratively reweighted least squares, for rows with few non-zero regressors
 * (McCullagh and Nelder, Generalized Linear Models, 2nd ed., 2.5). Standard errors are scaled by Pearson's statistic.
 */
final class PoissonRegression {

    private static final int ITERATIONS = 25;

    /** A count, which regressors are not zero, and their values. */
    record Observation(int count, int[] places, double[] values) {
        double linear(RealVector estimates) {
            double linear = 0;
            for (int i = 0; i < places.length; i++) {
                linear += estimates.getEntry(places[i]) * values[i];
            }
            return linear;
        }
    }

    /** What was estimated, by regressor. */
    record Fit(double[] estimates, double[] errors) {}

    private PoissonRegression() {}

    static Fit fit(List<Observation> observations, int regressors) {
        Sums sums = new Sums(observations, regressors, observation -> Math.log(observation.count() + 0.5));
        RealVector estimates = new ArrayRealVector(regressors);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            RealVector next =
                    new CholeskyDecomposition(sums.information).getSolver().solve(sums.response);
            double change = next.subtract(estimates).getLInfNorm();
            estimates = next;
            RealVector fitted = next;
            sums = new Sums(observations, regressors, observation -> observation.linear(fitted));
            if (change < 1e-7) {
                return fit(estimates, sums, observations.size());
            }
        }
        throw new IllegalStateException("the regression did not converge");
    }

    private static Fit fit(RealVector estimates, Sums sums, int observations) {
        RealMatrix covariance =
                new CholeskyDecomposition(sums.information).getSolver().getInverse();
        double scale = sums.pearson / (observations - estimates.getDimension());
        double[] errors = new double[estimates.getDimension()];
        Arrays.setAll(errors, place -> Math.sqrt(scale * covariance.getEntry(place, place)));
        return new Fit(estimates.toArray(), errors);
    }

    /** What one step needs, at a linear predictor: the information, the weighted working response, Pearson's statistic. */
    private static final class Sums {
        private final RealMatrix information;
        private final RealVector response;
        private double pearson;

        Sums(List<Observation> observations, int regressors, ToDoubleFunction<Observation> predictor) {
            information = new Array2DRowRealMatrix(regressors, regressors);
            response = new ArrayRealVector(regressors);
            for (Observation observation : observations) {
                add(observation, predictor.applyAsDouble(observation));
            }
        }

        private void add(Observation observation, double linear) {
            int[] places = observation.places();
            double[] values = observation.values();
            double mean = Math.exp(linear);
            double residual = observation.count() - mean;
            double weighted = mean * linear + residual;
            pearson += residual * residual / mean;
            for (int i = 0; i < places.length; i++) {
                response.addToEntry(places[i], weighted * values[i]);
                for (int j = 0; j < places.length; j++) {
                    information.addToEntry(places[i], places[j], mean * (values[i] * values[j]));
                }
            }
        }
    }
}
