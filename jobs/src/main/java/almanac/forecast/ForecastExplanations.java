package almanac.forecast;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.segment.Segments;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What each forecast is made of: the components of one forecast add up to it.
 *
 * <ul>
 *   <li>{@code level}: where the history, without season and drivers, stands at its end: its last level by simple exponential
 *       smoothing, the same in every period.
 *   <li>{@code season}: what the path of the forecast, without drivers, loses when the seasonal indices of the history are
 *       taken off it.
 *   <li>{@code trend}: the rest of that path, by how much it has left the level.
 *   <li>{@code driver: …} and {@code event: …}: what each driver adds, see {@link almanac.forecast.engine.Explanation}; in a
 *       scenario, what its change adds too.
 *   <li>{@code reconciliation}: what making all forecasts add up moved it by.
 * </ul>
 *
 * <p>Whatever methods the forecast is made of, it is its path that is taken apart. Their weights are in
 * {@code forecast.segment_forecasts}.
 */
public final class ForecastExplanations implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("forecast", "forecast_explanations")
            .describedAs("The components of every forecast of tonight, which add up to its p50_amount.")
            .oneRowPer("segmentation", "segment", "period_start", "scenario_id", "component")
            .columns(Segments.COLUMNS)
            .columnsOf(SegmentForecasts.SPEC, "period_type", "period_start", "period_end", "scenario_id", "horizon")
            .column(
                    "component",
                    StringType,
                    "level, trend, season, reconciliation, and each driver, such as driver: price or event: Winter holidays")
            .column(
                    "component_amount",
                    DoubleType,
                    "what the component adds; additive over the components of one forecast, to p50_amount")
            .columnsOf(SegmentForecasts.SPEC, "p50_amount", "currency_code")
            .check("amount_is_there", "component_amount IS NOT NULL AND p50_amount IS NOT NULL")
            .build();

    private static final ArrayType COMPONENTS = DataTypes.createArrayType(
            new StructType().add("component", StringType).add("component_amount", DoubleType));

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Backtests.SPEC, ScenarioForecasts.SPEC, SegmentForecasts.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return explanations(in.get(Backtests.SPEC), in.get(ScenarioForecasts.SPEC), in.get(SegmentForecasts.SPEC));
    }

    static Dataset<Row> explanations(Dataset<Row> backtests, Dataset<Row> scenarios, Dataset<Row> forecasts) {
        Dataset<Row> expected = backtests
                .filter(col("is_published").and(col("level_amount").isNotNull()))
                .select(
                        col("segmentation"),
                        col("segment"),
                        col("horizon"),
                        array(
                                        component("level", "level_amount"),
                                        component("trend", "trend_amount"),
                                        component("season", "season_amount"))
                                .as("_path"),
                        named(col("drivers")).as("_drivers"));
        Dataset<Row> changes = scenarios.select(
                col("segmentation"),
                col("segment"),
                col("horizon"),
                col("scenario_id"),
                named(col("changes")).as("_changes"));
        Column reconciliation = array(struct(
                lit("reconciliation").as("component"),
                col("p50_amount").minus(col("unreconciled_amount")).as("component_amount")));
        Dataset<Row> components = forecasts
                .join(expected, new String[] {"segmentation", "segment", "horizon"})
                .join(changes, new String[] {"segmentation", "segment", "horizon", "scenario_id"}, "left")
                .withColumn(
                        "_component",
                        explode(concat(
                                col("_path"),
                                col("_drivers"),
                                coalesce(col("_changes"), array().cast(COMPONENTS)),
                                reconciliation.cast(COMPONENTS))))
                .withColumn("component", col("_component.component"));
        // A driver that a scenario changes has two amounts, whose order does not matter to their sum.
        Column[] key = SPEC.computedColumns().stream()
                .filter(name -> !name.equals("component_amount"))
                .map(name -> col(name))
                .toArray(Column[]::new);
        return components.groupBy(key).agg(sum("_component.component_amount").as("component_amount"));
    }

    private static Column component(String name, String amount) {
        return struct(lit(name).as("component"), col(amount).as("component_amount"));
    }

    /** Drivers as components; events have their own name already. */
    private static Column named(Column drivers) {
        return transform(drivers, driver -> {
            Column name = driver.getField("driver");
            return struct(
                    when(name.startsWith(EventCalendar.PREFIX), name)
                            .otherwise(concat(lit("driver: "), name))
                            .as("component"),
                    driver.getField("amount").as("component_amount"));
        });
    }
}
