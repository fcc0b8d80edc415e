package almanac.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Regression on a panel of units over time, with an effect of its own for each unit: of logarithms by least squares, or of
 * counts and amounts, zeros among them, by Poisson pseudo-maximum-likelihood, which asks of the response nothing but that its
 * mean is {@code exp(unit + regressors)}.
 *
 * <p>Unit effects are not estimated but taken out: by demeaning within each unit, weighted in each step of the iteration. A
 * regressor that says no more than those before it, or is constant within every unit, has no coefficient.
 *
 * <p>Errors allow for residuals that go together within a unit, and within a block of time: the sandwich of scores summed by
 * unit, by block, and both less their cells; the largest of the three is taken, so that none of them is passed over by chance
 * and no variance is negative. Each sum is corrected by {@code G/(G-1) (N-1)/(N-K)}. Fewer than {@value #FEWEST_UNITS} units
 * are no clusters.
 *
 * <p>Sources: J. M. C. Santos Silva and S. Tenreyro (2006), <i>The log of gravity</i>, doi:10.1162/rest.88.4.641; S. Correia,
 * P. Guimarães and T. Zylkin (2020), <i>Fast Poisson estimation with high-dimensional fixed effects</i>,
 * doi:10.1177/1536867X20909691; A. C. Cameron, J. B. Gelbach and D. L. Miller (2011), <i>Robust inference with multiway
 * clustering</i>, doi:10.1198/jbes.2010.07136.
 */
public final class PanelRegression {

    /** Fewer units than this say too little about how they differ. */
    static final int FEWEST_UNITS = 10;

    private static final int MOST_STEPS = 60;
    private static final double CONVERGED = 1e-10;

    /** A unit without any response would have an effect of minus infinity; one mean beyond this is no mean. */
    private static final double LARGEST_LOGARITHM = 50;

    /**
     * What is observed.
     *
     * @param response one number an observation
     * @param regressors one row a regressor, those to be kept first, with one number an observation
     * @param units of the observations, 0 to the number of units less 1
     * @param blocks of time of the observations, 0 to the number of blocks less 1
     */
    public record Panel(double[] response, double[][] regressors, int[] units, int[] blocks) {

        /** Checks that all have one length. */
        public Panel {
            Arguments.finite("response", response);
            for (double[] regressor : regressors) {
                Arguments.finite("regressor", regressor);
                Arguments.sameLength("response", response, "regressor", regressor);
            }
            if (units.length != response.length || blocks.length != response.length) {
                throw new IllegalArgumentException("there are " + response.length + " responses, " + units.length
                        + " units and " + blocks.length + " blocks: they must pair up");
            }
        }
    }

    /** A coefficient with its standard error. */
    public record Coefficient(double value, double error) {}

    /**
     * What was estimated.
     *
     * @param coefficients one a regressor; empty where it says no more than those before it
     * @param degrees of freedom of the errors: the clusters less 1, of whichever kind has fewer
     * @param withinR2 the part of what varies within units that the regressors explain: of squares, or of the Poisson deviance;
     *     empty where nothing varies, and where the iteration went astray
     * @param hasConverged whether the iteration came to rest; true for logarithms
     */
    public record Fit(
            List<Optional<Coefficient>> coefficients, int degrees, OptionalDouble withinR2, boolean hasConverged) {

        /** Copies the list. */
        public Fit {
            coefficients = List.copyOf(coefficients);
        }
    }

    private final Panel panel;
    private final int unitCount;
    private final int blockCount;

    private PanelRegression(Panel panel) {
        this.panel = panel;
        this.unitCount = Arrays.stream(panel.units()).max().orElse(-1) + 1;
        this.blockCount = Arrays.stream(panel.blocks()).max().orElse(-1) + 1;
    }

    /**
     * Least squares of the logarithm of the response.
     *
     * @param panel with a response above 0
     * @return empty where there are too few observations or clusters for errors
     */
    public static Optional<Fit> ofLogarithms(Panel panel) {
        return new PanelRegression(panel).logarithms();
    }

    /**
     * Poisson pseudo-maximum-likelihood of the response.
     *
     * @param panel with a response of 0 or above; units without any are left out
     * @return empty where there are too few observations or clusters for errors
     */
    public static Optional<Fit> ofCounts(Panel panel) {
        return new PanelRegression(withSales(panel)).counts();
    }

    private Optional<Fit> logarithms() {
        double[] logarithms =
                Arrays.stream(panel.response()).map(PanelRegression::logarithm).toArray();
        double[] weights = new double[logarithms.length];
        Arrays.fill(weights, 1);
        WithinUnits step = new WithinUnits(panel, logarithms, weights, WithinUnits.telling(panel, weights));
        double total = sumOfSquares(step.response());
        double left = sumOfSquares(step.residuals());
        OptionalDouble r2 = total > 0 ? OptionalDouble.of(Math.max(0, 1 - left / total)) : OptionalDouble.empty();
        return fit(step, r2, true);
    }

    private Optional<Fit> counts() {
        double[] response = panel.response();
        double[] unitMeans = unitMeans(response);
        double[] means = new double[response.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = (response[i] + unitMeans[panel.units()[i]]) / 2;
        }
        List<Integer> kept = WithinUnits.telling(panel, means);
        double deviance = deviance(response, means);
        WithinUnits step = null;
        boolean hasConverged = false;
        for (int iteration = 0; iteration < MOST_STEPS && !hasConverged && Double.isFinite(deviance); iteration++) {
            double[] working = new double[means.length];
            for (int i = 0; i < means.length; i++) {
                working[i] = Math.log(means[i]) + (response[i] - means[i]) / means[i];
            }
            step = new WithinUnits(panel, working, means, kept);
            double[] next = new double[means.length];
            for (int i = 0; i < means.length; i++) {
                double linear = working[i] - step.residuals()[i];
                next[i] = Math.exp(Math.max(-LARGEST_LOGARITHM, Math.min(LARGEST_LOGARITHM, linear)));
            }
            double before = deviance;
            deviance = deviance(response, next);
            means = next;
            hasConverged = Math.abs(before - deviance) < CONVERGED * (1 + deviance);
        }
        if (step == null) {
            return Optional.empty();
        }
        double[] alone = new double[response.length];
        for (int i = 0; i < alone.length; i++) {
            alone[i] = unitMeans[panel.units()[i]];
        }
        double total = deviance(response, alone);
        OptionalDouble r2 = hasConverged && total > 0
                ? OptionalDouble.of(Math.max(0, 1 - deviance / total))
                : OptionalDouble.empty();
        return fit(step, r2, hasConverged);
    }

    private Optional<Fit> fit(WithinUnits step, OptionalDouble r2, boolean hasConverged) {
        boolean byUnit = unitCount >= FEWEST_UNITS;
        int clusters = byUnit ? Math.min(unitCount, blockCount) : blockCount;
        int parameters = step.regressors().size();
        if (clusters < 2 || step.residuals().length <= parameters + unitCount) {
            return Optional.empty();
        }
        double[] variances = step.variances(panel.blocks(), blockCount);
        if (byUnit) {
            int[] cells = new int[step.residuals().length];
            Arrays.setAll(cells, i -> panel.units()[i] * blockCount + panel.blocks()[i]);
            double[] ofUnits = step.variances(panel.units(), unitCount);
            double[] ofCells = step.variances(cells, unitCount * blockCount);
            for (int a = 0; a < parameters; a++) {
                double both = variances[a] + ofUnits[a] - ofCells[a];
                variances[a] = Math.max(both, Math.max(variances[a], ofUnits[a]));
            }
        }
        List<Optional<Coefficient>> coefficients = new ArrayList<>();
        for (int regressor = 0; regressor < panel.regressors().length; regressor++) {
            int place = step.regressors().indexOf(regressor);
            coefficients.add(
                    place < 0
                            ? Optional.empty()
                            : Optional.of(new Coefficient(
                                    step.coefficients()[place], Math.sqrt(Math.max(0, variances[place])))));
        }
        return Optional.of(new Fit(coefficients, clusters - 1, r2, hasConverged));
    }

    private double[] unitMeans(double[] values) {
        double[] sums = new double[unitCount];
        int[] counts = new int[unitCount];
        for (int i = 0; i < values.length; i++) {
            sums[panel.units()[i]] += values[i];
            counts[panel.units()[i]]++;
        }
        for (int unit = 0; unit < unitCount; unit++) {
            sums[unit] /= Math.max(1, counts[unit]);
        }
        return sums;
    }

    /** Without the units that have no response at all, the others numbered anew. */
    private static Panel withSales(Panel panel) {
        int units = Arrays.stream(panel.units()).max().orElse(-1) + 1;
        boolean[] sells = new boolean[units];
        for (int i = 0; i < panel.response().length; i++) {
            if (panel.response()[i] < 0) {
                throw new IllegalArgumentException("response[" + i + "] is " + panel.response()[i] + ", below 0");
            }
            sells[panel.units()[i]] |= panel.response()[i] > 0;
        }
        int[] numbers = new int[units];
        int count = 0;
        for (int unit = 0; unit < units; unit++) {
            numbers[unit] = sells[unit] ? count++ : -1;
        }
        int[] places = IntStream.range(0, panel.response().length)
                .filter(i -> sells[panel.units()[i]])
                .toArray();
        return new Panel(
                at(panel.response(), places),
                Arrays.stream(panel.regressors())
                        .map(regressor -> at(regressor, places))
                        .toArray(double[][]::new),
                Arrays.stream(places).map(i -> numbers[panel.units()[i]]).toArray(),
                Arrays.stream(places).map(i -> panel.blocks()[i]).toArray());
    }

    private static double[] at(double[] values, int[] places) {
        return Arrays.stream(places).mapToDouble(i -> values[i]).toArray();
    }

    private static double logarithm(double value) {
        if (value <= 0) {
            throw new IllegalArgumentException("the response has " + value + ", which has no logarithm");
        }
        return Math.log(value);
    }

    private static double deviance(double[] response, double[] means) {
        double half = 0;
        for (int i = 0; i < response.length; i++) {
            double logarithms = response[i] > 0 ? response[i] * Math.log(response[i] / means[i]) : 0;
            half += logarithms - (response[i] - means[i]);
        }
        return 2 * half;
    }

    private static double sumOfSquares(double[] values) {
        return Arrays.stream(values).map(value -> value * value).sum();
    }
}
