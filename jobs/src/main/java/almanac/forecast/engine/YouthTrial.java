package almanac.forecast.engine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * How much the course of its siblings weighs in the forecast of a young series, by its age: as much as would have been best for
 * older series, had they just begun. They are cut to a few periods before an origin, forecast by analogy and by the other methods,
 * and compared with what came. The young series themselves are too few, and too young, to tell.
 */
final class YouthTrial implements Serializable {

    private static final long serialVersionUID = 1L;

    /** So many older series are tried, or about. */
    private static final int MOST_SERIES = 150;

    /** The analogy, and the mean of all others. */
    private static final int SIDES = 2;

    /** Where there was nothing to try. */
    private static final double UNTRIED = 0.5;

    private final Map<Key, Double> weights;

    private record Key(int back, int age) implements Serializable {}

    private YouthTrial(Map<Key, Double> weights) {
        this.weights = Map.copyOf(weights);
    }

    /**
     * Tries older series. Runs Spark jobs, if any series is young.
     *
     * @param backs of all origins, the end of the series among them
     */
    static YouthTrial learn(
            JavaRDD<Series> series,
            Timeline timeline,
            PoolForecaster pool,
            Siblings siblings,
            List<Integer> backs,
            long seed) {
        Map<Key, Double> weights = new HashMap<>();
        if (!siblings.isEmpty()) {
            Sampling sampling = new Sampling(seed, Math.min(1, (double) MOST_SERIES / Math.max(1, series.count())));
            series.filter(one -> sampling.takes(one.name().id(), 0, 0))
                    .flatMapToPair(
                            one -> tried(one, timeline, pool, backs, sampling).iterator())
                    .reduceByKey(ExactSums::plus)
                    .collectAsMap()
                    .forEach((key, sums) -> weights.put(key, best(sums)));
        }
        return new YouthTrial(weights);
    }

    /** The weight of the first of two sides with which the squared errors are smallest, from the sums of their products. */
    private static double best(long[] sums) {
        double apart = ExactSums.value(sums[0]) - 2 * ExactSums.value(sums[1]) + ExactSums.value(sums[3]);
        double better = ExactSums.value(sums[3]) - ExactSums.value(sums[1]);
        return apart > 0 ? Math.max(0, Math.min(1, better / apart)) : UNTRIED;
    }

    /** The weight of the analogy, 0 to 1, for a series of so many periods. */
    double weight(int back, int length) {
        return weights.getOrDefault(new Key(back, age(length)), UNTRIED);
    }

    /** About how old a series is: lengths that differ by less than a factor of two are one age. */
    private static int age(int length) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(length);
    }

    /** For each origin the products of the errors of both sides that were known there, of all trials before it. */
    private static List<Tuple2<Key, long[]>> tried(
            Series series, Timeline timeline, PoolForecaster pool, List<Integer> backs, Sampling sampling) {
        List<Tuple2<Key, long[]>> products = new ArrayList<>();
        int oldFrom = Siblings.oldFrom(timeline.frequency());
        for (int tried : backs) {
            int origin = series.end() - tried;
            if (tried > 0 && series.length(origin) >= oldFrom) {
                // Half of the lengths are below the square root: the younger a series is, the more a period changes.
                int length =
                        (int) Math.pow(oldFrom, sampling.uniform(series.name().id(), tried, 1));
                Series cut = series.begunBefore(origin, length);
                OriginForecasts said = pool.at(cut, tried, Math.min(timeline.horizon(), tried), series);
                double[] analogy = said.analogy();
                for (int back : analogy == null ? List.<Integer>of() : backs) {
                    Errors errors = errors(said, cut, tried - back);
                    products.add(new Tuple2<>(new Key(back, age(length)), SharedWeights.products(errors, SIDES)));
                }
            }
        }
        return products;
    }

    private static Errors errors(OriginForecasts said, Series cut, int periods) {
        List<String> methods = List.copyOf(said.forecasts().keySet());
        Map<String, Double> weights = new HashMap<>();
        methods.forEach(method -> weights.put(method, 1.0 / methods.size()));
        return new Errors(
                Errors.of(said.combined(weights, 0), cut, periods, List.of(Siblings.METHOD, Verdict.COMBINATION)));
    }
}
