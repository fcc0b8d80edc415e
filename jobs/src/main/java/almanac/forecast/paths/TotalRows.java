package almanac.forecast.paths;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.stats.QuantileLevels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/** The totals of tonight's forecasts as rows, nothing sold to date among them. */
public final class TotalRows {

    /** So many draws put a quantile of a sum within about two percentage points of its level. */
    private static final int DRAWS = 400;

    private TotalRows() {}

    /**
     * One row a segment and total: the names, {@code period_type}, {@code period_start}, {@code period_end}, {@code origin_date},
     * {@code period_count}, {@code forecast_amount}, {@code p05_amount} to {@code p95_amount}, {@code compared_count},
     * {@code covered_80_count} and {@code currency_code}. Runs Spark jobs.
     */
    public static Dataset<Row> of(SparkSession spark, JavaRDD<SegmentOutlooks> given, long seed) {
        JavaRDD<SegmentOutlooks> segments = given.persist(StorageLevel.MEMORY_AND_DISK_SER());
        SamplePaths paths = new SamplePaths(PathTemplates.learn(segments, seed), DRAWS);
        Coverage coverage = Coverage.of(segments, paths);
        return spark.createDataFrame(segments.flatMap(segment -> rows(segment, paths, coverage)), schema());
    }

    private static StructType schema() {
        StructType schema = new StructType()
                .add("segmentation", StringType)
                .add("segment_level", StringType)
                .add("segment", StringType)
                .add("period_type", StringType)
                .add("period_start", DateType)
                .add("period_end", DateType)
                .add("origin_date", DateType)
                .add("period_count", IntegerType)
                .add("forecast_amount", DoubleType);
        for (double level : QuantileLevels.ALL) {
            schema = schema.add(QuantileLevels.name(level) + "_amount", DoubleType);
        }
        return schema.add("compared_count", LongType)
                .add("covered_80_count", LongType)
                .add("currency_code", StringType);
    }

    private static Iterator<Row> rows(SegmentOutlooks segment, SamplePaths paths, Coverage coverage) {
        List<Row> rows = new ArrayList<>();
        Outlook tonight = segment.tonight();
        if (tonight != null) {
            double[][] draws = paths.of(segment, tonight);
            for (Totals total : Totals.of(tonight)) {
                boolean isHorizon = total.type().equals(Totals.HORIZON);
                double @Nullable [] quantiles = total.quantiles(draws);
                List<@Nullable Object> row = new ArrayList<>(segment.names());
                row.addAll(Arrays.asList(
                        total.type(),
                        total.start(),
                        total.end(),
                        tonight.origin(),
                        total.periods(),
                        total.sum(tonight.forecasts())));
                for (int level = 0; level < QuantileLevels.ALL.size(); level++) {
                    row.add(quantiles == null ? null : quantiles[level]);
                }
                row.add(isHorizon ? coverage.compared(segment.group(), total.periods()) : null);
                row.add(isHorizon ? coverage.held(segment.group(), total.periods()) : null);
                row.add(segment.currency());
                rows.add(RowFactory.create(row.toArray()));
            }
        }
        return rows.iterator();
    }
}
