package almanac.stats;

/**
 * A history without its season, and the way to give a forecast its season back.
 *
 * <ul>
 *   <li>Not seasonal by the {@linkplain Seasonality#isSeasonal test}: nothing is taken off.
 *   <li>All values above 0: multiplicative.
 *   <li>A value at or below 0, or a season so close to 0 that dividing by it would blow up noise: additive.
 * </ul>
 */
final class SeasonalAdjustment {

    private enum Kind {
        NONE,
        ADDITIVE,
        MULTIPLICATIVE
    }

    /** The smallest factor that a history is divided by, as in the function thetaf of the R package forecast. */
    private static final double SMALLEST_FACTOR = 1e-4;

    private final Kind kind;
    private final double[] indices;
    private final double[] adjusted;

    private SeasonalAdjustment(Kind kind, double[] indices, double[] history) {
        this.kind = kind;
        this.indices = indices;
        this.adjusted = takeOff(history);
    }

    /** Adjusts nothing. */
    static SeasonalAdjustment none(double[] history) {
        return new SeasonalAdjustment(Kind.NONE, new double[0], history);
    }

    /** Adjusts a history that passes the test. */
    static SeasonalAdjustment of(double[] history, int period) {
        if (!Seasonality.isSeasonal(history, period)) {
            return none(history);
        }
        if (smallest(history) > 0) {
            double[] factors = Seasonality.multiplicativeIndices(history, period);
            if (smallest(factors) >= SMALLEST_FACTOR) {
                return new SeasonalAdjustment(Kind.MULTIPLICATIVE, factors, history);
            }
        }
        return new SeasonalAdjustment(Kind.ADDITIVE, Seasonality.additiveIndices(history, period), history);
    }

    /** The history without its season. Not to be changed. */
    double[] adjusted() {
        return adjusted;
    }

    /** Forecasts of the adjusted history, with their season. */
    double[] giveBack(double[] forecasts) {
        double[] seasonal = forecasts.clone();
        for (int h = 0; h < forecasts.length && kind != Kind.NONE; h++) {
            double index = indices[(int) ((adjusted.length + (long) h) % indices.length)];
            seasonal[h] = kind == Kind.ADDITIVE ? forecasts[h] + index : forecasts[h] * index;
        }
        return seasonal;
    }

    private double[] takeOff(double[] history) {
        double[] plain = history.clone();
        for (int t = 0; t < history.length && kind != Kind.NONE; t++) {
            double index = indices[t % indices.length];
            plain[t] = kind == Kind.ADDITIVE ? history[t] - index : history[t] / index;
        }
        return plain;
    }

    private static double smallest(double[] values) {
        double smallest = Double.POSITIVE_INFINITY;
        for (double value : values) {
            smallest = Math.min(smallest, value);
        }
        return smallest;
    }
}
