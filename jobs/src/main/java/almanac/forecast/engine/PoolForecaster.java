package almanac.forecast.engine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /**
     * @param timeline the periods of the series
     * @param backs how far before the end of a series the origins of the back-test lie, descending
     * @param learner what was learnt before each of them and before the end
     */
    PoolForecaster(Timeline timeline, List<Integer> backs, LearnedModels learner) {
        this.timeline = timeline;
        this.backs = List.copyOf(backs);
        this.learner = learner;
    }

    /** What every method says about a series at every origin at which it has a history long enough to be judged by. */
    List<OriginForecasts> run(Series series) {
        List<OriginForecasts> said = new ArrayList<>();
        for (int back : backs) {
            if (MethodPool.isEnough(series.length() - back)) {
                said.add(at(series, back, Math.min(timeline.horizon(), back)));
            }
        }
        if (series.length() > 0) {
            said.add(at(series, 0, timeline.horizon()));
        }
        return said;
    }

    private OriginForecasts at(Series series, int back, int horizon) {
        int origin = series.end() - back;
        double[] history = series.history(origin);
        SeriesScale scale = SeriesScale.of(history, timeline.frequency());
        Map<String, double[]> forecasts = MethodPool.forecasts(history, timeline.frequency(), horizon);
        learner.forecast(series, back, horizon).ifPresent(learnt -> forecasts.put(GlobalLearner.METHOD, learnt));
        if (scale.isNeverNegative()) {
            forecasts.replaceAll((method, values) -> floored(values));
        }
        return new OriginForecasts(back, origin, horizon, scale, forecasts, new LinkedHashMap<>());
    }

    private static double[] floored(double[] values) {
        double[] floored = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            floored[i] = Math.max(0, values[i]);
        }
        return floored;
    }
}
