package almanac.forecast.engine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that moves a series and is known beside it, such as a price or an event.
 *
 * @param name what people call it; the drivers of all series have the same names in the same order
 * @param ahead what stands for its future
 * @param trials the sets of drivers that it is tried in: those of one set are used together or not at all
 * @param values in each period of the series from the first one on, as far as it is given; NaN where it is not known
 */
public record Driver(String name, Ahead ahead, List<String> trials, double[] values) implements Serializable {

    /** What is known of a driver after an origin. */
    public enum Ahead {
        /** What is given: it is planned. */
        PLANNED,
        /** It stays at what it was last. */
        LAST,
        /** It is as in the same period of the last year that is known. */
        SEASONAL,
        /** Nothing: it is as usual. */
        UNKNOWN
    }

    private static final String TOGETHER = "all";

    /** Copies the list. */
    public Driver {
        trials = List.copyOf(trials);
    }

    /** Drivers that are planned ahead and tried together. */
    public static List<Driver> planned(List<String> names, double[][] values) {
        List<Driver> drivers = new ArrayList<>();
        for (int d = 0; d < values.length; d++) {
            drivers.add(new Driver(names.get(d), Ahead.PLANNED, List.of(TOGETHER), values[d]));
        }
        return drivers;
    }

    /**
     * Its value in a period; NaN where it is not known.
     *
     * @param period counted from the first of the series
     * @param known how many periods of the series are known
     * @param year periods in a year
     */
    double value(int period, int known, int year) {
        if (period < known || ahead == Ahead.PLANNED) {
            return given(period);
        }
        return switch (ahead) {
            case LAST -> last(known);
            case SEASONAL -> given(known - year + (period - known) % year);
            default -> Double.NaN;
        };
    }

    private double last(int known) {
        int period = known - 1;
        while (period >= 0 && Double.isNaN(given(period))) {
            period--;
        }
        return given(period);
    }

    private double given(int period) {
        return period >= 0 && period < values.length ? values[period] : Double.NaN;
    }
}
