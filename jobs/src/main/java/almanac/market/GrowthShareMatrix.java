package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.GrowthRule;
import almanac.config.MarketSettings;
import almanac.config.Settings;
import almanac.segment.Periods;
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
 * Where each segment stands between a strong position and a growing market: the growth-share matrix, with both coordinates, both
 * thresholds and the quadrant before, and how likely each quadrant is over the year to come.
 *
 * <p>Relative share is own share over that of the largest competitor, so that the leader alone is above 1; it stands for the
 * advantage in cost that experience brings. Growth is that of the market from the same period a year before.
 *
 * <p>Source: B. D. Henderson (1970), <i>The Product Portfolio</i>, Boston Consulting Group Perspectives 66.
 */
public final class GrowthShareMatrix implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "growth_share_matrix")
            .describedAs("Quadrant of each segment in the growth-share matrix, in periods longer than a week, with its"
                    + " coordinates, thresholds and the quadrant before; and tonight the probability of each quadrant in the year to"
                    + " come.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start")
            .columns(Segments.COLUMNS)
            .columns(Periods.COLUMNS)
            .columnsOf(
                    MarketShare.SPEC,
                    "currency_code",
                    "own_amount",
                    "market_amount",
                    "base_market_amount",
                    "share_rate",
                    "relative_share_rate",
                    "largest_competitor_id",
                    "market_growth_rate")
            .column(
                    "relative_share_threshold",
                    DoubleType,
                    "from which relative_share_rate on the position is strong: market.relative_share_threshold of the configuration")
            .column(
                    "market_growth_threshold",
                    DoubleType,
                    "from which market_growth_rate on the market grows fast, by market.growth_rule: the rate of the configuration, or the median or the weighted growth of all segments of the level; null where none is known")
            .column(
                    "quadrant",
                    StringType,
                    "STAR: strong in a fast market; CASH_COW: strong in a slow one; QUESTION_MARK: weak in a fast one; DOG: weak in a slow one; null where a coordinate is not known")
            .column("previous_quadrant", StringType, "of the period before of the same type; null where it has none")
            .column(
                    "star_probability",
                    DoubleType,
                    "of being a star over the next twelve months by tonight's thresholds, if market growth and relative share go on wandering from month to month as they did; both taken as independent; in rows of the latest complete period of the type, null in others and where less than two years of months are known; non-additive")
            .column("cash_cow_probability", DoubleType, "likewise")
            .column("question_mark_probability", DoubleType, "likewise")
            .column("dog_probability", DoubleType, "likewise")
            .column(
                    "market_growth_outlook_rate",
                    DoubleType,
                    "expected growth of the market over the next twelve months; null likewise; non-additive")
            .column("market_growth_outlook_low", DoubleType, "its 10 % quantile")
            .column("market_growth_outlook_high", DoubleType, "its 90 % quantile")
            .column("outlook_month_count", IntegerType, "months of market growth that the outlook has learnt from")
            .check(
                    "probabilities_add_up",
                    "star_probability IS NULL OR abs(star_probability + cash_cow_probability"
                            + " + question_mark_probability + dog_probability - 1) <= 0.000000001")
            .build();

    private final MarketSettings thresholds;

    /** The matrix of these settings. */
    public GrowthShareMatrix(Settings settings) {
        this.thresholds = settings.market();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(MarketShare.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> periods = in.get(MarketShare.SPEC)
                .filter(col("comparison").equalTo(Periods.PREVIOUS_YEAR))
                .filter(Periods.isMonthOrLonger());
        Dataset<Row> placed = placed(withThresholds(periods));
        return placed.join(
                MarketOutlooks.of(placed.filter(col("is_latest")), periods),
                new String[] {"segmentation", "segment", "period_type", "period_start"},
                "left");
    }

    private Dataset<Row> withThresholds(Dataset<Row> periods) {
        Dataset<Row> limits = periods.withColumn("relative_share_threshold", lit(thresholds.relativeShareThreshold()));
        if (thresholds.growthRule() == GrowthRule.FIXED) {
            return limits.withColumn("market_growth_threshold", lit(thresholds.growthThreshold()));
        }
        String[] compared = {"segmentation", "segment_level", "period_type", "period_start"};
        Column known = col("market_growth_rate").isNotNull();
        Column growth = thresholds.growthRule() == GrowthRule.MEDIAN
                ? percentile(col("market_growth_rate"), lit(0.5))
                : ratio(sum(when(known, col("market_amount"))), sum(when(known, col("base_market_amount"))))
                        .minus(1);
        Dataset<Row> ofLevel = periods.groupBy("segmentation", "segment_level", "period_type", "period_start")
                .agg(growth.as("market_growth_threshold"));
        return limits.join(broadcast(ofLevel), compared);
    }

    private static Dataset<Row> placed(Dataset<Row> limits) {
        Column isStrong = col("relative_share_rate").geq(col("relative_share_threshold"));
        Column isFast = col("market_growth_rate").geq(col("market_growth_threshold"));
        Column isKnown = isStrong.isNotNull().and(isFast.isNotNull());
        Column quadrant = when(
                isKnown,
                when(isStrong, when(isFast, "STAR").otherwise("CASH_COW"))
                        .otherwise(when(isFast, "QUESTION_MARK").otherwise("DOG")));
        Column before = lag("quadrant", 1)
                .over(Window.partitionBy("segmentation", "segment", "period_type")
                        .orderBy("period_start"));
        Column latest = max(when(col("is_complete"), col("period_start"))).over(Window.partitionBy("period_type"));
        return limits.withColumn("quadrant", quadrant)
                .withColumn("previous_quadrant", before)
                .withColumn("is_latest", col("period_start").equalTo(latest));
    }
}
