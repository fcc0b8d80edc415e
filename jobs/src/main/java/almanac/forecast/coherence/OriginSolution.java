package almanac.forecast.coherence;

import java.io.Serializable;
import java.util.Arrays;

/** The forecasts at one origin, made coherent by each approach, and how far off they were. */
final class OriginSolution implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int origin;
    private final int[] present;
    private final double[][][] amounts;
    private final double[][] widths;
    private final double[][] errors;

    /**
     * @param present the segments that have a forecast
     * @param horizon the most periods ahead
     */
    OriginSolution(int origin, int[] present, int horizon) {
        int approaches = Approach.values().length;
        this.origin = origin;
        this.present = present;
        this.amounts = new double[approaches][horizon][];
        this.widths = new double[approaches][];
        this.errors = new double[approaches][horizon];
        Arrays.setAll(widths, approach -> filled(present.length, 1));
    }

    /** Takes what an approach says of every segment so many periods ahead. */
    void add(Approach approach, int ahead, double[] values, NodeForecasts[] nodes) {
        amounts[approach.ordinal()][ahead - 1] =
                Arrays.stream(present).mapToDouble(node -> values[node]).toArray();
        double sum = 0;
        for (int node : present) {
            double actual = nodes[node].actuals()[ahead - 1];
            sum += Double.isNaN(actual) ? 0 : Math.abs(values[node] - actual) / nodes[node].spread();
        }
        errors[approach.ordinal()][ahead - 1] = sum;
    }

    /** Takes by how much the intervals of every segment become wider. */
    void add(Approach approach, double[] ofAll) {
        widths[approach.ordinal()] =
                Arrays.stream(present).mapToDouble(node -> ofAll[node]).toArray();
    }

    int origin() {
        return origin;
    }

    int horizon() {
        return amounts[0].length;
    }

    /** The segments that have a forecast. */
    int[] present() {
        return present;
    }

    double amount(Approach approach, int ahead, int index) {
        return amounts[approach.ordinal()][ahead - 1][index];
    }

    double width(Approach approach, int index) {
        return widths[approach.ordinal()][index];
    }

    /** Absolute errors of all segments, each divided by the spread of its series, by approach and periods ahead. */
    Scores scores() {
        return new Scores(origin, errors);
    }

    /** The errors at one origin. */
    record Scores(int origin, double[][] errors) implements Serializable {}

    private static double[] filled(int length, double value) {
        double[] array = new double[length];
        Arrays.fill(array, value);
        return array;
    }
}
