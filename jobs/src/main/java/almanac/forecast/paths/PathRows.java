package almanac.forecast.paths;

import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** The sample paths of tonight's forecasts as rows. */
public final class PathRows {

    private static final int DIGITS = 6;

    private static final StructType SCHEMA = new StructType()
            .add("segment_id", LongType)
            .add("period_start", DateType)
            .add("period_end", DateType)
            .add("draw", IntegerType)
            .add("amount", DataTypes.createDecimalType(28, DIGITS))
            .add("currency_code", StringType);

    private PathRows() {}

    /**
     * One row a segment, period and draw: {@code segment_id}, {@code period_start}, {@code period_end}, the number of the draw,
     * {@code amount}, {@code currency_code}. A segment of which no back-test tells how sure it is has its forecast in every draw.
     * Runs Spark jobs.
     */
    public static Dataset<Row> of(SparkSession spark, JavaRDD<SegmentOutlooks> given, int draws, long seed) {
        JavaRDD<SegmentOutlooks> segments = given.persist(StorageLevel.MEMORY_AND_DISK_SER());
        SamplePaths paths = new SamplePaths(PathTemplates.learn(segments, seed), draws);
        return spark.createDataFrame(segments.flatMap(segment -> rows(segment, paths, draws)), SCHEMA);
    }

    private static Iterator<Row> rows(SegmentOutlooks segment, SamplePaths paths, int draws) {
        List<Row> rows = new ArrayList<>();
        Outlook tonight = segment.tonight();
        if (tonight != null) {
            double[][] drawn = paths.of(segment, tonight);
            if (drawn == null) {
                drawn = new double[draws][];
                Arrays.fill(drawn, tonight.forecasts());
            }
            for (int draw = 0; draw < draws; draw++) {
                for (int h = 0; h < tonight.horizon(); h++) {
                    rows.add(RowFactory.create(
                            segment.id(),
                            tonight.starts()[h],
                            tonight.ends()[h],
                            draw + 1,
                            BigDecimal.valueOf(drawn[draw][h]).setScale(DIGITS, RoundingMode.HALF_EVEN),
                            segment.currency()));
                }
            }
        }
        return rows.iterator();
    }
}
