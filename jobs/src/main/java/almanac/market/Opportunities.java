package almanac.market;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.PeriodType;
import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.SegmentPath;
import almanac.segment.Segments;
import almanac.stats.LevelOutlook;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Where own share is below what comparable segments reach, what closing that gap would be worth, and how sure it is that there is
 * one: the markets to grow in, ranked.
 *
 * <p>What is within reach is a quantile of the shares of all segments of the level; where there are less than four of them, the
 * share in the segment above. The value of a gap is what that share would bring in the market as it is, and no promise: it does
 * not say what it takes.
 */
public final class Opportunities implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "opportunities")
            .describedAs(
                    "Gap between own share and the share within reach in each segment over the last twelve months, its"
                            + " value, how sure it is, and its rank among the segments of the level.")
            .oneRowPer("segmentation", "segment")
            .columns(Segments.COLUMNS)
            .column("period_start", DateType, "first day of the last twelve complete months of the market data")
            .column("period_end", DateType, "last day of them")
            .column(
                    "month_count",
                    LongType,
                    "months of them that the market data knows: below 12, the amounts are of those alone")
            .columnsOf(MarketShare.SPEC, "currency_code", "own_amount", "market_amount", "share_rate")
            .column(
                    "parent_share_rate",
                    DoubleType,
                    "own share in market.segments' parent_segment: the fair share; null for the total; non-additive")
            .column(
                    "fair_share_gap_pp",
                    DoubleType,
                    "100 * (parent_share_rate - share_rate), in percentage points; non-additive")
            .column(
                    "development_index",
                    DoubleType,
                    "100 * share_rate / own share in the whole market: above 100 where the segment is developed better than most; non-additive")
            .column("comparable_count", LongType, "segments of the level with a market, this one included")
            .column(
                    "target_share_rate",
                    DoubleType,
                    "the share within reach: the quantile market.target_quantile of the shares of comparable segments, or the parent's; null for the total; non-additive")
            .column(
                    "target_basis",
                    StringType,
                    "COMPARABLE: of four segments or more; PARENT: of the segment above; null for the total")
            .column(
                    "opportunity_amount",
                    DoubleType,
                    "max(0, target_share_rate - share_rate) * market_amount: additive over the segments of one level")
            .column(
                    "confidence_rate",
                    DoubleType,
                    "probability that the share of the next twelve months stays below the target if its level goes on wandering as it did; null where a month is not known; non-additive")
            .column(
                    "expected_opportunity_amount",
                    DoubleType,
                    "opportunity_amount * confidence_rate, by which ranks are given; additive over the segments of one level")
            .column(
                    "opportunity_rank",
                    IntegerType,
                    "1 for the largest expected opportunity of the level; null where there is none")
            .check("gap_is_not_negative", "opportunity_amount IS NULL OR opportunity_amount >= 0")
            .check(
                    "ranked_where_there_is_one",
                    "(opportunity_rank IS NULL) = (coalesce(expected_opportunity_amount, 0) = 0)")
            .build();

    private static final int MONTHS = 12;
    private static final int FEWEST_COMPARABLE = 4;

    private static final StructType CONFIDENCE = new StructType()
            .add("segmentation", StringType)
            .add("segment", StringType)
            .add("confidence_rate", DoubleType);

    private final double targetQuantile;

    /** The opportunities of these settings. */
    public Opportunities(Settings settings) {
        this.targetQuantile = settings.market().targetQuantile();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(MarketSize.SPEC, Segments.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> months = lastMonths(in.get(MarketSize.SPEC));
        Dataset<Row> year = ofYear(months);
        Dataset<Row> targets = withTargets(withParents(year, in.get(Segments.SPEC)));
        return ranked(withConfidence(targets));
    }

    /** The months of the twelve that end with the last complete one that any market has. */
    private static Dataset<Row> lastMonths(Dataset<Row> marketSize) {
        Dataset<Row> months = marketSize
                .filter(col("period_type").equalTo(PeriodType.MONTH.id()).and(col("is_complete")))
                .withColumn("share_rate", ratio(col("own_amount"), positive("market_amount")));
        Dataset<Row> last = months.agg(max("period_start").as("_last"));
        return months.join(broadcast(last), col("period_start").gt(add_months(col("_last"), -MONTHS)));
    }

    private static Dataset<Row> ofYear(Dataset<Row> months) {
        return months.groupBy("segmentation", "segment_level", "segment")
                .agg(
                        add_months(max(col("_last")), 1 - MONTHS).as("period_start"),
                        max("period_end").as("period_end"),
                        first("currency_code").as("currency_code"),
                        count(lit(1)).as("month_count"),
                        DailySales.total(col("own_amount")).as("own_amount"),
                        DailySales.total(col("market_amount")).as("market_amount"),
                        array_sort(collect_list(struct("period_start", "share_rate")))
                                .as("months"))
                .filter(col("market_amount").gt(0))
                .withColumn("share_rate", ratio(col("own_amount"), col("market_amount")));
    }

    private static Dataset<Row> withParents(Dataset<Row> year, Dataset<Row> segments) {
        Dataset<Row> parents = year.join(
                segments.select("segmentation", "segment", "parent_segment"), new String[] {"segmentation", "segment"});
        Dataset<Row> shares = year.select(
                col("segmentation"),
                col("segment").as("parent_segment"),
                col("share_rate").as("parent_share_rate"));
        Dataset<Row> whole = year.filter(col("segment").equalTo(SegmentPath.ALL))
                .select(col("segmentation"), col("share_rate").as("_whole_share"));
        return parents.join(shares, new String[] {"segmentation", "parent_segment"}, "left")
                .join(broadcast(whole), new String[] {"segmentation"}, "left")
                .withColumn(
                        "fair_share_gap_pp",
                        col("parent_share_rate").minus(col("share_rate")).multiply(100))
                .withColumn(
                        "development_index",
                        ratio(col("share_rate"), col("_whole_share")).multiply(100));
    }

    private Dataset<Row> withTargets(Dataset<Row> year) {
        Dataset<Row> comparable = year.groupBy("segmentation", "segment_level")
                .agg(
                        count(lit(1)).as("comparable_count"),
                        percentile(col("share_rate"), lit(targetQuantile)).as("_comparable_share"));
        Column isCompared = col("comparable_count").geq(FEWEST_COMPARABLE);
        Column target = when(isCompared, col("_comparable_share")).otherwise(col("parent_share_rate"));
        Column gap = greatest(lit(0.0), col("target_share_rate").minus(col("share_rate")));
        return year.join(broadcast(comparable), new String[] {"segmentation", "segment_level"})
                .withColumn("target_share_rate", target)
                .withColumn(
                        "target_basis",
                        when(isCompared, lit("COMPARABLE"))
                                .when(col("target_share_rate").isNotNull(), lit("PARENT")))
                .withColumn(
                        "opportunity_amount",
                        when(
                                col("target_share_rate").isNotNull(),
                                gap.multiply(col("market_amount").cast(DoubleType))));
    }

    private static Dataset<Row> withConfidence(Dataset<Row> targets) {
        Dataset<Row> asked = targets.select("segmentation", "segment", "target_share_rate", "months");
        Dataset<Row> confidence = asked.map(
                (MapFunction<Row, Row>) row -> RowFactory.create(row.get(0), row.get(1), confidence(row)),
                Encoders.row(CONFIDENCE));
        return targets.drop("months").join(confidence, new String[] {"segmentation", "segment"});
    }

    /** The probability that the mean share of as many months as are known stays below the target. */
    private static @Nullable Double confidence(Row row) {
        List<Row> months = row.getList(3);
        if (row.isNullAt(2) || months.size() < MONTHS || months.stream().anyMatch(month -> month.isNullAt(1))) {
            return null;
        }
        double[] shares =
                months.stream().mapToDouble(month -> month.getDouble(1)).toArray();
        double[] equal = new double[MONTHS];
        Arrays.fill(equal, 1);
        Optional<LevelOutlook> outlook = LevelOutlook.of(shares, equal);
        return outlook.map(share -> 1 - share.reaches(row.getDouble(2))).orElse(null);
    }

    private static Dataset<Row> ranked(Dataset<Row> targets) {
        WindowSpec ofLevel = Window.partitionBy("segmentation", "segment_level")
                .orderBy(col("expected_opportunity_amount").desc_nulls_last(), col("segment"));
        return targets.withColumn(
                        "expected_opportunity_amount", col("opportunity_amount").multiply(col("confidence_rate")))
                .withColumn(
                        "opportunity_rank",
                        when(
                                col("expected_opportunity_amount").gt(0),
                                row_number().over(ofLevel)));
    }
}
