package almanac.market;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.xxhash64;

import almanac.config.Settings;
import almanac.segment.CurrencySales;
import almanac.segment.DailySales;
import almanac.segment.Periods;
import almanac.segment.RollUp;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.staging.Exchange;
import almanac.staging.ExchangeRates;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The bridge from the net amount of the base to that of the period: exchange rates, price, volume, mix, new, lost and other.
 *
 * <p>It is computed for each item, which is a product in a leaf segment, and summed up from there. With {@code p} the net
 * amount per unit at constant currency, {@code q} the units, 0 the base and 1 the period, and {@code Q} the units of all comparable items:
 *
 * <pre>
 * fx     = net amount - net amount at constant currency
 * price  = (p1 - p0) q1
 * volume = p0 q0 (Q1 / Q0 - 1)
 * mix    = p0 (q1 - q0 Q1 / Q0)
 * new    = p1 q1
 * lost   = -p0 q0
 * other  = p1 q1 - p0 q0</pre>
 *
 * <p>Which items are comparable, new, lost and other is the rule of {@link ItemParts}; what volume and mix compare a
 * segment with is that of {@link SegmentBridges}; what constant currency means, that of {@link CurrencyEffects}.
 *
 * <p>Source: the sales-price, sales-quantity and sales-mix variances of management accounting (C. T. Horngren, S. M. Datar and
 * M. V. Rajan, "Cost Accounting"), with the base in the place of the budget and net amounts in that of margins.
 */
