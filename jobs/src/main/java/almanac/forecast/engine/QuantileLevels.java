package almanac.forecast.engine;

import java.util.List;

/** The quantiles of a forecast that are published. */
public final class QuantileLevels {

    /** Ascending; the one in the middle is the forecast itself. */
    public static final List<Double> ALL = List.of(0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95);

    private QuantileLevels() {}

    /** The name of a level in the tables: p05, p10 and so on. */
    public static String name(double level) {
        return "p%02d".formatted(Math.round(100 * level));
    }
}
