package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode_outer;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;

import almanac.config.Hierarchy;
import almanac.config.LevelRef;
import almanac.config.Settings;
import almanac.segment.Periods;
import almanac.segment.SegmentPath;
import almanac.segment.Segments;
import almanac.staging.InputTable;
import almanac.staging.Potentials;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * How many of those who could buy do, how often, and for how much: sales = potential x penetration x orders per buyer x amount per
 * order; and how far own brands and the category are developed.
 *
 * <p>The potential of a segment is that of its places; in a product or channel it is the whole, since all could buy there. A
 * segment below the places that potentials name has none, and no row. Only orders of known customers tell of buyers.
 *
 * <p>Source: P. W. Farris, N. T. Bendle, P. E. Pfeifer and D. J. Reibstein (2010), <i>Marketing Metrics</i>, 2nd edition,
 * sections 2.3 to 2.5.
 */
public final class Penetration implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "penetration")
            .describedAs(
                    "Penetration, purchase frequency and buying rate of each segment, and the development of brand and"
                            + " category, in periods longer than a week.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start")
            .columns(Segments.COLUMNS)
            .columns(Periods.COLUMNS)
            .columnsOf(SegmentSales.SPEC, "currency_code", "net_amount", "customer_count", "order_count")
            .column(
                    "potential_count",
                    LongType,
                    "who could buy in the places of the segment, as last told by the end of the period; additive over places, not over products or channels")
            .column(
                    "penetration_rate",
                    DoubleType,
                    "customer_count / potential_count: buyers among those who could buy; non-additive")
            .column(
                    "base_penetration_rate",
                    DoubleType,
                    "of the year before, by the same potential; null where the history does not reach back")
            .column(
                    "orders_per_customer",
                    DoubleType,
                    "order_count / customer_count: purchase frequency in the period; non-additive")
            .columnsOf(SegmentSales.SPEC, "average_order_amount")
            .column(
                    "buying_rate_amount",
                    DoubleType,
                    "net_amount / customer_count: what a buyer spends in the period; non-additive")
            .column("amount_per_potential", DoubleType, "net_amount / potential_count; non-additive")
            .column(
                    "brand_development_index",
                    DoubleType,
                    "BDI: 100 * amount_per_potential / that of the segmentation's total: above 100 where own brands sell better than on average; null where a part of the total has no potential; non-additive")
            .column(
                    "category_development_index",
                    DoubleType,
                    "CDI: the same of the market's sales; null without market data; non-additive")
            .build();

    private final List<Hierarchy> hierarchies;

    /** The penetration of these settings. */
    public Penetration(Settings settings) {
        this.hierarchies = settings.hierarchies();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Potentials.INPUT.spec(), SegmentSales.SPEC, Segments.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(MarketShare.SPEC);
    }

    @Override
    public List<String> neededColumns() {
        return List.of("sales.customer_id");
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> potentials = ofSegments(spans(in.get(Potentials.INPUT.spec())), in.get(Segments.SPEC));
        Dataset<Row> sales = ofYearBefore(in.get(SegmentSales.SPEC))
                .join(
                        broadcast(potentials),
                        potentials
                                .col("segment_id")
                                .equalTo(SegmentPath.id(col("segmentation"), col("segment")))
                                .and(col("period_end").geq(col("_from")))
                                .and(col("period_end").leq(col("_through"))));
        return developed(withMarket(sales, in));
    }

    /** Each potential with the days on which it holds. */
    private static Dataset<Row> spans(Dataset<Row> potentials) {
        WindowSpec ofPlace = Window.partitionBy(
                        Potentials.PLACES.stream().map(place -> col(place)).toArray(Column[]::new))
                .orderBy("effective_date");
        return potentials
                .filter(col(InputTable.IS_CURRENT))
                .withColumn(
                        "_ends",
                        coalesce(
                                date_sub(lead("effective_date", 1).over(ofPlace), 1),
                                lit("9999-12-31").cast("date")));
    }

    /** By segment, the potential of its places and from when to when it is that. */
    private Dataset<Row> ofSegments(Dataset<Row> spans, Dataset<Row> segments) {
        Dataset<Row> places = segments.select(col("segment_id"), explode_outer(col("attributes")))
                .groupBy("segment_id")
                .agg(
                        max(when(col("key").isin(smallerThanPlaces()), lit(true)))
                                .as("_is_smaller"),
                        place("country"),
                        place("region"),
                        place("city"))
                .filter(col("_is_smaller").isNull());
        Column lies = lit(true);
        for (String place : Potentials.PLACES) {
            lies = lies.and(col("_" + place).isNull().or(col("_" + place).equalTo(col(place))));
        }
        Dataset<Row> inside = places.join(broadcast(spans), lies);
        // A place's potential changes on dates of its own: on each of them the sum over places does.
        Dataset<Row> dates = inside.select(
                        col("segment_id"), col("effective_date").as("_from"))
                .distinct();
        WindowSpec ofSegment = Window.partitionBy("segment_id").orderBy("_from");
        return inside.join(dates, "segment_id")
                .filter(col("_from").between(col("effective_date"), col("_ends")))
                .groupBy("segment_id", "_from")
                .agg(sum("potential_count").cast(LongType).as("potential_count"))
                .withColumn(
                        "_through",
                        coalesce(
                                date_sub(lead("_from", 1).over(ofSegment), 1),
                                lit("9999-12-31").cast("date")));
    }

    /** The levels of places that are smaller than those that potentials can name, such as a store's name. */
    private Object[] smallerThanPlaces() {
        return hierarchies.stream()
                .filter(hierarchy -> hierarchy.levels().stream().anyMatch(Penetration::isPlace))
                .flatMap(hierarchy -> hierarchy.levels().stream()
                        .filter(level -> !isPlace(level))
                        .map(level -> hierarchy.name() + "." + level.column()))
                .toArray();
    }

    private static boolean isPlace(LevelRef level) {
        return Potentials.PLACES.contains(level.column());
    }

    private static Column place(String name) {
        return max(when(element_at(split(col("key"), "\\."), -1).equalTo(name), col("value")))
                .as("_" + name);
    }

    private static Dataset<Row> ofYearBefore(Dataset<Row> segmentSales) {
        return segmentSales
                .filter(col("comparison").equalTo(Periods.PREVIOUS_YEAR))
                .filter(Periods.isMonthOrLonger())
                .filter(col("customer_count").isNotNull());
    }

    private static Dataset<Row> withMarket(Dataset<Row> sales, Inputs in) {
        String[] key = {"segmentation", "segment", "period_type", "period_start"};
        if (!in.has(MarketShare.SPEC)) {
            return sales.withColumn("market_amount", lit(null).cast(DoubleType));
        }
        Dataset<Row> market = in.get(MarketShare.SPEC)
                .filter(col("comparison").equalTo(Periods.PREVIOUS_YEAR))
                .select("segmentation", "segment", "period_type", "period_start", "market_amount");
        return sales.join(market, key, "left");
    }

    private static Dataset<Row> developed(Dataset<Row> rows) {
        WindowSpec ofPeriod = Window.partitionBy("segmentation", "period_type", "period_start");
        Column isAll = col("segment").equalTo(SegmentPath.ALL);
        return rows.withColumn("penetration_rate", ratio(col("customer_count"), col("potential_count")))
                .withColumn("base_penetration_rate", ratio(col("base_customer_count"), col("potential_count")))
                .withColumn("orders_per_customer", ratio(col("order_count"), col("customer_count")))
                .withColumn("buying_rate_amount", ratio(col("net_amount"), col("customer_count")))
                .withColumn("amount_per_potential", ratio(col("net_amount"), col("potential_count")))
                .withColumn("_market", ratio(col("market_amount"), col("potential_count")))
                .withColumn(
                        "_all", max(when(isAll, col("amount_per_potential"))).over(ofPeriod))
                .withColumn("_all_market", max(when(isAll, col("_market"))).over(ofPeriod))
                .withColumn(
                        "brand_development_index",
                        ratio(col("amount_per_potential"), col("_all")).multiply(100))
                .withColumn(
                        "category_development_index",
                        ratio(col("_market"), col("_all_market")).multiply(100));
    }
}