public final class PriceVolumeMix implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "price_volume_mix")
            .describedAs(
                    "The bridge from the net amount of the base to that of the period, computed for each product in"
                            + " each leaf segment and summed up: exchange rates, and at constant currency price, volume, mix, new,"
                            + " lost and other. For weeks and longer: the products that a leaf sells on two days are seldom the"
                            + " same.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start", "comparison")
            .columns(Segments.COLUMNS)
            .columns(Periods.COMPARED)
            .columnsOf(SegmentSales.SPEC, "currency_code")
            .column("base_net_amount", DailySales.SUM, "of the base; additive")
            .column(
                    "fx_effect_amount",
                    DailySales.SUM,
                    "net_amount less that at constant currency, which is what was invoiced, at the average of the daily rates"
                            + " of its currency in the base; 0 where all is sold in the reporting currency; additive")
            .column(
                    "price_effect_amount",
                    DailySales.SUM,
                    "(p1 - p0) q1, p1 at constant currency as in all that follows, of products sold in the same leaf on both sides; additive")
            .column(
                    "volume_effect_amount",
                    DailySales.SUM,
                    "p0 q0 (Q1 / Q0 - 1): as if the units of each comparable product had grown as those of all own sales;"
                            + " 0 where nothing comparable was sold in the base; additive to the rounding of a row")
            .column(
                    "mix_effect_amount",
                    DailySales.SUM,
                    "p0 (q1 - q0 Q1 / Q0): units of comparable products that grew more or less than those of all own"
                            + " sales, and the rounding of the other effects; additive to the rounding of a row")
            .column(
                    "new_amount",
                    DailySales.SUM,
                    "of products first sold, in any segment, after the base was over, as far as the history reaches back;"
                            + " additive")
            .column(
                    "lost_amount",
                    DailySales.SUM,
                    "of products last sold, in any segment, before the period began, negative; one that is sold again"
                            + " moves to mix in that night; additive")
            .column(
                    "other_amount",
                    DailySales.SUM,
                    "change of what has no price on one side: units or net amount at or below 0, such as returns of"
                            + " earlier sales and free goods; additive")
            .columnsOf(SegmentSales.SPEC, "net_amount")
            .column(
                    "centred_mix_effect_amount",
                    DailySales.SUM,
                    "(p0 - P0) (q1 - q0 Q1 / Q0), P0 the average price of the base of all own sales: above 0 where dearer"
                            + " products gain; the rest of mix_effect_amount is units beyond the growth of the whole, at"
                            + " P0, and 0 for the total; null where nothing comparable was sold in the base; additive to"
                            + " the rounding of a row")
            .column(
                    "foreign_net_amount",
                    DailySales.SUM,
                    "the part of net_amount that was sold in other currencies; additive")
            .column(
                    "unrated_net_amount",
                    DailySales.SUM,
                    "the part of foreign_net_amount in currencies that have no rate on any day of the base: fx_effect_amount"
                            + " knows nothing of it, and what their rates did is in the other effects; additive")
            .column(
                    "priced_amount",
                    DailySales.SUM,
                    "the part of net_amount that the price effect rests on: of products sold in the same leaf on both"
                            + " sides; additive")
            .column(
                    "cost_effect_amount",
                    DailySales.SUM,
                    "-(c1 - c0) q1, c the cost per unit: what unit costs did to the margin, what exchange rates did to them included; of the products of the price"
                            + " effect whose every line has a cost; not part of the bridge of the net amount; null where"
                            + " there are none; additive")
            .column(
                    "costed_amount",
                    DailySales.SUM,
                    "the part of net_amount that the cost effect rests on; null where there is none; additive")
            .check(
                    "bridge_closes",
                    "abs(base_net_amount + fx_effect_amount + price_effect_amount + volume_effect_amount + mix_effect_amount + new_amount"
                            + " + lost_amount + other_amount - net_amount) <= 0.01")
            .check("new_adds_and_lost_takes", "new_amount >= 0 AND lost_amount <= 0")
            .build();

    private final String currency;
    private final int exchangeRateDays;

    /** The bridges of these settings. */
    public PriceVolumeMix(Settings settings) {
        this.currency = settings.currency();
        this.exchangeRateDays = settings.gates().exchangeRateDays();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(DailySales.SPEC, SegmentLeaves.SPEC, Periods.SPEC, SegmentSales.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(CurrencySales.SPEC, ExchangeRates.INPUT.spec());
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return bridges(
                in.get(DailySales.SPEC),
                in.get(SegmentLeaves.SPEC),
                in.get(Periods.SPEC),
                in.get(SegmentSales.SPEC),
                in.has(CurrencySales.SPEC) ? in.get(CurrencySales.SPEC) : null,
                in.has(CurrencySales.SPEC) ? dailyRates(in) : null,
                in.asOf());
    }

    private Dataset<Row> dailyRates(Inputs in) {
        return ExchangeRates.daily(in.get(ExchangeRates.INPUT.spec()), currency, exchangeRateDays);
    }

    /**
     * @param currencySales sales in other currencies; null where there are none
     * @param dailyRates rows of {@link ExchangeRates#daily}; null likewise
     */
    static Dataset<Row> bridges(
            Dataset<Row> cube,
            Dataset<Row> segmentLeaves,
            Dataset<Row> periods,
            Dataset<Row> segmentSales,
            @Nullable Dataset<Row> currencySales,
            @Nullable Dataset<Row> dailyRates,
            LocalDate asOf) {
        Dataset<Row> longPeriods = periods.filter(not(RollUp.isDay()));
        Dataset<Row> sales = ofItems(cube, asOf, "net_amount", "sales_units", "cost_amount", "costed_net_amount");
        Dataset<Row> effects = currencySales == null || dailyRates == null
                ? null
                : CurrencyEffects.of(
                        ofItems(currencySales, asOf, Exchange.DELIVERED_CURRENCY, "net_amount", "delivered_net_amount"),
                        dailyRates,
                        longPeriods);
        Dataset<Row> parts = ItemParts.of(sales, longPeriods, effects);
        Dataset<Row> reported = SegmentBridges.reported(segmentSales, not(RollUp.isDay()));
        return SegmentBridges.of(reported, parts, SegmentBridges.leaves(segmentLeaves));
    }

    /** What is known on a date, by the numbers that stand for an item. */
    private static Dataset<Row> ofItems(Dataset<Row> sales, LocalDate asOf, String... columns) {
        Stream<Column> item = Stream.of(
                col("order_date").as("date"),
                SegmentBridges.leafId(),
                xxhash64(col("product_id")).as("product_key"));
        return sales.filter(col("order_date").leq(lit(asOf)))
                .select(Stream.concat(item, Stream.of(columns).map(name -> col(name)))
                        .toArray(Column[]::new));
    }
}
