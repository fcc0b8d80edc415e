package almanac.forecast.engine;

import almanac.stats.LevelShift;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * One series: a value for each period of the {@link Timeline} from its first one to its last one, and beside them those of
 * its market.
 *
 * <p>A value may be unknown (NaN): not delivered, or masked because an event made it no guide to the future. Methods then see
 * the value of a season before, or else the last one that is known; no error is counted there.
 */
public final class Series implements Serializable {

    private static final long serialVersionUID = 1L;

    private final SeriesName name;
    private final int first;
    private final double[] values;
    private final double[] filled;
    private final double[] market;
    private final List<Driver> drivers;

    /**
     * @param name whose series it is
     * @param first the position of the first value
     * @param values from the first one on, which is known; NaN where not known
     * @param market of every position from the start of the history, or of none; NaN where it is not known
     * @param drivers what moves it; those of all series have the same names in the same order
     * @param season periods in a season, at least 1
     */
    public Series(SeriesName name, int first, double[] values, double[] market, List<Driver> drivers, int season) {
        this(name, first, values.clone(), filled(values, season), market.clone(), drivers);
    }

    private Series(
            SeriesName name, int first, double[] values, double[] filled, double[] market, List<Driver> drivers) {
        this.name = name;
        this.first = first;
        this.values = values;
        this.filled = filled;
        this.market = market;
        this.drivers = List.copyOf(drivers);
    }

    /**
     * What a series is called.
     *
     * @param id a number of its own, the same in every run
     * @param group the series among which it is alike: their errors are pooled where it has few of its own
     * @param keys the values of the columns that name it
     * @param kin the sets of series that it belongs to, such as those of its category, nearest first, the widest last: a young
     *     series is forecast after the course of its kin
     */
    public record SeriesName(long id, String group, List<String> keys, List<String> kin) implements Serializable {

        /** Copies the lists. */
        public SeriesName {
            keys = List.copyOf(keys);
            kin = List.copyOf(kin);
        }
    }

    private static double[] filled(double[] values, int season) {
        double[] filled = values.clone();
        for (int t = 1; t < filled.length; t++) {
            if (Double.isNaN(filled[t])) {
                filled[t] = filled[t >= season ? t - season : t - 1];
            }
        }
        return filled;
    }

    /** Whose series it is. */
    public SeriesName name() {
        return name;
    }

    /** How many periods are known after {@code origin} periods of the history. */
    int length(int origin) {
        return Math.max(0, Math.min(origin - first, values.length));
    }

    /** How many periods the whole series has. */
    public int length() {
        return values.length;
    }

    /** The same series as if it had begun so many periods before an origin, without market and drivers. */
    Series begunBefore(int origin, int periods) {
        double[] from = Arrays.copyOfRange(filled, origin - periods - first, filled.length);
        for (int t = 0; t < from.length; t++) {
            from[t] = t == 0 || isKnown(origin - periods - first + t) ? from[t] : Double.NaN;
        }
        return new Series(name, origin - periods, from, new double[0], List.of(), 1);
    }

    /** What is known after {@code origin} periods of the history, oldest first, its gaps filled. */
    double[] history(int origin) {
        return Arrays.copyOf(filled, length(origin));
    }

    /** The same series with its gaps filled, and what lies before a step, seen after {@code origin} periods, at the level after it. */
    Series levelled(LevelShift shift, int origin) {
        double[] levelled = filled.clone();
        double[] history = shift.levelled(history(origin));
        System.arraycopy(history, 0, levelled, 0, history.length);
        return new Series(name, first, levelled, market, drivers, 1);
    }

    /** The value of a period at or after the first one; NaN where it is not known. */
    double actual(int position) {
        return values[position - first];
    }

    /** The mean of the values without their signs. */
    double meanSize() {
        return new Course(filled).meanSize(0, filled.length);
    }

    /** The position after the last value. */
    public int end() {
        return first + values.length;
    }

    /** The position of the first value. */
    public int first() {
        return first;
    }

    /** Whether the value of a period, counted from the first one, is known. */
    boolean isKnown(int period) {
        return !Double.isNaN(values[period]);
    }

    /** What moves it. */
    List<Driver> drivers() {
        return drivers;
    }

    /** The same with those drivers only that take part in a trial. */
    Series inTrial(String trial) {
        List<Driver> some = drivers.stream()
                .filter(driver -> driver.trials().contains(trial))
                .toList();
        return new Series(name, first, values, filled, market, some);
    }

    /** The market, one value for each position, NaN where not known; empty without a market. */
    double[] market() {
        return market.clone();
    }
}
