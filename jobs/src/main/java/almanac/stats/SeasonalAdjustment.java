package almanac.stats;

import java.util.function.Supplier;

/**
 * A history without its season, and the way to give a forecast its season back: with the indices of the classical
 * decomposition, as the competitions use them, or with {@linkplain Seasonality#shrunkIndices shrunk} ones, which forecast
 * better.
 *
 * <ul>
 *   <li>Not seasonal by the {@linkplain Seasonality#isSeasonal test}, of 90 % for classical indices, of one standard error
 *       for shrunk ones, which do little harm where there is no season: nothing is taken off.
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

    private static final double ONE_STANDARD_ERROR = 1;

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

    /** Adjusts a history that passes the test at 90 % by classical indices. */
    static SeasonalAdjustment classical(double[] history, int period) {
        return Seasonality.isSeasonal(history, period)
                ? of(
                        history,
                        () -> Seasonality.multiplicativeIndices(history, period),
                        () -> Seasonality.additiveIndices(history, period))
                : none(history);
    }

    /** Adjusts a history for whose season a standard error speaks, by shrunk indices. */
    static SeasonalAdjustment shrunk(double[] history, int period) {
        return Seasonality.isSeasonal(history, period, ONE_STANDARD_ERROR)
                ? of(
                        history,
                        () -> Seasonality.shrunkIndices(history, period, true),
                        () -> Seasonality.shrunkIndices(history, period, false))
                : none(history);
    }

    private static SeasonalAdjustment of(
            double[] history, Supplier<double[]> multiplicative, Supplier<double[]> additive) {
        if (smallest(history) > 0) {
            double[] factors = multiplicative.get();
            if (smallest(factors) >= SMALLEST_FACTOR) {
                return new SeasonalAdjustment(Kind.MULTIPLICATIVE, factors, history);
            }
        }
        return new SeasonalAdjustment(Kind.ADDITIVE, additive.get(), history);
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

    /** Forecasts that have a season, without it. */
    double[] takeOffAfter(double[] forecasts) {
        double[] plain = forecasts.clone();
        for (int h = 0; h < forecasts.length && kind != Kind.NONE; h++) {
            double index = indices[(int) ((adjusted.length + (long) h) % indices.length)];
            plain[h] = kind == Kind.ADDITIVE ? forecasts[h] - index : forecasts[h] / index;
        }
        return plain;
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
