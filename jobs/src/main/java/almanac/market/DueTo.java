package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.config.Settings;
import almanac.market.price.PriceElasticity;
import almanac.market.price.PriceGaps;
import almanac.segment.DailySales;
import almanac.segment.Periods;
import almanac.segment.RollUp;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import almanac.stats.StudentT;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the change of sales is due to, as far as it is known: distribution, price, promotions, competitors' prices and the
 * market; the rest is shown as unexplained. Computed for each product in each leaf segment and summed up, so that parents are the sums of their parts.
 *
 * <ul>
 *   <li><b>Distribution</b>: {@code ln(c1 / c0)}, {@code c} the part of the days on which an outlet offered the product. It does
 *       from its first to its last sale, and before and after unless the time without a sale there is
 *       {@value PriceElasticity#LISTED_GAPS} times its usual gap: a slow product that happens not to be sold is still offered.
 *   <li><b>Price</b>: {@code (1 + e) ln(p1 / p0)}, {@code e} the shrunk elasticity where it is usable, {@code p} what a unit
 *       cost on days without promotions.
 *   <li><b>Promotions</b>: the change of what they took off the price, {@code 1 + e} times, and the promotion coefficient times
 *       the change of the part sold under them; where that coefficient holds the lower price already, of that once.
 *   <li><b>Competition</b>: {@code h ln(k1 / k0)}, {@code k} what a competitor asked ({@link PriceGaps}) and {@code h} the
 *       elasticity to it where it is usable, added up over competitors.
 *   <li><b>Market</b>: growth of the finest segment around the leaf whose market is known, by value.
 * </ul>
 *
 * <p>Elasticities and coefficients are associations of the last three years, so these are attributions and no proof of cause. How
 * logarithms become amounts is told by {@link DueToItems}. Intervals hold what is uncertain of elasticities and promotion
 * coefficients, of one category partly in common; distribution and market are counted and have none.
 */
public final class DueTo implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "due_to")
            .describedAs(
                    "The change of net amount by what it is due to: distribution, price, promotions, competitors' prices, the"
                            + " market, and what stays"
                            + " unexplained. Attributions by association, not proofs of cause. Months and longer.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start", "comparison")
            .columns(Segments.COLUMNS)
            .columns(Periods.COMPARED)
            .columnsOf(SegmentSales.SPEC, "currency_code", "base_net_amount", "net_amount", "change_amount")
            .column(
                    "distribution_effect_amount",
                    DailySales.SUM,
                    "products that outlets began or ceased to offer, launches among them; null where the hierarchies name no outlets;"
                            + " additive")
            .column(
                    "price_effect_amount",
                    DailySales.SUM,
                    "prices outside promotions, and what units followed them; null where no product has a usable elasticity;"
                            + " additive")
            .column("price_effect_low", DailySales.SUM, "lower bound of its 95 % interval; null likewise; not additive")
            .column("price_effect_high", DailySales.SUM, "upper bound; likewise")
            .column(
                    "promotion_effect_amount",
                    DailySales.SUM,
                    "more or deeper promotions; null where promotions are not told or nothing is known of what they do;"
                            + " additive")
            .column(
                    "promotion_effect_low",
                    DailySales.SUM,
                    "lower bound of its 95 % interval; null likewise; not additive")
            .column("promotion_effect_high", DailySales.SUM, "upper bound; likewise")
            .column(
                    "competition_effect_amount",
                    DailySales.SUM,
                    "prices of competitors; null where none is known, or no product's units are known to follow them; additive")
            .column(
                    "competition_effect_low",
                    DailySales.SUM,
                    "lower bound of its 95 % interval; null likewise; not additive")
            .column("competition_effect_high", DailySales.SUM, "upper bound; likewise")
            .column(
                    "market_effect_amount",
                    DailySales.SUM,
                    "as if sales had gone with the market around them; null where no market is known; additive")
            .column(
                    "unexplained_amount",
                    DailySales.SUM,
                    "change_amount less the effects that are known: campaigns, events, other moves of competitors, supply and"
                            + " chance;"
                            + " additive")
            .column(
                    "unexplained_low",
                    DailySales.SUM,
                    "lower bound of its 95 % interval, from those of price, promotions and competition; not additive")
            .column("unexplained_high", DailySales.SUM, "upper bound; likewise")
            .column(
                    "elastic_amount",
                    DailySales.SUM,
                    "the part of net_amount whose price effect is known; null where none; additive")
            .column("elastic_rate", DoubleType, "elastic_amount / net_amount; non-additive")
            .column(
                    "market_known_amount",
                    DailySales.SUM,
                    "the part of net_amount whose market is known; null where none; additive")
            .check(
                    "causes_close",
                    "coalesce(distribution_effect_amount, 0) + coalesce(price_effect_amount, 0)"
                            + " + coalesce(promotion_effect_amount, 0) + coalesce(competition_effect_amount, 0)"
                            + " + coalesce(market_effect_amount, 0)"
                            + " + unexplained_amount = net_amount - base_net_amount")
            .check(
                    "intervals_hold",
                    "coalesce(price_effect_amount BETWEEN price_effect_low AND price_effect_high, true) AND"
                            + " coalesce(promotion_effect_amount BETWEEN promotion_effect_low AND promotion_effect_high, true)"
                            + " AND coalesce(competition_effect_amount BETWEEN competition_effect_low AND"
                            + " competition_effect_high, true)"
                            + " AND unexplained_amount BETWEEN unexplained_low AND unexplained_high")
            .build();

    /** Levels by which outlets are told apart. */
    private static final Set<String> OUTLETS = Set.of("store_id", "store_name");

    private static final double REACH = StudentT.normalQuantile(0.975);

    private final Settings settings;

    /** The causes under these settings. */
    public DueTo(Settings settings) {
        this.settings = settings;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(DailySales.SPEC, SegmentLeaves.SPEC, Periods.SPEC, SegmentSales.SPEC, PriceElasticity.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(MarketShare.SPEC, PriceGaps.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> sales = DueToDrivers.sales(
                in.get(DailySales.SPEC).filter(col("order_date").leq(lit(in.asOf()))));
        Dataset<Row> periods = in.get(Periods.SPEC).filter(Periods.isMonthOrLonger());
        Dataset<Row> elasticities = DueToDrivers.elasticities(in.get(PriceElasticity.SPEC));
        Dataset<Row> leaves = SegmentBridges.leaves(in.get(SegmentLeaves.SPEC));
        Dataset<Row> markets = DueToDrivers.markets(in, leaves);
        Dataset<Row> competition = DueToDrivers.competition(in, elasticities);
        Dataset<Row> items =
                DueToItems.of(sales, periods, elasticities, competition, markets, in.asOf(), knowsOutlets());
        Dataset<Row> nodes = DueToSegments.of(items, leaves, elasticities, competition);
        Dataset<Row> reported = SegmentBridges.reported(in.get(SegmentSales.SPEC), Periods.isMonthOrLonger());
        return closed(reported.join(nodes, new String[] {"segment_id", RollUp.PERIOD_ID}, "left"));
    }

    private boolean knowsOutlets() {
        return settings.hierarchies().stream()
                .flatMap(hierarchy -> hierarchy.levels().stream())
                .anyMatch(level -> OUTLETS.contains(level.column())
                        && Set.of(Dimensions.STORES.name(), Sales.INPUT.name()).contains(level.table()));
    }

    private static Dataset<Row> closed(Dataset<Row> rows) {
        Column explained = DueToItems.EFFECTS.stream()
                .map(effect -> coalesce(col(effect), lit(0).cast(DailySales.SUM)))
                .reduce(Column::plus)
                .orElseThrow();
        return rows.withColumn(
                        "unexplained_amount",
                        col("net_amount")
                                .minus(col("base_net_amount"))
                                .minus(explained)
                                .cast(DailySales.SUM))
                .withColumn("price_effect_low", bound("price_effect_amount", "price", -1))
                .withColumn("price_effect_high", bound("price_effect_amount", "price", 1))
                .withColumn("promotion_effect_low", bound("promotion_effect_amount", "promotion", -1))
                .withColumn("promotion_effect_high", bound("promotion_effect_amount", "promotion", 1))
                .withColumn("competition_effect_low", bound("competition_effect_amount", "competition", -1))
                .withColumn("competition_effect_high", bound("competition_effect_amount", "competition", 1))
                .withColumn("unexplained_low", bound("unexplained_amount", "explained", -1))
                .withColumn("unexplained_high", bound("unexplained_amount", "explained", 1))
                .withColumn("elastic_rate", ratio(col("elastic_amount"), RollUp.positive("net_amount")));
    }

    private static Column bound(String effect, String uncertain, int side) {
        Column reach = sqrt(coalesce(col(DueToSegments.varianceOf(uncertain)), lit(0))
                        .cast(DoubleType))
                .multiply(side * REACH)
                .cast(DailySales.SUM);
        return col(effect).plus(reach).cast(DailySales.SUM);
    }
}
