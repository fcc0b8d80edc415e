package almanac.market;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.segment.DailySales;
import almanac.segment.Periods;
import almanac.segment.cluster.Likeness;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/**
 * By what segments of the market are grouped: size, growth, own share and that relative to the largest competitor, concentration,
 * price level and how much months vary, as logarithms, over the last twelve months that are over.
 *
 * <p>Grouped are the segments of one level, the deepest whose market is known in these months: those of several levels hold one
 * another.
 */
final class SegmentFeatures {

    /** The columns of the features. */
    static final List<String> NAMES = List.of(
            "market_log",
            "market_growth_log",
            "share_log",
            "relative_share_log",
            "hhi_log",
            "market_price_log",
            "variation_log");

    /** Groups are numbered from the largest markets to the smallest. */
    static final Likeness LIKENESS = new Likeness("segment_id", NAMES, "market_log", 12, "TOO_FEW_SEGMENTS");

    private static final int MONTHS = 12;
    private static final Column[] SEGMENT = {col("segmentation"), col("segment_level"), col("segment")};

    private SegmentFeatures() {}

    /**
     * One row per segment with what is known of its last year, the features, and {@code imputed_count}, the number of features that
     * are not known of it: they are the mean of the others, or 0, and draw it nowhere.
     *
     * @param marketShare rows of {@link MarketShare}
     * @param segments rows of {@link almanac.segment.Segments}
     */
    static Dataset<Row> of(Dataset<Row> marketShare, Dataset<Row> segments) {
        Dataset<Row> months = marketShare.filter(col("period_type")
                .equalTo("month")
                .and(col("comparison").equalTo(Periods.PREVIOUS_YEAR))
                .and(col("is_complete"))
                .and(col("market_amount").gt(0)));
        Dataset<Row> known = months.join(
                broadcast(segments.select("segment_id", "segmentation", "segment", "depth")),
                new String[] {"segmentation", "segment"});
        Dataset<Row> end = known.agg(date_add(max("period_end"), 1).as("_end"));
        Dataset<Row> recent = known.crossJoin(broadcast(end))
                .filter(col("period_start").geq(add_months(col("_end"), -2 * MONTHS)))
                .withColumn("_is_last", col("period_start").geq(add_months(col("_end"), -MONTHS)));
        Dataset<Row> deepest = recent.filter(col("_is_last"))
                .agg(max(struct(col("depth"), col("segmentation"), col("segment_level")))
                        .as("_level"));
        Dataset<Row> ofLevel = recent.crossJoin(broadcast(deepest))
                .filter(col("segmentation")
                        .equalTo(col("_level.segmentation"))
                        .and(col("segment_level").equalTo(col("_level.segment_level"))));
        return logarithms(years(ofLevel));
    }

    /** Sums over the last twelve months, and over the twelve before them. */
    private static Dataset<Row> years(Dataset<Row> months) {
        Column isLast = col("_is_last");
        Column market = when(isLast, col("market_amount"));
        Column largest = when(isLast, col("largest_competitor_amount"));
        Column hhi = coalesce(col("hhi"), col("hhi_low"));
        Column square = market.cast(DoubleType).multiply(market.cast(DoubleType));
        return months.withColumn("_units", when(isLast, col("market_units")))
                .groupBy(col("segment_id"), SEGMENT[0], SEGMENT[1], SEGMENT[2], col("currency_code"), col("_end"))
                .agg(
                        count_if(isLast).as("month_count"),
                        count_if(not(isLast)).as("_base_months"),
                        DailySales.total(market).as("market_amount"),
                        DailySales.total(when(not(isLast), col("market_amount")))
                                .as("base_market_amount"),
                        DailySales.total(when(isLast, col("own_amount"))).as("own_amount"),
                        DailySales.total(when(isLast, col("own_in_market_amount")))
                                .as("_own_in_market_amount"),
                        ofEveryMonth(largest, DailySales.total(largest)).as("_largest_amount"),
                        ofEveryMonth(when(isLast, hhi), exactSum(hhi.multiply(market.cast(DoubleType))))
                                .as("_hhi_amount"),
                        ofEveryMonth(col("_units"), DailySales.total(col("_units")))
                                .as("market_units"),
                        exactSum(square).as("_squares"))
                .filter(col("month_count").gt(0));
    }

    /** A sum over the last months where the figure is known of every one of them. */
    private static Column ofEveryMonth(Column figure, Column sum) {
        return when(count(figure).equalTo(count_if(col("_is_last"))), sum);
    }

    private static Column exactSum(Column number) {
        return sum(number.cast(DataTypes.createDecimalType(38, 4)));
    }

    private static Dataset<Row> logarithms(Dataset<Row> years) {
        Column isWhole = col("month_count").equalTo(MONTHS);
        Column mean = ratio(col("market_amount"), col("month_count"));
        Column variance = ratio(col("_squares"), col("month_count")).minus(mean.multiply(mean));
        Dataset<Row> figures = years.withColumn("through_date", date_add(col("_end"), -1))
                .withColumn(
                        "market_growth_rate",
                        when(
                                isWhole.and(col("_base_months").equalTo(MONTHS)),
                                ratio(col("market_amount"), positive("base_market_amount"))
                                        .minus(1)))
                .withColumn("share_rate", ratio(col("own_amount"), col("market_amount")))
                .withColumn("relative_share_rate", ratio(col("_own_in_market_amount"), positive("_largest_amount")))
                .withColumn("hhi", ratio(col("_hhi_amount"), col("market_amount")))
                .withColumn("market_price_amount", ratio(col("market_amount"), positive("market_units")))
                .withColumn(
                        "variation_rate",
                        when(isWhole, sqrt(greatest(variance, lit(0.0))).divide(mean)));
        Dataset<Row> logged = figures.withColumn(
                        "market_log", atLeast(col("market_amount").cast(DoubleType), 1))
                .withColumn(
                        "market_growth_log", atLeast(col("market_growth_rate").plus(1), 0.01))
                .withColumn("share_log", atLeast(col("share_rate"), 0.001))
                .withColumn("relative_share_log", atLeast(col("relative_share_rate"), 0.01))
                .withColumn("hhi_log", atLeast(col("hhi"), 1))
                .withColumn("market_price_log", log(positive("market_price_amount")))
                .withColumn("variation_log", atLeast(col("variation_rate"), 0.01));
        Column missing = NAMES.stream()
                .map(name -> when(col(name).isNull(), 1).otherwise(0))
                .reduce(Column::plus)
                .orElseThrow();
        Dataset<Row> filled = logged.withColumn("imputed_count", missing);
        for (String name : NAMES) {
            Column meanOfAll = avg(col(name).cast(DataTypes.createDecimalType(20, 12)))
                    .over(Window.partitionBy())
                    .cast(DoubleType);
            filled = filled.withColumn(name, coalesce(col(name), meanOfAll, lit(0.0)));
        }
        return filled;
    }

    /** The logarithm, of what is smaller that of the least that is told apart. */
    private static Column atLeast(Column figure, double least) {
        return when(figure.isNotNull(), log(greatest(figure, lit(least))));
    }
}
