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
        double[] ofPresent =
                Arrays.stream(present).mapToDouble(node -> values[node]).toArray();
        addPresent(approach, ahead, ofPresent, nodes);
    }

    /** Takes the mean of what two approaches say, which is as coherent as they are. */
    void addMean(Approach approach, Approach one, Approach other, NodeForecasts[] nodes) {
        for (int ahead = 1; ahead <= horizon(); ahead++) {
            addPresent(
                    approach, ahead, mean(amounts[one.place()][ahead - 1], amounts[other.place()][ahead - 1]), nodes);
        }
        widths[approach.place()] = mean(widths[one.place()], widths[other.place()]);
    }

    private void addPresent(Approach approach, int ahead, double[] ofPresent, NodeForecasts[] nodes) {
        amounts[approach.place()][ahead - 1] = ofPresent;
        double sum = 0;
        for (int i = 0; i < present.length; i++) {
            double actual = nodes[present[i]].actuals()[ahead - 1];
            sum += Double.isNaN(actual) ? 0 : Math.abs(ofPresent[i] - actual) / nodes[present[i]].spread();
        }
        errors[approach.place()][ahead - 1] = sum;
    }

    /** Takes by how much the intervals of every segment become wider. */
    void add(Approach approach, double[] ofAll) {
        widths[approach.place()] =
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
        return amounts[approach.place()][ahead - 1][index];
    }

    double width(Approach approach, int index) {
        return widths[approach.place()][index];
    }

    /** Absolute errors of all segments, each divided by the spread of its series, by approach and periods ahead. */
    Scores scores() {
        return new Scores(origin, errors);
    }

    /** The errors at one origin. */
    record Scores(int origin, double[][] errors) implements Serializable {}

    private static double[] mean(double[] one, double[] other) {
        double[] mean = new double[one.length];
        Arrays.setAll(mean, i -> one[i] / 2 + other[i] / 2);
        return mean;
    }

    private static double[] filled(int length, double value) {
        double[] array = new double[length];
        Arrays.fill(array, value);
        return array;
    }
}
