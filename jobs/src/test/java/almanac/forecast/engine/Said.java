package almanac.forecast.engine;

import almanac.TestSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** What methods say about a series, for the tests of what is made of it: of the real pool, or made up. */
final class Said {

    private Said() {}

    /** The back-test of a series by the pool without the learner, not yet combined. */
    static SeriesBacktest byPool(Timeline timeline, List<Integer> backs, Series series) {
        return new SeriesBacktest(
                series, pool(timeline, backs, DriverEffects.none(timeline)).run(series));
    }

    /** The pool without the learner and without siblings, every step of a level followed. */
    static PoolForecaster pool(Timeline timeline, List<Integer> backs, DriverEffects drivers) {
        return new PoolForecaster(
                timeline,
                backs,
                new LearnedModels(timeline, Map.of()),
                drivers,
                LevelShifts.unknown(timeline),
                Siblings.none(timeline));
    }

    /** The same back-test, its methods combined with equal weights. */
    static SeriesBacktest combined(SeriesBacktest test) {
        List<OriginForecasts> combined = new ArrayList<>();
        for (OriginForecasts at : test.origins()) {
            Map<String, Double> weights = new LinkedHashMap<>();
            at.forecasts()
                    .keySet()
                    .forEach(method -> weights.put(method, 1.0 / at.forecasts().size()));
            combined.add(at.combined(weights, 0));
        }
        return new SeriesBacktest(test.series(), combined);
    }

    /**
     * What is made up.
     *
     * @param back how far before the end of the series
     * @param forecasts of each method, all of the same length
     */
    static OriginForecasts at(Series series, int back, Map<String, double[]> forecasts) {
        int origin = series.end() - back;
        int horizon = forecasts.values().iterator().next().length;
        SeriesScale scale = SeriesScale.of(series.history(origin), Frequency.MONTHLY);
        return new OriginForecasts(back, origin, horizon, scale, forecasts, Map.of());
    }

    static JavaRDD<SeriesBacktest> rdd(List<SeriesBacktest> tests, int partitions) {
        return JavaSparkContext.fromSparkContext(TestSession.get().sparkContext())
                .parallelize(tests, partitions);
    }
}
