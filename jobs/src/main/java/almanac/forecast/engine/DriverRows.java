package almanac.forecast.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a series and its drivers move about their local levels: for each period the logarithm of its value less the mean of
 * those of the periods around it, and each driver less its mean over the same periods. What all share, such as a trend or a level shift,
 * drops out.
 *
 * <p>The periods around one are the four or so before and after it; of hours and days, the same hours and weekdays of the four
 * cycles before and after. The share of the year comes along as two waves, so that a season that many series share is not taken
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
        this.reach = stride > 1 ? CYCLES : Math.max(FEWEST, timeline.frequency().recent());
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
        for (int t = 0; t < history.length && isUsable(); t++) {
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
                            moved(t, around)));
                }
            }
        }
        return rows;
    }

    /** The drivers of a period of the history or after it, each less its mean over the last year of the history. */
    double[] againstLastYear(int period) {
        List<Integer> lastYear = new ArrayList<>();
        int year = Math.max(1, timeline.frequency().year());
        for (int t = Math.max(0, history.length - year); t < history.length; t++) {
            lastYear.add(t);
        }
        double[] moved = new double[series.drivers()];
        for (int d = 0; d < moved.length; d++) {
            moved[d] = less(d, period, lastYear);
        }
        return moved;
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

    private double[] moved(int t, List<Integer> around) {
        double[] moved = new double[series.drivers() + 2 * WAVES];
        for (int d = 0; d < series.drivers(); d++) {
            moved[d] = less(d, t, around);
        }
        for (int wave = 0; wave < WAVES; wave++) {
            for (int side = 0; side < 2; side++) {
                double mean = 0;
                for (int other : around) {
                    mean += wave(other, wave, side) / around.size();
                }
                moved[series.drivers() + 2 * wave + side] = wave(t, wave, side) - mean;
            }
        }
        return moved;
    }

    private double wave(int t, int wave, int side) {
        double angle = 2 * Math.PI * (wave + 1) * timeline.shareOfYear(series.first() + t);
        return side == 0 ? Math.sin(angle) : Math.cos(angle);
    }

    /** A driver of a period less its mean over others; 0 where it is not known. */
    private double less(int driver, int period, List<Integer> others) {
        double sum = 0;
        int count = 0;
        for (int other : others) {
            double value = series.driver(driver, other);
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        double value = series.driver(driver, period);
        return count == 0 || Double.isNaN(value) ? 0 : value - sum / count;
    }
}
