package almanac.forecast;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.forecast.paths.PathRows;
import almanac.forecast.paths.SegmentOutlooks;
import almanac.segment.SegmentLeaves;
import almanac.segment.SegmentPath;
import almanac.segment.Segments;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Sample paths of what every segment may sell: for sums over any periods and segments, and for risk. Empty unless
 * {@code forecast.paths} asks for some.
 *
 * <p>Paths are drawn for the lowest segments of each segmentation, and those of the others are their sums: so they add up in every
 * draw, in one pass, however many segments there are. Reconciling each draw would keep the quantiles of the upper segments as
 * published, for a thousand times the work; their sums over periods, with the quantiles of each segment itself, are in
 * {@code forecast.forecast_totals}.
 *
 * <p>Building it runs Spark jobs.
 */
public final class ForecastPaths implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("forecast", "forecast_paths")
            .describedAs(
                    "Sample paths of the net amount of every segment over the horizon, each as likely as the others."
                            + " Empty unless forecast.paths is set.")
            .oneRowPer("segmentation", "segment", "period_start", "draw")
            .columns(Segments.COLUMNS)
            .columnsOf(ReconciledForecasts.SPEC, "period_type")
            .column("period_start", DateType, "first day of the period")
            .column("period_end", DateType, "last day of it")
            .column(
                    "draw",
                    IntegerType,
                    "number of the path, from 1; the same one goes together over segments and periods")
            .column(
                    "net_amount",
                    DoubleType,
                    "what is sold in the period in this draw; additive over the segments of one level of a segmentation, draw by draw; quantiles over draws are those of the sums of the lowest segments")
            .column("currency_code", StringType, "reporting currency of every amount")
            .check("draw_is_counted", "draw >= 1")
            .build();

    private final Settings settings;

    /** The paths of these settings. */
    public ForecastPaths(Settings settings) {
        this.settings = settings;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(ReconciledForecasts.SPEC, SegmentLeaves.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return settings.forecast().paths() == 0
                ? in.spark().createDataFrame(List.of(), SPEC.computedSchema())
                : paths(
                        in.get(ReconciledForecasts.SPEC),
                        in.get(SegmentLeaves.SPEC),
                        settings.forecast().paths(),
                        settings.forecast().seed());
    }

    static Dataset<Row> paths(Dataset<Row> reconciled, Dataset<Row> segmentLeaves, int draws, long seed) {
        Dataset<Row> lowest = lowest(segmentLeaves);
        Dataset<Row> forecasts = reconciled
                .withColumn("segment_id", SegmentPath.id(col("segmentation"), col("segment")))
                .join(lowest, new String[] {"segment_id"}, "leftsemi");
        Dataset<Row> ofLowest = PathRows.of(
                reconciled.sparkSession(),
                SegmentOutlooks.of(forecasts, QuantileColumns.all("forecast_amount")),
                draws,
                seed);
        Dataset<Row> above = segmentLeaves
                .select("segmentation", "segment_level", "segment", "leaf_segment")
                .join(
                        segmentLeaves
                                .join(lowest, new String[] {"segment_id"}, "leftsemi")
                                .select(col("segmentation"), col("leaf_segment"), col("segment_id")),
                        new String[] {"segmentation", "leaf_segment"})
                .select("segment_id", "segmentation", "segment_level", "segment")
                .distinct();
        Dataset<Row> type = reconciled.select(first("period_type").as("period_type"));
        // Amounts are decimals until they are added up: the sums are exact, in whatever order.
        return ofLowest.join(above, "segment_id")
                .groupBy(
                        "segmentation",
                        "segment_level",
                        "segment",
                        "period_start",
                        "period_end",
                        "draw",
                        "currency_code")
                .agg(sum("amount").cast(DoubleType).as("net_amount"))
                .crossJoin(type);
    }

    /** The ids of the segments of the lowest level of each segmentation. */
    private static Dataset<Row> lowest(Dataset<Row> segmentLeaves) {
        Dataset<Row> deepest =
                segmentLeaves.groupBy("segmentation").agg(max("depth").as("depth"));
        return segmentLeaves
                .join(deepest, new String[] {"segmentation", "depth"}, "leftsemi")
                .select("segment_id")
                .distinct();
    }
}
