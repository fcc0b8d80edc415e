package almanac.forecast.engine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the drivers of one series do to it, as known at an origin: the change of the logarithm of a value for a change of a
 * driver by one.
 */
public final class SeriesEffects implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Drivers cannot do more than this to the logarithm of a value. */
    private static final double LARGEST = 2.5;

    private final List<Driver> drivers;
    private final int known;
    private final int year;
    private final double[] effects;
    private final double[] errors;
    private final double[] usual;

    /**
     * @param known how many periods of the series are known
     * @param year periods in a year
     * @param effects of each driver
     * @param errors their standard errors
     * @param usual the value from which each driver counts; NaN where it has none
     */
    SeriesEffects(List<Driver> drivers, int known, int year, double[] effects, double[] errors, double[] usual) {
        this.drivers = List.copyOf(drivers);
        this.known = known;
        this.year = year;
        this.effects = effects.clone();
        this.errors = errors.clone();
        this.usual = usual.clone();
    }

    /**
     * What one driver does in one period: {@code effect * (value - usual)} to the logarithm.
     *
     * @param driver its name
     * @param effect of a change by one
     * @param error the standard error of the effect
     * @param value of the driver in the period; the usual one where it is not known
     * @param usual its mean over the last year
     */
    public record Part(String driver, double effect, double error, double value, double usual) implements Serializable {

        double log() {
            return effect * (value - usual);
        }
    }

    /** The part of every driver in a period, counted from the first one of the series. */
    public List<Part> parts(int period) {
        List<Part> parts = new ArrayList<>();
        for (int d = 0; d < effects.length; d++) {
            double value = drivers.get(d).value(period, known, year);
            double from = Double.isNaN(usual[d]) ? 0 : usual[d];
            boolean isTold = !Double.isNaN(value) && !Double.isNaN(usual[d]);
            parts.add(new Part(drivers.get(d).name(), effects[d], errors[d], isTold ? value : from, from));
        }
        return parts;
    }

    /** By how much the drivers of a period, counted from the first one of the series, move the logarithm of its value. */
    double log(int period) {
        double sum = parts(period).stream().mapToDouble(Part::log).sum();
        return Math.max(-LARGEST, Math.min(LARGEST, sum));
    }

    /** The factors by which the drivers of each period, from the first of the series on, move its value from its usual one. */
    double[] factors(int periods) {
        return IntStream.range(0, periods).mapToDouble(t -> Math.exp(log(t))).toArray();
    }

    double[] effects() {
        return effects.clone();
    }

    double[] errors() {
        return errors.clone();
    }
}
