package almanac.forecast.engine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Forecasts many series at once, in seven steps: a forest that has learnt from all series ({@link GlobalLearner}), what drivers do
 * to them ({@link DriverEffects}), how older series like the young ones went ({@link Siblings}), a pool of methods that each see one series ({@link MethodPool}) at every origin of a back-test
 * ({@link RollingOrigins}), weights of the methods learnt from that ({@link MethodWeights}), what to publish ({@link Verdict}),
 * and quantiles from what the combination was off by ({@link Quantiles}).
 *
 * <p>What is said at an origin knows nothing that follows it, neither of its own series nor of another one of the same length.
 * The same series give the same forecasts to the last bit, however they are partitioned.
 */
public final class ForecastEngine {

    private final SparkSession spark;
    private final Timeline timeline;
    private final int origins;
    private final long seed;
    private final Consumer<String> progress;

    /**
     * @param timeline the periods of the series
     * @param origins rolling origins of the back-test, at least 1; fewer where the series are short
     * @param seed of everything random
     * @param progress is told what is being done
     */
    public ForecastEngine(SparkSession spark, Timeline timeline, int origins, long seed, Consumer<String> progress) {
        this.spark = spark;
        this.timeline = timeline;
        this.origins = origins;
        this.seed = seed;
        this.progress = progress;
    }

    /** The forecasts of all series. Runs Spark jobs; what it returns is computed once more from what they kept. */
    public JavaRDD<SeriesForecast> forecasts(JavaRDD<Series> given) {
        // Kept as RDDs, which are freed with the last reference to them, and computed again where a part is lost. As
        // bytes: to find out how much memory objects take, Spark would walk over all of them again and again.
        JavaRDD<Series> series = given.persist(StorageLevel.MEMORY_AND_DISK_SER());
        List<Integer> backs =
                RollingOrigins.of(medianLength(series), timeline.frequency().season(), timeline.horizon(), origins);
        List<Integer> all = Stream.concat(backs.stream(), Stream.of(0)).toList();
        progress.accept("Learning from all series");
        LearnedModels learner = new GlobalLearner(spark, timeline, seed).train(series, all);
        DriverEffects drivers = DriverEffects.learn(spark, series, timeline, all, seed);
        Siblings siblings = Siblings.learn(series, timeline, all);
        PoolForecaster pool = new PoolForecaster(timeline, backs, learner, drivers, siblings);
        JavaRDD<SeriesBacktest> said =
                series.map(one -> new SeriesBacktest(one, pool.run(one))).persist(StorageLevel.MEMORY_AND_DISK_SER());
        progress.accept(String.format("Asking every method at %,d origins, and weighing them", all.size()));
        MethodWeights weights = new MethodWeights(
                SharedWeights.learn(said),
                ErrorForest.learn(spark, said, timeline, MethodPool.names(), all, seed),
                YouthTrial.learn(series, timeline, pool, siblings, all, seed));
        series.unpersist();
        JavaRDD<SeriesBacktest> combined = said.map(weights::combined).persist(StorageLevel.MEMORY_AND_DISK_SER());
        progress.accept("Learning how far off the forecasts are");
        ErrorGrowth growth = ErrorGrowth.learn(combined, all);
        ResidualPools pools = ResidualPools.of(spark, combined, growth, timeline.horizon(), all, seed);
        said.unpersist();
        Timeline periods = timeline;
        return combined.map(
                test -> new SeriesForecast(test, Verdict.of(test, periods), new Quantiles(test, growth, pools)));
    }

    /** The median length of the series that have any periods; 0 where none has. */
    private static int medianLength(JavaRDD<Series> series) {
        Map<Integer, Long> counts = new TreeMap<>(
                series.filter(one -> one.length() > 0).map(Series::length).countByValue());
        long half = counts.values().stream().mapToLong(count -> count).sum() / 2;
        for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
            half -= entry.getValue();
            if (half < 0) {
                return entry.getKey();
            }
        }
        return 0;
    }
}
