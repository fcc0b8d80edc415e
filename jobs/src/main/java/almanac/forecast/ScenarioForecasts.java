package almanac.forecast;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.expm1;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Scenario;
import almanac.config.Settings;
import almanac.forecast.coherence.Approach;
import almanac.forecast.coherence.Reconciler;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import almanac.segment.SegmentPath;
import almanac.segment.Segments;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Tonight's forecasts in the futures of the configuration. What a scenario changes moves the forecast of a segment by the factor
 * that the effects of the segment's drivers give; those without a known effect stay. Then all are reconciled as those of the
 * expected future were, by the same weights: factors applied to the lowest segments alone would give each segmentation a total
 * of its own, and would leave out what is known of the segments above.
 *
 * <p>Building it runs Spark jobs, where there is a scenario.
 */
public final class ScenarioForecasts implements Table {

    /** The effect of everything that is changed is known. */
    static final String KNOWN = "KNOWN";

    /** It is not, and the forecast follows those with which it adds up. */
    static final String FOLLOWS = "FOLLOWS";

    /** It is not, and nothing is changed. */
    static final String UNKNOWN = "UNKNOWN";

    /** An effect is known if its 80 % interval leaves out nothing: if it is so many times as large as its standard error. */
    private static final double STANDS_OUT = 1.28;

    private static final ArrayType CHANGES =
            DataTypes.createArrayType(new StructType().add("driver", StringType).add("amount", DoubleType));

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("forecast", "scenario_forecasts")
            .describedAs(
                    "Tonight's forecasts in each scenario of the configuration, before and after they are reconciled.")
            .oneRowPer("segmentation", "segment", "horizon", "scenario_id")
            .columns(Segments.COLUMNS)
            .columnsOf(Backtests.SPEC, "period_type", "period_start", "period_end", "horizon")
            .column("scenario_id", StringType, "a name of forecast.scenarios")
            .column(
                    "scenario_effect",
                    StringType,
                    "KNOWN: the segment's forecasts use every driver that the scenario changes, with an effect whose 80 % interval leaves out zero, and move by it;"
                            + " FOLLOWS: they do not, and move no more than adding up with segments of known effect makes them;"
                            + " UNKNOWN: no segment has a known effect, and every forecast is that of base")
            .column(
                    "unreconciled_amount",
                    DoubleType,
                    "the forecast before it is reconciled; null where there is none; not additive")
            .column(
                    "forecast_amount",
                    DoubleType,
                    "the forecast: additive over segments of one level where that of base is; null where there is none")
            .column(
                    "changes",
                    CHANGES,
                    "what each driver that is changed adds to unreconciled_amount; empty where nothing is changed")
            .columnsOf(Backtests.SPEC, "currency_code")
            .check("forecast_as_before", "(forecast_amount IS NULL) = (unreconciled_amount IS NULL)")
            .check("scenario_effect_is_said", "scenario_effect IN ('KNOWN', 'FOLLOWS', 'UNKNOWN')")
            .build();

    private final List<Scenario> scenarios;

    /** The scenarios of these settings. */
    public ScenarioForecasts(Settings settings) {
        this.scenarios = settings.forecast().scenarios();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Backtests.SPEC, ReconciledForecasts.SPEC, DailySales.SPEC, SegmentLeaves.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> known = in.get(DailySales.SPEC).filter(col("order_date").leq(lit(in.asOf())));
        Dataset<Row> leaves = ReconciledForecasts.ownLeaves(in.get(SegmentLeaves.SPEC), known);
        Dataset<Row> rows = in.spark().createDataFrame(List.of(), SPEC.computedSchema());
        for (Scenario scenario : scenarios) {
            rows = rows.unionByName(of(scenario, in.get(Backtests.SPEC), in.get(ReconciledForecasts.SPEC), leaves));
        }
        return rows;
    }

    static Dataset<Row> of(Scenario scenario, Dataset<Row> backtests, Dataset<Row> reconciled, Dataset<Row> ownLeaves) {
        Dataset<Row> moved = moved(scenario, backtests)
                .withColumn("segment_id", SegmentPath.id(col("segmentation"), col("segment")));
        Dataset<Row> tonight = reconciled.filter(col("is_final"));
        Row chosen = tonight.agg(max("reconciliation")).first();
        Row anything = moved.agg(max(abs(col("_log")))).first();
        boolean isMoved = !anything.isNullAt(0) && anything.getDouble(0) > 0;
        boolean isReconciled =
                isMoved && !chosen.isNullAt(0) && !chosen.getString(0).equals(Approach.NONE.id());
        Dataset<Row> base = tonight.select(
                col("segmentation"),
                col("segment"),
                col("horizon"),
                col("is_reconciled").as("_is_reconciled"),
                col("forecast_amount").as("_base_amount"));
        Dataset<Row> all = moved.join(base, new String[] {"segmentation", "segment", "horizon"}, "left");
        if (isReconciled) {
            Approach approach = Arrays.stream(Approach.values())
                    .filter(one -> one.id().equals(chosen.getString(0)))
                    .findFirst()
                    .orElseThrow();
            Dataset<Row> coherent = new Reconciler(moved.sparkSession())
                    .tonight(ownLeaves, withHistory(moved, backtests), approach)
                    .select("segment_id", "horizon", "reconciled_amount");
            all = all.join(coherent, new String[] {"segment_id", "horizon"}, "left");
        } else {
            all = all.withColumn("reconciled_amount", lit(null).cast(DoubleType));
        }
        Column amount = isMoved
                ? when(col("_is_reconciled"), coalesce(col("reconciled_amount"), lit(0.0)))
                        .otherwise(col("forecast_amount"))
                : col("_base_amount");
        return all.withColumn("scenario_id", lit(scenario.name()))
                .withColumn("scenario_effect", when(col("_is_known"), KNOWN).otherwise(isMoved ? FOLLOWS : UNKNOWN))
                .withColumn("unreconciled_amount", col("forecast_amount"))
                .withColumn("forecast_amount", when(col("unreconciled_amount").isNotNull(), amount))
                .select(SPEC.computedColumns().stream().map(name -> col(name)).toArray(Column[]::new));
    }

