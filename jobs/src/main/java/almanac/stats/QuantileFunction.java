package almanac.stats;

import java.util.Arrays;

/**
 * A distribution of which only some quantiles are known: between them its values are linear in the logit of the level,
 * {@code log(p / (1 - p))}, and go on so beyond the outermost ones, which gives it the tails of a logistic distribution.
 *
 * <ul>
 *   <li>No known quantile is below 0: no value is.
 *   <li>All known quantiles are equal: so is every value.
 * </ul>
 */
public final class QuantileFunction {

    /** How far beyond the outermost score a value lies that the tails do not reach. */
    private static final double BEYOND = 1;

    private final double[] scores;
    private final double[] values;

    /**
     * A distribution.
     *
     * @param levels of the known quantiles, ascending, above 0 and below 1, at least two
     * @param values the quantiles, not descending
     */
    public QuantileFunction(double[] levels, double[] values) {
        Arguments.finite("values", values);
        if (levels.length < 2 || levels.length != values.length) {
            throw new IllegalArgumentException(
                    levels.length + " levels and " + values.length + " values: at least two of each are needed");
        }
        for (int i = 1; i < values.length; i++) {
            if (!(values[i] >= values[i - 1] && levels[i] > levels[i - 1])) {
                throw new IllegalArgumentException("quantiles that do not rise: " + Arrays.toString(values)
                        + " at the levels " + Arrays.toString(levels));
            }
        }
        this.scores = Arrays.stream(levels).map(QuantileFunction::logit).toArray();
        this.values = values.clone();
    }

    /** The logit of a level above 0 and below 1. */
    public static double logit(double level) {
        return Math.log(level / (1 - level));
    }

    /** The value at a level given by its logit. */
    public double value(double score) {
        int right = 1;
        while (right < scores.length - 1 && score > scores[right]) {
            right++;
        }
        double slope = (values[right] - values[right - 1]) / (scores[right] - scores[right - 1]);
        double value = values[right] + slope * (score - scores[right]);
        return values[0] >= 0 ? Math.max(0, value) : value;
    }

    /** The logit of the level of a value; of the middle of the levels that have it, where there are several. */
    public double score(double value) {
        int last = values.length - 1;
        if (value < values[0] || value > values[last]) {
            boolean isBelow = value < values[0];
            int end = isBelow ? 0 : last;
            int inner = isBelow ? 1 : last - 1;
            double slope = (values[end] - values[inner]) / (scores[end] - scores[inner]);
            return slope > 0 ? scores[end] + (value - values[end]) / slope : scores[end] + (isBelow ? -BEYOND : BEYOND);
        }
        int first = 0;
        while (values[first] < value) {
            first++;
        }
        int end = last;
        while (values[end] > value) {
            end--;
        }
        // Where the value lies between two, they are those around it; else the first and the last that have it.
        double share = first > end ? (value - values[end]) / (values[first] - values[end]) : 0.5;
        return scores[end] + share * (scores[first] - scores[end]);
    }

    /**
     * The probability of a value as far out as this one, or farther, on either side: twice that of the nearer tail, 0 to 1. Where
     * the outermost quantiles are equal, nothing is known of the tail, and no value beyond them is less likely than their logit
     * and one more.
     */
    public double pValue(double value) {
        return 2 / (1 + Math.exp(Math.abs(score(value))));
    }
}
