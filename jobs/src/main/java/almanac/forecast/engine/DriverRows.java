package almanac.forecast.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a series and its drivers move about their local levels: for each period the logarithm of its value less the mean of
 * those of the periods around it, and each driver less its mean over the same periods. What all share, such as a trend or
 * a level shift, drops out.
 *
 * <p>The periods around one are those of the quarter of a year before and after it, so that a price that changes twice a year is
 * seen to; of hours and days, the same hours and weekdays of the four cycles before and after. The share of the year comes along
 * as two waves, so that a season that many series share is not taken for the effect of what happens in it.
 *
 * <p>A driver is looked at without the others: the rows of some of them are those of all without the columns of the rest.
 */
final class DriverRows {

    /** Waves of the year, a sine and a cosine each. */
    static final int WAVES = 2;

    private static final int CYCLES = 4;

    /** Added to all values where one of them is zero, as a share of their mean, so that it has a logarithm. */
    private static final double OFFSET = 0.1;

    /** With fewer periods around it there is no local level. */
    private static final int FEWEST = 2;

    private final List<Driver> drivers;
    private final int known;
    private final boolean isUsable;
    private final List<Moved> rows;
    private final double[] means;

    private DriverRows(List<Driver> drivers, int known, boolean isUsable, List<Moved> rows, double[] means) {
        this.drivers = drivers;
        this.known = known;
        this.isUsable = isUsable;
        this.rows = rows;
        this.means = means;
    }

    /**
     * One period about its local level.
     *
     * @param period counted from the first of the series
     * @param knownAfter the last period that it looks at
     * @param change the logarithm of the value less the mean of those around it
     * @param drivers each less its local mean, and then the waves of the year
     */
    record Moved(int period, int knownAfter, double change, double[] drivers) {

        private Moved only(int[] columns) {
            return new Moved(
                    period,
                    knownAfter,
                    change,
                    Arrays.stream(columns).mapToDouble(k -> drivers[k]).toArray());
        }
    }

    /** The rows of a series as known after {@code origin} periods of the timeline. */
    static DriverRows of(Series series, int origin, Timeline timeline) {
        double[] history = series.history(origin);
        int year = timeline.frequency().year();
        double[][] columns = columns(series, history.length, timeline);
        double[] means = new double[series.drivers().size()];
        int[] lastYear = IntStream.range(Math.max(0, history.length - year), history.length)
                .toArray();
        for (int d = 0; d < means.length; d++) {
            means[d] = mean(columns[d], lastYear, lastYear.length);
        }
        boolean isUsable = Arrays.stream(history).allMatch(value -> value >= 0);
        List<Moved> rows = isUsable ? rows(series, history, columns, timeline.frequency()) : List.of();
        return new DriverRows(series.drivers(), history.length, isUsable, rows, means);
    }

    /** How many columns rows of drivers have. */
    static int width(List<Driver> drivers) {
        return drivers.size() + 2 * WAVES;
    }

    /** The columns of the drivers of a set, and behind them those of the waves. */
    static int[] columns(List<Driver> drivers, String trial) {
        return IntStream.range(0, width(drivers))
                .filter(k -> k >= drivers.size() || drivers.get(k).trials().contains(trial))
                .toArray();
    }

    /** The same of the drivers of a set only. */
    DriverRows inTrial(String trial) {
        int[] columns = columns(drivers, trial);
        int[] some = Arrays.copyOf(columns, columns.length - 2 * WAVES);
        return new DriverRows(
                Arrays.stream(some).mapToObj(drivers::get).toList(),
                known,
                isUsable,
                rows.stream().map(row -> row.only(columns)).toList(),
                Arrays.stream(some).mapToDouble(d -> means[d]).toArray());
    }

    /** What they are about. */
    List<Driver> drivers() {
        return drivers;
    }

    /** How many periods of the series are known. */
    int known() {
        return known;
    }

