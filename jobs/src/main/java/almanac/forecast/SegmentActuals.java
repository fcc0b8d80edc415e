package almanac.forecast;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.staging.Events;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What was sold in the periods of the forecasts: what they have learnt from, and what those of earlier nights are compared with.
 *
 * <p>Building it runs a Spark job: which dates there are says which periods.
 */
public final class SegmentActuals implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("forecast", "segment_actuals")
            .describedAs(
                    "Net amount of every segment in each period that is over, from its first sale on: the history of"
                            + " its forecasts.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start")
            .columns(Segments.COLUMNS)
            .column("period_type", StringType, "day, week or month: the grain of the forecasts")
            .column("period_start", DateType, "first day of the period")
            .column("period_end", DateType, "last day of it")
            .column(
                    "actual_amount",
                    DailySales.SUM,
                    "net amount, after discounts and returns; 0 where nothing was sold; additive")
            .column(
                    "is_disrupted",
                    BooleanType,
                    "whether an event that will not come again took a fifth or more of the period: forecasts do not learn from it and are not judged by it")
            .column("currency_code", StringType, "reporting currency of every amount")
            .build();

    private final Settings settings;

    /** The actuals of these settings. */
    public SegmentActuals(Settings settings) {
        this.settings = settings;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(DailySales.SPEC, SegmentLeaves.SPEC, Segments.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(Events.INPUT.spec());
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> cube = in.get(DailySales.SPEC).filter(col("order_date").leq(lit(in.asOf())));
        SegmentTimeline timeline = SegmentTimeline.of(settings, cube, in.asOf());
        EventCalendar events = EventCalendar.of(in, timeline);
        Dataset<Row> amounts = amounts(cube, in.get(SegmentLeaves.SPEC), timeline);
        return withoutGaps(amounts, timeline.known() - 1)
                .join(broadcast(periods(timeline, events, in.spark())), "position")
                .join(
                        in.get(Segments.SPEC).select("segment_id", "segmentation", "segment_level", "segment"),
                        "segment_id")
                .withColumn("period_type", lit(timeline.grain().id()))
                .withColumn("currency_code", lit(settings.currency()));
    }

    /** Own sales per {@code segment_id} and {@code position}, exact, as {@code amount}; no row where nothing was sold. */
    private static Dataset<Row> amounts(Dataset<Row> cube, Dataset<Row> segmentLeaves, SegmentTimeline timeline) {
        // Leaves first: of what is multiplied by the segments above it there should be little.
        Dataset<Row> byLeaf = cube.join(
                        broadcast(timeline.dates(cube.sparkSession())),
                        col("order_date").equalTo(col("date")))
                .groupBy("leaf_segment", "position")
                .agg(sum("net_amount").as("amount"));
        return byLeaf.join(segmentLeaves.select("segment_id", "leaf_segment"), "leaf_segment")
                .groupBy("segment_id", "position")
                .agg(sum("amount").cast(DailySales.SUM).as("amount"));
    }

    /** With a zero in every period without sales from the first that was not for nothing on, or from the first at all. */
    private static Dataset<Row> withoutGaps(Dataset<Row> amounts, int last) {
        Column first = coalesce(min(when(col("amount").notEqual(0), col("position"))), min("position"));
        return amounts.groupBy("segment_id")
                .agg(first.as("_first"))
                .select(
                        col("segment_id"),
                        explode(sequence(col("_first"), lit(last))).as("position"))
                .join(amounts, new String[] {"segment_id", "position"}, "left")
                .withColumn("actual_amount", coalesce(col("amount"), lit(0).cast(DailySales.SUM)));
    }

    private static Dataset<Row> periods(SegmentTimeline timeline, EventCalendar events, SparkSession spark) {
        Object[] disrupted = IntStream.range(0, timeline.known())
                .filter(events::isDisrupted)
                .boxed()
                .toArray();
        return timeline.periods(spark)
                .withColumn("is_disrupted", col("position").isin(disrupted));
    }
}
