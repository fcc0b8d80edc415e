package almanac.forecast.engine;

import almanac.stats.LevelShift;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Forecasts one series at every origin by each method of the pool and by the learner, not yet combined.
 *
 * <p>Where a history has no value below zero, no forecast has: what is sold cannot be less than nothing.
 */
final class PoolForecaster implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Timeline timeline;
    private final List<Integer> backs;
    private final LearnedModels learner;
    private final DriverEffects drivers;
    private final LevelShifts shifts;
    private final Siblings siblings;

    /**
     * @param timeline the periods of the series
     * @param backs how far before the end of a series the origins of the back-test lie, descending
     * @param learner what was learnt before each of them and before the end
     * @param drivers what drivers were known to do, likewise
     * @param shifts whether steps of the level were known to last, likewise
     * @param siblings the courses that young series go by, likewise
     */
    PoolForecaster(
            Timeline timeline,
            List<Integer> backs,
            LearnedModels learner,
            DriverEffects drivers,
            LevelShifts shifts,
            Siblings siblings) {
        this.timeline = timeline;
        this.backs = List.copyOf(backs);
        this.learner = learner;
        this.drivers = drivers;
        this.shifts = shifts;
        this.siblings = siblings;
    }

    /** What every method says about a series at every origin at which it has a history long enough to be judged by. */
    List<OriginForecasts> run(Series series) {
        List<OriginForecasts> said = new ArrayList<>();
        for (int back : backs) {
            if (MethodPool.isEnough(series.length() - back)) {
                said.add(at(series, back, Math.min(timeline.horizon(), back), series));
            }
        }
        if (series.length() > 0) {
            said.add(at(series, 0, timeline.horizon(), series));
        }
        return said;
    }

    /**
     * What every method says about a series at one origin.
     *
     * @param whole the series that it is a part of; itself where it is none
     */
    OriginForecasts at(Series series, int back, int horizon, Series whole) {
        int origin = series.end() - back;
        double[] history = series.history(origin);
        SeriesScale scale = SeriesScale.of(history, timeline.frequency());
        Map<String, double[]> forecasts = ofPool(series, back, history, horizon);
        Optional<double[]> analogy = Siblings.isYoung(history.length, timeline.frequency())
                ? siblings.forecast(series, back, horizon, whole)
                : Optional.empty();
        analogy.ifPresent(values -> forecasts.put(Siblings.METHOD, values));
        ClosedPeriods.of(history, timeline.frequency()).close(forecasts);
        if (scale.isNeverNegative()) {
            forecasts.replaceAll((method, values) -> floored(values));
        }
        double[] like = forecasts.remove(Siblings.METHOD);
        return new OriginForecasts(back, origin, horizon, scale, forecasts, new LinkedHashMap<>(), like);
    }

    /** What the methods say of a history without the effects of its drivers and at one level, the effects given back. */
    private Map<String, double[]> ofPool(Series series, int back, double[] history, int horizon) {
        Undriven undriven = Undriven.of(history, drivers.used(series, back), horizon);
        Optional<LevelShift> step = shifts.followed(undriven.history(), back);
        double[] levelled =
                step.map(shift -> shift.levelled(undriven.history())).orElse(undriven.history());
        Map<String, double[]> forecasts = MethodPool.forecasts(levelled, timeline.frequency(), horizon);
        forecasts.replaceAll((method, values) -> isDriven(method)
                ? undriven.driven(values)
                : MethodPool.yardstick(history, timeline.frequency(), horizon));
        Series seen =
                step.map(shift -> series.levelled(shift, series.end() - back)).orElse(series);
        learner.forecast(seen, back, horizon).ifPresent(learnt -> forecasts.put(GlobalLearner.METHOD, learnt));
        return forecasts;
    }

    /** Whether drivers move the forecasts of a method: not the yardstick's, nor the learner's, which looks at all series. */
    static boolean isDriven(String method) {
        return !method.equals(MethodPool.YARDSTICK) && !method.equals(GlobalLearner.METHOD);
    }

    private static double[] floored(double[] values) {
        double[] floored = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            floored[i] = Math.max(0, values[i]);
        }
        return floored;
    }
}
