package almanac.stats;

/**
 * How far forecasts may go beyond what was seen: h steps ahead, by the range of the history and twice the part of it
 * that h steps are of the history's length. A straight line through the history stays well within; a model that
 * explodes does not.
 *
 * @param lowest the smallest observation
 * @param highest the largest observation
 * @param length the number of observations
 */
record HistoryRange(double lowest, double highest, int length) {

    /** The range of a history of at least one observation. */
    static HistoryRange of(double[] history) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (double value : history) {
            lowest = Math.min(lowest, value);
            highest = Math.max(highest, value);
        }
        return new HistoryRange(lowest, highest, history.length);
    }

    /** Moves forecasts that are too far out to the farthest value allowed, in place; infinite ones too. */
    double[] keep(double[] forecasts) {
        double range = highest - lowest;
        for (int h = 0; h < forecasts.length; h++) {
            double beyond = range * (1 + 2.0 * (h + 1) / length);
            forecasts[h] = Math.max(lowest - beyond, Math.min(highest + beyond, forecasts[h]));
        }
        return forecasts;
    }
}
