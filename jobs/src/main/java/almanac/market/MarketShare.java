package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.Basis;
import almanac.segment.DailySales;
import almanac.segment.MarketCells;
import almanac.segment.MarketSales;
import almanac.segment.Periods;
import almanac.segment.RollUp;
import almanac.segment.SegmentLeaves;
import almanac.segment.SegmentPath;
import almanac.segment.Segments;
import almanac.staging.Market;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Own share of the market for each segment that the market data knows, and what changed it.
 *
 * <p>Share is the sum of own sales over the sum of the market, never an average of shares. The change of own sales splits
 * exactly: {@code own1 - own0 = share0 * (M1 - M0) + M1 * (share1 - share0)}, the market effect and the share effect. How
 * concentrated the market is, {@link MarketConcentration} says.
 */
public final class MarketShare implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "market_share")
            .describedAs(
                    "Own share of the market for each segment and period, its change split into market and share effect,"
                            + " and how concentrated the market is.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start", "comparison")
            .columns(Segments.COLUMNS)
            .columns(Periods.COMPARED)
            .columnsOf(DailySales.SPEC, "currency_code")
            .column("own_amount", DailySales.SUM, "own sales that the market data covers; additive")
            .column("market_amount", DailySales.SUM, "sales of all suppliers; additive")
            .column(
                    "market_units",
                    DailySales.SUM,
                    "units that all suppliers sold; null where one does not report them; additive")
            .column(
                    "share_rate",
                    DoubleType,
                    "own_amount / market_amount; null where the market is not above 0; non-additive: use both parts")
            .column(
                    "base_own_amount",
                    DailySales.SUM,
                    "of the base; null where the market data does not reach back; additive")
            .column("base_market_amount", DailySales.SUM, "of the base; additive")
            .column("base_market_units", DailySales.SUM, "of the base; additive")
            .column("base_share_rate", DoubleType, "of the base; non-additive")
            .column(
                    "share_change_pp",
                    DoubleType,
                    "100 * (share_rate - base_share_rate), in percentage points; non-additive")
            .column("market_growth_rate", DoubleType, "market_amount / base_market_amount - 1; non-additive")
            .column("own_growth_rate", DoubleType, "own_amount / base_own_amount - 1; non-additive")
            .column(
                    "market_effect_amount",
                    DailySales.SUM,
                    "base_share_rate * (market_amount - base_market_amount): what own sales gained because the market grew; not additive over segments")
            .column(
                    "share_effect_amount",
                    DailySales.SUM,
                    "the rest of the change of own_amount: market_amount * (share_rate - base_share_rate); not additive over segments")
            .column(
                    "relative_share_rate",
                    DoubleType,
                    "own_in_market_amount / largest_competitor_amount; above 1 for the leader; null where no competitor is named;"
                            + " non-additive: use both parts")
            .column("largest_competitor_id", StringType, "the competitor with the largest sales")
            .column(
                    "largest_competitor_amount",
                    DailySales.SUM,
                    "its sales; null where no competitor is named; not additive over segments")
            .column(
                    "own_in_market_amount",
                    DailySales.SUM,
                    "own sales as the market data has them, own_amount where it does not say which supplier we are: what"
                            + " relative_share_rate and hhi are of; additive")
            .columns(MarketConcentration.COLUMNS)
            .column(
                    "own_total_amount",
                    DailySales.SUM,
                    "all own sales of the segment and period, covered or not; additive")
            .column(
                    "coverage_rate",
                    DoubleType,
                    "own_amount / own_total_amount: the part of own sales that has market data; null where there are none; non-additive")
            .column(
                    "basis",
                    StringType,
                    "SELL_OUT, SELL_IN, ESTIMATE or MIXED, as the provider says; null where it does not")
            .check(
                    "effects_close",
                    "base_own_amount IS NULL OR market_effect_amount IS NULL"
                            + " OR market_effect_amount + share_effect_amount = own_amount - base_own_amount")
            .check(
                    "hhi_bounds_are_ordered",
                    "hhi_low IS NULL OR (hhi_low <= hhi_high + 0.000001 AND hhi_high <= 10000.000001)")
            .build();

    private final Settings settings;

    /** The share of these settings. */
    public MarketShare(Settings settings) {
        this.settings = settings;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(
                DailySales.SPEC, MarketSales.SPEC, SegmentLeaves.SPEC, Segments.SPEC, Periods.SPEC, SegmentSales.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> market = in.get(MarketSales.SPEC).filter(col("period_end").leq(lit(in.asOf())));
        Dataset<Row> own = in.get(DailySales.SPEC).filter(col("order_date").leq(lit(in.asOf())));
        Dataset<Row> periods = in.get(Periods.SPEC);
        MarketCells cells = new MarketCells(settings);
        Dataset<Row> windows = cells.marketByWindow(market, in.get(SegmentLeaves.SPEC), periods);
        Dataset<Row> covered = cells.coveredOwnByWindow(own, market, in.get(SegmentLeaves.SPEC), periods);
        return share(
                structure(windows, covered),
                periods,
                in.get(Segments.SPEC),
                in.get(SegmentSales.SPEC),
                market.agg(min("period_start").as("_first_date")),
                settings.currency());
    }

    /** One row per segment and window: market, own, and how the market is shared among its suppliers. */
    static Dataset<Row> structure(Dataset<Row> supplierWindows, Dataset<Row> coveredOwn) {
        String[] key = {"segment_id", RollUp.WINDOW_ID};
        Column isOther = col("supplier_id").equalTo(Market.OTHER);
        Column amount = col("sales_amount");
        Column isCompetitor = not(isOther).and(not(col("is_own"))).and(amount.gt(0));
        Dataset<Row> market = supplierWindows
                .groupBy("segment_id", RollUp.WINDOW_ID)
                .agg(
                        DailySales.total(amount).as("market_amount"),
                        MarketCells.wholeSum("sales_units").as("market_units"),
                        DailySales.total(when(isOther, amount)).as("_other_amount"),
                        DailySales.total(when(col("is_own"), amount)).as("_reported_own"),
                        collect_list(when(isCompetitor, struct(amount.as("amount"), col("supplier_id"))))
                                .as("_competitors"),
                        Basis.all(col("basis_bits")).as("_basis_bits"));
        Column ownAmount = coalesce(col("own_amount"), lit(0)).cast(DailySales.SUM);
        // Where the market data does not say which supplier we are, our own sales are taken out of what is not named.
        Column ownInMarket = coalesce(col("_reported_own"), col("own_amount"));
        Column other = coalesce(col("_other_amount"), lit(0));
        Column unnamed = when(col("_reported_own").isNotNull(), other).otherwise(other.minus(col("own_amount")));
        Column largest = array_max(col("_competitors"));
        return market.join(coveredOwn, key, "left")
                .withColumn("own_amount", ownAmount)
                .withColumn("unnamed_amount", unnamed.cast(DailySales.SUM))
                .withColumn("own_in_market_amount", ownInMarket)
                .withColumn("_named", MarketConcentration.named(col("_competitors"), col("own_in_market_amount")))
                .withColumn("largest_competitor_amount", largest.getField("amount"))
                .withColumn("largest_competitor_id", largest.getField("supplier_id"))
                .withColumn("relative_share_rate", ratio(col("own_in_market_amount"), col("largest_competitor_amount")))
                .withColumn("basis", Basis.name(col("_basis_bits")))
                .drop("_reported_own", "_other_amount", "_competitors", "_basis_bits");
    }

    private static Dataset<Row> share(
            Dataset<Row> structure,
            Dataset<Row> periods,
            Dataset<Row> segments,
            Dataset<Row> segmentSales,
            Dataset<Row> history,
            String currency) {
        String[] key = {"segment_id", RollUp.PERIOD_ID};
        Dataset<Row> totals = segmentSales.select(
                SegmentPath.id(col("segmentation"), col("segment")).as("segment_id"),
                RollUp.periodId().as(RollUp.PERIOD_ID),
                col("net_amount").as("own_total_amount"));
        Dataset<Row> named = RollUp.withPeriods(compared(structure, periods).join(totals, key, "left"), periods)
                .crossJoin(broadcast(history))
                .join(
                        broadcast(segments.select("segment_id", "segmentation", "segment_level", "segment")),
                        "segment_id");
        return reported(named).withColumn("currency_code", lit(currency));
    }

    /** The market of each period that has one, and of its base. */
    private static Dataset<Row> compared(Dataset<Row> structure, Dataset<Row> periods) {
        Column own = struct(Stream.of(structure.columns())
                .filter(column -> !column.equals("segment_id") && !column.equals(RollUp.WINDOW_ID))
                .map(column -> col(column))
                .toArray(Column[]::new));
        Column isBase = col(RollUp.IS_BASE);
        return RollUp.onSides(structure, periods)
                .groupBy("segment_id", RollUp.PERIOD_ID)
                .agg(
                        get(collect_list(when(not(isBase), own)), lit(0)).as("_own"),
                        max(when(isBase, col("market_amount"))).as("base_market_amount"),
                        max(when(isBase, col("market_units"))).as("base_market_units"),
                        max(when(isBase, col("own_amount"))).as("base_own_amount"))
                .filter(col("_own").isNotNull())
                .select(
                        "segment_id",
                        RollUp.PERIOD_ID,
                        "base_market_amount",
                        "base_market_units",
                        "base_own_amount",
                        "_own.*");
    }

    private static Dataset<Row> reported(Dataset<Row> rows) {
        Column hasBase = col("_first_date").leq(col("base_start"));
        Column market = RollUp.positive("market_amount");
        Column baseMarket = RollUp.positive("base_market_amount");
        Column change = col("own_amount").minus(col("base_own_amount"));
        return MarketConcentration.of(rows)
                .withColumn("base_market_amount", when(hasBase, col("base_market_amount")))
                .withColumn("base_market_units", when(hasBase, col("base_market_units")))
                .withColumn("base_own_amount", when(col("base_market_amount").isNotNull(), col("base_own_amount")))
                .withColumn("share_rate", ratio(col("own_amount"), market))
                .withColumn("base_share_rate", ratio(col("base_own_amount"), baseMarket))
                .withColumn(
                        "share_change_pp",
                        col("share_rate").minus(col("base_share_rate")).multiply(100))
                .withColumn(
                        "market_growth_rate",
                        ratio(col("market_amount"), baseMarket).minus(1))
                .withColumn("own_growth_rate", ratio(change, col("base_own_amount")))
                .withColumn(
                        "market_effect_amount",
                        col("base_share_rate")
                                .multiply(col("market_amount")
                                        .minus(col("base_market_amount"))
                                        .cast(DoubleType))
                                .cast(DailySales.SUM))
                .withColumn(
                        "share_effect_amount",
                        change.minus(col("market_effect_amount")).cast(DailySales.SUM))
                .withColumn("coverage_rate", ratio(col("own_amount"), col("own_total_amount")));
    }
}
