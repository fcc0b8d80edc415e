package almanac.market;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.customer.AcquisitionCost;
import almanac.segment.DailySales;
import almanac.segment.LineCosts;
import almanac.segment.Periods;
import almanac.segment.RollUp;
import almanac.segment.SegmentPath;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * One comparable account of each sales channel: from list prices to what is left after the cost of goods and rebates, with
 * orders, customers and returns, beside the same period a year before; and, where that is told, after what the channel itself
 * costs.
 */
public final class ChannelPerformance implements Table {

    private static final List<String> SUMS = List.of(
            "net_amount",
            "list_amount",
            "discount_amount",
            "off_invoice_amount",
            "return_amount",
            "sold_amount",
            "online_amount",
            "cost_amount",
            "costed_net_amount",
            "costed_off_invoice_amount",
            "channel_fee_amount",
            "fee_told_amount",
            "order_count");

    private static final List<String> MEASURES =
            Stream.concat(SUMS.stream(), Stream.of("customer_count")).toList();

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "channel_performance")
            .describedAs("Sales, returns, customers and margin of each channel and period, beside the year before.")
            .oneRowPer("channel_id", "period_type", "period_start")
            .column("channel_id", StringType, "as in sales; UNKNOWN where a line has none; ALL for the total")
            .column("channel_name", StringType, "as the input channels says; the channel_id where it does not")
            .column("channel_type", StringType, "as the input channels says; null where it does not")
            .columns(Periods.COLUMNS)
            .columns(Periods.COMPARED_DAYS)
            .columnsOf(DailySales.SPEC, "currency_code")
            .column("list_amount", DailySales.SUM, "at list price, of the lines that have one; additive")
            .column(
                    "discount_amount",
                    DailySales.SUM,
                    "discounts on the invoice, of the lines that have them; additive")
            .columnsOf(DailySales.SPEC, "net_amount")
            .column(
                    "base_net_amount",
                    DailySales.SUM,
                    "of the base, the same period a year before; null where the history does not reach back; additive")
            .column("change_amount", DailySales.SUM, "net_amount - base_net_amount; null likewise; additive")
            .column(
                    "growth_rate",
                    DoubleType,
                    "change_amount / base_net_amount; null where that is not above 0; non-additive")
            .column(
                    "contribution_pp",
                    DoubleType,
                    "100 * change_amount / base_net_amount of ALL: percentage points of its growth; additive over channels")
            .column("all_net_amount", DailySales.SUM, "net_amount of ALL in the period; non-additive")
            .column(
                    "share_rate",
                    DoubleType,
                    "net_amount / all_net_amount; null where that is not above 0; additive over channels")
            .column("base_share_rate", DoubleType, "of the base; null where the history does not reach back")
            .column("share_change_pp", DoubleType, "100 * (share_rate - base_share_rate); additive over channels")
            .column("return_amount", DailySales.SUM, "net amount of returns, negative; part of net_amount; additive")
            .column("sold_amount", DailySales.SUM, "net amount before returns: net_amount - return_amount; additive")
            .column(
                    "return_rate",
                    DoubleType,
                    "-return_amount / sold_amount; null where that is not above 0; non-additive. Returns count when and where"
                            + " they came back, not when and where the goods were sold")
            .column(
                    "online_amount",
                    DailySales.SUM,
                    "net amount of lines that were sold online, or whose channel sells online; null where neither is told;"
                            + " additive")
            .column(
                    "online_rate",
                    DoubleType,
                    "online_amount / net_amount; null where that is not above 0; non-additive")
            .column("base_online_amount", DailySales.SUM, "of the base; null likewise")
            .column(
                    "online_growth_rate",
                    DoubleType,
                    "online_amount / base_online_amount - 1; null where that is not above 0; non-additive")
            .column(
                    "order_count",
                    LongType,
                    "different orders with a line that is no return; an order in two channels counts in both; additive over"
                            + " days")
            .column("base_order_count", LongType, "of the base; null where the history does not reach back")
            .column("average_order_amount", DoubleType, "sold_amount / order_count; null without orders; non-additive")
            .column(
                    "customer_count",
                    LongType,
                    "different known customers with a line that is no return; null where none is known; not additive")
            .column("base_customer_count", LongType, "of the base; null likewise")
            .column(
                    "amount_per_customer",
                    DoubleType,
                    "sold_amount / customer_count, lines of unknown customers among it; non-additive")
            .column("cost_amount", DailySales.SUM, "cost of goods, of the lines that have one; additive")
            .column("costed_net_amount", DailySales.SUM, "net amount of the lines that have a cost; additive")
            .column(LineCosts.MARGIN_AMOUNT)
            .column(
                    "margin_rate",
                    DoubleType,
                    "margin_amount / costed_net_amount; null where that is not above 0; non-additive")
            .column("base_margin_amount", DailySales.SUM, "of the base; null where no cost is known")
            .column(
                    "off_invoice_amount",
                    DailySales.SUM,
                    "rebates and bonuses off the invoice, of the lines that have them; null where none has; additive")
            .column(
                    "contribution_amount",
                    DailySales.SUM,
                    "margin_amount less rebates off the invoice of the same lines, before what the channel itself costs;"
                            + " null where no cost is known; additive")
            .column(
                    "contribution_rate",
                    DoubleType,
                    "contribution_amount / costed_net_amount; null where that is not above 0; non-additive")
            .columns(ChannelCosts.COLUMNS)
            .columnsOf(AcquisitionCost.SPEC, ChannelCosts.ACQUISITION)
            .column(
                    "is_new",
                    BooleanType,
                    "whether the base, to which the history reaches back, has no sales of the channel and the period has;"
                            + " null where the history does not")
            .check("sold_less_returned_is_net", "net_amount = sold_amount + return_amount")
            .check("change_closes", "base_net_amount IS NULL OR change_amount = net_amount - base_net_amount")
            .check("counts_are_not_negative", "order_count >= 0 AND coalesce(customer_count, 0) >= 0")
            .build();

    private static final List<String> NOTHING_IS_ZERO =
            List.of("net_amount", "return_amount", "sold_amount", "order_count");

    private final String currency;

    /** The channels of these settings. */
    public ChannelPerformance(Settings settings) {
        this.currency = settings.currency();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Sales.SPEC, Periods.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(Dimensions.PRODUCTS.spec(), Dimensions.CHANNELS.spec(), AcquisitionCost.SPEC);
    }

    @Override
    public List<String> neededColumns() {
        return List.of("sales.channel_id");
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> lines = ChannelDays.lines(in);
        Dataset<Row> periods = in.get(Periods.SPEC)
                .filter(col("comparison").equalTo(Periods.PREVIOUS_YEAR))
                .filter(Periods.isMonthOrLonger());
        Dataset<Row> compared =
                compared(lines, periods).join(broadcast(ChannelDays.names(in)), new String[] {"channel_id"}, "left");
        return ChannelCosts.beside(reported(compared), in).withColumn("currency_code", lit(currency));
    }

    private static Dataset<Row> compared(Dataset<Row> lines, Dataset<Row> periods) {
        Dataset<Row> datesOfWindows = RollUp.datesOfWindows(periods);
        List<String> by = List.of("channel_id");
        Dataset<Row> customerDays = lines.filter(col("customer_id").isNotNull().and(not(col("is_return"))))
                .select(
                        col("channel_id"),
                        col("date"),
                        xxhash64(col("customer_id")).as("entity_key"))
                .distinct();
        Dataset<Row> windows = RollUp.byWindow(ChannelDays.of(lines), datesOfWindows, by, SUMS)
                .join(
                        SegmentSales.customersOfWindows(customerDays, "channel_id", datesOfWindows),
                        new String[] {"channel_id", RollUp.WINDOW_ID},
                        "left");
        Dataset<Row> beside = RollUp.withPeriods(RollUp.besideBase(windows, periods, by, MEASURES), periods);
        return RollUp.comparable(
                beside.crossJoin(broadcast(lines.agg(min("date").as("_first_date"))))
                        .withColumn("_is_seen", col("net_amount").isNotNull())
                        .withColumn("_base_is_seen", col("base_net_amount").isNotNull()),
                MEASURES,
                NOTHING_IS_ZERO);
    }

    private static Dataset<Row> reported(Dataset<Row> rows) {
        WindowSpec period = Window.partitionBy("period_type", "period_start");
        Column isAll = col("channel_id").equalTo(SegmentPath.ALL);
        Column costed = positive("costed_net_amount");
        return rows.withColumn("channel_name", coalesce(col("_name"), col("channel_id")))
                .withColumn(
                        "all_net_amount", max(when(isAll, col("net_amount"))).over(period))
                .withColumn(
                        "_all_base", max(when(isAll, col("base_net_amount"))).over(period))
                .withColumn(
                        "change_amount",
                        col("net_amount").minus(col("base_net_amount")).cast(DailySales.SUM))
                .withColumn("growth_rate", ratio(col("change_amount"), positive("base_net_amount")))
                .withColumn(
                        "contribution_pp",
                        ratio(col("change_amount"), positive("_all_base")).multiply(100))
                .withColumn("share_rate", ratio(col("net_amount"), positive("all_net_amount")))
                .withColumn("base_share_rate", ratio(col("base_net_amount"), positive("_all_base")))
                .withColumn(
                        "share_change_pp",
                        col("share_rate").minus(col("base_share_rate")).multiply(100))
                .withColumn("return_rate", ratio(col("sold_amount").minus(col("net_amount")), positive("sold_amount")))
                .withColumn("online_rate", ratio(col("online_amount"), positive("net_amount")))
                .withColumn(
                        "online_growth_rate",
                        ratio(col("online_amount"), positive("base_online_amount"))
                                .minus(1))
                .withColumn("average_order_amount", ratio(col("sold_amount"), col("order_count")))
                .withColumn("amount_per_customer", ratio(col("sold_amount"), col("customer_count")))
                .withColumn("margin_amount", LineCosts.margin(""))
                .withColumn("base_margin_amount", LineCosts.margin("base_"))
                .withColumn("margin_rate", ratio(col("margin_amount"), costed))
                .withColumn("contribution_amount", LineCosts.contribution(""))
                .withColumn("contribution_rate", ratio(col("contribution_amount"), costed))
                .withColumn(
                        "is_new",
                        when(col("base_net_amount").isNotNull(), col("_is_seen").and(not(col("_base_is_seen")))));
    }
}
