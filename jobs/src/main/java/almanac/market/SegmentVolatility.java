package almanac.market;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.PeriodType;
import almanac.forecast.SegmentActuals;
import almanac.segment.Segments;
import almanac.stats.Beta;
import almanac.stats.Volatility;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How unsteady the sales of each segment are, how they move with the market, and whether their level has changed: the measures of
 * {@link Volatility} and {@link Beta}, one typed step for each segment.
 */
public final class SegmentVolatility implements Table {

    /** Fewer periods say nothing of how unsteady a segment is. */
    private static final int FEWEST = 12;

    /** From this multiple of its usual volatility on the present one is turbulent. */
    private static final double TURBULENT = 1.5;

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "volatility")
            .describedAs(
                    "How unsteady the sales of each segment are over the periods of the forecast that are over, seasons taken off where two or more are known: variation, volatility, drawdown, change points, and beta to the market.")
            .oneRowPer("segmentation", "segment")
            .columns(Segments.COLUMNS)
            .columnsOf(SegmentActuals.SPEC, "period_type")
            .column("period_count", IntegerType, "periods that all measures but beta rest on, from the first sale on")
            .column("last_period_start", DateType, "first day of the last of them")
            .column("disrupted_count", LongType, "those of them that an event disrupted; they count like any other")
            .column(
                    "regime",
                    StringType,
                    "TOO_SHORT: fewer than 12 periods, every measure is null; STEP_UP, STEP_DOWN: the level changed within the last year; TURBULENT: weighted_volatility_rate is more than 1.5 times volatility_rate; STEADY: none of these; the first that holds")
            .column(
                    "season_status",
                    StringType,
                    "REMOVED: a season was taken off; NONE: none stands out; UNKNOWN: fewer than two seasons are known, or the segment is TOO_SHORT; unless REMOVED, what comes again every year may pass for changes of the level")
            .column(
                    "variation_rate",
                    DoubleType,
                    "coefficient of variation: standard deviation / mean of sales without season, trends and steps included; null where the mean is not above 0; non-additive")
            .column(
                    "volatility_rate",
                    DoubleType,
                    "standard deviation of the changes of the logarithm from period to period, without season; null where any value is not above 0; non-additive")
            .column(
                    "weighted_volatility_rate",
                    DoubleType,
                    "the same of now: root of the mean of squared changes whose weights fall by 6 % a period into the past (EWMA, decay 0.94); null likewise")
            .column(
                    "drawdown_rate",
                    DoubleType,
                    "deepest fall from an earlier peak, as a share of the peak, without season; above 1 where sales fell below 0; null where there is no peak above 0; non-additive")
            .column("drawdown_peak_start", DateType, "first day of the period of that peak")
            .column("drawdown_trough_start", DateType, "first day of the period of the lowest value after it")
            .column(
                    "change_point_count",
                    IntegerType,
                    "changes of the level: optimal partitioning of the logarithms without season, or of the values where one is not above 0, by squared errors with a penalty of 3 ln n long-run variances")
            .column(
                    "change_point_starts",
                    DataTypes.createArrayType(DateType),
                    "first day of the first period of each new level")
            .column(
                    "level_ratio",
                    DoubleType,
                    "mean of the latest level / mean of the one before it, without season; null without a change; non-additive")
            .column(
                    "beta",
                    DoubleType,
                    "slope of the monthly changes of the logarithm of own sales on those of what all competitors sold in the market, both without season: 1 where the segment moves like the market; null where no market is known, a month is not above 0, or fewer than 11 months in a row are known; non-additive")
            .column("beta_standard_error", DoubleType, "of beta, by ordinary least squares; null likewise")
            .column("beta_change_count", IntegerType, "monthly changes that beta rests on; 0 where there is none")
            .check("counts_are_not_negative", "period_count > 0 AND beta_change_count >= 0")
            .check("measured_unless_too_short", "(regime = 'TOO_SHORT') = (change_point_count IS NULL)")
            .check("error_beside_beta", "(beta IS NULL) = (beta_standard_error IS NULL)")
            .build();

    private static final StructType MEASURES = new StructType()
            .add("segmentation", StringType)
            .add("segment", StringType)
            .add("regime", StringType)
            .add("season_status", StringType)
            .add("variation_rate", DoubleType)
            .add("volatility_rate", DoubleType)
            .add("weighted_volatility_rate", DoubleType)
            .add("drawdown_rate", DoubleType)
            .add("drawdown_peak_start", DateType)
            .add("drawdown_trough_start", DateType)
            .add("change_point_count", IntegerType)
            .add("change_point_starts", DataTypes.createArrayType(DateType))
            .add("level_ratio", DoubleType);

    private static final String[] SEGMENT = {"segmentation", "segment"};

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(SegmentActuals.SPEC, SegmentSales.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(MarketShare.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> measured = measured(in.get(SegmentActuals.SPEC));
        if (!in.has(MarketShare.SPEC)) {
            return measured.withColumn("beta", lit(null).cast(DoubleType))
                    .withColumn("beta_standard_error", lit(null).cast(DoubleType))
                    .withColumn("beta_change_count", lit(0));
        }
        return measured.join(SegmentBetas.of(in.get(SegmentSales.SPEC), in.get(MarketShare.SPEC)), SEGMENT, "left")
                .withColumn("beta_change_count", coalesce(col("beta_change_count"), lit(0)));
    }

    /** All measures but beta. */
    static Dataset<Row> measured(Dataset<Row> actuals) {
        Dataset<Row> series = actuals.groupBy("segmentation", "segment")
                .agg(
                        max("segment_level").as("segment_level"),
                        max("period_type").as("period_type"),
                        max("period_start").as("last_period_start"),
                        count_if(coalesce(col("is_disrupted"), lit(false))).as("disrupted_count"),
                        array_sort(collect_list(struct(
                                        col("period_start"),
                                        col("actual_amount").cast(DoubleType).as("amount"))))
                                .as("periods"))
                .withColumn("period_count", size(col("periods")));
        Dataset<Row> measures = series.select("segmentation", "segment", "period_type", "periods")
                .map((MapFunction<Row, Row>) SegmentVolatility::measures, Encoders.row(MEASURES));
        return series.drop("periods").join(measures, SEGMENT);
    }

    private static Row measures(Row segment) {
        List<Row> periods = segment.getList(3);
        if (periods.size() < FEWEST) {
            return RowFactory.create(
                    segment.get(0),
                    segment.get(1),
                    "TOO_SHORT",
                    "UNKNOWN",
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
        }
        double[] amounts = periods.stream().mapToDouble(row -> row.getDouble(1)).toArray();
        int season = season(segment.getString(2));
        Volatility found = Volatility.of(amounts, season);
        boolean hasFallen = found.drawdown() != null && found.drawdown() > 0;
        return RowFactory.create(
                segment.get(0),
                segment.get(1),
                regime(found, amounts.length - perYear(segment.getString(2))),
                seasonStatus(found, amounts, season),
                found.variation(),
                found.volatility(),
                found.weightedVolatility(),
                found.drawdown(),
                hasFallen ? periods.get(found.peak()).get(0) : null,
                hasFallen ? periods.get(found.trough()).get(0) : null,
                found.changePoints().size(),
                found.changePoints().stream().map(t -> periods.get(t).get(0)).toArray(),
                found.levelRatio());
    }

    private static String seasonStatus(Volatility found, double[] amounts, int season) {
        if (amounts.length < 2 * season) {
            return "UNKNOWN";
        }
        return Arrays.equals(found.adjusted(), amounts) ? "NONE" : "REMOVED";
    }

    private static String regime(Volatility found, int aYearAgo) {
        Double ratio = found.levelRatio();
        List<Integer> changes = found.changePoints();
        if (ratio != null && changes.get(changes.size() - 1) >= aYearAgo) {
            return ratio > 1 ? "STEP_UP" : "STEP_DOWN";
        }
        Double now = found.weightedVolatility();
        Double usual = found.volatility();
        return now != null && usual != null && now > TURBULENT * usual ? "TURBULENT" : "STEADY";
    }

    private static int season(String periodType) {
        return periodType.equals(PeriodType.DAY.id()) ? 7 : perYear(periodType);
    }

    private static int perYear(String periodType) {
        if (periodType.equals(PeriodType.DAY.id())) {
            return 365;
        }
        return periodType.equals(PeriodType.WEEK.id()) ? 52 : Months.YEAR;
    }
}
