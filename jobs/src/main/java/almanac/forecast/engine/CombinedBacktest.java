package almanac.forecast.engine;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * What was said about all series at every origin, its combination included.
 *
 * @param tests of each series; kept by Spark
 * @param backs the origins, by their distance from the end of a series, descending, the last being 0
 * @param forests that had a part in it
 */
public record CombinedBacktest(JavaRDD<SeriesBacktest> tests, List<Integer> backs, Forests forests) {}
