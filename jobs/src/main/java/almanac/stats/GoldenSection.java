package almanac.stats;

import java.util.function.DoubleUnaryOperator;

/**
 * The minimum of a function of one bounded variable: the best point of an even grid, refined by golden-section search
 * between its neighbours. The grid finds the right valley where there are several. A point is left for another only if
 * that is better by more than rounding, so that a flat function gives the point preferred from the start.
 *
 * <p>Source: J. Kiefer (1953), <i>Sequential minimax search for a maximum</i>, doi:10.1090/S0002-9939-1953-0055639-3.
 */
final class GoldenSection {

    private static final double RATIO = (Math.sqrt(5) - 1) / 2;

    /** Values closer than this, relatively, count as equal: it is the rounding of a sum of squares. */
    private static final double TIE = 1e-12;

    /** The search ends at this share of the range; a sum of squares is flat below it. */
    private static final double PRECISION = 1e-8;

    private GoldenSection() {}

    /**
     * The argument in [low, high] of the smallest value.
     *
     * @param cells the grid has one point more
     * @param preferred the grid point, counted from 0, to answer where the function is flat
     */
    static double minimise(DoubleUnaryOperator function, double low, double high, int cells, int preferred) {
        double cell = (high - low) / cells;
        int best = preferred;
        double bestValue = function.applyAsDouble(point(low, high, cell, preferred, cells));
        for (int i = 0; i <= cells; i++) {
            double value = function.applyAsDouble(point(low, high, cell, i, cells));
            if (value < bestValue * (1 - TIE)) {
                best = i;
                bestValue = value;
            }
        }
        double grid = point(low, high, cell, best, cells);
        double refined = refine(function, Math.max(low, grid - cell), Math.min(high, grid + cell), high - low);
        return function.applyAsDouble(refined) < bestValue * (1 - TIE) ? refined : grid;
    }

    private static double point(double low, double high, double cell, int i, int cells) {
        return i == cells ? high : low + i * cell;
    }

    private static double refine(DoubleUnaryOperator function, double from, double to, double range) {
        double low = from;
        double high = to;
        double left = high - RATIO * (high - low);
        double right = low + RATIO * (high - low);
        double leftValue = function.applyAsDouble(left);
        double rightValue = function.applyAsDouble(right);
        while (high - low > PRECISION * range) {
            if (leftValue <= rightValue) {
                high = right;
                right = left;
                rightValue = leftValue;
                left = high - RATIO * (high - low);
                leftValue = function.applyAsDouble(left);
            } else {
                low = left;
                left = right;
                leftValue = rightValue;
                right = low + RATIO * (high - low);
                rightValue = function.applyAsDouble(right);
            }
        }
        return (low + high) / 2;
    }
}
