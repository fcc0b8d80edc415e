package almanac.forecast.engine;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is published for a series, and why.
 *
 * @param method the method whose forecast is published; {@link #NONE} or {@link #ZERO} where no method was asked
 * @param status how it came about
 * @param reason in words; null where the status is OK
 */
public record Verdict(
        String method, MethodStatus status, @Nullable String reason) implements Serializable {

    /** The name of the combination in the tables. */
    public static final String COMBINATION = "combination";

    /** The yardstick: seasonal naive, which every other method has to beat. */
    public static final String YARDSTICK = MethodPool.YARDSTICK;

    /** Zeros, for a series that has ended. */
    public static final String ZERO = "zero";

    /** No forecast at all. */
    public static final String NONE = "none";

    /** No pause shorter than so many periods is an end. */
    private static final int SHORTEST_END = 4;

    /** A pause of half a year is an end only if it is so many times as long as any before: seasons pause every year. */
    private static final int TIMES_LONGEST_PAUSE = 2;

    /**
     * Seasonal naive stands in where the combination was off by so many times as much. Not by any more: a few errors tell
     * little, and seasonal naive has its own weight in the combination. On the M3 series, falling back wherever it had been
     * better before cost 1 % of accuracy and up to 5 % in the training part; at this factor it cost nothing.
     */
    private static final double MUCH_WORSE = 2;

    private static final double ROUNDING = 1e-9;

    /** What is published without asking any method; null where methods are to be asked. */
    private static @Nullable Verdict beforehand(Series series, Timeline timeline) {
        double[] values = series.history(series.end());
        if (values.length == 0) {
            return new Verdict(NONE, MethodStatus.SKIPPED, "no value in a period that is over");
        }
        int lastActive = lastActive(values, values.length - 1);
        if (lastActive < 0) {
            return zero("every value of the history is zero");
        }
        int pause = values.length - 1 - lastActive;
        int longest = longestPauseBefore(values, lastActive);
        if (pause >= Math.max(SHORTEST_END, timeline.frequency().year() / 2)
                && pause >= TIMES_LONGEST_PAUSE * longest) {
            return zero(String.format(
                    Locale.ROOT,
                    "ended: nothing since %s, for %d periods; the longest pause before was %d",
                    timeline.label(series.first() + lastActive),
                    pause,
                    longest));
        }
        return null;
    }

    /** What is published of a series, its methods having been combined. */
    static Verdict of(SeriesBacktest test, Timeline timeline) {
        Verdict beforehand = beforehand(test.series(), timeline);
        return beforehand == null ? of(test.series(), test.origins(), timeline) : beforehand;
    }

    /** What is published of the methods that were asked. */
    private static Verdict of(Series series, List<OriginForecasts> origins, Timeline timeline) {
        int periods = series.length();
        Double analogy = origins.isEmpty()
                ? null
                : origins.get(origins.size() - 1).weights().get(Siblings.METHOD);
        if (!MethodPool.isEnough(periods) && analogy == null) {
            return fallback(String.format(
                    Locale.ROOT, "too short: %d periods of history, the last value is carried on", periods));
        }
        Comparison backtest = Comparison.of(series, origins);
        if (analogy != null
                && (backtest.count() == 0 || periods < timeline.frequency().year())) {
            return new Verdict(
                    COMBINATION,
                    MethodStatus.COLD_START,
                    String.format(
                            Locale.ROOT,
                            "young, %d periods of history: the course of older series like it has a weight of %.0f %%",
                            periods,
                            100 * analogy));
        }
        if (backtest.count() == 0) {
            return new Verdict(
                    COMBINATION,
                    MethodStatus.COLD_START,
                    "younger than the back-test: methods weigh as for other series");
        }
        if (backtest.isMuchWorse()) {
            return fallback(String.format(
                    Locale.ROOT,
                    "in the back-test of %d forecasts the combination was off by %.4g, seasonal naive by %.4g on average",
                    backtest.count(),
                    backtest.combination() / backtest.count(),
                    backtest.yardstick() / backtest.count()));
        }
        return new Verdict(COMBINATION, MethodStatus.OK, null);
    }

    /**
     * Absolute errors of the back-test, added up.
     *
     * @param count how many forecasts were compared
     * @param size the sum of the series without its signs, next to which rounding shows
     */
    private record Comparison(int count, double combination, double yardstick, double size) {

        /** Whether the combination was much worse, and by more than arithmetic rounds. */
        boolean isMuchWorse() {
            return combination > MUCH_WORSE * yardstick + ROUNDING * size;
        }

        static Comparison of(Series series, List<OriginForecasts> origins) {
            int count = 0;
            double combination = 0;
            double yardstick = 0;
            for (OriginForecasts at : origins) {
                for (double[] error : Errors.of(at, series, at.back(), List.of(COMBINATION, MethodPool.YARDSTICK))) {
                    combination += Math.abs(error[0]);
                    yardstick += Math.abs(error[1]);
                    count++;
                }
            }
            return new Comparison(count, combination, yardstick, series.length() * series.meanSize());
        }
    }

    private static Verdict zero(String reason) {
        return new Verdict(ZERO, MethodStatus.FALLBACK_NAIVE, reason);
    }

    private static Verdict fallback(String reason) {
        return new Verdict(MethodPool.YARDSTICK, MethodStatus.FALLBACK_NAIVE, reason);
    }

    /** The last period up to a position that is not zero; -1 where there is none. */
    private static int lastActive(double[] values, int from) {
        int position = from;
        while (position >= 0 && values[position] == 0) {
            position--;
        }
        return position;
    }

    private static int longestPauseBefore(double[] values, int lastActive) {
        int longest = 0;
        for (int active = lastActive; active >= 0; ) {
            int before = lastActive(values, active - 1);
            if (before >= 0) {
                longest = Math.max(longest, active - before - 1);
            }
            active = before;
        }
        return longest;
    }
}
