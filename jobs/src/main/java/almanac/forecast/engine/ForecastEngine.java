package almanac.forecast.engine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Forecasts many series at once, in eight steps: a forest that has learnt from all series ({@link GlobalLearner}), what drivers
 * do to them ({@link DriverEffects}), whether steps of their level last ({@link LevelShifts}), how older series like the young
 * ones went ({@link Siblings}), a pool of methods that each see one series ({@link MethodPool}) at every origin of a back-test
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

    /** The forecasts of all series, by forests trained on them. Runs Spark jobs, as every step below does. */
    public JavaRDD<SeriesForecast> forecasts(JavaRDD<Series> series) {
        return forecasts(trained(series));
    }

    /** Trains forests, asks every method at every origin, and combines what they say. */
    public CombinedBacktest trained(JavaRDD<Series> given) {
        // Kept as RDDs, which are freed with the last reference to them, and computed again where a part is lost. As
        // bytes: to find out how much memory objects take, Spark would walk over all of them again and again.
        JavaRDD<Series> series = given.persist(StorageLevel.MEMORY_AND_DISK_SER());
        List<Integer> backs = backs(series);
        progress.accept("Learning from all series");
        Map<Integer, RandomForestRegressionModel> learner =
                new GlobalLearner(spark, timeline, seed).train(series, backs);
        Asked asked = asked(series, backs, learner);
        ErrorForest errors = ErrorForest.learn(spark, asked.said(), timeline, MethodPool.names(), backs, seed);
        return combined(asked, backs, errors, new Forests(learner, errors.models()));
    }

    /**
     * The same with forests that were trained before.
     *
     * @param age how many periods the series have gone on since
     */
    public CombinedBacktest applied(JavaRDD<Series> given, Forests forests, int age) {
        JavaRDD<Series> series = given.persist(StorageLevel.MEMORY_AND_DISK_SER());
        List<Integer> backs = backs(series);
        Asked asked = asked(series, backs, forests.learner(backs, age));
        ErrorForest errors = new ErrorForest(timeline.frequency(), MethodPool.names(), forests.errors(backs, age));
        return combined(asked, backs, errors, forests);
    }

    /** What to publish of a back-test, with its quantiles; computed once more from what was kept. */
    public JavaRDD<SeriesForecast> forecasts(CombinedBacktest backtest) {
        progress.accept("Learning how far off the forecasts are");
        ErrorGrowth growth = ErrorGrowth.learn(backtest.tests(), backtest.backs());
        ResidualPools pools =
                ResidualPools.of(spark, backtest.tests(), growth, timeline.horizon(), backtest.backs(), seed);
        Timeline periods = timeline;
        DriverEffects drivers = backtest.drivers();
        return backtest.tests()
                .map(test -> new SeriesForecast(
                        test,
                        Verdict.of(test, periods),
                        new Quantiles(test, growth, pools),
                        drivers.used(test.series(), 0)));
    }

    /** The origins, by their distance from the end of a series, descending; the last is the end itself. */
    private List<Integer> backs(JavaRDD<Series> series) {
        List<Integer> backs =
                RollingOrigins.of(medianLength(series), timeline.frequency().season(), timeline.horizon(), origins);
        return Stream.concat(backs.stream(), Stream.of(0)).toList();
    }

    /**
     * What every method said.
     *
     * @param said of every series
     * @param drivers what drivers do to the series
     * @param youth how much of that of young ones is to be the course of older ones
     */
    private record Asked(JavaRDD<SeriesBacktest> said, DriverEffects drivers, YouthTrial youth) {}

    private Asked asked(
            JavaRDD<Series> series, List<Integer> backs, Map<Integer, RandomForestRegressionModel> learner) {
        DriverEffects drivers = DriverEffects.learn(series, timeline, backs, seed);
        LevelShifts shifts = LevelShifts.learn(series, timeline, drivers, backs);
        Siblings siblings = Siblings.learn(series, timeline, backs);
        PoolForecaster pool = new PoolForecaster(
                timeline,
                backs.subList(0, backs.size() - 1),
                new LearnedModels(timeline, learner),
                drivers,
                shifts,
                siblings);
        progress.accept(String.format("Asking every method at %,d origins, and weighing them", backs.size()));
        return new Asked(
                series.map(one -> new SeriesBacktest(one, pool.run(one))).persist(StorageLevel.MEMORY_AND_DISK_SER()),
                drivers,
                YouthTrial.learn(series, timeline, pool, siblings, backs, seed));
    }

    private static CombinedBacktest combined(Asked asked, List<Integer> backs, ErrorForest errors, Forests forests) {
        MethodWeights weights = new MethodWeights(SharedWeights.learn(asked.said()), errors, asked.youth());
        JavaRDD<SeriesBacktest> tests = asked.said().map(weights::combined).persist(StorageLevel.MEMORY_AND_DISK_SER());
        return new CombinedBacktest(tests, backs, asked.drivers(), forests);
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
