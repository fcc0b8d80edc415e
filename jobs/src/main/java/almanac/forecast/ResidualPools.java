package almanac.forecast;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.forecast.Residuals.Residual;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.StructType;

/**
 * The residuals of many segments together: of each level of a segmentation, and of all segments. They give a segment its
 * interval where it has too few of its own.
 *
 * <p>A pool holds at most 500 residuals of each method, part of the horizon and origin, taken by a hash of their key, so
 * that it is small, and the same on every run.
 */
final class ResidualPools implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String ALL = "*";
    private static final int MOST_RESIDUALS = 500;

    private static final StructType ROWS = new StructType()
            .add("pool", StringType)
            .add("method", StringType)
            .add("bucket", IntegerType)
            .add("origin", IntegerType)
            .add("place", DoubleType)
            .add("segment_id", LongType)
            .add("ahead", IntegerType)
            .add("residual", DoubleType);

    private final Map<Key, Band> bands;

    /**
     * What a band was learnt from.
     *
     * @param pool a level of a segmentation, or all segments
     * @param origin whose own residuals were left out
     */
    private record Key(String pool, String method, int bucket, int origin) implements Serializable {}

    private ResidualPools(Map<Key, Band> bands) {
        this.bands = Map.copyOf(bands);
    }

    /**
     * Pools the residuals of back-tests. Runs Spark jobs.
     *
     * @param tests of every segment
     * @param origins those of the back-test and the end of the history; the band of an origin leaves out its own
     *     residuals, so that the back-test of an interval does not know what it is to cover
     */
    static ResidualPools of(
            SparkSession spark, JavaRDD<SegmentBacktest> tests, Timeline timeline, List<Integer> origins, long seed) {
        Sampling sampling = new Sampling(seed, 1);
        int horizon = timeline.horizon();
        JavaRDD<Row> residuals = tests.flatMap(test -> rows(test, horizon, sampling));
        WindowSpec inPool =
                Window.partitionBy("pool", "method", "bucket", "origin").orderBy("place", "segment_id", "ahead");
        Dataset<Row> taken = spark.createDataFrame(residuals, ROWS)
                .withColumn("rank", row_number().over(inPool))
                .filter(col("rank").leq(MOST_RESIDUALS))
                .select("pool", "method", "bucket", "origin", "residual");
        Map<Key, List<Double>> pools = new HashMap<>();
        for (Row row : taken.collectAsList()) {
            for (int origin : origins) {
                if (origin != row.getInt(3)) {
                    Key key = new Key(row.getString(0), row.getString(1), row.getInt(2), origin);
                    pools.computeIfAbsent(key, absent -> new ArrayList<>()).add(row.getDouble(4));
                }
            }
        }
        Map<Key, Band> bands = new HashMap<>();
        pools.forEach((key, values) -> Band.of(values).ifPresent(band -> bands.put(key, band)));
        return new ResidualPools(bands);
    }

    /** The band of a segment's level, without the residuals of an origin; none where it has fewer than two residuals. */
    Band ofLevel(SegmentBacktest test, String method, int bucket, int origin) {
        return bands.getOrDefault(new Key(level(test), method, bucket, origin), Band.NONE);
    }

    /** The band of all segments, without the residuals of an origin; none where there are fewer than two residuals. */
    Band ofAll(String method, int bucket, int origin) {
        return bands.getOrDefault(new Key(ALL, method, bucket, origin), Band.NONE);
    }

    private static Iterator<Row> rows(SegmentBacktest test, int horizon, Sampling sampling) {
        List<Row> rows = new ArrayList<>();
        for (Residual residual : Residuals.of(test, horizon)) {
            for (String pool : List.of(level(test), ALL)) {
                rows.add(RowFactory.create(
                        pool,
                        residual.method(),
                        residual.bucket(),
                        residual.origin(),
                        sampling.uniform(test.series().name().id(), residual.origin(), residual.ahead()),
                        test.series().name().id(),
                        residual.ahead(),
                        residual.value()));
            }
        }
        return rows.iterator();
    }

    private static String level(SegmentBacktest test) {
        return test.series().name().segmentation() + " " + test.series().name().level();
    }
}
