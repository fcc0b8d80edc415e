package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.segment.DailySales;
import almanac.segment.Segments;
import almanac.segment.cluster.ClusterAssignment;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Segments of the market by likeness: each of the deepest level whose market is known, in the group whose centre is nearest by
 * {@link SegmentFeatures}, over the last twelve months that are over. A group keeps its number from night to night, as those of
 * customers do. Needs months among the periods.
 */
public final class SegmentClusters implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "segment_clusters")
            .describedAs(
                    "The group of likeness of each segment of the market, of the deepest level whose market is known.")
            .oneRowPer("segmentation", "segment")
            .columns(Segments.COLUMNS)
            .column("as_of_date", DateType, "the night")
            .column("through_date", DateType, "last day of the year that counts: of the last month that is over")
            .column("month_count", LongType, "months of that year in which the market is known; not additive")
            .columnsOf(MarketShare.SPEC, "currency_code")
            .column("market_amount", DailySales.SUM, "market of the year; additive")
            .column("base_market_amount", DailySales.SUM, "of the year before; null where nothing is known; additive")
            .column("own_amount", DailySales.SUM, "own sales of the year that the market data covers; additive")
            .column(
                    "market_growth_rate",
                    DoubleType,
                    "market_amount / base_market_amount - 1; null without twelve months in both; non-additive")
            .column("share_rate", DoubleType, "own_amount / market_amount; non-additive")
            .column(
                    "relative_share_rate",
                    DoubleType,
                    "own sales as the market data has them / sales of the largest competitor of each month; null where a month"
                            + " names none; non-additive")
            .column(
                    "hhi",
                    DoubleType,
                    "mean Herfindahl-Hirschman index of the months, weighted by the market; its lower bound where a part is not"
                            + " named; non-additive")
            .column(
                    "market_price_amount",
                    DoubleType,
                    "market_amount per unit, mix included; null where units are not known; non-additive")
            .column(
                    "variation_rate",
                    DoubleType,
                    "standard deviation of the months of the market / their mean: season and volatility; null without twelve;"
                            + " non-additive")
            .column(
                    "imputed_count",
                    IntegerType,
                    "features that are not known of the segment and count as the mean of the others: 0 to 7")
            .column(
                    "segment_cluster",
                    IntegerType,
                    "number of the group, the same from night to night, those of the first night from the largest markets on;"
                            + " null where cluster_status is TOO_FEW_SEGMENTS")
            .column(
                    "distance",
                    DoubleType,
                    "from the centre of the group, in standard deviations of the logarithms; null likewise; non-additive")
            .column(
                    "previous_fit_cluster",
                    IntegerType,
                    "the group by the centres of the night before, for the segment as it is tonight; null where there was none")
            .column("previous_fit_date", DateType, "that night; null likewise")
            .column(
                    "is_moved_by_model",
                    BooleanType,
                    "whether the two differ: the centres moved, not the segment; null likewise")
            .columnsOf(SegmentClusterFits.SPEC, "method", "cluster_count", "silhouette")
            .column("cluster_segment_count", LongType, "segments of the group; not additive; null as segment_cluster")
            .column("cluster_market_amount", DailySales.SUM, "market of the group; not additive; null likewise")
            .column(
                    "cluster_share_rate",
                    DoubleType,
                    "own_amount / market_amount of the group as a whole; null likewise; non-additive")
            .column(
                    "cluster_status",
                    StringType,
                    "OK; WEAK: silhouette below 0.25, segments are hardly told apart; TOO_FEW_SEGMENTS: fewer than 12 have a"
                            + " market, or all are alike")
            .check("cluster_unless_too_few", "(segment_cluster IS NULL) = (cluster_status = 'TOO_FEW_SEGMENTS')")
            .check("distance_is_not_negative", "coalesce(distance, 0) >= 0")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(MarketShare.SPEC, Segments.SPEC, SegmentClusterFits.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> features = SegmentFeatures.of(in.get(MarketShare.SPEC), in.get(Segments.SPEC));
        return clusters(features, in.get(SegmentClusterFits.SPEC), in.asOf());
    }

    static Dataset<Row> clusters(Dataset<Row> features, Dataset<Row> fits, LocalDate asOf) {
        WindowSpec group = Window.partitionBy("segment_cluster");
        return ClusterAssignment.assigned(features, fits, SegmentFeatures.LIKENESS, asOf)
                .withColumnRenamed("cluster", "segment_cluster")
                .withColumn("as_of_date", lit(asOf))
                .withColumn(
                        "cluster_segment_count",
                        when(col("segment_cluster").isNotNull(), count(lit(1)).over(group)))
                .withColumn("cluster_market_amount", ofGroup("market_amount", group))
                .withColumn("cluster_share_rate", ratio(ofGroup("own_amount", group), col("cluster_market_amount")));
    }

    private static Column ofGroup(String amount, WindowSpec group) {
        return when(col("segment_cluster").isNotNull(), sum(amount).over(group)).cast(DailySales.SUM);
    }
}
