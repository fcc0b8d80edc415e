package almanac.forecast;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.forecast.engine.CombinedBacktest;
import almanac.forecast.engine.Contest;
import almanac.forecast.engine.ForecastEngine;
import almanac.forecast.engine.Series;
import almanac.segment.DailySales;
import almanac.segment.MarketSales;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.staging.Events;
import almanac.staging.Promotions;
import almanac.table.Inputs;
import almanac.table.Models;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What every method forecast at every origin, beside what was sold then: the back-test, and at its end the forecasts of
 * tonight. The other tables of forecasts read it, so that nothing is computed twice.
 *
 * <p>Building it trains the learner and pools residuals, and so runs Spark jobs.
 */
public final class Backtests implements Table {

    /**
     * A driver of a forecast: its name; {@code effect}, the change of the logarithm of sales for a change of the driver by one,
     * with its standard error; the {@code value} of the driver in the period and its {@code usual} one, the mean of the last
     * year; and the {@code amount} that it adds.
     */
    static final ArrayType DRIVERS = DataTypes.createArrayType(new StructType()
            .add("driver", StringType)
            .add("effect", DoubleType)
            .add("standard_error", DoubleType)
            .add("value", DoubleType)
            .add("usual", DoubleType)
            .add("amount", DoubleType));

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("forecast", "backtests")
            .describedAs("Forecasts of every method at rolling origins beside what was sold, and those of tonight."
                    + " A forecast knows nothing that follows its origin.")
            .oneRowPer("segmentation", "segment", "origin_date", "horizon", "method")
            .columns(Segments.COLUMNS)
            .column("period_type", StringType, "day, week or month: the grain of the series")
            .column("period_start", DateType, "first day of the period that is forecast")
            .column("period_end", DateType, "last day of it")
            .column("origin_date", DateType, "the origin: last day that the forecast knows")
            .column("is_final", BooleanType, "whether the origin is the end of the history: tonight's forecast")
            .column("horizon", IntegerType, "how many periods ahead, from 1")
            .column(
                    "method",
                    StringType,
                    "seasonal_naive, damped_trend, theta, dynamic_optimised_theta, ets, airline, multi_seasonal, sba, tsb, random_forest: those that suit the series; their combination; zero or none where no method was asked")
            .column(
                    "forecast_amount",
                    DoubleType,
                    "forecast of the net amount, after discounts and returns, of the whole period; not below 0 where the history never was; null where method is none")
            .column(
                    "actual_amount",
                    DoubleType,
                    "net amount of the period; 0 where nothing was sold in it; null where it is not over, or an event that will not come again made it no guide")
            .column(
                    "seasonal_naive_amount",
                    DoubleType,
                    "the yardstick: forecast of seasonal naive for the same period at the same origin")
            .column(
                    "p05_amount",
                    DoubleType,
                    "5 % quantile of the net amount, of the combination and of seasonal naive; from residuals that were known at the origin; null where none was")
            .column("p10_amount", DoubleType, "10 % quantile, likewise")
            .column("p25_amount", DoubleType, "25 % quantile, likewise")
            .column("p75_amount", DoubleType, "75 % quantile, likewise; the 50 % quantile is the forecast")
            .column("p90_amount", DoubleType, "90 % quantile, likewise; the 50 % quantile is the forecast")
            .column("p95_amount", DoubleType, "95 % quantile, likewise; the 50 % quantile is the forecast")
            .column(
                    "weight_rate",
                    DoubleType,
                    "weight of the method in the combination of this segment and origin, 0..1; from errors that were known at the origin; null for methods that are not in it")
            .column(
                    "spread_amount",
                    DoubleType,
                    "what residuals are divided by before they are pooled: mean absolute change of the sales between periods or seasons, whichever is smaller")
            .column(
                    "seasonal_error_amount",
                    DoubleType,
                    "mean absolute error of seasonal naive within the history: the denominator of MASE; null where the history is no longer than a season or repeats itself exactly")
            .column(
                    "seasonal_root_square_amount",
                    DoubleType,
                    "root mean squared error of the same: the denominator of RMSSE; null likewise")
            .column(
                    "is_never_negative",
                    BooleanType,
                    "whether no value of the history up to the origin is below 0; null where no method was asked")
            .column(
                    "level_amount",
                    DoubleType,
                    "of what is published tonight: where the history stands at its end, without season and drivers; null elsewhere; with trend, season and drivers it adds up to the forecast")
            .column("trend_amount", DoubleType, "likewise: by how much the path has left that level, without season")
            .column("season_amount", DoubleType, "likewise: what the season of the history adds")
            .column("drivers_amount", DoubleType, "likewise: what all drivers add; 0 where none is used")
            .column("drivers", DRIVERS, "likewise: each driver; empty where none is used")
            .column(
                    "demand_class",
                    StringType,
                    "of the segment by its whole history: smooth, erratic (sizes vary), intermittent (demand in few periods), lumpy (both), too_short or all_zero; by how often anything is sold or returned (average demand interval above 1.32) and how much its size varies (CV² above 0.49)")
            .column("is_published", BooleanType, "whether forecast.segment_forecasts shows this row")
            .column("method_status", StringType, "of the segment: OK, FALLBACK_NAIVE, COLD_START or SKIPPED")
            .column("status_reason", StringType, "why it is not OK, in words; null where it is")
            .column("currency_code", StringType, "reporting currency of every amount")
            .check("interval_holds_forecast", QuantileColumns.ordered("forecast_amount"))
            .check("actual_is_not_known_tonight", "actual_amount IS NULL OR NOT is_final")
            .check("horizon_is_ahead", "horizon >= 1 AND period_start > origin_date")
            .check(
                    "published_is_the_sum_of_its_components",
                    "level_amount IS NULL OR abs(level_amount + trend_amount + season_amount + drivers_amount - forecast_amount) <= 0.01")
            .check("forecast_unless_skipped", "(forecast_amount IS NULL) = (method_status = 'SKIPPED')")
            .check("reason_unless_ok", "(status_reason IS NULL) = (method_status = 'OK')")
            .build();

