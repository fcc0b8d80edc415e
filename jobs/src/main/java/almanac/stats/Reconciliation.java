package almanac.stats;

import java.util.Arrays;

/**
 * Makes forecasts of the nodes of crossed hierarchies coherent: the values of which every node is the sum of its atoms and
 * that are nearest to the forecasts, where a forecast may be moved the less the smaller its errors are. With the covariance of
 * the errors this is the linear reconciliation of smallest variance, MinT; with variances alone it is weighted least squares.
 *
 * <p>Atoms are what is solved for, by conjugate gradients, so that the sums hold to the rounding of floating-point numbers
 * however well the solution has converged. The steps it takes grow with the number of levels, hardly with that of nodes.
 *
 * <ul>
 *   <li>Forecasts that are coherent already: stay as they are, to six digits of the largest.
 *   <li>Fewer nodes than atoms: the atoms are not determined, but the sums are.
 *   <li>Atoms that must not be below zero: those that would be are held at zero, and the rest is solved again, until none is
 *       below and none is held that would rise. Where that does not end soon, none is let go any more.
 *   <li>Nodes without an atom that is not zero: zero.
 * </ul>
 *
 * <p>Source: S. L. Wickramasuriya, G. Athanasopoulos and R. J. Hyndman (2019), <i>Optimal forecast reconciliation for
 * hierarchical and grouped time series through trace minimization</i>, doi:10.1080/01621459.2018.1448825; S. L.
 * Wickramasuriya, B. A. Turlach and R. J. Hyndman (2020), <i>Optimal non-negative forecast reconciliation</i>,
 * doi:10.1007/s11222-020-09930-0; J. Kim and H. Park (2011), <i>Fast nonnegative matrix factorization</i> (block principal
 * pivoting), doi:10.1137/110821172.
 */
public final class Reconciliation {

    /** How near to the nearest: what is left moves no sum by more than about a millionth of the largest. */
    private static final double TOLERANCE = 1e-11;

    /** A sum that pulls at a held atom by less, relative to the largest pull at any, is the rounding of none. */
    private static final double SMALLEST_PULL = 1e-9;

    /** So often may the number of wrong atoms fail to fall before none is let go any more. */
    private static final int PATIENCE = 3;

    private static final int MOST_ROUNDS = 100;

    /** What is known of an atom beforehand. */
    public enum Bound {
        /** Nothing. */
        NONE,
        /** It is not below zero. */
        NOT_NEGATIVE,
        /** It is zero. */
        ZERO
    }

    private final SummingMatrix matrix;
    private final ErrorCovariance covariance;
    private final double[] inverseDiagonal;
    private final double[] nodes;
    private final double[] weighed;

    /**
     * A reconciliation, to be used by one thread.
     *
     * @param matrix which atoms make up which nodes
     * @param covariance of the errors of the nodes
     */
    public Reconciliation(SummingMatrix matrix, ErrorCovariance covariance) {
        if (matrix.nodes() != covariance.size()) {
            throw new IllegalArgumentException("a matrix of " + matrix.nodes() + " nodes and a covariance of "
                    + covariance.size() + " nodes: they must go together");
        }
        this.matrix = matrix;
        this.covariance = covariance;
        this.nodes = new double[matrix.nodes()];
        this.weighed = new double[matrix.nodes()];
        this.inverseDiagonal = new double[matrix.atoms()];
        matrix.collect(covariance.ownWeights(), inverseDiagonal);
        for (int atom = 0; atom < inverseDiagonal.length; atom++) {
            inverseDiagonal[atom] = inverseDiagonal[atom] > 0 ? 1 / inverseDiagonal[atom] : 0;
        }
    }

    /** The nearest coherent values of forecasts of every node, all finite. */
    public double[] reconciled(double[] forecasts) {
        Bound[] bounds = new Bound[matrix.atoms()];
        Arrays.fill(bounds, Bound.NONE);
        return reconciled(forecasts, bounds);
    }

