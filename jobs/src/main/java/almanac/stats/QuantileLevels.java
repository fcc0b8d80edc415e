package almanac.stats;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The quantiles of a forecast that are published. */
public final class QuantileLevels {

    /** Ascending; the one in the middle is the forecast itself. */
    public static final List<Double> ALL = List.of(0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95);

    /** The level of the forecast itself. */
    public static final double MEDIAN = 0.5;

    /** Those on both sides of it. */
    public static final List<Double> OUTER =
            ALL.stream().filter(level -> level != MEDIAN).toList();

    private QuantileLevels() {}

    /** The values of {@link #OUTER} among those of {@link #ALL}; nulls where there are none. */
    public static List<@Nullable Double> outer(double @Nullable [] values) {
        List<@Nullable Double> outer = new ArrayList<>();
        for (double level : OUTER) {
            outer.add(values == null ? null : values[ALL.indexOf(level)]);
        }
        return outer;
    }

    /** The name of a level in the tables: p05, p10 and so on. */
    public static String name(double level) {
        return "p%02d".formatted(Math.round(100 * level));
    }
}
