package almanac.market.price;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.PeriodType;
import almanac.segment.DailySales;
import almanac.segment.Periods;
import almanac.segment.RollUp;
import almanac.segment.SegmentPath;
import almanac.staging.Dimensions;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What is left of the list price: list, invoice, pocket, pocket margin, per month or longer, of everything and of each channel,
 * sales representative, customer group, category and customer; and who is given more than peers of like size.
 *
 * <p>A member is compared with the same mix of categories at everybody's rates, and with peers of like size: see
 * {@link LeakagePeers}. Customers are followed per quarter or longer.
 */
public final class PriceWaterfall implements Table {

    private static final String CUSTOMER = "customer";

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "price_waterfall")
            .describedAs(
                    "From list price to pocket margin, each step as an amount and as a part of the list price, with how"
                            + " deep discounts are and how they compare with those of peers of like size.")
            .oneRowPer("dimension", "member", "period_type", "period_start")
            .column("dimension", StringType, "ALL, channel, sales_rep, customer_segment, category or customer")
            .column("member", StringType, "the channel, and so on; ALL for everything, UNKNOWN for what has none")
            .columns(Periods.COLUMNS)
            .column(Periods.THROUGH_DATE)
            .columnsOf(PriceDays.SPEC, "currency_code", "list_amount")
            .column(
                    "discount_amount",
                    DailySales.SUM,
                    "list_amount - invoice_amount: all that the invoice took off; additive")
            .columnsOf(PriceDays.SPEC, "named_discount_amount", "invoice_amount", "off_invoice_amount")
            .columnsOf(PriceDays.SPEC, "off_invoice_told_amount")
            .column(
                    "pocket_amount",
                    DailySales.SUM,
                    "invoice_amount - off_invoice_amount; null where no line tells what is off the invoice; lines that do"
                            + " not are taken to have nothing, see off_invoice_told_rate; additive")
            .columnsOf(PriceDays.SPEC, "cost_amount", "costed_pocket_amount")
            .column(
                    "pocket_margin_amount",
                    DailySales.SUM,
                    "costed_pocket_amount - cost_amount, of the lines that have a cost; null where none has; additive")
            .column("discount_rate", DoubleType, "discount_amount / list_amount; null where list is 0; non-additive")
            .column("off_invoice_rate", DoubleType, "off_invoice_amount / list_amount; null likewise; non-additive")
            .column("pocket_rate", DoubleType, "pocket_amount / list_amount; null likewise; non-additive")
            .column(
                    "pocket_margin_rate",
                    DoubleType,
                    "pocket_margin_amount / costed_pocket_amount; null likewise; non-additive")
            .column(
                    "off_invoice_told_rate",
                    DoubleType,
                    "off_invoice_told_amount / list_amount: the part of sales of which it is told; non-additive")
            .columnsOf(
                    PriceDays.SPEC,
                    "undiscounted_list_amount",
                    "discounted_to_10_list_amount",
                    "discounted_to_20_list_amount",
                    "discounted_to_30_list_amount",
                    "discounted_over_30_list_amount")
            .column(
                    "leakage_rate",
                    DoubleType,
                    "(discount_amount + off_invoice_amount, 0 where not told) / list_amount: what peers are compared by;"
                            + " null where list_amount is 0 or below; non-additive")
            .column(
                    "mix_leakage_amount",
                    DailySales.SUM,
                    "what the member would be given at the leakage_rate that each category has in the period as a whole;"
                            + " additive over members of one dimension")
            .column(
                    "beyond_mix_amount",
                    DailySales.SUM,
                    "discount_amount + off_invoice_amount, 0 where not told, - mix_leakage_amount: above 0 where more is"
                            + " given than others give for the same categories, such as by one sales representative;"
                            + " additive likewise, to 0")
            .column(
                    "size_band",
                    LongType,
                    "fifth by list_amount among the members of the dimension in the period, 5 is largest; null as"
                            + " leakage_rate; not additive")
            .column("peer_count", LongType, "other members of the band; null as leakage_rate; not additive")
            .column(
                    "peer_leakage_rate",
                    DoubleType,
                    "median of leakage_rate in the band; null with fewer than 10 peers; non-additive")
            .column(
                    "peer_percentile_rate",
                    DoubleType,
                    "part of the peers with a lower leakage_rate, 0..1; null with fewer than 10 peers; non-additive")
            .column(
                    "robust_z",
                    DoubleType,
                    "0.6745 (leakage_rate - peer_leakage_rate) / median absolute deviation; null with fewer than 10"
                            + " peers, or where half of them are alike; non-additive")
            .column(
                    "excess_leakage_amount",
                    DailySales.SUM,
                    "(leakage_rate - peer_leakage_rate) x list_amount: below 0 where the member is given less; null as"
                            + " peer_leakage_rate; additive over members of one dimension")
            .column(
                    "is_discount_outlier",
                    BooleanType,
                    "whether robust_z is above 3.5; null where it is not known: no verdict is no acquittal")
            .check("invoice_is_list_less_discount", "list_amount - discount_amount = invoice_amount")
            .check(
                    "pocket_is_invoice_less_rebates",
                    "(pocket_amount IS NULL) = (off_invoice_amount IS NULL) AND coalesce(invoice_amount -"
                            + " off_invoice_amount = pocket_amount, true)")
            .check(
                    "depths_add_up",
                    "undiscounted_list_amount + discounted_to_10_list_amount + discounted_to_20_list_amount +"
                            + " discounted_to_30_list_amount + discounted_over_30_list_amount = list_amount")
            .check("percentile_is_a_part", "coalesce(peer_percentile_rate BETWEEN 0 AND 1, true)")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(PriceDays.SPEC, Periods.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(Dimensions.CUSTOMERS.spec());
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> days = in.get(PriceDays.SPEC).filter(col("order_date").leq(lit(in.asOf())));
        Dataset<Row> grouped = in.has(Dimensions.CUSTOMERS.spec())
                ? days.join(
                        Dimensions.latest(
                                in.get(Dimensions.CUSTOMERS.spec()), in.asOf(), "customer_id", "customer_segment"),
                        new String[] {"customer_id"},
                        "left")
                : days.withColumn("customer_segment", lit(null).cast(StringType));
        return waterfall(grouped, in.get(Periods.SPEC));
    }

    static Dataset<Row> waterfall(Dataset<Row> days, Dataset<Row> allPeriods) {
        Dataset<Row> dates = Periods.monthsAndLonger(allPeriods)
                .withColumn("order_date", explode(sequence(col("period_start"), col("through_date"))));
        List<String> period = List.of("period_type", "period_start", "period_end", "is_complete", "through_date");
        List<String> parties = List.of("customer_id", "channel_id", "sales_rep_id", "customer_segment", "category");
        Dataset<Row> grouped = days.withColumn("category", coalesce(col("category"), lit(SegmentPath.UNKNOWN)));
        Dataset<Row> byParties = RollUp.sums(
                grouped.join(broadcast(dates), "order_date"),
                Stream.of(period, parties, List.of("currency_code"))
                        .flatMap(List::stream)
                        .toList(),
                PriceDays.AMOUNTS);
        Dataset<Row> byMember = withMix(byParties, rates(grouped, dates))
                .withColumn("_member", explode(members()))
                .filter(not(col("_member.dimension")
                        .equalTo(CUSTOMER)
                        .and(col("period_type").isin(PeriodType.MONTH.id(), PeriodType.FISCAL_MONTH.id()))))
                .withColumn("dimension", col("_member.dimension"))
                .withColumn("member", col("_member.member"));
        List<String> key = new ArrayList<>(List.of("dimension", "member", "currency_code"));
        key.addAll(period);
        List<String> amounts = Stream.concat(PriceDays.AMOUNTS.stream(), Stream.of("mix_leakage_amount"))
                .toList();
        return LeakagePeers.beside(steps(RollUp.sums(byMember, key, amounts)));
    }

    /** What each category is given in each period. Of days, and not of parties: those are many, and adding them up is dear. */
    private static Dataset<Row> rates(Dataset<Row> days, Dataset<Row> dates) {
        List<String> leaked = List.of("list_amount", "invoice_amount", "off_invoice_amount");
        Dataset<Row> ofDays = RollUp.sums(days, List.of("order_date", "category"), leaked);
        return RollUp.sums(
                        ofDays.join(broadcast(dates), "order_date"),
                        List.of("period_type", "period_start", "category"),
                        leaked)
                .withColumn("_rate", ratio(leakage(), RollUp.positive("list_amount")))
                .select("period_type", "period_start", "category", "_rate");
    }

    /** What each party would be given at the rates of the categories; its own where the list amount of one is not above 0. */
    private static Dataset<Row> withMix(Dataset<Row> byParties, Dataset<Row> rates) {
        Column atRate = col("list_amount").cast(DoubleType).multiply(col("_rate"));
        return byParties
                .join(broadcast(rates), new String[] {"period_type", "period_start", "category"})
                .withColumn(
                        "mix_leakage_amount",
                        coalesce(atRate.cast(DailySales.SUM), leakage()).cast(DailySales.SUM));
    }

    /** All that was taken off the list price, on the invoice and off it. */
    private static Column leakage() {
        return col("list_amount")
                .minus(col("invoice_amount"))
                .plus(coalesce(col("off_invoice_amount"), lit(0).cast(DailySales.SUM)));
    }

    private static Column members() {
        return array(
                member("ALL", lit(SegmentPath.ALL)),
                member("channel", col("channel_id")),
                member("sales_rep", col("sales_rep_id")),
                member("customer_segment", col("customer_segment")),
                member("category", col("category")),
                member(CUSTOMER, col("customer_id")));
    }

    private static Column member(String dimension, Column member) {
        return struct(
                lit(dimension).as("dimension"),
                coalesce(member, lit(SegmentPath.UNKNOWN)).as("member"));
    }

    private static Dataset<Row> steps(Dataset<Row> amounts) {
        Column list = col("list_amount");
        return amounts.withColumn(
                        "discount_amount", list.minus(col("invoice_amount")).cast(DailySales.SUM))
                .withColumn(
                        "pocket_amount",
                        col("invoice_amount").minus(col("off_invoice_amount")).cast(DailySales.SUM))
                .withColumn(
                        "pocket_margin_amount",
                        col("costed_pocket_amount").minus(col("cost_amount")).cast(DailySales.SUM))
                .withColumn("discount_rate", ratio(col("discount_amount"), list))
                .withColumn("off_invoice_rate", ratio(col("off_invoice_amount"), list))
                .withColumn("pocket_rate", ratio(col("pocket_amount"), list))
                .withColumn("pocket_margin_rate", ratio(col("pocket_margin_amount"), col("costed_pocket_amount")))
                .withColumn("off_invoice_told_rate", ratio(col("off_invoice_told_amount"), list))
                .withColumn("leakage_rate", ratio(leakage(), RollUp.positive("list_amount")))
                .withColumn(
                        "beyond_mix_amount",
                        leakage().minus(col("mix_leakage_amount")).cast(DailySales.SUM));
    }
}
