package almanac.forecast.coherence;

import almanac.stats.ErrorCovariance;
import almanac.stats.Reconciliation;
import almanac.stats.Reconciliation.Bound;
import almanac.stats.SummingMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The forecasts of all segments at one origin, to be made coherent by each approach. What is said of an origin knows only what
 * was known at it.
 *
 * <p>An atom of a segment without a forecast, or with a forecast of zero because there is nothing in its history or no longer,
 * is zero.
 */
final class OriginProblem {

    /** With so many residuals of its own, half of the variance of a segment's errors is its own. */
    private static final double TRUST_IN_ALL = 20;

    /** With fewer residuals their correlations are not looked at. */
    private static final int FEWEST_RESIDUALS = 4;

    /** How near to the nearest coherent ones are the residuals that the width of intervals is taken from. */
    private static final double ABOUT = 1e-4;

    /** A negative sum below this share of the largest forecast is rounding. */
    private static final double ROUNDING = 1e-12;

    private final SummingMatrix matrix;
    private final NodeForecasts[] nodes;
    private final boolean[] isZero;
    private final Bound[] bounds;
    private final int[] sizes;
    private final double[][] residuals;
    private final double[] deviations;
    private final int mostNodesOfMinTrace;

    /** The problem of the forecasts at one origin, in any order. */
    OriginProblem(SegmentStructure structure, Iterator<NodeForecasts> forecasts, int mostNodesOfMinTrace) {
        this.matrix = structure.matrix();
        this.nodes = new NodeForecasts[matrix.nodes()];
        this.mostNodesOfMinTrace = mostNodesOfMinTrace;
        forecasts.forEachRemaining(one -> nodes[one.node()] = one);
        boolean[] isAbsent = new boolean[nodes.length];
        for (int node = 0; node < nodes.length; node++) {
            isAbsent[node] = nodes[node] == null;
        }
        this.isZero = matrix.atomsOf(isAbsent);
        this.sizes = matrix.sizes(isZero);
        this.bounds = new Bound[matrix.atoms()];
        Arrays.setAll(bounds, atom -> isZero[atom] ? Bound.ZERO : Bound.NONE);
        this.residuals = residuals();
        this.deviations = deviations();
    }

    /** The forecasts made coherent by every approach. */
    OriginSolution solved(int origin) {
        int horizon = Arrays.stream(nodes)
                .mapToInt(node -> node == null ? 0 : node.forecasts().length)
                .max()
                .orElse(0);
        OriginSolution solution = new OriginSolution(origin, present(), horizon);
        for (int ahead = 1; ahead <= horizon; ahead++) {
            solution.add(Approach.NONE, ahead, forecasts(ahead), nodes);
        }
        List<Approach> asked = new ArrayList<>(List.of(Approach.STRUCTURAL, Approach.VARIANCE));
        if (hasCorrelations()) {
            asked.add(Approach.MIN_TRACE);
        }
        for (Approach approach : asked) {
            Reconciliation reconciliation = new Reconciliation(matrix, covariance(approach));
            for (int ahead = 1; ahead <= horizon; ahead++) {
                solution.add(approach, ahead, nonNegative(reconciliation, forecasts(ahead)), nodes);
            }
            solution.add(approach, widths(reconciliation));
        }
        if (!hasCorrelations()) {
            solution.addMean(Approach.MIN_TRACE, Approach.VARIANCE, Approach.VARIANCE, nodes);
        }
        solution.addMean(Approach.MEAN, Approach.VARIANCE, Approach.MIN_TRACE, nodes);
        return solution;
    }

    /** Whether correlations are told by enough residuals, and are few enough to be used. */
    private boolean hasCorrelations() {
        return residuals.length >= FEWEST_RESIDUALS && nodes.length <= mostNodesOfMinTrace;
    }

    private int[] present() {
        return IntStream.range(0, nodes.length)
                .filter(node -> nodes[node] != null)
                .toArray();
    }

    private double[] forecasts(int ahead) {
        return of(node -> nodes[node] == null ? 0 : nodes[node].forecasts()[ahead - 1]);
    }

    private double[] of(IntToDoubleFunction value) {
        return IntStream.range(0, nodes.length).mapToDouble(value).toArray();
    }

    private ErrorCovariance covariance(Approach approach) {
        // Segments of the same atoms forecast the same thing: together they count once.
        int[] twins = matrix.twins(isZero);
        if (approach == Approach.STRUCTURAL) {
            return ErrorCovariance.uncorrelated(of(node -> Math.sqrt((double) Math.max(1, sizes[node]) * twins[node])));
        }
        if (approach == Approach.MIN_TRACE) {
            return ErrorCovariance.shrunk(deviations, residuals);
        }
        return ErrorCovariance.uncorrelated(of(node -> deviations[node] * Math.sqrt(twins[node])));
    }