    /**
     * The nearest coherent values with bounds.
     *
     * @param forecasts of every node, finite
     * @param bounds of every atom
     */
    public double[] reconciled(double[] forecasts, Bound[] bounds) {
        return reconciled(forecasts, bounds, TOLERANCE);
    }

    /**
     * Coherent values that are only about the nearest, in less time.
     *
     * @param forecasts of every node, finite
     * @param bounds of every atom
     * @param tolerance what may be left to do, relative to the forecasts
     */
    public double[] reconciled(double[] forecasts, Bound[] bounds, double tolerance) {
        Arguments.finite("forecasts", forecasts);
        double size = Arrays.stream(forecasts).map(Math::abs).max().orElse(0);
        double[] atoms = new double[matrix.atoms()];
        if (size > 0) {
            double[] right = new double[atoms.length];
            covariance.weigh(Arrays.stream(forecasts).map(value -> value / size).toArray(), weighed);
            matrix.collect(weighed, right);
            solve(right, atoms, bounds, tolerance);
        }
        double[] sums = matrix.sums(atoms);
        for (int node = 0; node < sums.length; node++) {
            sums[node] *= size;
        }
        return sums;
    }

    private void solve(double[] right, double[] atoms, Bound[] bounds, double tolerance) {
        double[] free = inverseDiagonal.clone();
        for (int atom = 0; atom < free.length; atom++) {
            free[atom] = bounds[atom] == Bound.ZERO ? 0 : free[atom];
        }
        new ConjugateGradients(this::product, free, tolerance).solve(right, atoms);
        double[] pulls = new double[atoms.length];
        int fewest = Integer.MAX_VALUE;
        int patience = PATIENCE;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            pulls(right, atoms, pulls);
            boolean mayLetGo = patience > 0;
            int wrong = exchange(free, atoms, pulls, bounds, mayLetGo);
            if (wrong == 0) {
                return;
            }
            patience = wrong < fewest ? PATIENCE : patience - 1;
            fewest = Math.min(fewest, wrong);
            new ConjugateGradients(this::product, free, tolerance).solve(right, atoms);
        }
        for (int atom = 0; atom < atoms.length; atom++) {
            atoms[atom] = bounds[atom] == Bound.NOT_NEGATIVE ? Math.max(0, atoms[atom]) : atoms[atom];
        }
    }

    /** Holds what is below zero, lets go what would rise, and says how many those are. */
    private int exchange(double[] free, double[] atoms, double[] pulls, Bound[] bounds, boolean mayLetGo) {
        double largest = 0;
        for (int atom = 0; atom < atoms.length; atom++) {
            largest = Math.max(largest, Math.abs(pulls[atom]) * Math.sqrt(inverseDiagonal[atom]));
        }
        int wrong = 0;
        for (int atom = 0; atom < atoms.length; atom++) {
            if (bounds[atom] == Bound.NOT_NEGATIVE && inverseDiagonal[atom] > 0) {
                double pull = pulls[atom] * Math.sqrt(inverseDiagonal[atom]);
                if (free[atom] > 0 && atoms[atom] < 0) {
                    free[atom] = 0;
                    atoms[atom] = 0;
                    wrong++;
                } else if (free[atom] == 0 && mayLetGo && pull > SMALLEST_PULL * largest) {
                    free[atom] = inverseDiagonal[atom];
                    wrong++;
                }
            }
        }
        return wrong;
    }

    /** How hard each atom is pulled upwards by what is left of the forecasts. */
    private void pulls(double[] right, double[] atoms, double[] into) {
        product(atoms, into);
        for (int atom = 0; atom < atoms.length; atom++) {
            into[atom] = right[atom] - into[atom];
        }
    }

    private void product(double[] atoms, double[] into) {
        matrix.addUp(atoms, nodes);
        covariance.weigh(nodes, weighed);
        matrix.collect(weighed, into);
    }
}