    /** Whether the logarithms exist. */
    boolean isUsable() {
        return isUsable;
    }

    /** Every period of the history that is known and has a local level. */
    List<Moved> rows() {
        return rows;
    }

    /** The mean of each driver over the last year of the history; NaN where it is not known. */
    double[] meansOfLastYear() {
        return means.clone();
    }

    private static List<Moved> rows(Series series, double[] history, double[][] columns, Frequency frequency) {
        int stride = frequency.block();
        int reach = stride > 1 ? CYCLES : Math.max(FEWEST, frequency.year() / 4);
        double[] logs = Arrays.stream(history).map(Math::log).toArray();
        List<Moved> rows = new ArrayList<>();
        int[] around = new int[2 * reach];
        for (int t = 0; t < history.length; t++) {
            int count = around(series, history.length, t, reach, stride, around);
            if (count >= FEWEST && series.isKnown(t)) {
                double offset = offset(history, t, around, count);
                if (history[t] + offset > 0) {
                    double level = 0;
                    for (int i = 0; i < count; i++) {
                        int other = around[i];
                        level += (offset == 0 ? logs[other] : Math.log(history[other] + offset)) / count;
                    }
                    rows.add(new Moved(
                            t,
                            Math.max(t, around[count - 1]),
                            (offset == 0 ? logs[t] : Math.log(history[t] + offset)) - level,
                            moved(columns, t, around, count)));
                }
            }
        }
        return rows;
    }

    /** The drivers, and after them the waves of the year, each in every period of the history. */
    private static double[][] columns(Series series, int known, Timeline timeline) {
        int drivers = series.drivers().size();
        int year = timeline.frequency().year();
        double[][] columns = new double[drivers + 2 * WAVES][known];
        for (int t = 0; t < known; t++) {
            double angle = 2 * Math.PI * timeline.shareOfYear(series.first() + t);
            for (int d = 0; d < drivers; d++) {
                columns[d][t] = series.drivers().get(d).value(t, known, year);
            }
            for (int wave = 0; wave < WAVES; wave++) {
                columns[drivers + 2 * wave][t] = Math.sin((wave + 1) * angle);
                columns[drivers + 2 * wave + 1][t] = Math.cos((wave + 1) * angle);
            }
        }
        return columns;
    }

    /** Writes down the known periods around one, in order, and says how many they are. */
    private static int around(Series series, int length, int t, int reach, int stride, int[] around) {
        int count = 0;
        for (int k = -reach; k <= reach; k++) {
            int other = t + k * stride;
            if (k != 0 && other >= 0 && other < length && series.isKnown(other)) {
                around[count++] = other;
            }
        }
        return count;
    }

    /** What must be added for all logarithms to exist; 0 where they do, and where all values are zero. */
    private static double offset(double[] history, int t, int[] around, int count) {
        double sum = history[t];
        boolean hasZero = history[t] == 0;
        for (int i = 0; i < count; i++) {
            sum += history[around[i]];
            hasZero |= history[around[i]] == 0;
        }
        return hasZero ? OFFSET * sum / (count + 1) : 0;
    }

    /** Each column less its mean over the periods around one; 0 where it is not known. */
    private static double[] moved(double[][] columns, int t, int[] around, int count) {
        double[] moved = new double[columns.length];
        for (int k = 0; k < columns.length; k++) {
            double difference = columns[k][t] - mean(columns[k], around, count);
            moved[k] = Double.isNaN(difference) ? 0 : difference;
        }
        return moved;
    }

    /** The mean over the first so many of some periods, those in which a value is known; NaN where it is in none. */
    private static double mean(double[] values, int[] periods, int count) {
        double sum = 0;
        int known = 0;
        for (int i = 0; i < count; i++) {
            double value = values[periods[i]];
            if (!Double.isNaN(value)) {
                sum += value;
                known++;
            }
        }
        return known == 0 ? Double.NaN : sum / known;
    }
}
