package almanac.forecast.engine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import scala.Tuple2;

/**
 * Whether a set of drivers makes the forecasts of a series better: one quick method at each origin, without and with them, and
 * how far off both were, in units of the series' spread.
 *
 * @param back the origin at which it is known
 * @param group of the series
 * @param name of the set
 */
record DriverTrial(int back, String group, String name) implements Serializable {

    /** For each set and origin, the errors without and with drivers that are known there, of all origins before it. */
    static List<Tuple2<DriverTrial, long[]>> of(
            Series series, DriverEffects effects, Timeline timeline, List<Integer> backs) {
        List<Tuple2<DriverTrial, long[]>> trials = new ArrayList<>();
        for (int tried : backs) {
            int known = series.length() - tried;
            if (tried > 0 && MethodPool.isEnough(known)) {
                int season = timeline.frequency().season();
                int horizon = Math.min(timeline.horizon(), tried);
                double[] history = series.history(series.end() - tried);
                double[] without = QuickTrial.METHOD.forecast(history, season, horizon);
                for (String name : effects.trials()) {
                    Optional<SeriesEffects> learnt = effects.of(series, name, tried);
                    if (learnt.isPresent()) {
                        double[] factors = learnt.get().factors(known + horizon);
                        double[] with = isIdle(factors)
                                ? without
                                : times(
                                        QuickTrial.METHOD.forecast(over(history, factors), season, horizon),
                                        Arrays.copyOfRange(factors, known, factors.length));
                        for (int back : backs) {
                            QuickTrial.Errors errors = QuickTrial.errors(series, timeline, tried, back, without, with);
                            trials.add(new Tuple2<>(
                                    new DriverTrial(back, series.name().group(), name),
                                    new long[] {errors.without(), errors.with()}));
                        }
                    }
                }
            }
        }
        return trials;
    }

    private static boolean isIdle(double[] factors) {
        return Arrays.stream(factors).allMatch(factor -> factor == 1);
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
}
