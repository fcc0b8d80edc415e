package almanac.forecast;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Scenario;
import almanac.segment.Segments;
import almanac.stats.QuantileLevels;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * How accurate each method was in the back-test, next to seasonal naive. An error is forecast minus actual. Every ratio has
 * its two parts beside it, so that segments can be taken together.
 *
 * <p>Source: R. J. Hyndman and A. B. Koehler (2006), <i>Another look at measures of forecast accuracy</i>,
 * doi:10.1016/j.ijforecast.2006.03.001; the formulas are those of {@link almanac.stats.Accuracy}.
 */
public final class ForecastAccuracy implements Table {

    /** The name under which the reconciled forecasts stand among the methods. */
    public static final String RECONCILED = "reconciled";

    /** The name under which stands what past nights published. */
    public static final String PUBLISHED = "published";

    /** The horizon under which all horizons are taken together. */
    public static final int ALL_HORIZONS = 0;

    /** Differences below this share of the amounts they come from are the rounding of floating-point numbers. */
    private static final double ROUNDING = 1e-9;

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("forecast", "forecast_accuracy")
            .describedAs(
                    "Accuracy of every method in the back-test, and of what past nights published, by segment and horizon,"
                            + " next to that of seasonal naive.")
            .oneRowPer("segmentation", "segment", "method", "horizon")
            .columns(Segments.COLUMNS)
            .column(
                    "method",
                    StringType,
                    "the method; reconciled is what is published, unless a fallback stands in for the combination: forecasts made to add up, with what was known at their origins; where that had been worse, the combination as it is; published: what past nights forecast, against what came since; of nights that forecast a period equally far ahead the last")
            .column("horizon", IntegerType, "how many periods ahead; 0: all horizons together")
            .column("n", LongType, "forecasts compared; additive over horizons from 1 and over segments")
            .column("abs_error_amount", DoubleType, "sum of |forecast - actual|; additive")
            .column("abs_actual_amount", DoubleType, "sum of |actual|; additive")
            .column(
                    "wape",
                    DoubleType,
                    "abs_error_amount / abs_actual_amount, 0.1 is 10 %; null where the actuals are all 0; non-additive: use both parts")
            .column("error_amount", DoubleType, "sum of forecast - actual; additive")
            .column("actual_amount", DoubleType, "sum of actual; additive")
            .column(
                    "bias",
                    DoubleType,
                    "error_amount / actual_amount, above 0 where forecasts were too high; null where the actuals add up to 0; non-additive: use both parts")
            .column(
                    "tracking_signal",
                    DoubleType,
                    "n * error_amount / abs_error_amount: the sum of errors in units of the mean absolute error, -n to n; far from 0 where forecasts err to one side; null where all were exact; non-additive: use the parts")
            .column(
                    "mase",
                    DoubleType,
                    "mean of |forecast - actual| / mean absolute error of seasonal naive within the history; of the forecasts whose history was longer than a season and did not repeat itself exactly; null where there are none; non-additive")
            .column(
                    "rmsse",
                    DoubleType,
                    "root of the mean of (forecast - actual)^2 / mean squared error of seasonal naive within the history; of the same forecasts; non-additive")
            .column(
                    "smape",
                    DoubleType,
                    "mean of 200 |forecast - actual| / (|actual| + |forecast|), 0 to 200; a pair of zeros is no error; non-additive")
            .column(
                    "seasonal_naive_abs_error_amount",
                    DoubleType,
                    "abs_error_amount of seasonal naive over the same forecasts; additive")
            .column(
                    "seasonal_naive_wape",
                    DoubleType,
                    "wape of seasonal naive over the same forecasts; non-additive: use both parts")
            .column(
                    "fva_pp",
                    DoubleType,
                    "forecast value added: 100 * (seasonal_naive_wape - wape), in percentage points, above 0 where the method is better; non-additive")
            .column("interval_count", LongType, "forecasts with quantiles; additive")
            .column(
                    "covered_50_count",
                    LongType,
                    "those whose actual lies between p25 and p75, bounds included, up to rounding; additive")
            .column("covered_80_count", LongType, "likewise between p10 and p90; additive")
            .column("covered_90_count", LongType, "likewise between p05 and p95; additive")
            .column(
                    "coverage_50_rate",
                    DoubleType,
                    "covered_50_count / interval_count: how often the 50 % interval held, from residuals known at the origin; null for methods without quantiles; non-additive: use both parts")
            .column("coverage_80_rate", DoubleType, "covered_80_count / interval_count, likewise")
            .column("coverage_90_rate", DoubleType, "covered_90_count / interval_count, likewise")
            .column(
                    "pinball_amount",
                    DoubleType,
                    "mean pinball loss over the seven quantiles of the forecasts with quantiles: accuracy of the whole distribution; null for methods without; non-additive")
            .column("currency_code", StringType, "reporting currency of every amount")
            .check(
                    "counts_something",
                    "n > 0 AND covered_50_count <= covered_80_count AND covered_80_count <= covered_90_count AND covered_90_count <= interval_count AND interval_count <= n")
            .check(
                    "rates_lie_between_0_and_1",
                    "coverage_80_rate IS NULL OR (coverage_50_rate BETWEEN 0 AND 1 AND coverage_80_rate BETWEEN 0 AND 1 AND coverage_90_rate BETWEEN 0 AND 1)")
            .check("smape_lies_between_0_and_200", "smape BETWEEN 0 AND 200.000001")
            .check(
                    "wape_closes",
                    "wape IS NULL OR abs(wape * abs_actual_amount - abs_error_amount) <= 0.000001 * abs_error_amount")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Backtests.SPEC, ReconciledForecasts.SPEC, SegmentForecastsHistory.SPEC, SegmentActuals.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> reconciled = in.get(ReconciledForecasts.SPEC).withColumn("method", lit(RECONCILED));
        Dataset<Row> published =
                published(in.get(SegmentForecastsHistory.SPEC), in.get(SegmentActuals.SPEC), in.asOf());
        return accuracy(in.get(Backtests.SPEC).unionByName(reconciled, true).unionByName(published, true));
    }

    /** What nights before this one forecast of periods that are over. */
    static Dataset<Row> published(Dataset<Row> history, Dataset<Row> actuals, LocalDate asOf) {
        WindowSpec equallyFarAhead = Window.partitionBy("segmentation", "segment", "period_start", "horizon")
                .orderBy(col("as_of_date").desc());
        return history.filter(col("as_of_date")
                        .lt(lit(asOf))
                        .and(col("period_end").leq(lit(asOf)))
                        .and(col("scenario_id").equalTo(Scenario.BASE))
                        .and(col("p50_amount").isNotNull()))
                .withColumn("_rank", row_number().over(equallyFarAhead))
                .filter(col("_rank").equalTo(1))
                .join(
                        actuals.select(
                                col("segmentation"),
                                col("segment"),
                                col("period_start"),
                                col("actual_amount").cast(DoubleType),
                                col("is_disrupted")),
                        new String[] {"segmentation", "segment", "period_start"},
                        "left")
                .filter(not(coalesce(col("is_disrupted"), lit(false))))
                .withColumn("actual_amount", coalesce(col("actual_amount"), lit(0.0)))
                .withColumn("forecast_amount", col("p50_amount"))
                .withColumn("origin_date", col("as_of_date"))
                .withColumn("method", lit(PUBLISHED));
    }

    static Dataset<Row> accuracy(Dataset<Row> backtests) {
        Column error = col("forecast_amount").minus(col("actual_amount"));
        Column size = abs(col("forecast_amount")).plus(abs(col("actual_amount")));
        Dataset<Row> errors = backtests
                .filter(col("actual_amount").isNotNull())
                .withColumn("horizon", explode(array(col("horizon"), lit(ALL_HORIZONS))))
                .withColumn("_error", error)
                .withColumn("_scaled", try_divide(abs(error), col("seasonal_error_amount")))
                .withColumn("_root_scaled", try_divide(error, col("seasonal_root_square_amount")))
                .withColumn("_relative", coalesce(try_divide(abs(error).multiply(200), size), lit(0.0)))
                .withColumn("_naive_error", abs(col("seasonal_naive_amount").minus(col("actual_amount"))));
        // In a fixed order, in one place: sums of floating-point numbers depend on the order in which they are added.
        Dataset<Row> inOrder = errors.repartition(col("segmentation"), col("segment"))
                .sortWithinPartitions("segmentation", "segment", "method", "horizon", "origin_date", "period_start");
        Dataset<Row> sums = inOrder.groupBy("segmentation", "segment", "method", "horizon")
                .agg(
                        max("segment_level").as("segment_level"),
                        max("currency_code").as("currency_code"),
                        count(lit(1)).as("n"),
                        sum(abs(col("_error"))).as("abs_error_amount"),
                        sum(abs(col("actual_amount"))).as("abs_actual_amount"),
                        sum("_error").as("error_amount"),
                        sum("actual_amount").as("actual_amount"),
                        avg("_scaled").as("mase"),
                        sqrt(avg(col("_root_scaled").multiply(col("_root_scaled"))))
                                .as("rmsse"),
                        avg("_relative").as("smape"),
                        sum("_naive_error").as("seasonal_naive_abs_error_amount"),
                        count(col("p05_amount")).as("interval_count"),
                        count(when(isBetween("p25_amount", "p75_amount"), lit(1)))
                                .as("covered_50_count"),
                        count(when(isBetween("p10_amount", "p90_amount"), lit(1)))
                                .as("covered_80_count"),
                        count(when(isBetween("p05_amount", "p95_amount"), lit(1)))
                                .as("covered_90_count"),
                        avg(pinball()).as("pinball_amount"));
        return withRatios(sums);
    }

    private static Dataset<Row> withRatios(Dataset<Row> sums) {
        return sums.withColumn("wape", try_divide(col("abs_error_amount"), col("abs_actual_amount")))
                .withColumn("bias", when(actualsAddUp(), try_divide(col("error_amount"), col("actual_amount"))))
                .withColumn(
                        "tracking_signal", try_divide(col("error_amount").multiply(col("n")), col("abs_error_amount")))
                .withColumn(
                        "seasonal_naive_wape",
                        try_divide(col("seasonal_naive_abs_error_amount"), col("abs_actual_amount")))
                .withColumn(
                        "fva_pp", col("seasonal_naive_wape").minus(col("wape")).multiply(100))
                .withColumn("coverage_50_rate", try_divide(col("covered_50_count"), col("interval_count")))
                .withColumn("coverage_80_rate", try_divide(col("covered_80_count"), col("interval_count")))
                .withColumn("coverage_90_rate", try_divide(col("covered_90_count"), col("interval_count")));
    }

    /** Sales and returns that cancel leave a rest of rounding, which is no base of a ratio. */
    private static Column actualsAddUp() {
        return abs(col("actual_amount")).gt(col("abs_actual_amount").multiply(ROUNDING));
    }

    /** An exact forecast has an interval of no length, which must not miss the actual by rounding. */
    private static Column isBetween(String low, String high) {
        Column margin = abs(col("actual_amount")).multiply(ROUNDING);
        return col("actual_amount").between(col(low).minus(margin), col(high).plus(margin));
    }

    /** The mean pinball loss of the quantiles of a forecast; null where it has none. */
    private static Column pinball() {
        return QuantileLevels.ALL.stream()
                .map(level -> pinball(QuantileColumns.of(level, "forecast_amount"), level))
                .reduce(Column::plus)
                .orElseThrow()
                .divide(QuantileLevels.ALL.size());
    }

    private static Column pinball(String quantile, double level) {
        Column above = col("actual_amount").minus(col(quantile));
        return when(above.geq(0), above.multiply(level)).otherwise(above.multiply(level - 1));
    }
}
