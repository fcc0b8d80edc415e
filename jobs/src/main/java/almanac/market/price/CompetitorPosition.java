package almanac.market.price;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.MarketCells;
import almanac.segment.MarketSales;
import almanac.segment.Periods;
import almanac.segment.RollUp;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.staging.Market;
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
 * Where each supplier of the market stands in each segment, per month or longer and against the year before: its share, whom
 * share came from and went to, and its prices beside ours.
 *
 * <p>A price is an amount per unit of the market data. The index compares like with like as far as that data can: in each market
 * cell and period of the provider our units are valued at what a unit of the supplier costs there, and sums of that are
 * compared with what ours did cost. So where we sell, and how much, weighs; what differs within a cell is mix, not price.
 */
public final class CompetitorPosition implements Table {

    private static final List<String> PRICED = List.of("own_priced_amount", "own_at_their_price_amount");

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "competitor_position")
            .describedAs(
                    "Share, change of share and price position of every supplier in each segment of the market, per"
                            + " month or longer, against the same period a year before.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start", "supplier_id")
            .columns(Segments.COLUMNS)
            .columns(Periods.COLUMNS)
            .column(Periods.THROUGH_DATE)
            .column("supplier_id", StringType, "supplier; OTHER for all that are not named")
            .column("is_own", BooleanType, "whether the supplier is ourselves")
            .columnsOf(MarketSales.SPEC, "currency_code")
            .column("sales_amount", DailySales.SUM, "sales of the supplier; additive")
            .column("market_amount", DailySales.SUM, "sales of all suppliers; additive, not over suppliers")
            .column("share_rate", DoubleType, "sales / market; null where the market is 0 or below; non-additive")
            .column(
                    "base_sales_amount",
                    DailySales.SUM,
                    "sales in the base, the year before; 0 for who sold nothing; null where the market data does not"
                            + " reach back; additive")
            .column(
                    "base_market_amount",
                    DailySales.SUM,
                    "market of the base; null likewise; additive, not over suppliers")
            .column("base_share_rate", DoubleType, "base sales / base market; null likewise; non-additive")
            .column(
                    "share_change_pp",
                    DoubleType,
                    "100 x (share_rate - base_share_rate), in percentage points: what the supplier won from the others or"
                            + " lost to them; adds up to 0 over the suppliers of a segment and period; null likewise")
            .column(
                    "own_priced_amount",
                    DailySales.SUM,
                    "our sales in the cells and periods in which both we and the supplier report units; null where there"
                            + " are none; additive, not over suppliers")
            .column(
                    "own_at_their_price_amount",
                    DailySales.SUM,
                    "the same units of ours at the supplier's amount per unit there; null likewise; additive, not over"
                            + " suppliers")
            .column(
                    "price_index",
                    DoubleType,
                    "100 x own_priced_amount / own_at_their_price_amount: above 100 we are dearer; 100 for ourselves;"
                            + " null for OTHER, and where no units are reported; non-additive: use both parts")
            .column("base_price_index", DoubleType, "price_index of the base; null likewise; non-additive")
            .column(
                    "price_index_change",
                    DoubleType,
                    "price_index - base_price_index: the trend of the gap; null likewise; non-additive")
            .column(
                    "price_position",
                    StringType,
                    "DEARER, PARITY or CHEAPER: we are, than the supplier; PARITY within prices.parity_band of it; null"
                            + " for ourselves and without a price_index")
            .column(
                    "priced_coverage_rate",
                    DoubleType,
                    "own_priced_amount / our sales in the segment: the part that the index speaks of; null likewise;"
                            + " non-additive")
            .check(
                    "shares_are_parts",
                    "coalesce(share_rate BETWEEN -0.000001 AND 1.000001, true) OR sales_amount < 0 OR"
                            + " market_amount < sales_amount")
            .check("base_stands_together", "(base_sales_amount IS NULL) = (base_market_amount IS NULL)")
            .check("index_is_positive", "coalesce(price_index > 0, true)")
            .build();

    private final Settings settings;

    /** The positions of these settings. */
    public CompetitorPosition(Settings settings) {
        this.settings = settings;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(MarketSales.SPEC, SegmentLeaves.SPEC, Segments.SPEC, Periods.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return positions(
                in.get(MarketSales.SPEC),
                in.get(SegmentLeaves.SPEC),
                in.get(Segments.SPEC),
                in.get(Periods.SPEC),
                in.asOf());
    }

    private Dataset<Row> positions(
            Dataset<Row> marketSales,
            Dataset<Row> segmentLeaves,
            Dataset<Row> segments,
            Dataset<Row> allPeriods,
            LocalDate asOf) {
        Dataset<Row> market = marketSales.filter(col("period_end").leq(lit(asOf)));
        Dataset<Row> periods = allPeriods.filter(
                col("comparison").equalTo(Periods.PREVIOUS_YEAR).and(Periods.isMonthOrLonger()));
        Dataset<Row> windows =
                new MarketCells(settings).marketByWindow(besideOwn(market), segmentLeaves, periods, PRICED);
        Dataset<Row> sides = RollUp.besideBase(
                windows,
                periods,
                List.of("segment_id", "supplier_id"),
                List.of("sales_amount", "is_own", "own_priced_amount", "own_at_their_price_amount"));
        Dataset<Row> history = market.agg(min("period_start").as("_first_date"));
        return shares(RollUp.withPeriods(sides, periods)
                        .crossJoin(broadcast(history))
                        .join(segments.select("segment_id", "segmentation", "segment_level", "segment"), "segment_id"))
                .withColumn("currency_code", lit(settings.currency()));
    }

    /** With our units at the price of each supplier, where both report units. */
    private static Dataset<Row> besideOwn(Dataset<Row> market) {
        WindowSpec cell = Window.partitionBy("market_cell", "period_type", "period_start");
        Column hasUnits = col("sales_units").gt(0).and(col("sales_amount").gt(0));
        Column ownAmount =
                sum(when(col("is_own").and(hasUnits), col("sales_amount"))).over(cell);
        Column ownUnits =
                sum(when(col("is_own").and(hasUnits), col("sales_units"))).over(cell);
        Column price = ratio(col("sales_amount"), col("sales_units"));
        Column isPriced = hasUnits.and(col("_own_units").isNotNull())
                .and(col("supplier_id").notEqual(Market.OTHER));
        return market.withColumn("_own_amount", ownAmount)
                .withColumn("_own_units", ownUnits)
                .withColumn(
                        "own_priced_amount", when(isPriced, col("_own_amount")).cast(DailySales.SUM))
                .withColumn(
                        "own_at_their_price_amount",
                        when(
                                        isPriced,
                                        when(col("is_own"), col("_own_amount").cast(DoubleType))
                                                .otherwise(col("_own_units")
                                                        .cast(DoubleType)
                                                        .multiply(price)))
                                .cast(DailySales.SUM))
                .drop("_own_amount", "_own_units");
    }

    private Dataset<Row> shares(Dataset<Row> sides) {
        WindowSpec whole = Window.partitionBy("segment_id", RollUp.PERIOD_ID);
        Column zero = lit(0).cast(DailySales.SUM);
        Column hasBase = col("_first_date")
                .leq(col("base_start"))
                .and(col("_base_market").isNotNull());
        Column isOther = not(col("is_own"));
        Column index = PriceIndex.of(col("own_priced_amount"), col("own_at_their_price_amount"));
        Column baseIndex = PriceIndex.of(col("base_own_priced_amount"), col("base_own_at_their_price_amount"));
        Column position =
                PriceIndex.position(col("price_index"), settings.prices().parityBand());
        return sides.withColumn("market_amount", sum("sales_amount").over(whole).cast(DailySales.SUM))
                .withColumn("_base_market", sum("base_sales_amount").over(whole).cast(DailySales.SUM))
                .withColumn("is_own", coalesce(col("is_own"), col("base_is_own"), lit(false)))
                .withColumn(
                        "_own_sales",
                        sum(when(col("is_own"), col("sales_amount"))).over(whole))
                // A period in which nobody is reported has no position.
                .filter(col("market_amount").isNotNull())
                .withColumn("sales_amount", coalesce(col("sales_amount"), zero))
                .withColumn("base_sales_amount", when(hasBase, coalesce(col("base_sales_amount"), zero)))
                .withColumn("base_market_amount", when(hasBase, col("_base_market")))
                .withColumn("share_rate", ratio(col("sales_amount"), positive("market_amount")))
                .withColumn("base_share_rate", ratio(col("base_sales_amount"), positive("base_market_amount")))
                .withColumn(
                        "share_change_pp",
                        col("share_rate").minus(col("base_share_rate")).multiply(100))
                .withColumn("price_index", index)
                .withColumn("base_price_index", when(hasBase, baseIndex))
                .withColumn("price_index_change", col("price_index").minus(col("base_price_index")))
                .withColumn("price_position", when(isOther, position))
                .withColumn("priced_coverage_rate", ratio(col("own_priced_amount"), col("_own_sales")));
    }
}
