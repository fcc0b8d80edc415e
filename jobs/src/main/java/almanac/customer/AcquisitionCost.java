package almanac.customer;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.segment.DailySales;
import almanac.segment.LineCosts;
import almanac.segment.Periods;
import almanac.segment.SegmentPath;
import almanac.staging.InputTable;
import almanac.staging.MarketingSpend;
import almanac.staging.Sales;
import almanac.staging.Types;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What a new customer costs, by sales channel and period, paid (media alone) and loaded (with every other cost of marketing and
 * selling), and when it is earned back.
 *
 * <p>A customer is new in the period and channel of its first order that is no return. Whoever bought before the history starts
 * looks new in it: periods of its first year say so, and too many customers make them look cheap. Spend in another currency than
 * the reporting one never gets here: its rows are quarantined.
 *
 * <p>Source: P. W. Farris, N. T. Bendle, P. E. Pfeifer and D. J. Reibstein (2010), <i>Marketing Metrics</i>, 2nd edition, section
 * 5.4.
 */
public final class AcquisitionCost implements Table {

    /** As long a history shows most of those who bought before. */
    private static final int MONTHS_OF_HISTORY = 12;

    private static final double DAYS_OF_A_MONTH = 365.25 / 12;

    private static final List<String> KEY = List.of("channel_id", "period_type", "period_start");

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "acquisition_cost")
            .describedAs(
                    "Spend, new customers and what one costs, by sales channel and period longer than a week; and what they have"
                            + " brought since.")
            .oneRowPer("channel_id", "period_type", "period_start")
            .column(
                    "channel_id",
                    StringType,
                    "sales channel; ALL, with spend that names none; UNKNOWN for orders without one")
            .columns(Periods.COLUMNS)
            .columnsOf(CustomerDays.SPEC, "currency_code")
            .column(
                    "media_amount",
                    DailySales.SUM,
                    "spend of type MEDIA; null where no spend of any channel is told in the period; additive")
            .column("other_cost_amount", DailySales.SUM, "spend of every other type; null likewise; additive")
            .column("spend_amount", DailySales.SUM, "media_amount + other_cost_amount; null likewise; additive")
            .column(
                    "new_customer_count",
                    LongType,
                    "customers whose first order was in the period and channel; additive")
            .column(
                    "is_history_long",
                    BooleanType,
                    "whether the history starts a year or more before the period; where not, customers of old look new and"
                            + " costs are too low")
            .column(
                    "paid_cost_amount",
                    DoubleType,
                    "media_amount / new_customer_count (paid CAC); null without new ones and where no spend is told; non-additive")
            .column(
                    "loaded_cost_amount",
                    DoubleType,
                    "spend_amount / new_customer_count (loaded CAC); as paid_cost_amount where only media is told; non-additive")
            .column(
                    "customer_month_count",
                    DoubleType,
                    "months from the first order of each of them to the night, added up; additive")
            .column(
                    "new_customer_net_amount",
                    DailySales.SUM,
                    "what they bought since, in every channel, up to the night; additive")
            .column(
                    "new_customer_margin_amount",
                    DailySales.SUM,
                    "margin of it, of lines with a cost; null where no cost is known; additive")
            .column(
                    "monthly_margin_amount",
                    DoubleType,
                    "new_customer_margin_amount / customer_month_count: what one brings in a month; null where less than one month is"
                            + " known of each; non-additive")
            .column(
                    "paid_payback_months",
                    DoubleType,
                    "paid_cost_amount / monthly_margin_amount; null where the margin is not above 0; non-additive")
            .column(
                    "loaded_payback_months",
                    DoubleType,
                    "loaded_cost_amount / monthly_margin_amount; null likewise; non-additive")
            .column(
                    "margin_to_spend_rate",
                    DoubleType,
                    "new_customer_margin_amount / spend_amount: from 1 on they have paid for their acquisition; non-additive")
            .column("net_amount", DailySales.SUM, "all own sales of the channel in the period; additive")
            .column(
                    "attributed_net_amount",
                    DailySales.SUM,
                    "of these, lines that name a campaign; null where none does; additive")
            .column(
                    "return_on_spend",
                    DoubleType,
                    "net_amount / spend_amount: all sales, whoever they are owed to; non-additive")
            .column(
                    "attributed_return_on_spend",
                    DoubleType,
                    "attributed_net_amount / spend_amount (ROAS by attribution); what campaigns added is in"
                            + " market.campaign_effects; non-additive")
            .check(
                    "spend_adds_up",
                    "coalesce(spend_amount = media_amount + other_cost_amount, spend_amount IS NULL AND media_amount IS NULL)")
            .check("count_is_not_negative", "new_customer_count >= 0")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(MarketingSpend.INPUT.spec(), Sales.SPEC, CustomerDays.SPEC, Periods.SPEC);
    }

    @Override
    public List<String> neededColumns() {
        return List.of("sales.customer_id");
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> periods = Periods.monthsAndLonger(in.get(Periods.SPEC));
        Dataset<Row> lines = in.get(Sales.SPEC)
                .filter(col(InputTable.IS_CURRENT).and(col("order_date").leq(lit(in.asOf()))));
        Dataset<Row> spend = in.get(MarketingSpend.INPUT.spec())
                .filter(col(InputTable.IS_CURRENT).and(col("spend_date").leq(lit(in.asOf()))));
        Dataset<Row> days = in.get(CustomerDays.SPEC);
        Dataset<Row> facts = spent(spend).unionByName(sold(lines), true).unionByName(won(lines, days, in.asOf()), true);
        Dataset<Row> sums = inPeriods(facts, periods);
        return costs(CustomerHistory.withHistory(
                sums.join(broadcast(periods.drop("through_date")), new String[] {"period_type", "period_start"}),
                days));
    }

    private static Dataset<Row> spent(Dataset<Row> spend) {
        Column isMedia = col("spend_type").equalTo(MarketingSpend.MEDIA);
        return spend.select(
                col("spend_date").as("date"),
                explode(when(col("channel_id").isNull(), array(lit(SegmentPath.ALL)))
                                .otherwise(array(col("channel_id"), lit(SegmentPath.ALL))))
                        .as("channel_id"),
                when(isMedia, col("spend_amount")).as("media_amount"),
                when(not(isMedia), col("spend_amount")).as("other_cost_amount"));
    }

    private static Dataset<Row> sold(Dataset<Row> lines) {
        return lines.groupBy("order_date", "channel_id")
                .agg(
                        DailySales.total(col("net_amount")).as("net_amount"),
                        DailySales.total(when(col("campaign_id").isNotNull(), col("net_amount")))
                                .as("attributed_net_amount"))
                .select(
                        col("order_date").as("date"),
                        ofChannelAndAll(),
                        col("net_amount"),
                        col("attributed_net_amount"));
    }

    /** By day and channel of first orders: the customers, and what they brought from then to the night. */
    private static Dataset<Row> won(Dataset<Row> lines, Dataset<Row> customerDays, LocalDate asOf) {
        Dataset<Row> first = lines.filter(
                        col("customer_id").isNotNull().and(not(coalesce(col("is_return"), lit(false)))))
                .groupBy("customer_id")
                .agg(min(struct("order_date", "order_id", "channel_id")).as("first"))
                .select(
                        col("customer_id"),
                        col("first.order_date").as("first_order_date"),
                        col("first.channel_id").as("channel_id"));
        return customerDays
                .filter(col("order_date").leq(lit(asOf)))
                .join(first, "customer_id")
                .filter(col("order_date").geq(col("first_order_date")))
                .groupBy("customer_id", "first_order_date", "channel_id")
                .agg(
                        DailySales.total(col("net_amount")).as("net_amount"),
                        DailySales.total(col("costed_net_amount")).as("costed_net_amount"),
                        DailySales.total(col("cost_amount")).as("cost_amount"))
                .groupBy("first_order_date", "channel_id")
                .agg(
                        count(lit(1)).as("new_customer_count"),
                        DailySales.total(col("net_amount")).as("new_customer_net_amount"),
                        DailySales.total(LineCosts.margin("")).as("new_customer_margin_amount"))
                .select(
                        col("first_order_date").as("date"),
                        ofChannelAndAll(),
                        col("new_customer_count"),
                        col("new_customer_count")
                                .multiply(datediff(lit(asOf), col("first_order_date"))
                                        .plus(1))
                                .as("customer_days"),
                        col("new_customer_net_amount"),
                        col("new_customer_margin_amount"));
    }

    private static Column ofChannelAndAll() {
        return explode(array(coalesce(col("channel_id"), lit(SegmentPath.UNKNOWN)), lit(SegmentPath.ALL)))
                .as("channel_id");
    }

    private static Dataset<Row> inPeriods(Dataset<Row> facts, Dataset<Row> periods) {
        return facts.join(broadcast(periods), col("date").between(col("period_start"), col("through_date")))
                .groupBy(KEY.stream().map(name -> col(name)).toArray(Column[]::new))
                .agg(
                        DailySales.total(col("media_amount")).as("media_amount"),
                        Stream.of(
                                        DailySales.total(col("other_cost_amount"))
                                                .as("other_cost_amount"),
                                        coalesce(sum("new_customer_count"), lit(0L))
                                                .as("new_customer_count"),
                                        coalesce(sum("customer_days"), lit(0L)).as("customer_days"),
                                        orZero("new_customer_net_amount"),
                                        DailySales.total(col("new_customer_margin_amount"))
                                                .as("new_customer_margin_amount"),
                                        orZero("net_amount"),
                                        DailySales.total(col("attributed_net_amount"))
                                                .as("attributed_net_amount"))
                                .toArray(Column[]::new));
    }

    /** What is told of spend: nothing is spent on whom it does not name, but where none is told, it is not known. */
    private static Dataset<Row> withSpend(Dataset<Row> sums) {
        Column isTold = max(coalesce(col("media_amount"), col("other_cost_amount")))
                .over(Window.partitionBy("period_type", "period_start"))
                .isNotNull();
        Column none = lit(0).cast(DailySales.SUM);
        return sums.withColumn("_is_told", isTold)
                .withColumn("media_amount", when(col("_is_told"), coalesce(col("media_amount"), none)))
                .withColumn("other_cost_amount", when(col("_is_told"), coalesce(col("other_cost_amount"), none)))
                .withColumn(
                        "spend_amount",
                        col("media_amount").plus(col("other_cost_amount")).cast(DailySales.SUM))
                .drop("_is_told");
    }

    private static Column orZero(String amount) {
        return coalesce(DailySales.total(col(amount)), lit(0).cast(Types.MONEY))
                .cast(DailySales.SUM)
                .as(amount);
    }

    private static Dataset<Row> costs(Dataset<Row> sums) {
        Column hasMonth = col("customer_month_count").geq(col("new_customer_count"));
        Column earning = positive("monthly_margin_amount");
        return withSpend(sums)
                .withColumn(
                        "is_history_long",
                        add_months(col("history_start"), MONTHS_OF_HISTORY).leq(col("period_start")))
                .withColumn("paid_cost_amount", ratio(col("media_amount"), col("new_customer_count")))
                .withColumn("loaded_cost_amount", ratio(col("spend_amount"), col("new_customer_count")))
                .withColumn(
                        "customer_month_count",
                        col("customer_days").cast(DoubleType).divide(DAYS_OF_A_MONTH))
                .withColumn(
                        "monthly_margin_amount",
                        when(hasMonth, ratio(col("new_customer_margin_amount"), col("customer_month_count"))))
                .withColumn("paid_payback_months", col("paid_cost_amount").divide(earning))
                .withColumn("loaded_payback_months", col("loaded_cost_amount").divide(earning))
                .withColumn("margin_to_spend_rate", ratio(col("new_customer_margin_amount"), col("spend_amount")))
                .withColumn("return_on_spend", ratio(col("net_amount"), col("spend_amount")))
                .withColumn("attributed_return_on_spend", ratio(col("attributed_net_amount"), col("spend_amount")));
    }
}
