package almanac.forecast;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.forecast.paths.SegmentOutlooks;
import almanac.forecast.paths.TotalRows;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How much a segment will sell over several periods together, with its interval: over the next one, two and more, and in the
 * calendar months, quarters and years that the horizon reaches the end of, what they sold to date included.
 *
 * <p>Quantiles of sums are not sums of quantiles: they come from {@linkplain almanac.forecast.paths sample paths}, whose periods go
 * together as errors did in the back-test.
 *
 * <p>Building it runs Spark jobs.
 */
public final class ForecastTotals implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("forecast", "forecast_totals")
            .describedAs("Forecast of every segment over several periods together, with quantiles from sample paths:"
                    + " the next periods cumulated, and calendar months, quarters and years with their sales to date.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start", "period_end")
            .columns(Segments.COLUMNS)
            .column(
                    "period_type",
                    StringType,
                    "horizon: from the first forecast period to another one; month, quarter or year of the calendar")
            .column("period_start", DateType, "first day")
            .column("period_end", DateType, "last day")
            .column("origin_date", DateType, "last day whose sales are known to the forecast")
            .column(
                    "period_count",
                    IntegerType,
                    "forecast periods that lie in it; one that does in part counts by its share of days")
            .column(
                    "actual_to_date_amount",
                    DoubleType,
                    "net amount of its days up to origin_date; part of every amount beside; 0 for horizon; additive over the segments of one level")
            .column(
                    "forecast_amount",
                    DoubleType,
                    "actual to date and the forecasts of its other days; additive over the segments of one level where forecasts are reconciled")
            .column(
                    "p05_amount",
                    DoubleType,
                    "5 % quantile of the net amount; null where no back-test tells; not additive")
            .column("p10_amount", DoubleType, "10 % quantile, likewise")
            .column("p25_amount", DoubleType, "25 % quantile, likewise")
            .column(
                    "p50_amount",
                    DoubleType,
                    "median of the sample paths, likewise; not the forecast where errors are not symmetric")
            .column("p75_amount", DoubleType, "75 % quantile, likewise")
            .column("p90_amount", DoubleType, "90 % quantile, likewise; p10 to p90 is the 80 % interval")
            .column("p95_amount", DoubleType, "95 % quantile, likewise")
            .column(
                    "compared_count",
                    LongType,
                    "for horizon: sums over so many periods, of all segments of the level, that the back-test compared; null for others")
            .column(
                    "covered_80_count",
                    LongType,
                    "of them those that lay in their 80 % interval, made of what was known then; null for others")
            .column("currency_code", StringType, "reporting currency of every amount")
            .check("quantiles_are_ordered", QuantileColumns.ordered("p50_amount"))
            .check("lies_ahead", "period_end > origin_date")
            .check("covered_of_compared", "compared_count IS NULL OR covered_80_count <= compared_count")
            .build();

    private final Settings settings;

    /** The totals of these settings. */
    public ForecastTotals(Settings settings) {
        this.settings = settings;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(ReconciledForecasts.SPEC, DailySales.SPEC, SegmentLeaves.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return totals(
                in.get(ReconciledForecasts.SPEC),
                in.get(DailySales.SPEC),
                in.get(SegmentLeaves.SPEC),
                settings.forecast().seed());
    }

    static Dataset<Row> totals(Dataset<Row> reconciled, Dataset<Row> cube, Dataset<Row> segmentLeaves, long seed) {
        Dataset<Row> ahead = TotalRows.of(
                reconciled.sparkSession(),
                SegmentOutlooks.of(reconciled, QuantileColumns.all("forecast_amount")),
                seed);
        return withActuals(ahead, toDate(reconciled, cube, segmentLeaves));
    }

    /** By segment, what the calendar month, quarter and year in which the forecasts start have sold before they do. */
    private static Dataset<Row> toDate(Dataset<Row> reconciled, Dataset<Row> cube, Dataset<Row> segmentLeaves) {
        Dataset<Row> origin = reconciled
                .filter(col("is_final"))
                .agg(max("origin_date").as("_origin"))
                .withColumn("_next", date_add(col("_origin"), 1));
        Column sinceYear = col("order_date").between(trunc(col("_next"), "year"), col("_origin"));
        Dataset<Row> byLeaf = cube.join(broadcast(origin), sinceYear)
                .groupBy("leaf_segment")
                .agg(soldSince("year"), soldSince("quarter"), soldSince("month"));
        return byLeaf.join(segmentLeaves.select("segmentation", "segment", "leaf_segment"), "leaf_segment")
                .groupBy("segmentation", "segment")
                .agg(
                        sum("year").as("year"),
                        sum("quarter").as("quarter"),
                        sum("month").as("month"));
    }

    private static Column soldSince(String unit) {
        return sum(when(col("order_date").geq(trunc(col("_next"), unit)), col("net_amount")))
                .as(unit);
    }

    /** Adds what was sold to date to the totals that have begun. */
    private static Dataset<Row> withActuals(Dataset<Row> ahead, Dataset<Row> toDate) {
        Column ofPeriod = when(col("period_type").equalTo("month"), col("month"))
                .when(col("period_type").equalTo("quarter"), col("quarter"))
                .when(col("period_type").equalTo("year"), col("year"));
        Column begun = when(col("period_start").leq(col("origin_date")), ofPeriod.cast(DoubleType));
        Dataset<Row> totals = ahead.join(toDate, new String[] {"segmentation", "segment"}, "left")
                .withColumn("actual_to_date_amount", coalesce(begun, lit(0.0)));
        for (String amount : amounts()) {
            totals = totals.withColumn(amount, col(amount).plus(col("actual_to_date_amount")));
        }
        return totals;
    }

    private static List<String> amounts() {
        return Stream.concat(Stream.of("forecast_amount"), QuantileColumns.all("p50_amount").stream())
                .toList();
    }
}
