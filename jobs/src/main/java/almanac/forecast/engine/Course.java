package almanac.forecast.engine;

/**
 * Simple figures of a history over windows. A window runs from a position to before another one; what of it lies before
 * the history is left out.
 */
final class Course {

    private final double[] values;

    /** The figures of these values, at least one, oldest first; they are not copied and must not change. */
    Course(double[] values) {
        this.values = values;
    }

    int length() {
        return values.length;
    }

    /** The mean of a window. */
    double mean(int from, int to) {
        int start = Math.max(0, from);
        double sum = 0;
        for (int i = start; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - start);
    }

    /** The mean absolute value of a window. */
    double meanSize(int from, int to) {
        int start = Math.max(0, from);
        double sum = 0;
        for (int i = start; i < to; i++) {
            sum += Math.abs(values[i]);
        }
        return sum / (to - start);
    }

    /** The mean absolute difference of the values of a window from those before them; 0 where there is none before. */
    double meanStep(int from, int to) {
        return meanStep(from, to, 1);
    }

    /** The mean absolute difference of the values of a window from those {@code lag} before; 0 where there are none. */
    double meanStep(int from, int to, int lag) {
        int start = Math.max(lag, from);
        double sum = 0;
        for (int i = start; i < to; i++) {
            sum += Math.abs(values[i] - values[i - lag]);
        }
        return start < to ? sum / (to - start) : 0;
    }

    /** The share of zeros in a window, 0 to 1. */
    double zeroShare(int from, int to) {
        int start = Math.max(0, from);
        int zeros = 0;
        for (int i = start; i < to; i++) {
            zeros += values[i] == 0 ? 1 : 0;
        }
        return (double) zeros / (to - start);
    }

    /** The slope of the least-squares line through a window, a period; 0 for one value. */
    double slope(int from, int to) {
        int start = Math.max(0, from);
        double middle = (start + to - 1) / 2.0;
        double products = 0;
        double squares = 0;
        for (int i = start; i < to; i++) {
            products += (i - middle) * values[i];
            squares += (i - middle) * (i - middle);
        }
        return squares == 0 ? 0 : products / squares;
    }
}
