package almanac.forecast.engine;

import almanac.stats.StackedWeights;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * The weights that the methods have for all series together, at each origin: those whose combination would have had the
 * smallest squared errors before it, every series counting the same, drawn to equal weights.
 *
 * <p>Weights learnt from many series say how methods complement one another, which the few errors of one series cannot.
 */
final class SharedWeights implements Serializable {

    private static final long serialVersionUID = 1L;

    /** An error beyond so many times the mean of its series counts as that: one spike must not decide for all. */
    private static final double LARGEST = 5;

    private final Map<Key, double[]> weights;

    /**
     * What weights are learnt for.
     *
     * @param back how far before the end of the series the origin lies
     * @param methods that are weighed
     */
    private record Key(int back, List<String> methods) implements Serializable {}

    private SharedWeights(Map<Key, double[]> weights) {
        this.weights = Collections.unmodifiableMap(weights);
    }

    /** Learns the weights at every origin. Runs a Spark job. */
    static SharedWeights learn(JavaRDD<SeriesBacktest> tests) {
        Map<Key, double[]> weights = new HashMap<>();
        tests.flatMapToPair(test -> test.origins().stream()
                        .map(at -> new Tuple2<>(
                                new Key(at.back(), List.copyOf(at.forecasts().keySet())), products(test, at)))
                        .iterator())
                .reduceByKey(ExactSums::plus)
                .collectAsMap()
                .forEach((key, sums) -> {
                    double[] products =
                            Arrays.stream(sums).mapToDouble(ExactSums::value).toArray();
                    weights.put(key, StackedWeights.of(products, key.methods().size()));
                });
        return new SharedWeights(weights);
    }

    /** The weights of methods at an origin, adding up to 1. */
    double[] at(int back, List<String> methods) {
        double[] learnt = weights.get(new Key(back, methods));
        return learnt == null ? StackedWeights.equal(methods.size()) : learnt.clone();
    }

    /** The mean products of the relative errors of each two methods that a series knows at an origin, row by row. */
    private static long[] products(SeriesBacktest test, OriginForecasts at) {
        List<String> methods = List.copyOf(at.forecasts().keySet());
        return products(Errors.knownAt(at.back(), test.series(), test.origins(), methods), methods.size());
    }

    /** The mean products of the relative errors of each two methods, row by row; zeros where there are no errors. */
    static long[] products(Errors errors, int methods) {
        long[] products = new long[methods * methods];
        double size = errors.meanSize();
        if (size > 0) {
            double[] sums = new double[products.length];
            for (double[] ofMethods : errors.values()) {
                for (int i = 0; i < methods; i++) {
                    for (int j = 0; j < methods; j++) {
                        sums[i * methods + j] += clipped(ofMethods[i] / size) * clipped(ofMethods[j] / size);
                    }
                }
            }
            for (int i = 0; i < sums.length; i++) {
                products[i] = ExactSums.of(sums[i] / errors.count());
            }
        }
        return products;
    }

    private static double clipped(double error) {
        return Math.max(-LARGEST, Math.min(LARGEST, error));
    }
}
