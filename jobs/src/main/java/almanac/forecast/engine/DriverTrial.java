package almanac.forecast.engine;

import almanac.stats.DynamicOptimisedTheta;
import almanac.stats.ForecastMethod;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Whether drivers make the forecasts of a series better: one quick method at each origin, without and with them, and how far off
 * both were, in units of the series' spread.
 *
 * @param back the origin at which it is known
 * @param group of the series
 */
record DriverTrial(int back, String group) implements Serializable {

    private static final ForecastMethod QUICK = new DynamicOptimisedTheta();

    /** A scaled error beyond this counts as this. */
    private static final double LARGEST = 50;

    /** For each origin, the errors without and with drivers that are known there, of all origins before it. */
    static List<Tuple2<DriverTrial, long[]>> of(
            Series series, DriverEffects effects, Timeline timeline, List<Integer> backs) {
        List<Tuple2<DriverTrial, long[]>> trials = new ArrayList<>();
        for (int tried : backs) {
            double @Nullable [] learnt =
                    MethodPool.isEnough(series.length() - tried) && tried > 0 ? effects.of(series, tried) : null;
            if (learnt != null) {
                int origin = series.end() - tried;
                int horizon = Math.min(timeline.horizon(), tried);
                double[] history = series.history(origin);
                double[] factors = effects.factors(series, tried, learnt, history.length + horizon);
                double[] without = QUICK.forecast(history, timeline.frequency().season(), horizon);
                double[] with = times(
                        QUICK.forecast(
                                over(history, factors), timeline.frequency().season(), horizon),
                        Arrays.copyOfRange(factors, history.length, factors.length));
                double spread = SeriesScale.of(history, timeline.frequency()).spread();
                for (int back : backs) {
                    long[] sums = new long[2];
                    for (int ahead = 1; ahead <= horizon && tried - ahead >= back; ahead++) {
                        double actual = series.actual(origin + ahead - 1);
                        if (!Double.isNaN(actual) && spread > 0) {
                            sums[0] += scaled(without[ahead - 1] - actual, spread);
                            sums[1] += scaled(with[ahead - 1] - actual, spread);
                        }
                    }
                    trials.add(new Tuple2<>(new DriverTrial(back, series.name().group()), sums));
                }
            }
        }
        return trials;
    }

    /** Each value over its factor. */
    static double[] over(double[] values, double[] factors) {
        double[] without = values.clone();
        for (int t = 0; t < values.length; t++) {
            without[t] /= factors[t];
        }
        return without;
    }

    /** Each value times its factor. */
    static double[] times(double[] values, double[] factors) {
        double[] with = values.clone();
        for (int t = 0; t < values.length; t++) {
            with[t] *= factors[t];
        }
        return with;
    }

    private static long scaled(double error, double spread) {
        return ExactSums.of(Math.min(LARGEST, Math.abs(error) / spread));
    }
}
