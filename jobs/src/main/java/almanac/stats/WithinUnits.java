package almanac.stats;

import almanac.stats.PanelRegression.Panel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One weighted least-squares regression on a panel, from which the weighted mean of each unit has been taken out. */
final class WithinUnits {

    /** What of a regressor must be left, of its sum of squares, once those before it are taken out. */
    private static final double SMALLEST_REST = 1e-8;

    private final List<Integer> telling;
    private final double[] weights;
    private final double[] response;
    private final double[][] regressors;
    private final Cholesky products;
    private final double[] coefficients;
    private final double[] residuals;

    /**
     * Fits the response to some of the regressors.
     *
     * @param raw response: one number an observation of the panel
     * @param telling places of the regressors: see {@link #telling}
     */
    WithinUnits(Panel panel, double[] raw, double[] weights, List<Integer> telling) {
        this.telling = telling;
        this.weights = weights;
        this.response = demeaned(panel, raw, weights);
        this.regressors = telling.stream()
                .map(regressor -> demeaned(panel, panel.regressors()[regressor], weights))
                .toArray(double[][]::new);
        double[][] squares = new double[regressors.length][regressors.length];
        this.coefficients = new double[regressors.length];
        for (int a = 0; a < regressors.length; a++) {
            coefficients[a] = product(regressors[a], response, weights);
            for (int b = 0; b <= a; b++) {
                squares[a][b] = product(regressors[a], regressors[b], weights);
                squares[b][a] = squares[a][b];
            }
        }
        this.products = Cholesky.of(squares);
        products.solve(coefficients);
        this.residuals = response.clone();
        for (int a = 0; a < regressors.length; a++) {
            for (int i = 0; i < residuals.length; i++) {
                residuals[i] -= coefficients[a] * regressors[a][i];
            }
        }
    }

    /** The places of the regressors that it has. */
    List<Integer> regressors() {
        return telling;
    }

    /** The response without the means of its units. */
    double[] response() {
        return response;
    }

    /** One coefficient a regressor. */
    double[] coefficients() {
        return coefficients;
    }

    /** What of the response the regressors leave. */
    double[] residuals() {
        return residuals;
    }

    /** The variances of the coefficients where the scores of a cluster go together. */
    double[] variances(int[] clusters, int clusterCount) {
        double[][] scores = new double[clusterCount][regressors.length];
        boolean[] isThere = new boolean[clusterCount];
        for (int i = 0; i < residuals.length; i++) {
            isThere[clusters[i]] = true;
            for (int a = 0; a < regressors.length; a++) {
                scores[clusters[i]][a] += regressors[a][i] * weights[i] * residuals[i];
            }
        }
        double[] variances = new double[regressors.length];
        int count = 0;
        for (int cluster = 0; cluster < clusterCount; cluster++) {
            if (isThere[cluster]) {
                count++;
                products.solve(scores[cluster]);
                for (int a = 0; a < variances.length; a++) {
                    variances[a] += scores[cluster][a] * scores[cluster][a];
                }
            }
        }
        double observations = residuals.length;
        double correction =
                count / Math.max(1.0, count - 1.0) * (observations - 1) / (observations - regressors.length);
        return Arrays.stream(variances).map(variance -> variance * correction).toArray();
    }

    /** The places of the regressors that say more than those before them, once unit effects are taken out. */
    static List<Integer> telling(Panel panel, double[] weights) {
        List<Integer> telling = new ArrayList<>();
        List<double[]> rests = new ArrayList<>();
        for (int regressor = 0; regressor < panel.regressors().length; regressor++) {
            double[] raw = panel.regressors()[regressor];
            double[] rest = demeaned(panel, raw, weights);
            for (double[] before : rests) {
                double share = product(rest, before, weights) / product(before, before, weights);
                for (int i = 0; i < rest.length; i++) {
                    rest[i] -= share * before[i];
                }
            }
            if (product(rest, rest, weights) > SMALLEST_REST * product(raw, raw, weights)) {
                telling.add(regressor);
                rests.add(rest);
            }
        }
        return telling;
    }

    private static double[] demeaned(Panel panel, double[] values, double[] weights) {
        int unitCount = Arrays.stream(panel.units()).max().orElse(-1) + 1;
        double[] sums = new double[unitCount];
        double[] totals = new double[unitCount];
        for (int i = 0; i < values.length; i++) {
            sums[panel.units()[i]] += weights[i] * values[i];
            totals[panel.units()[i]] += weights[i];
        }
        double[] demeaned = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            demeaned[i] = values[i] - sums[panel.units()[i]] / totals[panel.units()[i]];
        }
        return demeaned;
    }

    private static double product(double[] one, double[] other, double[] weights) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i] * weights[i];
        }
        return sum;
    }
}
