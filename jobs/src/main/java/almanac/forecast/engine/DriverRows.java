package almanac.forecast.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How a series and its drivers move about their local levels: for each period the logarithm of its value less the mean of
 * those of the periods around it, and each driver less its mean over the same periods. What all share, such as a trend or
 * a level shift, drops out.
 *
 * <p>The periods around one are those of the quarter of a year before and after it, so that a price that changes twice a year is
 * seen to; of hours and days, the same hours and weekdays of the four cycles before and after. The share of the year comes along as two waves, so that a season that many series share is not taken
 * for the effect of what happens in it.
 */
final class DriverRows {

    /** Waves of the year, a sine and a cosine each. */
    static final int WAVES = 2;

    private static final int CYCLES = 4;

    /** Added to all values where one of them is zero, as a share of their mean, so that it has a logarithm. */
    private static final double OFFSET = 0.1;

    /** With fewer periods around it there is no local level. */
    private static final int FEWEST = 2;

    private final Series series;
    private final Timeline timeline;
    private final double[] history;
    private final int reach;
    private final int stride;

    /** The rows of a series as known after {@code origin} periods of the timeline. */
    DriverRows(Series series, int origin, Timeline timeline) {
        this.series = series;
        this.timeline = timeline;
        this.history = series.history(origin);
        this.stride = timeline.frequency().block();
        this.reach = stride > 1 ? CYCLES : Math.max(FEWEST, timeline.frequency().year() / 4);
    }

    /**
     * One period about its local level.
     *
     * @param period counted from the first of the series
     * @param knownAfter the last period that it looks at
     * @param change the logarithm of the value less the mean of those around it
     * @param drivers each less its local mean, and then the waves of the year
     */
    record Moved(int period, int knownAfter, double change, double[] drivers) {}

    /** Whether the logarithms exist. */
    boolean isUsable() {
        return Arrays.stream(history).allMatch(value -> value >= 0);
    }

    /** Every period of the history that is known and has a local level. */
    List<Moved> rows() {
        List<Moved> rows = new ArrayList<>();
        if (!isUsable()) {
            return rows;
        }
        double[][] columns = columns();
        for (int t = 0; t < history.length; t++) {
            List<Integer> around = around(t);
            if (around.size() >= FEWEST && series.isKnown(t)) {
                double offset = offset(t, around);
                if (history[t] + offset > 0) {
                    double level = 0;
                    for (int other : around) {
                        level += Math.log(history[other] + offset) / around.size();
                    }
                    rows.add(new Moved(
                            t,
                            Math.max(t, around.get(around.size() - 1)),
                            Math.log(history[t] + offset) - level,
                            moved(columns, t, around)));
                }
            }
        }
        return rows;
    }

    /** The mean of each driver over the last year of the history; NaN where it is not known. */
    double[] meansOfLastYear() {
        int from = Math.max(0, history.length - timeline.frequency().year());
        List<Integer> lastYear = IntStream.range(from, history.length).boxed().toList();
        double[] means = new double[series.drivers().size()];
        for (int d = 0; d < means.length; d++) {
            int driver = d;
            means[d] = mean(t -> driver(driver, t), lastYear);
        }
        return means;
    }

    private double driver(int driver, int period) {
        return series.drivers()
                .get(driver)
                .value(period, history.length, timeline.frequency().year());
    }

    /** What must be added for all logarithms to exist; 0 where they do, and where all values are zero. */
    private double offset(int t, List<Integer> around) {
        double sum = history[t];
        boolean hasZero = history[t] == 0;
        for (int other : around) {
            sum += history[other];
            hasZero |= history[other] == 0;
        }
        return hasZero ? OFFSET * sum / (around.size() + 1) : 0;
    }

    private List<Integer> around(int t) {
        List<Integer> around = new ArrayList<>();
        for (int k = -reach; k <= reach; k++) {
            int other = t + k * stride;
            if (k != 0 && other >= 0 && other < history.length && series.isKnown(other)) {
                around.add(other);
            }
        }
        return around;
    }

    /** The drivers, and after them the waves of the year, each in every period of the history. */
    private double[][] columns() {
        double[][] columns = new double[series.drivers().size() + 2 * WAVES][history.length];
        for (int t = 0; t < history.length; t++) {
            double angle = 2 * Math.PI * timeline.shareOfYear(series.first() + t);
            for (int d = 0; d < series.drivers().size(); d++) {
                columns[d][t] = driver(d, t);
            }
            for (int wave = 0; wave < WAVES; wave++) {
                columns[series.drivers().size() + 2 * wave][t] = Math.sin((wave + 1) * angle);
                columns[series.drivers().size() + 2 * wave + 1][t] = Math.cos((wave + 1) * angle);
            }
        }
        return columns;
    }

    /** Each column less its mean over the periods around one; 0 where it is not known. */
    private static double[] moved(double[][] columns, int t, List<Integer> around) {
        double[] moved = new double[columns.length];
        for (int k = 0; k < columns.length; k++) {
            double[] column = columns[k];
            double difference = column[t] - mean(other -> column[other], around);
            moved[k] = Double.isNaN(difference) ? 0 : difference;
        }
        return moved;
    }

    /** The mean over the periods in which a value is known; NaN where it is in none. */
    private static double mean(IntToDoubleFunction value, List<Integer> periods) {
        double sum = 0;
        int count = 0;
        for (int period : periods) {
            double one = value.applyAsDouble(period);
            if (!Double.isNaN(one)) {
                sum += one;
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
