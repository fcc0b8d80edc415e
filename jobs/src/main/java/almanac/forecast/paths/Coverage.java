package almanac.forecast.paths;

import almanac.stats.QuantileLevels;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** How often the 80 % intervals of the sums over the next periods held in the back-test, by group and number of periods. */
final class Coverage implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int LOW = QuantileLevels.ALL.indexOf(0.1);
    private static final int HIGH = QuantileLevels.ALL.indexOf(0.9);

    private final Map<Key, long[]> counts;

    private record Key(String group, int periods) implements Serializable {}

    private Coverage(Map<Key, long[]> counts) {
        this.counts = counts;
    }

    /** Measures the paths of back-tests, each made of what was known at its origin. Runs a Spark job. */
    static Coverage of(JavaRDD<SegmentOutlooks> segments, SamplePaths paths) {
        return new Coverage(new HashMap<>(segments.flatMapToPair(
                        segment -> held(segment, paths).iterator())
                .reduceByKey((one, other) -> new long[] {one[0] + other[0], one[1] + other[1]})
                .collectAsMap()));
    }

    private static List<Tuple2<Key, long[]>> held(SegmentOutlooks segment, SamplePaths paths) {
        List<Tuple2<Key, long[]>> held = new ArrayList<>();
        for (Outlook outlook : segment.outlooks()) {
            double[][] draws = outlook.isFinal() ? null : paths.of(segment, outlook);
            for (Totals total : draws == null ? List.<Totals>of() : Totals.of(outlook)) {
                double actual = total.sum(outlook.actuals());
                double[] quantiles = total.quantiles(draws);
                if (total.type().equals(Totals.HORIZON) && quantiles != null && !Double.isNaN(actual)) {
                    boolean isHeld = quantiles[LOW] <= actual && actual <= quantiles[HIGH];
                    held.add(new Tuple2<>(new Key(segment.group(), total.periods()), new long[] {isHeld ? 1 : 0, 1}));
                }
            }
        }
        return held;
    }

    /** How many sums were compared. */
    long compared(String group, int periods) {
        return counts.getOrDefault(new Key(group, periods), new long[2])[1];
    }

    /** How many of them lay in their interval. */
    long held(String group, int periods) {
        return counts.getOrDefault(new Key(group, periods), new long[2])[0];
    }
}
