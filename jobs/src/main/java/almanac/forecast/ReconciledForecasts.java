package almanac.forecast;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.forecast.coherence.Approach;
import almanac.forecast.coherence.Reconciler;
import almanac.forecast.engine.Verdict;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import almanac.segment.SegmentPath;
import almanac.segment.Segments;
import almanac.stats.QuantileLevels;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The forecasts of all segments made coherent, at every origin of the back-test and tonight: a segment is the sum of the
 * segments below it, whichever way it is divided. Where this has made forecasts worse by more than 1 % before, they stay as they are.
 *
 * <p>The interval of a segment moves with its forecast and becomes as much wider or narrower as its earlier errors would have,
 * had the forecasts been reconciled. Where it ends at zero it goes on doing so.
 *
 * <p>Building it runs Spark jobs.
 */
public final class ReconciledForecasts implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("forecast", "reconciled_forecasts")
            .describedAs(
                    "Forecasts of the segments at rolling origins and tonight, made to add up over all segmentations,"
                            + " beside what they were before and what was sold. What is done at an origin knows nothing that follows it.")
            .oneRowPer("segmentation", "segment", "origin_date", "horizon")
            .columns(Segments.COLUMNS)
            .columnsOf(
                    Backtests.SPEC, "period_type", "period_start", "period_end", "origin_date", "is_final", "horizon")
            .column(
                    "method",
                    StringType,
                    "whose forecast is reconciled: tonight what is published of forecast.backtests, else the combination")
            .column(
                    "reconciliation",
                    StringType,
                    "how far a forecast may be moved, as compared to others: structural, by the number of groups of leaves it is made of; variance, by its errors; min_trace, by its errors and how they went together; mean: the mean of the last two; none: nothing is moved; it is the mean for all forecasts of an origin, unless another had been better by more than 1 % before it")
            .column("unreconciled_amount", DoubleType, "the forecast before; null where there is none")
            .column(
                    "forecast_amount",
                    DoubleType,
                    "the forecast: additive over segments of one level where is_reconciled; not below 0 where the history never was; null where there is none, which adds nothing")
            .column("is_reconciled", BooleanType, "whether it was made coherent; false where there is no forecast")
            .column(
                    "children_gap_rate",
                    DoubleType,
                    "|forecast - sum of the segments one step below| / sum of their sizes, in the hierarchy where it is largest; null for the lowest segments and where all of it is 0; non-additive")
            .columnsOf(Backtests.SPEC, "actual_amount", "seasonal_naive_amount")
            .columnsOf(Backtests.SPEC, QuantileColumns.outer().toArray(String[]::new))
            .column(
                    "interval_width_rate",
                    DoubleType,
                    "how many times as wide the interval is as before; 1 where nothing is reconciled; non-additive")
            .columnsOf(Backtests.SPEC, "seasonal_error_amount", "seasonal_root_square_amount", "currency_code")
            .check("forecast_as_before", "(forecast_amount IS NULL) = (unreconciled_amount IS NULL)")
            .check(
                    "reconciled_or_the_same",
                    "is_reconciled OR forecast_amount IS NULL OR forecast_amount = unreconciled_amount")
            .check(
                    "parents_are_sums_of_children",
                    "NOT is_reconciled OR children_gap_rate IS NULL OR children_gap_rate <= 0.000001")
            .check("interval_holds_forecast", QuantileColumns.ordered("forecast_amount"))
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Backtests.SPEC, DailySales.SPEC, SegmentLeaves.SPEC, Segments.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> known = in.get(DailySales.SPEC).filter(col("order_date").leq(lit(in.asOf())));
        return reconciled(in.get(Backtests.SPEC), ownLeaves(in.get(SegmentLeaves.SPEC), known), in.get(Segments.SPEC));
    }

    /** Those with sales of their own. The cells of the market are none of the segments below their level, and would be a gap. */
    static Dataset<Row> ownLeaves(Dataset<Row> segmentLeaves, Dataset<Row> cube) {
        return segmentLeaves.join(cube.select("leaf_segment").distinct(), new String[] {"leaf_segment"}, "leftsemi");
    }

    static Dataset<Row> reconciled(Dataset<Row> backtests, Dataset<Row> ownLeaves, Dataset<Row> segments) {
        Dataset<Row> before = toReconcile(backtests);
        Dataset<Row> coherent = new Reconciler(before.sparkSession()).reconciled(ownLeaves, before);
        return withGaps(withQuantiles(withForecasts(before, coherent)), segments);
    }

    /** Tonight what is published, before that the combination, each with its {@code segment_id}. */
    static Dataset<Row> toReconcile(Dataset<Row> backtests) {
        return backtests
                .filter(when(col("is_final"), col("is_published"))
                        .otherwise(col("method").equalTo(Verdict.COMBINATION)))
                .withColumn("segment_id", SegmentPath.id(col("segmentation"), col("segment")));
    }

    /** Where the forecasts of an origin are made coherent, one of nothing but zeros is a part of it. */
    private static Dataset<Row> withForecasts(Dataset<Row> before, Dataset<Row> coherent) {
        Dataset<Row> approaches =
                coherent.groupBy("origin_date").agg(max("approach").as("reconciliation"));
        Column hasForecast = col("unreconciled_amount").isNotNull();
        return before.withColumnRenamed("forecast_amount", "unreconciled_amount")
                .join(coherent, new String[] {"segment_id", "origin_date", "horizon"}, "left")
                .join(broadcast(approaches), new String[] {"origin_date"}, "left")
                .withColumn("reconciliation", coalesce(col("reconciliation"), lit(Approach.NONE.id())))
                .withColumn(
                        "is_reconciled",
                        hasForecast.and(not(col("reconciliation").equalTo(Approach.NONE.id()))))
                .withColumn(
                        "forecast_amount",
                        when(col("is_reconciled"), coalesce(col("reconciled_amount"), lit(0.0)))
                                .otherwise(col("unreconciled_amount")))
                .withColumn("interval_width_rate", coalesce(col("width"), lit(1.0)));
    }

    private static Dataset<Row> withQuantiles(Dataset<Row> after) {
        Dataset<Row> moved = after;
        for (double level : QuantileLevels.OUTER) {
            String name = QuantileColumns.of(level, "forecast_amount");
            Column quantile = col("forecast_amount")
                    .plus(col(name).minus(col("unreconciled_amount")).multiply(col("interval_width_rate")));
            // The forecast itself may be below zero by no more than the floor allows, and is never left outside.
            Column floor = least(lit(0.0), col("forecast_amount"));
            Column floored = when(col(name).leq(0), floor).otherwise(greatest(floor, quantile));
            Column reconciled = QuantileColumns.enclosing(
                    when(col("is_never_negative"), floored).otherwise(quantile), level, col("forecast_amount"));
            moved = moved.withColumn(
                    name,
                    when(
                            col(name).isNotNull(),
                            when(col("is_reconciled"), reconciled).otherwise(col(name))));
        }
        return moved;
    }

    /** With the largest gap between a segment and the segments one step below it in any one hierarchy. */
    private static Dataset<Row> withGaps(Dataset<Row> after, Dataset<Row> segments) {
        Dataset<Row> children = after.filter(col("forecast_amount").isNotNull())
                .select("segmentation", "segment", "origin_date", "horizon", "forecast_amount")
                .join(
                        segments.select(col("segmentation"), col("segment"), explode(col("parents"))),
                        new String[] {"segmentation", "segment"})
                .groupBy("segmentation", "value", "key", "origin_date", "horizon")
                // Sums of floating-point numbers depend on the order.
                .agg(array_sort(collect_list("forecast_amount")).as("_amounts"))
                .withColumn("_sum", aggregate(col("_amounts"), lit(0.0), (sum, amount) -> sum.plus(amount)))
                .withColumn("_size", aggregate(col("_amounts"), lit(0.0), (sum, amount) -> sum.plus(abs(amount))))
                .groupBy(col("segmentation"), col("value").as("segment"), col("origin_date"), col("horizon"))
                .agg(collect_list(struct("_sum", "_size")).as("_children"));
        Column gaps = transform(
                col("_children"),
                part -> try_divide(
                        abs(col("forecast_amount").minus(part.getField("_sum"))),
                        greatest(part.getField("_size"), abs(col("forecast_amount")))));
        return after.join(children, new String[] {"segmentation", "segment", "origin_date", "horizon"}, "left")
                .withColumn("children_gap_rate", array_max(gaps));
    }
}
