package almanac.forecast;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_keys;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_element_at;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Scenario;
import almanac.forecast.engine.Verdict;
import almanac.segment.DailySales;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Why tonight's forecast is not that of the night before. The change is divided into six parts that add up to it:
 *
 * <ul>
 *   <li>reconciliation: what making forecasts add up moves tonight, less what it moved then;
 *   <li>weights, where both are combinations: for each method the change of its weight times the mean of its two forecasts;
 *   <li>drivers: what prices, promotions, events and the market add tonight, less what they added then;
 *   <li>new data and restated data: what is left. If periods have ended since and none that was known has changed, it is new
 *       data; if the other way round, restated data; if both, it is divided like the two surprises, and marked as estimated: to
 *       tell them apart, last night would have to be run again;
 *   <li>model: what is left where the segment's own data has not changed, or another kind of model is published.
 * </ul>
 *
 * <p>Building it runs a Spark job: which nights there are says which one is compared with.
 */
public final class ForecastChanges implements Table {

    /** What the parts may miss the change by: the rounding of floating-point numbers. */
    private static final String CLOSES =
            "abs(change_amount - new_data_amount - restated_data_amount - weights_amount - drivers_amount"
                    + " - reconciliation_amount - model_amount) <= 0.01 + 0.000000001 * (abs(previous_amount) + abs(p50_amount))";

    private static final List<String> PARTS =
            List.of("new_data", "restated_data", "weights", "drivers", "reconciliation", "model");

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("forecast", "forecast_changes")
            .describedAs(
                    "What changed in the forecasts since the night before, and why. Periods that both nights forecast;"
                            + " empty on the first night.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start", "scenario_id")
            .columnsOf(
                    SegmentForecasts.SPEC,
                    "segmentation",
                    "segment_level",
                    "segment",
                    "period_type",
                    "period_start",
                    "period_end",
                    "scenario_id",
                    "as_of_date")
            .column("previous_as_of_date", DateType, "the latest night before that of which forecasts are kept")
            .column("previous_amount", DoubleType, "the forecast (p50_amount) of that night")
            .columnsOf(SegmentForecasts.SPEC, "p50_amount")
            .column("change_amount", DoubleType, "p50_amount - previous_amount; additive where both are reconciled")
            .column(
                    "new_data_amount",
                    DoubleType,
                    "part of the change that periods which have ended since account for; additive")
            .column(
                    "restated_data_amount",
                    DoubleType,
                    "part that changes of what had been known already account for; additive")
            .column(
                    "weights_amount",
                    DoubleType,
                    "part that new weights account for: sum over the methods of (weight - weight then) * mean of both forecasts; additive")
            .column(
                    "drivers_amount",
                    DoubleType,
                    "part that drivers account for, such as prices and events: what they add tonight less what they added then; additive")
            .column(
                    "reconciliation_amount",
                    DoubleType,
                    "(p50_amount - unreconciled_amount) less the same of the night before; additive")
            .column(
                    "model_amount",
                    DoubleType,
                    "part that neither own data, weights nor drivers account for: another kind of model is published, or models were trained anew on data of others; additive")
            .column(
                    "main_reason",
                    StringType,
                    "new_data, restated_data, weights, drivers, reconciliation or model: the largest part; none where nothing changed")
            .column(
                    "is_data_split_estimated",
                    BooleanType,
                    "whether periods ended and others were restated at once, so that new_data_amount and restated_data_amount divide their sum like the two surprises")
            .column("ended_period_count", LongType, "periods that ended since")
            .column(
                    "ended_actual_amount",
                    DailySales.SUM,
                    "net amount of those that the night before forecast; null where none ended; additive")
            .column("ended_forecast_amount", DoubleType, "what it forecast for them; additive")
            .column(
                    "restated_history_amount",
                    DailySales.SUM,
                    "by how much the net amount of all periods known then has changed; additive over segments of one level")
            .column("currency_code", StringType, "reporting currency of every amount")
            .check("parts_add_up", CLOSES)
            .check("looks_back", "previous_as_of_date < as_of_date")
            .build();

    private static final String[] SEGMENT = {"segmentation", "segment"};
    private static final String[] KEY = {"segmentation", "segment", "period_type", "period_start", "scenario_id"};

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(SegmentForecastsHistory.SPEC, SegmentActuals.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return changes(in.get(SegmentForecastsHistory.SPEC), in.get(SegmentActuals.SPEC), in.asOf());
    }

    static Dataset<Row> changes(Dataset<Row> history, Dataset<Row> actuals, LocalDate asOf) {
        Dataset<Row> said = history.filter(col("p50_amount").isNotNull());
        // A date that the plan knows is one that storage can skip the rest of the history by.
        Column nightBefore = lit(nightBefore(said, asOf));
        Dataset<Row> before = said.filter(col("as_of_date").equalTo(nightBefore));
        Dataset<Row> both = said.filter(col("as_of_date").equalTo(lit(asOf)))
                .join(renamed(before), KEY)
                .join(ended(before, actuals, asOf), SEGMENT, "left")
                .join(known(actuals, nightBefore), SEGMENT, "left");
        return divided(both);
    }

    /** The date of the latest night before; null where there is none. */
    private static @Nullable LocalDate nightBefore(Dataset<Row> said, LocalDate asOf) {
        return said.filter(col("as_of_date").lt(lit(asOf)))
                .agg(max("as_of_date"))
                .first()
                .getAs(0);
    }

