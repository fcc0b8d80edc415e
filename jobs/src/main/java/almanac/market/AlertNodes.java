package almanac.market;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.config.Scenario;
import almanac.segment.DailySales;
import almanac.segment.SegmentPath;
import almanac.stats.QuantileLevels;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * What was expected of each segment in the latest periods that are over, beside what came.
 *
 * <p>What was expected is what the latest night before the end of the period published. Where no night did, it is what the
 * latest origin of the back-test says, which knew nothing after it either, but may lie farther back. Segments of several
 * segmentations that have the same path are the same sales, and count once.
 */
final class AlertNodes {

    /** How many periods are looked at: those in which an alert can still be acted on. */
    static final int PERIODS = 4;

    /** What a night published. */
    static final String NIGHT = "NIGHT";

    /** What the back-test says. */
    static final String BACKTEST = "BACKTEST";

    /** The quantiles of what was expected, ascending; the median is the expectation itself. */
    private static final List<String> QUANTILES = QuantileLevels.ALL.stream()
            .map(level -> level == QuantileLevels.MEDIAN ? "expected_amount" : QuantileLevels.name(level) + "_amount")
            .toList();

    private AlertNodes() {}

    /**
     * One row per segment and period: its columns, {@code segment_id}, {@code age} of the period, 1 for the latest, what was
     * expected with its quantiles, where from, and {@code actual_amount}. A period that an event disrupted is left out.
     *
     * @param history rows of {@code forecast.segment_forecasts_history}
     * @param backtests rows of {@code forecast.reconciled_forecasts}
     * @param actuals rows of {@code forecast.segment_actuals}
     */
    static Dataset<Row> of(Dataset<Row> history, Dataset<Row> backtests, Dataset<Row> actuals, LocalDate asOf) {
        Dataset<Row> expected = nights(history, asOf).union(origins(backtests));
        WindowSpec bestFirst = Window.partitionBy("segment", "period_start")
                .orderBy(
                        when(col("expectation_source").equalTo(NIGHT), 0).otherwise(1),
                        col("expected_on_date").desc(),
                        col("segmentation"));
        return expected.join(broadcast(latestPeriods(actuals, asOf)), "period_start")
                .withColumn("_rank", row_number().over(bestFirst))
                .filter(col("_rank").equalTo(1))
                .join(
                        actuals.select("segmentation", "segment", "period_start", "actual_amount"),
                        new String[] {"segmentation", "segment", "period_start"},
                        "left")
                .withColumn("actual_amount", coalesce(col("actual_amount"), lit(0).cast(DailySales.SUM)))
                .withColumn("segment_id", SegmentPath.id(col("segmentation"), col("segment")))
                .drop("_rank");
    }

    private static Dataset<Row> latestPeriods(Dataset<Row> actuals, LocalDate asOf) {
        return actuals.filter(col("period_end").leq(lit(asOf)))
                .select("period_start", "is_disrupted")
                .distinct()
                .withColumn(
                        "age",
                        row_number().over(Window.orderBy(col("period_start").desc())))
                .filter(col("age")
                        .leq(PERIODS)
                        .and(coalesce(col("is_disrupted"), lit(false)).equalTo(false)))
                .drop("is_disrupted");
    }

    private static Dataset<Row> nights(Dataset<Row> history, LocalDate asOf) {
        return expectations(
                history.filter(
                        col("as_of_date").lt(lit(asOf)).and(col("scenario_id").equalTo(Scenario.BASE))),
                "p50_amount",
                "as_of_date",
                NIGHT);
    }

    private static Dataset<Row> origins(Dataset<Row> backtests) {
        return expectations(
                backtests.filter(col("is_final").equalTo(false)), "forecast_amount", "origin_date", BACKTEST);
    }

    private static Dataset<Row> expectations(Dataset<Row> forecasts, String median, String knownOn, String source) {
        Stream<Column> key = Stream.of(
                        "segmentation", "segment_level", "segment", "period_type", "period_start", "period_end")
                .map(name -> col(name));
        Stream<Column> quantiles = QUANTILES.stream()
                .map(name -> name.equals("expected_amount") ? col(median).as(name) : col(name));
        Stream<Column> origin = Stream.of(
                col(knownOn).as("expected_on_date"),
                lit(source).as("expectation_source"),
                col("horizon"),
                col("currency_code"));
        return forecasts
                .filter(isTestable())
                .select(Stream.of(key, quantiles, origin)
                        .flatMap(columns -> columns)
                        .toArray(Column[]::new));
    }

    /**
     * Whether there are quantiles that say how far out a value is. Where nothing is sold in a quarter of the periods or more, they
     * say how often something is, and little of how large it may be.
     */
    private static Column isTestable() {
        return col("p25_amount").gt(0).or(col("p75_amount").lt(0));
    }

    /** The quantiles of a row as an array. */
    static Column quantiles() {
        return array(QUANTILES.stream().map(name -> col(name).cast(DoubleType)).toArray(Column[]::new));
    }
}
