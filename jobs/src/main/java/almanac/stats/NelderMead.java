package almanac.stats;

import java.util.function.ToDoubleFunction;

/**
 * The minimum of a function on the unit cube by the simplex method of Nelder and Mead; a point that leaves the cube is
 * moved to its nearest face. A second simplex starts where the first one ended, because one that was pressed against a
 * face can stop too early. The same function and start give the same answer, bit for bit.
 *
 * <p>Source: J. A. Nelder and R. Mead (1965), <i>A simplex method for function minimization</i>,
 * doi:10.1093/comjnl/7.4.308.
 */
final class NelderMead {

    private static final double FIRST_STEP = 0.15;
    private static final double SECOND_STEP = 0.03;
    private static final int MAX_ROUNDS = 150;

    /** A simplex whose values differ by less, relatively, and whose corners by less than {@link #SIZE}, has converged. */
    private static final double SPREAD = 1e-10;

    private static final double SIZE = 1e-6;

    private final ToDoubleFunction<double[]> function;
    private final double[][] corners;
    private final double[] values;
    private final double spread;

    private NelderMead(ToDoubleFunction<double[]> function, double[] start, double step, double spread) {
        this.function = function;
        this.spread = spread;
        this.corners = new double[start.length + 1][];
        this.values = new double[start.length + 1];
        for (int i = 0; i < corners.length; i++) {
            corners[i] = start.clone();
            if (i > 0) {
                corners[i][i - 1] += start[i - 1] + step <= 1 ? step : -step;
            }
            values[i] = function.applyAsDouble(corners[i]);
        }
    }

    /** The point of the unit cube with the smallest value that is found from a start in the cube. */
    static double[] minimise(ToDoubleFunction<double[]> function, double[] start) {
        return minimise(function, start, SPREAD);
    }

    /**
     * The same, ending sooner.
     *
     * @param spread a small simplex has converged where its values, all above 0, differ by less than this, relatively
     */
    static double[] minimise(ToDoubleFunction<double[]> function, double[] start, double spread) {
        return new NelderMead(function, approach(function, start, spread), SECOND_STEP, spread).descend();
    }

    /** The same by the first simplex alone. */
    static double[] approach(ToDoubleFunction<double[]> function, double[] start, double spread) {
        return new NelderMead(function, start, FIRST_STEP, spread).descend();
    }

    private double[] descend() {
        sort();
        for (int round = 0; round < MAX_ROUNDS && !hasConverged(); round++) {
            step();
            sort();
        }
        return corners[0];
    }

    private void step() {
        int worst = corners.length - 1;
        double[] centre = centreWithoutWorst();
        double[] reflected = along(centre, corners[worst], -1);
        double reflectedValue = function.applyAsDouble(reflected);
        if (reflectedValue < values[0]) {
            double[] expanded = along(centre, corners[worst], -2);
            double expandedValue = function.applyAsDouble(expanded);
            if (expandedValue < reflectedValue) {
                replaceWorst(expanded, expandedValue);
            } else {
                replaceWorst(reflected, reflectedValue);
            }
        } else if (reflectedValue < values[worst - 1]) {
            replaceWorst(reflected, reflectedValue);
        } else {
            double[] contracted = along(centre, corners[worst], reflectedValue < values[worst] ? -0.5 : 0.5);
            double contractedValue = function.applyAsDouble(contracted);
            if (contractedValue < Math.min(reflectedValue, values[worst])) {
                replaceWorst(contracted, contractedValue);
            } else {
                shrink();
            }
        }
    }

    private void shrink() {
        for (int i = 1; i < corners.length; i++) {
            corners[i] = along(corners[0], corners[i], 0.5);
            values[i] = function.applyAsDouble(corners[i]);
        }
    }

    private void replaceWorst(double[] corner, double value) {
        corners[corners.length - 1] = corner;
        values[values.length - 1] = value;
    }

    /** The point at a multiple of the way from a centre to a corner, kept in the cube. */
    private static double[] along(double[] centre, double[] corner, double multiple) {
        double[] point = new double[centre.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = Math.max(0, Math.min(1, centre[i] + multiple * (corner[i] - centre[i])));
        }
        return point;
    }

    private double[] centreWithoutWorst() {
        double[] centre = new double[corners[0].length];
        for (int i = 0; i < corners.length - 1; i++) {
            for (int k = 0; k < centre.length; k++) {
                centre[k] += corners[i][k] / (corners.length - 1);
            }
        }
        return centre;
    }

    private boolean hasConverged() {
        double difference = values[values.length - 1] - values[0];
        double size = 0;
        for (double[] corner : corners) {
            for (int k = 0; k < corner.length; k++) {
                size = Math.max(size, Math.abs(corner[k] - corners[0][k]));
            }
        }
        return size < SIZE || (difference <= spread * values[0] && size < FIRST_STEP / 10);
    }

    /** Best corner first; equal values keep their order. */
    private void sort() {
        for (int i = 1; i < corners.length; i++) {
            double[] corner = corners[i];
            double value = values[i];
            int place = i;
            while (place > 0 && values[place - 1] > value) {
                corners[place] = corners[place - 1];
                values[place] = values[place - 1];
                place--;
            }
            corners[place] = corner;
            values[place] = value;
        }
    }
}