    /**
     * The nearest coherent values without a negative one where none ever was. Most forecasts have none anyway. Where there are
     * some, the smallest of those segments are bounded, and so on, until none is left: an atom must not be negative, and a
     * segment of several, whose atoms nobody sees, is zero.
     */
    private double[] nonNegative(Reconciliation reconciliation, double[] forecasts) {
        Bound[] held = bounds.clone();
        double rounding =
                ROUNDING * Arrays.stream(forecasts).map(Math::abs).max().orElse(0);
        double[] values = reconciliation.reconciled(forecasts, held);
        while (bound(values, rounding, held)) {
            values = reconciliation.reconciled(forecasts, held);
        }
        double[] reconciled = values;
        return of(node -> isNeverNegative(node) ? Math.max(0, reconciled[node]) : reconciled[node]);
    }

    /** Bounds the smallest segments that are negative and never were; false where there is none. */
    private boolean bound(double[] values, double rounding, Bound[] held) {
        IntPredicate isWrong = node -> isNeverNegative(node) && values[node] < -rounding;
        int smallest = IntStream.range(0, nodes.length)
                .filter(isWrong)
                .map(node -> sizes[node])
                .min()
                .orElse(0);
        boolean[] isBounded = new boolean[nodes.length];
        for (int node = 0; node < nodes.length; node++) {
            isBounded[node] = sizes[node] == smallest && isWrong.test(node);
        }
        boolean[] atoms = matrix.atomsOf(isBounded);
        boolean isAnyNew = false;
        for (int atom = 0; atom < atoms.length; atom++) {
            if (atoms[atom] && held[atom] != Bound.ZERO) {
                Bound tighter = smallest == 1 && held[atom] == Bound.NONE ? Bound.NOT_NEGATIVE : Bound.ZERO;
                held[atom] = tighter;
                isAnyNew = true;
            }
        }
        return isAnyNew;
    }

    private boolean isNeverNegative(int node) {
        return nodes[node] == null || nodes[node].isNeverNegative();
    }

    /** The residuals that any segment has, each with a value of every segment. */
    private double[][] residuals() {
        int places = Arrays.stream(nodes)
                .mapToInt(node -> node == null ? 0 : node.residuals().length)
                .max()
                .orElse(0);
        return IntStream.range(0, places)
                .filter(place ->
                        Arrays.stream(nodes).anyMatch(node -> node != null && !Double.isNaN(node.residuals()[place])))
                .mapToObj(place -> of(
                        node -> nodes[node] == null || Double.isNaN(nodes[node].residuals()[place])
                                ? 0
                                : nodes[node].residuals()[place]))
                .toArray(double[][]::new);
    }

    /**
     * How far off the forecasts of each segment are: by its own residuals, and by its spread times what they are of theirs
     * in the middle of all segments. Those without a forecast are as little off as any: they are zero.
     */
    private double[] deviations() {
        double[] squares = new double[nodes.length];
        int[] counts = new int[nodes.length];
        double[] ratios = new double[nodes.length];
        int known = 0;
        for (int node = 0; node < nodes.length; node++) {
            if (nodes[node] != null) {
                for (double residual : nodes[node].residuals()) {
                    if (!Double.isNaN(residual)) {
                        double relative = residual / nodes[node].spread();
                        squares[node] += relative * relative;
                        counts[node]++;
                    }
                }
                if (counts[node] > 0) {
                    ratios[known++] = squares[node] / counts[node];
                }
            }
        }
        Arrays.sort(ratios, 0, known);
        double middle = known == 0 ? 1 : ratios[known / 2];
        double usual = middle > 0 ? middle : 1;
        return of(node -> nodes[node] == null
                ? 0
                : nodes[node].spread()
                        * Math.sqrt((squares[node] + TRUST_IN_ALL * usual) / (counts[node] + TRUST_IN_ALL)));
    }

    /** How many times as large the errors of each segment would have been, its forecasts reconciled. */
    private double[] widths(Reconciliation reconciliation) {
        double[] before = of(node -> TRUST_IN_ALL * deviations[node] * deviations[node]);
        double[] after = before.clone();
        for (double[] ofOne : residuals) {
            double[] reconciled = reconciliation.reconciled(ofOne, bounds, ABOUT);
            for (int node = 0; node < before.length; node++) {
                before[node] += ofOne[node] * ofOne[node];
                after[node] += reconciled[node] * reconciled[node];
            }
        }
        return of(node -> before[node] > 0 ? Math.sqrt(after[node] / before[node]) : 1);
    }
}
