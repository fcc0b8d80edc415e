package almanac.forecast;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.config.Scenario;
import almanac.segment.DailySales;
import almanac.segment.RollUp;
import almanac.segment.SegmentLeaves;
import almanac.segment.SegmentPath;
import almanac.segment.Segments;
import almanac.table.Inputs;
import almanac.table.SnapshotWeeks;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What came against the forecast that was made before a period began, and how much of the difference prices account for.
 *
 * <p>The forecast is that of the last night of a week, Monday to Sunday, the last such week that was over when the period began:
 * the nights between may know a little more, but only the last of each week stays for good ({@link SnapshotWeeks}), and what is
 * said of a period must not change with its age.
 *
 * <p>Forecasts are of amounts and say nothing of prices. The price that one is assumed to have known of a product in a leaf
 * segment is its net amount per unit in the {@value #KNOWN_DAYS} days up to the night that made it. What was sold at another price
 * since makes the price effect, {@code (p1 - p0) q1} summed over products and leaves; the rest of the difference is volume and
 * mix. A change of price that the forecast expected counts as a price effect too, and against it in the rest.
 */
public final class ForecastVariance implements Table {

    /** The days over which the price that a forecast knew is taken: a quarter, so that most of what sells has one. */
    static final int KNOWN_DAYS = 91;

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("forecast", "forecast_variance")
            .describedAs(
                    "What was sold in each period that is over against what was forecast of it before it began, divided into"
                            + " price, and volume and mix. Empty until a forecast period is over.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start")
            .columns(Segments.COLUMNS)
            .columnsOf(SegmentActuals.SPEC, "period_type", "period_start", "period_end")
            .columnsOf(SegmentForecasts.SPEC, "currency_code")
            .column(
                    "forecast_date",
                    DateType,
                    "the night whose forecast counts: the last that forecast it of those that are the last of a week,"
                            + " Monday to Sunday, which was over before the period began; such nights are kept for good")
            .column(
                    "forecast_amount",
                    DailySales.SUM,
                    "what that night forecast (p50_amount); additive over segments of one level where it was reconciled")
            .columnsOf(SegmentActuals.SPEC, "actual_amount")
            .column("variance_amount", DailySales.SUM, "actual_amount - forecast_amount; additive likewise")
            .column(
                    "variance_rate",
                    DoubleType,
                    "variance_amount / forecast_amount; null where that is not above 0; non-additive")
            .column("known_price_start", DateType, "first day of the 91 up to forecast_date that known prices are of")
            .column(
                    "price_effect_amount",
                    DailySales.SUM,
                    "(p1 - p0) q1 of products sold in the same leaf in the period and in the days of known prices, p0 their"
                            + " price then; null where there are none; additive")
            .column(
                    "volume_and_mix_amount",
                    DailySales.SUM,
                    "variance_amount - price_effect_amount; null likewise; additive likewise")
            .column(
                    "priced_amount",
                    DailySales.SUM,
                    "the part of actual_amount that the price effect rests on: of the rest no price was known; additive")
            .columnsOf(SegmentActuals.SPEC, "is_disrupted")
            .check("variance_closes", "variance_amount = actual_amount - forecast_amount")
            .check(
                    "effects_close",
                    "price_effect_amount IS NULL OR abs(price_effect_amount + volume_and_mix_amount - variance_amount) <="
                            + " 0.01")
            .check("forecast_before_it_began", "forecast_date < period_start")
            .build();

    private static final String[] PERIOD = {"forecast_date", "period_start"};
    private static final List<String> EFFECTS = List.of("price_effect_amount", "priced_amount");
    private static final String[] ITEM = {"leaf_segment", "product_id"};

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(SegmentForecastsHistory.SPEC, SegmentActuals.SPEC, DailySales.SPEC, SegmentLeaves.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return variances(
                in.get(SegmentForecastsHistory.SPEC),
                in.get(SegmentActuals.SPEC),
                in.get(DailySales.SPEC),
                in.get(SegmentLeaves.SPEC),
                in.asOf());
    }

    static Dataset<Row> variances(
            Dataset<Row> history, Dataset<Row> actuals, Dataset<Row> cube, Dataset<Row> segmentLeaves, LocalDate asOf) {
        Dataset<Row> forecasts = lastBefore(history, asOf);
        Dataset<Row> effects = RollUp.sums(
                effects(forecasts, cube).join(segmentLeaves.select("leaf_segment", "segment_id"), "leaf_segment"),
                List.of("segment_id", "forecast_date", "period_start"),
                EFFECTS);
        Dataset<Row> sold = actuals.select(
                "segmentation", "segment", "period_type", "period_start", "actual_amount", "is_disrupted");
        return forecasts
                .join(sold, new String[] {"segmentation", "segment", "period_type", "period_start"})
                .withColumn("segment_id", SegmentPath.id(col("segmentation"), col("segment")))
                .join(effects, new String[] {"segment_id", "forecast_date", "period_start"}, "left")
                .withColumn("known_price_start", knownFrom())
                .withColumn(
                        "priced_amount", coalesce(col("priced_amount"), lit(0)).cast(DailySales.SUM))
                .withColumn("variance_amount", difference("actual_amount", "forecast_amount"))
                .withColumn("variance_rate", ratio(col("variance_amount"), positive("forecast_amount")))
                .withColumn("volume_and_mix_amount", difference("variance_amount", "price_effect_amount"))
                .withColumn(
                        "is_disrupted",
                        coalesce(col("is_disrupted"), lit(false)).cast(BooleanType));
    }

    /** Of each segment and period that is over, what the last night of a week forecast that was over before it began. */
    private static Dataset<Row> lastBefore(Dataset<Row> history, LocalDate asOf) {
        Column[] key =
                List.of("segmentation", "segment_level", "segment", "period_type", "period_start", "period_end")
                        .stream()
                        .map(name -> col(name))
                        .toArray(Column[]::new);
        Column last = max(struct(col("as_of_date"), col("p50_amount"), col("currency_code")));
        return history.join(broadcast(lastNights(history)), "as_of_date")
                .filter(SnapshotWeeks.lastDay(col("as_of_date"))
                        .lt(col("period_start"))
                        .and(col("period_end").leq(lit(asOf)))
                        .and(col("scenario_id").equalTo(Scenario.BASE))
                        .and(col("p50_amount").isNotNull()))
                .groupBy(key)
                .agg(last.as("_last"))
                .withColumn("forecast_date", col("_last.as_of_date"))
                .withColumn("forecast_amount", col("_last.p50_amount").cast(DailySales.SUM))
                .withColumn("currency_code", col("_last.currency_code"))
                .drop("_last");
    }

    /** The last night of each week. */
    private static Dataset<Row> lastNights(Dataset<Row> history) {
        return history.groupBy(SnapshotWeeks.lastDay(col("as_of_date")).as("_week"))
                .agg(max("as_of_date").as("as_of_date"))
                .select("as_of_date");
    }

    /** The price effect of each leaf, and what it rests on. */
    private static Dataset<Row> effects(Dataset<Row> forecasts, Dataset<Row> cube) {
        Dataset<Row> periods =
                forecasts.select("forecast_date", "period_start", "period_end").distinct();
        Dataset<Row> days = periods.withColumn("order_date", explode(sequence(col("period_start"), col("period_end"))));
        Dataset<Row> knownDays = periods.select("forecast_date")
                .distinct()
                .withColumn("order_date", explode(sequence(knownFrom(), col("forecast_date"))));
        Dataset<Row> sold = sums(cube.join(broadcast(days), "order_date"), PERIOD);
        Dataset<Row> known = sums(cube.join(broadcast(knownDays), "order_date"), "forecast_date")
                .withColumnsRenamed(Map.of("net_amount", "known_amount", "sales_units", "known_units"));
        Column atKnownPrice = RollUp.worth(col("sales_units"), col("known_amount"), col("known_units"));
        Column isPriced = List.of("net_amount", "sales_units", "known_amount", "known_units").stream()
                .map(name -> col(name).gt(0))
                .reduce(Column::and)
                .orElseThrow();
        Dataset<Row> ofItems = sold.join(known, new String[] {"forecast_date", "leaf_segment", "product_id"})
                .filter(isPriced)
                .withColumn("_at_known_price", atKnownPrice)
                .filter(col("_at_known_price").isNotNull())
                .withColumn("price_effect_amount", difference("net_amount", "_at_known_price"))
                .withColumn("priced_amount", col("net_amount"));
        // Leaves first: of what is multiplied by the segments above it there should be little.
        return RollUp.sums(
                ofItems,
                Stream.concat(Stream.of("leaf_segment"), Arrays.stream(PERIOD)).toList(),
                EFFECTS);
    }

    private static Dataset<Row> sums(Dataset<Row> rows, String... by) {
        return RollUp.sums(
                rows,
                Stream.concat(Arrays.stream(by), Arrays.stream(ITEM)).toList(),
                List.of("net_amount", "sales_units"));
    }

    private static Column knownFrom() {
        return date_sub(col("forecast_date"), KNOWN_DAYS - 1);
    }

    private static Column difference(String amount, String from) {
        return col(amount).minus(col(from)).cast(DailySales.SUM);
    }
}
