package almanac.forecast.engine;

import almanac.stats.LevelShift;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Steps in the level of series, which methods are shown as if the series had always been at its new level. Where such steps did not
 * last at earlier origins, so that forecasts were better without following them, they are not followed; where there were too few
 * to tell, they are.
 */
final class LevelShifts implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int FEWEST_AFTER = 3;
    private static final int SHORTEST_WINDOW = 12;

    /** With fewer steps that were followed by anything nothing is known of them. */
    private static final int FEWEST_STEPS = 10;

    private final Frequency frequency;
    private final Map<Integer, Boolean> haveLasted;

    private LevelShifts(Frequency frequency, Map<Integer, Boolean> haveLasted) {
        this.frequency = frequency;
        this.haveLasted = Collections.unmodifiableMap(haveLasted);
    }

    /** Nothing is known, and every step is followed. */
    static LevelShifts unknown(Timeline timeline) {
        return new LevelShifts(timeline.frequency(), Map.of());
    }

    /**
     * Learns whether steps last. Runs a Spark job.
     *
     * @param backs the origins of the back-test, descending, and 0
     */
    static LevelShifts learn(JavaRDD<Series> series, Timeline timeline, DriverEffects drivers, List<Integer> backs) {
        LevelShifts all = unknown(timeline);
        Map<Integer, Boolean> haveLasted = new HashMap<>();
        series.flatMapToPair(one -> all.trials(one, timeline, drivers, backs).iterator())
                .reduceByKey(ExactSums::plus)
                .collectAsMap()
                .forEach((back, sums) -> haveLasted.put(back, sums[0] < FEWEST_STEPS || sums[2] < sums[1]));
        return new LevelShifts(timeline.frequency(), haveLasted);
    }

    /** The step to follow at an origin, in a history without the effects of drivers. */
    Optional<LevelShift> followed(double[] history, int back) {
        return haveLasted.getOrDefault(back, true) ? find(history) : Optional.empty();
    }

    /** After at least three periods, or a whole week of days: what is closed or on offer for some days comes again. */
    private Optional<LevelShift> find(double[] history) {
        return LevelShift.find(
                history,
                frequency.season(),
                Math.max(FEWEST_AFTER, frequency.block()),
                Math.max(SHORTEST_WINDOW, 2 * frequency.middle()));
    }

    /** For each origin how many steps were seen before it, and the errors that are known there, without and with following them. */
    private List<Tuple2<Integer, long[]>> trials(
            Series series, Timeline timeline, DriverEffects drivers, List<Integer> backs) {
        List<Tuple2<Integer, long[]>> trials = new ArrayList<>();
        for (int tried : backs) {
            if (tried > 0 && MethodPool.isEnough(series.length() - tried)) {
                QuickTrial trial = new QuickTrial(series, timeline, tried);
                Undriven undriven = Undriven.of(trial.history(), drivers.used(series, tried), trial.horizon());
                Optional<LevelShift> step = find(undriven.history());
                if (step.isPresent()) {
                    double[] without = undriven.driven(trial.forecast(undriven.history()));
                    double[] with = undriven.driven(trial.forecast(step.get().levelled(undriven.history())));
                    for (int back : backs) {
                        QuickTrial.Errors errors = trial.errors(back, without, with);
                        trials.add(new Tuple2<>(
                                back, new long[] {errors.count() > 0 ? 1 : 0, errors.without(), errors.with()}));
                    }
                }
            }
        }
        return trials;
    }
}
