package almanac.stats;

import java.util.Arrays;

/**
 * The maximum of a smooth function of a few variables in a box, by Newton's method: second derivatives are differences of the
 * first ones, and are damped until a step goes up (Levenberg). A variable that leaves the box stays at its side. The same
 * function and start give the same answer, bit for bit.
 *
 * <p>Source: J. Nocedal and S. J. Wright (2006), <i>Numerical Optimization</i>, chapters 3 and 16,
 * doi:10.1007/978-0-387-40065-5.
 */
final class DampedNewton {

    private static final int MOST_ROUNDS = 200;
    private static final double DIFFERENCE = 1e-5;
    private static final double LEAST_DAMPING = 1e-10;
    private static final double MOST_DAMPING = 1e10;
    private static final double FLATTEST = 1e-9;

    /** No step is longer: the variables are logarithms, and far away the function is flat. */
    private static final double LONGEST_STEP = 2;

    /** A function with its first derivatives. */
    interface Smooth {
        /** The value; puts the derivatives into an array. */
        double at(double[] point, double[] slopes);
    }

    /**
     * Where it ended.
     *
     * @param hasConverged whether no slope is left but those that lead out of the box
     * @param isAtSide whether a variable is at a side of the box
     */
    record Maximum(double[] point, double value, boolean hasConverged, boolean isAtSide) {}

    private final Smooth function;
    private final double low;
    private final double high;

    private DampedNewton(Smooth function, double low, double high) {
        this.function = function;
        this.low = low;
        this.high = high;
    }

    /**
     * The highest of the maxima that are found from several starts; of equal ones the first.
     *
     * @param function of values of the order of 1: means rather than sums
     * @param low the least value of every variable
     * @param high the greatest
     */
    static Maximum maximise(Smooth function, double low, double high, double[]... starts) {
        DampedNewton newton = new DampedNewton(function, low, high);
        Maximum best = newton.climb(starts[0]);
        for (int i = 1; i < starts.length; i++) {
            Maximum other = newton.climb(starts[i]);
            if (other.value() > best.value()) {
                best = other;
            }
        }
        return best;
    }

    private Maximum climb(double[] start) {
        int size = start.length;
        double[] point = start.clone();
        double[] slopes = new double[size];
        double value = function.at(point, slopes);
        double damping = 1e-3;
        for (int round = 0; round < MOST_ROUNDS && steepest(point, slopes) > FLATTEST; round++) {
            double[][] curvature = curvature(point);
            double[] next = new double[size];
            double[] nextSlopes = new double[size];
            double nextValue = Double.NEGATIVE_INFINITY;
            while (!(nextValue >= value) && damping < MOST_DAMPING) {
                next = stepped(point, slopes, curvature, damping);
                nextValue = function.at(next, nextSlopes);
                damping = nextValue >= value ? Math.max(LEAST_DAMPING, damping / 10) : damping * 10;
            }
            if (!(nextValue >= value) || Arrays.equals(next, point)) {
                break;
            }
            point = next;
            value = nextValue;
            slopes = nextSlopes;
        }
        boolean isAtSide = Arrays.stream(point).anyMatch(at -> at <= low || at >= high);
        // Rounding in a sum of many terms leaves slopes of this size.
        return new Maximum(point, value, steepest(point, slopes) <= Math.sqrt(FLATTEST) / 10, isAtSide);
    }

    private double steepest(double[] point, double[] slopes) {
        double steepest = 0;
        for (int i = 0; i < point.length; i++) {
            if (!leadsOut(point[i], slopes[i])) {
                steepest = Math.max(steepest, Math.abs(slopes[i]));
            }
        }
        return steepest;
    }

    private boolean leadsOut(double at, double slope) {
        return (at <= low && slope < 0) || (at >= high && slope > 0);
    }

    /** A damped step; not a number where the damping does not suffice to make a hill of the function. */
    private double[] stepped(double[] point, double[] slopes, double[][] curvature, double damping) {
        int size = point.length;
        double[][] matrix = new double[size][size];
        double[] step = new double[size];
        for (int i = 0; i < size; i++) {
            boolean isFixed = leadsOut(point[i], slopes[i]);
            for (int k = 0; k < size; k++) {
                matrix[i][k] = isFixed || leadsOut(point[k], slopes[k]) ? 0 : -curvature[i][k];
            }
            matrix[i][i] = isFixed ? 1 : matrix[i][i] + damping;
            step[i] = isFixed ? 0 : slopes[i];
        }
        Cholesky.of(matrix).solve(step);
        double length = Arrays.stream(step).map(Math::abs).max().orElse(0);
        double part = length > LONGEST_STEP ? LONGEST_STEP / length : 1;
        double[] next = new double[size];
        for (int i = 0; i < size; i++) {
            next[i] = Math.max(low, Math.min(high, point[i] + part * step[i]));
        }
        return next;
    }

    /** Second derivatives, made symmetric. */
    private double[][] curvature(double[] point) {
        int size = point.length;
        double[][] rows = new double[size][];
        for (int i = 0; i < size; i++) {
            double[] above = new double[size];
            double[] below = new double[size];
            double[] moved = point.clone();
            moved[i] = point[i] + DIFFERENCE;
            function.at(moved, above);
            moved[i] = point[i] - DIFFERENCE;
            function.at(moved, below);
            rows[i] = new double[size];
            for (int k = 0; k < size; k++) {
                rows[i][k] = (above[k] - below[k]) / (2 * DIFFERENCE);
            }
        }
        double[][] matrix = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < size; k++) {
                matrix[i][k] = (rows[i][k] + rows[k][i]) / 2;
            }
        }
        return matrix;
    }
}
