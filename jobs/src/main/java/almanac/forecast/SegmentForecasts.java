package almanac.forecast;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Scenario;
import almanac.forecast.engine.Verdict;
import almanac.segment.Segments;
import almanac.stats.QuantileLevels;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Tonight's forecast of every segment with its interval, or the reason why there is none. */
public final class SegmentForecasts implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("forecast", "segment_forecasts")
            .describedAs(
                    "Forecast of the net amount of every segment for each period of the horizon, with its quantiles."
                            + " Every segment has its rows; one without a forecast says why.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start", "scenario_id")
            .columns(Segments.COLUMNS)
            .column("period_type", StringType, "day, week or month")
            .column(
                    "period_start",
                    DateType,
                    "first day of the period that is forecast; the first one may have begun already")
            .column("period_end", DateType, "last day of it")
            .column("scenario_id", StringType, "base: nothing is changed; else a name of forecast.scenarios")
            .column(
                    "scenario_effect",
                    StringType,
                    "whether the effect of what the scenario changes is known of the segment; null for base; KNOWN;"
                            + " FOLLOWS: it is not, and the forecast moves no more than adding up with others makes it;"
                            + " UNKNOWN: of no segment, and the row is that of base")
            .column("horizon", IntegerType, "how many periods after the last one that is over")
            .column("as_of_date", DateType, "the night's date: what was known at its end was used")
            .column(
                    "p05_amount",
                    DoubleType,
                    "5 % quantile of the net amount, split-conformal from the back-test; null where no back-test tells; not additive: quantiles of a sum are not sums of quantiles")
            .column("p10_amount", DoubleType, "10 % quantile, likewise")
            .column("p25_amount", DoubleType, "25 % quantile, likewise")
            .column(
                    "p50_amount",
                    DoubleType,
                    "the forecast: net amount of the whole period, after discounts and returns; null where the segment is skipped; additive over the segments of one level where is_reconciled")
            .column("p75_amount", DoubleType, "75 % quantile, likewise")
            .column("p90_amount", DoubleType, "90 % quantile, likewise; p10 to p90 is the 80 % interval")
            .column("p95_amount", DoubleType, "95 % quantile, likewise; p05 to p95 is the 90 % interval")
            .column("is_reconciled", BooleanType, "whether the forecast was made to add up over segments")
            .column(
                    "unreconciled_amount",
                    DoubleType,
                    "the forecast before that; null where the segment is skipped; not additive")
            .column(
                    "model",
                    StringType,
                    "combination, or what stands in for it: seasonal_naive, zero; none where the segment is skipped")
            .column(
                    "weights",
                    DataTypes.createMapType(StringType, DoubleType),
                    "weight of each method in the forecast, adding up to 1; null where no method was asked")
            .column(
                    "method_amounts",
                    DataTypes.createMapType(StringType, DoubleType),
                    "forecast of each of these methods; each times its weight, they add up to unreconciled_amount; null likewise")
            .columnsOf(Backtests.SPEC, "demand_class")
            .column(
                    "drivers_amount",
                    DoubleType,
                    "part of the unreconciled_amount of base that drivers account for, such as prices and events; see forecast.forecast_explanations; null where the forecast is not taken apart")
            .columnsOf(Backtests.SPEC, "seasonal_naive_amount", "seasonal_error_amount", "seasonal_root_square_amount")
            .column(
                    "method_status",
                    StringType,
                    "OK; FALLBACK_NAIVE: a simple rule, because the history is too short, ended or zero, or the combination was much worse than seasonal naive; COLD_START: too young for a back-test; SKIPPED: nothing was ever sold in a period that is over")
            .column("status_reason", StringType, "why it is not OK, in words; null where it is")
            .column("currency_code", StringType, "reporting currency of every amount")
            .check("quantiles_are_ordered", QuantileColumns.ordered("p50_amount"))
            .check("forecast_unless_skipped", "(p50_amount IS NULL) = (method_status = 'SKIPPED')")
            .check("reason_unless_ok", "(status_reason IS NULL) = (method_status = 'OK')")
            .check("lies_ahead", "period_end > as_of_date")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Backtests.SPEC, ReconciledForecasts.SPEC, ScenarioForecasts.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> base = forecasts(in.get(Backtests.SPEC), in.get(ReconciledForecasts.SPEC), in.asOf());
        return base.unionByName(inScenarios(base, in.get(ScenarioForecasts.SPEC)));
    }

    static Dataset<Row> forecasts(Dataset<Row> backtests, Dataset<Row> reconciled, LocalDate asOf) {
        Dataset<Row> methods = backtests
                .filter(col("is_final").and(col("weight_rate").isNotNull()))
                .groupBy("segmentation", "segment", "horizon")
                .agg(
                        byMethod("weight_rate").as("_weights"),
                        byMethod("forecast_amount").as("_amounts"));
        return published(backtests, reconciled)
                .join(methods, new String[] {"segmentation", "segment", "horizon"}, "left")
                .withColumn("weights", ofPublished(col("_weights"), lit(1.0)))
                .withColumn("method_amounts", ofPublished(col("_amounts"), col("unreconciled_amount")))
                .withColumn("scenario_id", lit(Scenario.BASE))
                .withColumn("scenario_effect", lit(null).cast(StringType))
                .withColumn("as_of_date", lit(asOf))
                .withColumn("p50_amount", col("forecast_amount"))
                .withColumn("model", col("method"))
                .select(SPEC.computedColumns().stream().map(name -> col(name)).toArray(Column[]::new));
    }

    /** The rows of the expected future in each scenario; quantiles move by the factor by which the forecast does. */
    static Dataset<Row> inScenarios(Dataset<Row> base, Dataset<Row> scenarios) {
        Dataset<Row> forecasts = base.drop("scenario_id", "scenario_effect", "unreconciled_amount")
                .join(
                        scenarios.select(
                                col("segmentation"),
                                col("segment"),
                                col("horizon"),
                                col("scenario_id"),
                                col("scenario_effect"),
                                col("unreconciled_amount"),
                                col("forecast_amount").as("_amount")),
                        new String[] {"segmentation", "segment", "horizon"})
                .withColumn("_base", col("p50_amount"));
        for (double level : QuantileLevels.OUTER) {
            String name = QuantileColumns.of(level, "p50_amount");
            // A forecast of zero or less has no factor.
            Column moved = when(
                            col("_base").gt(0).and(col("_amount").geq(0)),
                            col(name).multiply(col("_amount").divide(col("_base"))))
                    .otherwise(col(name).plus(col("_amount").minus(col("_base"))));
            forecasts = forecasts.withColumn(
                    name, when(col(name).isNotNull(), QuantileColumns.enclosing(moved, level, col("_amount"))));
        }
        forecasts = forecasts.withColumn("p50_amount", col("_amount"));
        return forecasts.drop("_amount", "_base");
    }

    private static Column byMethod(String value) {
        return map_from_entries(array_sort(collect_list(struct("method", value))));
    }

    /** What the published forecast is made of: the methods of the combination, or seasonal naive alone. */
    private static Column ofPublished(Column combination, Column alone) {
        return when(col("method").equalTo(Verdict.COMBINATION), combination)
                .when(
                        col("method").equalTo(Verdict.YARDSTICK),
                        org.apache.spark.sql.functions.map(lit(Verdict.YARDSTICK), alone));
    }

    /** What is published, each forecast and quantile as the reconciliation left it. */
    private static Dataset<Row> published(Dataset<Row> backtests, Dataset<Row> reconciled) {
        List<String> amounts = QuantileColumns.all("forecast_amount");
        Column[] columns = Stream.concat(
                        Stream.of("segmentation", "segment", "horizon", "is_reconciled", "unreconciled_amount"),
                        amounts.stream())
                .map(name -> col(name))
                .toArray(Column[]::new);
        return backtests
                .filter(col("is_published"))
                .drop(amounts.toArray(String[]::new))
                .join(
                        reconciled.filter(col("is_final")).select(columns),
                        new String[] {"segmentation", "segment", "horizon"},
                        "left");
    }
}
