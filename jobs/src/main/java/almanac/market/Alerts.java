package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.forecast.ReconciledForecasts;
import almanac.forecast.SegmentActuals;
import almanac.forecast.SegmentForecastsHistory;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What came otherwise than expected in the latest periods, beyond chance, and which segments are the cause of it.
 *
 * <p>The p-value of a segment is that of its sales under the quantiles of its forecast; the Benjamini–Hochberg rule over all
 * segments of a period says which are alerts; {@link almanac.stats.RootCauses} says which of them cause the others. A segment
 * whose forecast has no quantiles, such as a young one, is not tested, nor is one that sells nothing in a quarter of the periods or
 * more (p25 is 0 or below): its quantiles say little of how large a sale may be.
 */
public final class Alerts implements Table {

    /** From this share of all sales on an alert is a severe one. */
    private static final double SEVERE_RATE = 0.01;

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "alerts")
            .describedAs(
                    "Segments whose sales of the last four periods that are over were not what was forecast, beyond chance (false discovery rate 5 % over all segments of a period) and by 0.1 % of all sales or more; is_root marks the causes, one row for each, the others say what explains them.")
            .oneRowPer("segment", "period_type", "period_start")
            .columns(Segments.COLUMNS)
            .column("period_type", StringType, "day, week or month: the grain of the forecasts")
            .column("period_start", DateType, "first day of the period; periods that an event disrupted are not tested")
            .column("period_end", DateType, "last day of it")
            .column("is_latest", BooleanType, "whether it is the latest period that is over")
            .column("is_root", BooleanType, "whether the segment is a cause: read these first")
            .column(
                    "alert_role",
                    StringType,
                    "ROOT: a cause; EXPLAINED: a cause accounts for half of the deviation or more; UNCERTAIN: neither, unusual only as one of many")
            .column("explained_by", StringType, "the segment that is the cause; null unless EXPLAINED")
            .column("direction", StringType, "ABOVE or BELOW what was expected")
            .column("severity", StringType, "HIGH: impact_rate of 1 % or more; LOW: less")
            .column("actual_amount", DailySales.SUM, "net amount, after discounts and returns; additive")
            .column("expected_amount", DoubleType, "the forecast: median of what was expected")
            .column("p05_amount", DoubleType, "5 % quantile of what was expected; not additive")
            .column("p10_amount", DoubleType, "10 % quantile, likewise")
            .column("p90_amount", DoubleType, "90 % quantile, likewise")
            .column("p95_amount", DoubleType, "95 % quantile, likewise")
            .column(
                    "deviation_amount",
                    DoubleType,
                    "actual_amount - expected_amount; additive over segments of one level, but a cause and what it explains are the same money")
            .column(
                    "deviation_rate",
                    DoubleType,
                    "deviation_amount / expected_amount; null where that is 0; non-additive")
            .column(
                    "impact_rate",
                    DoubleType,
                    "|deviation_amount| / total_expected_amount; null where nothing was expected; non-additive")
            .column("total_expected_amount", DoubleType, "what was expected of all sales in the period")
            .column(
                    "unexplained_amount",
                    DoubleType,
                    "what is left of deviation_amount when the causes are taken off; of a cause, what later causes take off or add")
            .column(
                    "p_value",
                    DoubleType,
                    "probability of a value as far out, or farther, on either side: between quantiles linear in the logit of the level, beyond them logistic tails")
            .column(
                    "q_value",
                    DoubleType,
                    "p_value adjusted for all segments of the period (Benjamini-Hochberg): at most 0.05")
            .column(
                    "tested_count",
                    IntegerType,
                    "segments of the period that were tested: those whose forecast has quantiles, p25 above 0 (or p75 below)")
            .column(
                    "expectation_source",
                    StringType,
                    "NIGHT: published by the latest night before the period was over; BACKTEST: no night did, forecast of the latest origin of the back-test")
            .column("expected_on_date", DateType, "what was known at the end of this day was used")
            .column("horizon", IntegerType, "how many periods ahead that forecast was")
            .column(
                    "first_period_start",
                    DateType,
                    "first period of the alert: the segment is in the table for every period since, in the same direction")
            .column("alert_status", StringType, "NEW: in its first period; CONTINUING: in a later one")
            .column("text", StringType, "the row in words")
            .column("currency_code", StringType, "reporting currency of every amount")
            .check("beyond_chance", "q_value <= 0.05 AND p_value <= q_value")
            .check("explained_or_not", "(alert_role = 'EXPLAINED') = (explained_by IS NOT NULL)")
            .check("roots_are_marked", "is_root = (alert_role = 'ROOT')")
            .check("over_when_tested", "expected_on_date < period_end")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(
                SegmentForecastsHistory.SPEC,
                ReconciledForecasts.SPEC,
                SegmentActuals.SPEC,
                DailySales.SPEC,
                SegmentLeaves.SPEC,
                Segments.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> nodes = AlertNodes.of(
                        in.get(SegmentForecastsHistory.SPEC),
                        in.get(ReconciledForecasts.SPEC),
                        in.get(SegmentActuals.SPEC),
                        in.asOf())
                .join(broadcast(in.get(Segments.SPEC).select("segment_id", "depth")), "segment_id");
        Dataset<Row> cube = in.get(DailySales.SPEC).filter(col("order_date").leq(lit(in.asOf())));
        return alerts(nodes, AlertCauses.of(nodes, cube, in.get(SegmentLeaves.SPEC), in.asOf()));
    }

    static Dataset<Row> alerts(Dataset<Row> nodes, Dataset<Row> causes) {
        Dataset<Row> names = nodes.select(
                        col("segment_id").as("cause_segment_id"), col("segment").as("explained_by"))
                .distinct();
        Column deviation = col("actual_amount").cast(DoubleType).minus(col("expected_amount"));
        Dataset<Row> found = nodes.join(causes, new String[] {"segment_id", "period_start"})
                .join(names, new String[] {"cause_segment_id"}, "left")
                .withColumn("is_root", col("alert_role").equalTo("ROOT"))
                .withColumn("explained_by", when(col("is_root").equalTo(false), col("explained_by")))
                .withColumn("deviation_amount", deviation)
                .withColumn(
                        "direction",
                        when(col("deviation_amount").lt(0), "BELOW").otherwise("ABOVE"))
                .withColumn("deviation_rate", ratio(deviation, col("expected_amount")))
                .withColumn("impact_rate", ratio(abs(deviation), col("total_expected_amount")))
                .withColumn(
                        "severity",
                        when(col("impact_rate").lt(SEVERE_RATE), "LOW").otherwise("HIGH"))
                .withColumn("is_latest", col("age").equalTo(1));
        return withCourse(found).withColumn("text", text());
    }

    /** Since when each alert has lasted: periods in a row have one difference of their age and their place in the row. */
    private static Dataset<Row> withCourse(Dataset<Row> found) {
        String[] one = {"segment", "direction"};
        Column place =
                row_number().over(Window.partitionBy(col(one[0]), col(one[1])).orderBy("age"));
        return found.withColumn("_run", col("age").minus(place))
                .withColumn(
                        "first_period_start",
                        min("period_start").over(Window.partitionBy(col(one[0]), col(one[1]), col("_run"))))
                .withColumn(
                        "alert_status",
                        when(col("first_period_start").equalTo(col("period_start")), "NEW")
                                .otherwise("CONTINUING"));
    }

    private static Column text() {
        Column size = when(
                        col("deviation_rate").isNotNull(),
                        format_string(
                                "%.1f %% %s",
                                abs(col("deviation_rate")).multiply(100),
                                when(col("direction").equalTo("BELOW"), "below").otherwise("above")))
                .otherwise(when(col("direction").equalTo("BELOW"), "below").otherwise("above"));
        Column because = when(col("is_root"), "")
                .when(col("explained_by").isNotNull(), format_string("; because of %s", col("explained_by")))
                .otherwise("; no one cause accounts for it");
        return format_string(
                "%s: %s of %s sold %.2f %s, %s the %.2f expected (90 %% interval %.2f to %.2f)%s",
                col("segment"),
                col("period_type"),
                col("period_start").cast(StringType),
                col("actual_amount").cast(DoubleType),
                col("currency_code"),
                size,
                col("expected_amount"),
                col("p05_amount"),
                col("p95_amount"),
                because);
    }
}
