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
            if (tried > 0 && MethodPool.isEnough(series.length() - tried)) {
                QuickTrial trial = new QuickTrial(series, timeline, tried);
                double[] without = trial.forecast(trial.history());
                DriverRows rows = DriverRows.of(series, series.end() - tried, timeline);
                for (String name : effects.trials()) {
                    Optional<double[]> with =
                            effects.of(rows.inTrial(name), name, tried).map(learnt -> with(trial, learnt, without));
                    for (int back : with.isPresent() ? backs : List.<Integer>of()) {
                        QuickTrial.Errors errors = trial.errors(back, without, with.get());
                        trials.add(new Tuple2<>(
                                new DriverTrial(back, series.name().group(), name),
                                new long[] {errors.without(), errors.with()}));
                    }
                }
            }
        }
        return trials;
    }

    private static double[] with(QuickTrial trial, SeriesEffects effects, double[] without) {
        Undriven undriven = Undriven.of(trial.history(), effects, trial.horizon());
        boolean isIdle = Arrays.equals(undriven.history(), trial.history());
        return undriven.driven(isIdle ? without : trial.forecast(undriven.history()));
    }
}
