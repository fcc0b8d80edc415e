package almanac.forecast;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is published for a segment, and why.
 *
 * @param method the method whose forecast is published; {@link #NONE} or {@link #ZERO} where no method was asked
 * @param status how it came about
 * @param reason in words; null where the status is OK
 */
record Verdict(String method, MethodStatus status, @Nullable String reason) implements Serializable {

    /** The name of the combination in the tables. */
    static final String COMBINATION = "combination";

    /** Zeros, for a segment in which nothing is sold any more. */
    static final String ZERO = "zero";

    /** No forecast at all. */
    static final String NONE = "none";

    /** A pause of half a year is an end only if it is so many times as long as any before: seasons pause every year. */
    private static final int TIMES_LONGEST_PAUSE = 2;

    private static final double ROUNDING = 1e-9;

    /** What is published without asking any method; null where methods are to be asked. */
    static @Nullable Verdict beforehand(Series series, Timeline timeline) {
        double[] sales = series.history(series.end());
        if (sales.length == 0) {
            return new Verdict(NONE, MethodStatus.SKIPPED, "nothing was sold in a period that is over");
        }
        int lastSale = lastSale(sales, sales.length - 1);
        if (lastSale < 0) {
            return zero("no period of the history has sales above zero");
        }
        int pause = sales.length - 1 - lastSale;
        int longest = longestPauseBefore(sales, lastSale);
        if (pause >= Math.max(2, timeline.year() / 2) && pause >= TIMES_LONGEST_PAUSE * longest) {
            return zero(String.format(
                    Locale.ROOT,
                    "ended: no sales since %s, for %d periods; the longest pause before was %d",
                    timeline.end(series.first() + lastSale),
                    pause,
                    longest));
        }
        return null;
    }

    /** What is published of the methods that were asked. */
    static Verdict of(Series series, List<OriginForecasts> origins) {
        int periods = series.length(series.end());
        if (!CandidatePool.isEnough(periods)) {
            return fallback(String.format(
                    Locale.ROOT, "too short: %d periods of history, the last value is carried on", periods));
        }
        Comparison backtest = Comparison.of(series, origins);
        if (backtest.count() == 0) {
            return new Verdict(
                    COMBINATION, MethodStatus.COLD_START, "younger than the back-test: all methods weigh the same");
        }
        if (backtest.isWorse()) {
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
     * @param sales what was sold in their periods, each without its sign
     */
    private record Comparison(int count, double combination, double yardstick, double sales) {

        /** Whether the combination was worse, by more than arithmetic rounds. */
        boolean isWorse() {
            return combination > yardstick + ROUNDING * sales;
        }

        static Comparison of(Series series, List<OriginForecasts> origins) {
            int count = 0;
            double combination = 0;
            double yardstick = 0;
            double sales = 0;
            for (OriginForecasts at : origins) {
                for (int ahead = 1; ahead <= at.horizon() && at.origin() + ahead <= series.end(); ahead++) {
                    double actual = series.actual(at.origin() + ahead - 1);
                    combination += Math.abs(at.forecast(COMBINATION, ahead) - actual);
                    yardstick += Math.abs(at.forecast(CandidatePool.YARDSTICK, ahead) - actual);
                    sales += Math.abs(actual);
                    count++;
                }
            }
            return new Comparison(count, combination, yardstick, sales);
        }
    }

    private static Verdict zero(String reason) {
        return new Verdict(ZERO, MethodStatus.FALLBACK_NAIVE, reason);
    }

    private static Verdict fallback(String reason) {
        return new Verdict(CandidatePool.YARDSTICK, MethodStatus.FALLBACK_NAIVE, reason);
    }

    /** The last period up to a position with sales above zero; -1 where there is none. */
    private static int lastSale(double[] sales, int from) {
        int position = from;
        while (position >= 0 && sales[position] <= 0) {
            position--;
        }
        return position;
    }

    private static int longestPauseBefore(double[] sales, int lastSale) {
        int longest = 0;
        for (int sale = lastSale; sale >= 0; ) {
            int before = lastSale(sales, sale - 1);
            if (before >= 0) {
                longest = Math.max(longest, sale - before - 1);
            }
            sale = before;
        }
        return longest;
    }
}