    /** What is published of each segment tonight, moved by its own effects; {@code _log} is the logarithm of the factor. */
    private static Dataset<Row> moved(Scenario scenario, Dataset<Row> backtests) {
        Column logs = transform(
                filter(col("drivers"), driver -> isChanged(scenario, driver.getField("driver"))),
                driver -> struct(
                        driver.getField("driver").as("driver"),
                        log(scenario, driver).as("log")));
        Column sum = aggregate(col("_logs"), lit(0.0), (total, one) -> total.plus(one.getField("log")));
        // The logarithmic mean of both forecasts, times what a driver does to the logarithm, is its part of the change.
        Column mean = when(col("_log").equalTo(0), col("forecast_amount"))
                .otherwise(col("forecast_amount")
                        .multiply(expm1(col("_log")))
                        .divide(when(col("_log").notEqual(0), col("_log"))));
        return backtests
                .filter(col("is_published"))
                .withColumn("_is_known", isKnown(scenario))
                .withColumn("_logs", when(col("_is_known"), logs))
                .withColumn("_log", coalesce(sum, lit(0.0)))
                .withColumn(
                        "changes",
                        coalesce(
                                transform(
                                        col("_logs"),
                                        one -> struct(
                                                one.getField("driver").as("driver"),
                                                mean.multiply(one.getField("log"))
                                                        .as("amount"))),
                                org.apache.spark.sql.functions.array().cast(CHANGES)))
                .withColumn("forecast_amount", col("forecast_amount").multiply(exp(col("_log"))));
    }

    /** Whether the forecast uses a driver for everything that the scenario changes, and its effect stands out from noise. */
    private static Column isKnown(Scenario scenario) {
        Column known = lit(true);
        for (List<String> drivers : changed(scenario)) {
            known = known.and(exists(
                    col("drivers"),
                    driver -> driver.getField("driver")
                            .isin(drivers.toArray())
                            .and(abs(driver.getField("effect"))
                                    .gt(driver.getField("standard_error").multiply(STANDS_OUT)))));
        }
        return coalesce(known, lit(false));
    }

    private static Column isChanged(Scenario scenario, Column driver) {
        return driver.isin(changed(scenario).stream().flatMap(List::stream).toArray());
    }

    /** The drivers that a scenario changes, those of one thing together. */
    private static List<List<String>> changed(Scenario scenario) {
        List<List<String>> changed = new ArrayList<>();
        if (scenario.priceRate() != 0) {
            changed.add(List.of(SegmentDrivers.PRICE, SegmentDrivers.LIST_PRICE));
        }
        if (scenario.marketRate() != 0) {
            changed.add(List.of(SegmentDrivers.MARKET));
        }
        if (scenario.promotionTimes() != 1) {
            changed.add(List.of(SegmentDrivers.PROMOTION, SegmentDrivers.PROMOTION_DEPTH));
        }
        return changed;
    }

    /** What a changed driver does to the logarithm of the forecast. */
    private static Column log(Scenario scenario, Column driver) {
        Column change = when(
                        driver.getField("driver").equalTo(SegmentDrivers.MARKET),
                        lit(Math.log1p(scenario.marketRate())))
                .when(
                        driver.getField("driver").isin(SegmentDrivers.PRICE, SegmentDrivers.LIST_PRICE),
                        lit(Math.log1p(scenario.priceRate())))
                .otherwise(driver.getField("value").multiply(scenario.promotionTimes() - 1));
        return driver.getField("effect").multiply(change);
    }

    /** With the forecasts of the back-test, which say how far each segment may be moved. */
    private static Dataset<Row> withHistory(Dataset<Row> moved, Dataset<Row> backtests) {
        Column[] columns = List.of(
                        "segment_id",
                        "origin_date",
                        "horizon",
                        "period_end",
                        "forecast_amount",
                        "actual_amount",
                        "spread_amount",
                        "is_never_negative")
                .stream()
                .map(name -> col(name))
                .toArray(Column[]::new);
        return ReconciledForecasts.toReconcile(backtests)
                .filter(col("is_final").equalTo(false))
                .select(columns)
                .unionByName(moved.select(columns));
    }
}