    private static Dataset<Row> renamed(Dataset<Row> before) {
        return before.select(Stream.concat(
                        Stream.of(KEY).map(name -> col(name)),
                        Stream.of(
                                col("as_of_date").as("previous_as_of_date"),
                                col("p50_amount").as("previous_amount"),
                                col("unreconciled_amount").as("_unreconciled"),
                                col("model").as("_model"),
                                col("weights").as("_weights"),
                                col("method_amounts").as("_amounts"),
                                col("drivers_amount").as("_drivers_amount"),
                                col("history_amount").as("_history_amount"),
                                col("history_digest").as("_history_digest")))
                .toArray(Column[]::new));
    }

    /** By segment, the periods that were forecast then and are over now. */
    private static Dataset<Row> ended(Dataset<Row> before, Dataset<Row> actuals, LocalDate asOf) {
        return before.filter(col("scenario_id")
                        .equalTo(Scenario.BASE)
                        .and(col("period_end").leq(lit(asOf))))
                .select("segmentation", "segment", "period_type", "period_start", "p50_amount")
                .join(
                        actuals.select("segmentation", "segment", "period_type", "period_start", "actual_amount"),
                        new String[] {"segmentation", "segment", "period_type", "period_start"},
                        "left")
                .withColumn("_actual", coalesce(col("actual_amount"), lit(0).cast(DailySales.SUM)))
                .groupBy("segmentation", "segment")
                .agg(
                        count(lit(1)).as("ended_period_count"),
                        sum("_actual").cast(DailySales.SUM).as("ended_actual_amount"),
                        sum("p50_amount").as("ended_forecast_amount"),
                        sum(abs(col("_actual").cast(DoubleType).minus(col("p50_amount"))))
                                .as("_surprise"));
    }

    /** By segment, what is known now of the periods that were over then. */
    private static Dataset<Row> known(Dataset<Row> actuals, Column then) {
        return actuals.filter(col("period_end").leq(then))
                .groupBy("segmentation", "segment")
                .agg(
                        SegmentForecastsHistory.amount().as("_known_amount"),
                        SegmentForecastsHistory.digest().as("_known_digest"));
    }

    private static Dataset<Row> divided(Dataset<Row> both) {
        Column isSameModel = col("model").equalTo(col("_model"));
        Column isCombination = isSameModel.and(col("model").equalTo(Verdict.COMBINATION));
        Column isRestated = coalesce(col("_known_digest"), lit(0L)).notEqual(col("_history_digest"));
        Column hasEnded = col("ended_period_count").gt(0);
        Column ended = coalesce(col("_surprise"), lit(0.0));
        Column restated = abs(col("restated_history_amount").cast(DoubleType));
        Column newShare = when(
                        isRestated.and(hasEnded),
                        when(ended.plus(restated).gt(0), ended.divide(ended.plus(restated)))
                                .otherwise(1.0))
                .when(hasEnded, 1.0)
                .otherwise(0.0);
        Column left = col("_left");
        return both.withColumn("ended_period_count", coalesce(col("ended_period_count"), lit(0L)))
                .withColumn(
                        "restated_history_amount",
                        coalesce(col("_known_amount"), lit(0))
                                .minus(col("_history_amount"))
                                .cast(DailySales.SUM))
                .withColumn("change_amount", col("p50_amount").minus(col("previous_amount")))
                .withColumn(
                        "reconciliation_amount",
                        col("p50_amount")
                                .minus(col("unreconciled_amount"))
                                .minus(col("previous_amount").minus(col("_unreconciled"))))
                .withColumn("weights_amount", when(isCombination, weights()).otherwise(0.0))
                .withColumn(
                        "drivers_amount",
                        when(isSameModel, coalesce(col("drivers_amount").minus(col("_drivers_amount")), lit(0.0)))
                                .otherwise(0.0))
                .withColumn(
                        "_left",
                        col("change_amount")
                                .minus(col("reconciliation_amount"))
                                .minus(col("weights_amount"))
                                .minus(col("drivers_amount")))
                .withColumn("_is_model", not(isSameModel.and(isRestated.or(hasEnded))))
                .withColumn("_new_share", newShare)
                .withColumn("model_amount", when(col("_is_model"), left).otherwise(0.0))
                .withColumn("new_data_amount", when(col("_is_model"), 0.0).otherwise(left.multiply(col("_new_share"))))
                .withColumn(
                        "restated_data_amount", left.minus(col("model_amount")).minus(col("new_data_amount")))
                .withColumn(
                        "is_data_split_estimated", isSameModel.and(isRestated).and(hasEnded))
                .withColumn("main_reason", mainReason());
    }

    /** What new weights do, the forecasts of the methods being the means of both nights; a new method's is tonight's. */
    private static Column weights() {
        Column methods = array_sort(array_union(map_keys(col("weights")), map_keys(col("_weights"))));
        return aggregate(methods, lit(0.0), (sum, method) -> {
            Column now = try_element_at(col("method_amounts"), method);
            Column then = try_element_at(col("_amounts"), method);
            Column moved = weight("weights", method).minus(weight("_weights", method));
            return sum.plus(moved.multiply(coalesce(now.plus(then).divide(2), now, then)));
        });
    }

    private static Column weight(String weights, Column method) {
        return coalesce(try_element_at(col(weights), method), lit(0.0));
    }

    private static Column mainReason() {
        Column[] sizes = PARTS.stream().map(part -> abs(col(part + "_amount"))).toArray(Column[]::new);
        Column reason = when(greatest(sizes).equalTo(0), "none");
        for (int i = 0; i < sizes.length; i++) {
            reason = reason.when(sizes[i].equalTo(greatest(sizes)), PARTS.get(i));
        }
        return reason;
    }
}