    private final Settings settings;

    /** The back-test of these settings. */
    public Backtests(Settings settings) {
        this.settings = settings;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(DailySales.SPEC, SegmentLeaves.SPEC, Segments.SPEC, SegmentActuals.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(MarketSales.SPEC, Events.INPUT.spec(), Promotions.INPUT.spec());
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> cube = in.get(DailySales.SPEC).filter(col("order_date").leq(lit(in.asOf())));
        SegmentTimeline timeline = SegmentTimeline.of(settings, cube, in.asOf());
        Dataset<Row> leaves = in.get(SegmentLeaves.SPEC);
        EventCalendar events = EventCalendar.of(in, timeline);
        Optional<Dataset<Row>> promotions =
                in.has(Promotions.INPUT.spec()) ? Optional.of(in.get(Promotions.INPUT.spec())) : Optional.empty();
        SegmentDrivers drivers = SegmentDrivers.of(cube, events, in.has(MarketSales.SPEC), promotions, timeline);
        Dataset<Row> series = SegmentSeries.series(
                in.get(Segments.SPEC),
                in.get(SegmentActuals.SPEC),
                market(in, timeline),
                SegmentDrivers.rows(cube, leaves, promotions, timeline),
                timeline);
        return backtests(series, timeline, events, drivers, in.models(), in.asOf());
    }

    private Dataset<Row> market(Inputs in, SegmentTimeline timeline) {
        if (!in.has(MarketSales.SPEC)) {
            return SegmentSeries.noMarket(in.spark());
        }
        Dataset<Row> known = in.get(MarketSales.SPEC).filter(col("period_end").leq(lit(in.asOf())));
        return SegmentSeries.market(known, in.get(SegmentLeaves.SPEC), settings, timeline);
    }

    /**
     * The steps of the forecast.
     *
     * @param segmentSeries rows of {@link SegmentSeries#series}
     */
    Dataset<Row> backtests(
            Dataset<Row> segmentSeries,
            SegmentTimeline timeline,
            EventCalendar events,
            SegmentDrivers drivers,
            Models models,
            LocalDate asOf) {
        String currency = settings.currency();
        JavaRDD<Series> series =
                spread(segmentSeries).javaRDD().map(row -> SegmentSeries.read(row, timeline, events, drivers));
        ForecastEngine engine = new ForecastEngine(
                segmentSeries.sparkSession(),
                timeline,
                settings.forecast().origins(),
                settings.forecast().seed(),
                step -> {});
        CombinedBacktest backtest =
                new ForestKeeper(models, settings.forecast(), timeline, asOf, engine, Contest::of).backtest(series);
        JavaRDD<Row> rows =
                engine.forecasts(backtest).flatMap(forecast -> BacktestRows.of(forecast, timeline, currency));
        return segmentSeries.sparkSession().createDataFrame(rows, SPEC.computedSchema());
    }

    /** One series is much work on few bytes: left to itself, Spark would put all of them into one task. */
    private static Dataset<Row> spread(Dataset<Row> segmentSeries) {
        int partitions = Integer.parseInt(segmentSeries.sparkSession().conf().get("spark.sql.shuffle.partitions"));
        return segmentSeries.repartition(partitions, col("segment_id"));
    }
}
