package almanac.forecast.engine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressor;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Predicts how far off each method will be, relative to the mean of all, from the {@link Traits} of a series: a random forest
 * of MLlib that has learnt from the back-tests of all series, one forest for each origin at which enough is known. It is the
 * prior of a method's weight, which the errors of the series itself then correct.
 *
 * <p>The same rows give the same model to the last bit, whatever the partitioning (see {@link TrainingRows}).
 */
final class ErrorForest implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int TREES = 40;
    private static final int DEPTH = 6;
    private static final int FEWEST_ROWS_OF_A_LEAF = 20;
    private static final long MOST_ROWS = 40_000;
    private static final long FEWEST_ROWS = 600;

    /** An error so many times smaller than the mean counts as that. */
    private static final double SMALLEST = 0.05;

    private final Frequency frequency;
    private final List<String> methods;
    private final Map<Integer, RandomForestRegressionModel> models;

    /**
     * @param methods the names of all methods there are
     * @param models the forest of each origin, by its distance from the end of a series
     */
    ErrorForest(Frequency frequency, List<String> methods, Map<Integer, RandomForestRegressionModel> models) {
        this.frequency = frequency;
        this.methods = List.copyOf(methods);
        this.models = Map.copyOf(models);
    }

    /**
     * Learns from back-tests. Runs Spark jobs.
     *
     * @param methods the names of all methods there are
     * @param backs of all origins, the end of the series among them
     */
    static ErrorForest learn(
            SparkSession spark,
            JavaRDD<SeriesBacktest> tests,
            Timeline timeline,
            List<String> methods,
            List<Integer> backs,
            long seed) {
        Frequency frequency = timeline.frequency();
        long possible = tests.map(test -> possibleRows(test)).fold(0L, Long::sum);
        Sampling sampling = new Sampling(seed, Math.min(1, (double) MOST_ROWS / Math.max(1, possible)));
        JavaPairRDD<Long, SeriesBacktest> byId =
                tests.mapToPair(test -> new Tuple2<>(test.series().name().id(), test));
        try (TrainingRows rows =
                TrainingRows.of(spark, byId, test -> labelled(test, backs, frequency, methods, sampling))) {
            return new ErrorForest(
                    frequency, methods, rows.models(backs, FEWEST_ROWS, TrainingRows.Known.THEN, forest(seed)::fit));
        }
    }

    /** The forests, by origin. */
    Map<Integer, RandomForestRegressionModel> models() {
        return models;
    }

    private static RandomForestRegressor forest(long seed) {
        return new RandomForestRegressor()
                .setNumTrees(TREES)
                .setMaxDepth(DEPTH)
                .setMinInstancesPerNode(FEWEST_ROWS_OF_A_LEAF)
                .setSubsamplingRate(0.7)
                .setFeatureSubsetStrategy("0.5")
                .setSeed(seed);
    }

    private static long possibleRows(SeriesBacktest test) {
        long origins = test.origins().size();
        long methods = origins == 0 ? 0 : test.origins().get(0).forecasts().size();
        return origins * (origins - 1) / 2 * methods;
    }

    /** The rows of a series, for each origin: how far off each method was at each origin before it. */
    private static Iterator<Row> labelled(
            SeriesBacktest test, List<Integer> backs, Frequency frequency, List<String> methods, Sampling sampling) {
        List<Row> rows = new ArrayList<>();
        long id = test.series().name().id();
        for (OriginForecasts at : test.origins()) {
            if (hasTraits(test, at)) {
                List<double[]> features = features(test, at, frequency, methods);
                for (int back : backs) {
                    double[] labels = labels(test, at, back);
                    for (int i = 0; i < labels.length; i++) {
                        if (sampling.takes(id, at.back() * methods.size() + i, back)) {
                            rows.add(TrainingRows.row(back, features.get(i), labels[i]));
                        }
                    }
                }
            }
        }
        return rows.iterator();
    }

    /** How far off each method was at an origin, as was known at a later one; none where nothing was, or all were exact. */
    private static double[] labels(SeriesBacktest test, OriginForecasts at, int back) {
        List<String> said = List.copyOf(at.forecasts().keySet());
        Errors errors = new Errors(Errors.of(at, test.series(), at.back() - back, said));
        return errors.meanSize() == 0
                ? new double[0]
                : Arrays.stream(errors.relative(said.size()))
                        .map(error -> Math.log(Math.max(SMALLEST, error)))
                        .toArray();
    }

    private static boolean hasTraits(SeriesBacktest test, OriginForecasts at) {
        return at.scale().spread() > 0 && MethodPool.isEnough(test.series().length(at.origin()));
    }

    /** The features of each method that forecast, in their order. */
    private static List<double[]> features(
            SeriesBacktest test, OriginForecasts at, Frequency frequency, List<String> methods) {
        List<String> said = List.copyOf(at.forecasts().keySet());
        Errors known = Errors.knownAt(at.back(), test.series(), test.origins(), said);
        Traits traits = Traits.of(test.series().history(at.origin()), frequency);
        List<double[]> features = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            features.add(traits.of(i, at, said, methods, known));
        }
        return features;
    }

    /** How far off each method will be relative to the mean of all; 1 for each where nothing has been learnt. */
    double[] relative(SeriesBacktest test, OriginForecasts at) {
        double[] relative = new double[at.forecasts().size()];
        Arrays.fill(relative, 1);
        RandomForestRegressionModel model = models.get(at.back());
        if (model != null
                && hasTraits(test, at)
                && methods.containsAll(at.forecasts().keySet())) {
            List<double[]> features = features(test, at, frequency, methods);
            for (int i = 0; i < relative.length; i++) {
                relative[i] = Math.exp(model.predict(Vectors.dense(features.get(i))));
            }
        }
        return relative;
    }
}
