package almanac.forecast.engine;

import almanac.forecast.engine.Residuals.Residual;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * How errors grow with the horizon, learnt from all series: the mean size of a residual so many periods ahead is near
 * {@code size * ahead^power}, and the nearer to what it has been at just this horizon, the more residuals say so. Residuals
 * divided by it can be compared between horizons.
 *
 * <p>Power and size are those of a least-squares line through the logarithms of the mean sizes, each weighted by its number of
 * residuals; learnt anew for each origin from what was known there.
 */
final class ErrorGrowth implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final double LARGEST_POWER = 1.5;

    /** A residual of more spreads counts as that: one spike must not set the size of all. */
    private static final double LARGEST = 50;

    /** With so many residuals of its own, half of the size at a horizon is its own, and half the line's. */
    private static final double TRUST_IN_LINE = 100;

    private final Map<Origin, Line> lines;

    private record Origin(int back, String method) implements Serializable {}

    private record Key(Origin origin, int ahead) implements Serializable {}

    /**
     * What is known at an origin.
     *
     * @param size mean size of residuals of one period ahead
     * @param power with which it grows
     * @param count how many residuals say so
     * @param byAhead of each horizon the sum of the sizes and their number
     */
    private record Line(double size, double power, long count, Map<Integer, long[]> byAhead) implements Serializable {

        double at(int ahead) {
            double line = size * Math.pow(ahead, power);
            long[] own = byAhead.get(ahead);
            return own == null ? line : (ExactSums.value(own[0]) + TRUST_IN_LINE * line) / (own[1] + TRUST_IN_LINE);
        }
    }

    private ErrorGrowth(Map<Origin, Line> lines) {
        this.lines = Collections.unmodifiableMap(lines);
    }

    /** Learns from back-tests. Runs a Spark job. */
    static ErrorGrowth learn(JavaRDD<SeriesBacktest> tests, List<Integer> backs) {
        Map<Origin, Map<Integer, long[]>> sums = new HashMap<>();
        tests.flatMapToPair(test -> {
                    List<Tuple2<Key, long[]>> sizes = new ArrayList<>();
                    for (Residual residual : Residuals.of(test)) {
                        long size = ExactSums.of(Math.min(LARGEST, Math.abs(residual.value())));
                        for (int back : backs) {
                            if (residual.knownFrom() >= back) {
                                Key key = new Key(new Origin(back, residual.method()), residual.ahead());
                                sizes.add(new Tuple2<>(key, new long[] {size, 1}));
                            }
                        }
                    }
                    return sizes.iterator();
                })
                .reduceByKey(ExactSums::plus)
                .collectAsMap()
                .forEach((key, sum) -> sums.computeIfAbsent(key.origin(), absent -> new HashMap<>())
                        .put(key.ahead(), sum));
        Map<Origin, Line> lines = new HashMap<>();
        sums.forEach((origin, byAhead) -> lines.put(origin, line(byAhead)));
        return new ErrorGrowth(lines);
    }

    private static Line line(Map<Integer, long[]> byAhead) {
        double weight = 0;
        double meanX = 0;
        double meanY = 0;
        List<double[]> points = new ArrayList<>();
        for (Map.Entry<Integer, long[]> ofAhead : new TreeMap<>(byAhead).entrySet()) {
            long[] sum = ofAhead.getValue();
            if (sum[0] > 0) {
                double[] point = {Math.log(ofAhead.getKey()), Math.log(ExactSums.value(sum[0]) / sum[1]), sum[1]};
                points.add(point);
                weight += point[2];
                meanX += point[2] * point[0];
                meanY += point[2] * point[1];
            }
        }
        if (points.isEmpty()) {
            return new Line(0, 0, 0, Map.of());
        }
        meanX /= weight;
        meanY /= weight;
        double products = 0;
        double squares = 0;
        for (double[] point : points) {
            products += point[2] * (point[0] - meanX) * (point[1] - meanY);
            squares += point[2] * (point[0] - meanX) * (point[0] - meanX);
        }
        double power = squares > 0 ? Math.max(0, Math.min(LARGEST_POWER, products / squares)) : 0;
        return new Line(Math.exp(meanY - power * meanX), power, Math.round(weight), Map.copyOf(byAhead));
    }

    /** The mean size of a residual, in spreads, as was known at an origin; 0 where nothing was, or all were exact. */
    double size(int back, String method, int ahead) {
        Line line = lines.get(new Origin(back, method));
        return line == null ? 0 : line.at(ahead);
    }

    /** How many residuals were known at an origin. */
    long count(int back, String method) {
        Line line = lines.get(new Origin(back, method));
        return line == null ? 0 : line.count();
    }
}
