package almanac.forecast;

import almanac.stats.Combination;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts one series at every origin: each method of the pool, the learner, and their combination.
 *
 * <p>The weights of the combination at an origin come from the absolute errors that are known there: forecasts of earlier
 * origins for periods before this one, in which every method took part. They are inverse squared mean absolute errors,
 * drawn to equal weights the more, the fewer errors there are. At the first origin all weigh the same.
 *
 * <p>Where a history has no value below zero, no forecast has: what is sold cannot be less than nothing.
 */
final class SegmentForecaster implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final double POWER = 2;

    private final Timeline timeline;
    private final List<Integer> origins;
    private final LearnedModels learner;

    /**
     * @param timeline the periods of the series
     * @param origins those of the back-test, ascending
     * @param learner what was learnt before each of them and before the end of the history
     */
    SegmentForecaster(Timeline timeline, List<Integer> origins, LearnedModels learner) {
        this.timeline = timeline;
        this.origins = List.copyOf(origins);
        this.learner = learner;
    }

    /** What every method says about a series at every origin at which it has a history long enough to be judged by. */
    SegmentBacktest run(Series series) {
        Verdict beforehand = Verdict.beforehand(series, timeline);
        List<OriginForecasts> said = new ArrayList<>();
        if (series.length(timeline.known()) == 0) {
            return new SegmentBacktest(series, said, verdict(beforehand, series, said));
        }
        for (int origin : origins) {
            if (CandidatePool.isEnough(series.length(origin))) {
                int heldOut = Math.min(timeline.horizon(), timeline.known() - origin);
                said.add(at(series, origin, heldOut, said));
            }
        }
        said.add(at(series, timeline.known(), timeline.horizon(), said));
        return new SegmentBacktest(series, said, verdict(beforehand, series, said));
    }

    private static Verdict verdict(@Nullable Verdict beforehand, Series series, List<OriginForecasts> said) {
        return beforehand == null ? Verdict.of(series, said) : beforehand;
    }

    private OriginForecasts at(Series series, int origin, int horizon, List<OriginForecasts> earlier) {
        double[] history = series.history(origin);
        Map<String, double[]> forecasts = CandidatePool.forecasts(history, timeline.season(), horizon);
        learner.forecast(series, origin, horizon).ifPresent(learnt -> forecasts.put(GlobalLearner.METHOD, learnt));
        SeriesScale scale = SeriesScale.of(history, timeline);
        if (scale.isNeverNegative()) {
            forecasts.replaceAll((method, values) -> floored(values));
        }
        Map<String, Double> weights = weights(series, origin, List.copyOf(forecasts.keySet()), earlier);
        forecasts.put(Verdict.COMBINATION, combined(forecasts, weights, horizon));
        return new OriginForecasts(origin, horizon, scale, forecasts, weights);
    }

    private Map<String, Double> weights(
            Series series, int origin, List<String> methods, List<OriginForecasts> earlier) {
        double[] errors = new double[methods.size()];
        int count = 0;
        for (OriginForecasts before : earlier) {
            if (before.forecasts().keySet().containsAll(methods)) {
                for (int ahead = 1; ahead <= before.horizon() && before.origin() + ahead <= origin; ahead++) {
                    double actual = series.actual(before.origin() + ahead - 1);
                    for (int i = 0; i < errors.length; i++) {
                        errors[i] += Math.abs(before.forecast(methods.get(i), ahead) - actual);
                    }
                    count++;
                }
            }
        }
        double[] weights = Combination.weights(means(errors, count), count, POWER, timeline.horizon());
        Map<String, Double> byMethod = new LinkedHashMap<>();
        for (int i = 0; i < weights.length; i++) {
            byMethod.put(methods.get(i), weights[i]);
        }
        return byMethod;
    }

    private static double[] means(double[] sums, int count) {
        double[] means = sums.clone();
        for (int i = 0; i < means.length && count > 0; i++) {
            means[i] /= count;
        }
        return means;
    }

    private static double[] combined(Map<String, double[]> forecasts, Map<String, Double> weights, int horizon) {
        double[] combined = new double[horizon];
        forecasts.forEach((method, ofMethod) -> {
            double weight = weights.getOrDefault(method, 0.0);
            for (int h = 0; h < horizon; h++) {
                combined[h] += weight * ofMethod[h];
            }
        });
        return combined;
    }

    private static double[] floored(double[] values) {
        double[] floored = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            floored[i] = Math.max(0, values[i]);
        }
        return floored;
    }
}
