package almanac.market.price;

import static almanac.segment.DailySales.total;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.LineCosts;
import almanac.segment.SegmentPath;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import almanac.staging.Types;
import almanac.table.Inputs;
import almanac.table.Refresh;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * From list price to pocket per date, customer, channel, sales representative and category: what {@link PriceWaterfall} reads
 * instead of the lines. Only lines that have a list amount count, and only touched dates are computed again.
 */
public final class PriceDays implements Table {

    /** Depths of discount in thousandths of the list price, from which on the next band begins. */
    private static final int[] DEPTHS = {5, 100, 200, 300};

    /** The amounts, all of them additive. */
    static final List<String> AMOUNTS = List.of(
            "list_amount",
            "invoice_amount",
            "named_discount_amount",
            "off_invoice_amount",
            "off_invoice_told_amount",
            "cost_amount",
            "costed_pocket_amount",
            "undiscounted_list_amount",
            "discounted_to_10_list_amount",
            "discounted_to_20_list_amount",
            "discounted_to_30_list_amount",
            "discounted_over_30_list_amount");

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "price_days")
            .describedAs(
                    "List, invoice and pocket amounts of own sales per date, customer, channel, sales representative"
                            + " and category: of the lines that have a list amount, returns taken off.")
            .oneRowPer("order_date", "customer_id", "channel_id", "sales_rep_id", "category")
            .columnsOf(DailySales.SPEC, "order_date")
            .column("customer_id", StringType, "customer; UNKNOWN where not said")
            .column("channel_id", StringType, "sales channel; UNKNOWN where not said")
            .column("sales_rep_id", StringType, "sales representative; UNKNOWN where not said")
            .column("category", StringType, "category_l1 of the product on order_date; UNKNOWN where it has none")
            .columnsOf(DailySales.SPEC, "currency_code")
            .column("list_amount", DailySales.SUM, "at list price; additive")
            .column("invoice_amount", DailySales.SUM, "net amount, after discounts on the invoice; additive")
            .column(
                    "named_discount_amount",
                    DailySales.SUM,
                    "discounts that the lines name; null where none does; additive; what else list_amount is above"
                            + " invoice_amount was taken off without a name")
            .column(
                    "off_invoice_amount",
                    DailySales.SUM,
                    "rebates and bonuses off the invoice; null where no line tells them; additive")
            .column("off_invoice_told_amount", DailySales.SUM, "list amount of the lines that tell them; additive")
            .column("cost_amount", DailySales.SUM, "cost of the lines that have one; null where none has; additive")
            .column(
                    "costed_pocket_amount",
                    DailySales.SUM,
                    "invoice amount less what is off the invoice, of the lines that have a cost: the base of the margin;"
                            + " null where none has; additive")
            .column(
                    "undiscounted_list_amount",
                    DailySales.SUM,
                    "list amount of lines invoiced less than 0.5 % below list, or above it; additive")
            .column("discounted_to_10_list_amount", DailySales.SUM, "of lines 0.5 to below 10 % below list; additive")
            .column("discounted_to_20_list_amount", DailySales.SUM, "of lines 10 to below 20 % below list; additive")
            .column("discounted_to_30_list_amount", DailySales.SUM, "of lines 20 to below 30 % below list; additive")
            .column("discounted_over_30_list_amount", DailySales.SUM, "of lines 30 % and more below list; additive")
            .check(
                    "depths_add_up",
                    "undiscounted_list_amount + discounted_to_10_list_amount + discounted_to_20_list_amount +"
                            + " discounted_to_30_list_amount + discounted_over_30_list_amount = list_amount")
            .build();

    private final String currency;

    /** The price days of these settings. */
    public PriceDays(Settings settings) {
        this.currency = settings.currency();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Sales.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(Dimensions.PRODUCTS.spec());
    }

    @Override
    public List<String> neededColumns() {
        return List.of("sales.list_amount");
    }

    @Override
    public Refresh refresh() {
        return Refresh.touchedDates("order_date");
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return days(withCategory(LineCosts.touchedLines(in), in), currency);
    }

    static Dataset<Row> days(Dataset<Row> lines, String currency) {
        Column offInvoice = coalesce(col("off_invoice_amount"), lit(0).cast(Types.MONEY));
        Column pocket = when(col("cost_amount").isNotNull(), col("net_amount").minus(offInvoice));
        return lines.filter(col("list_amount").isNotNull())
                .groupBy(
                        col("order_date"),
                        known("customer_id"),
                        known("channel_id"),
                        known("sales_rep_id"),
                        known("category"))
                .agg(
                        total(col("list_amount")).as("list_amount"),
                        total(col("net_amount")).as("invoice_amount"),
                        total(col("discount_amount")).as("named_discount_amount"),
                        total(col("off_invoice_amount")).as("off_invoice_amount"),
                        total(listWhere(col("off_invoice_amount").isNotNull())).as("off_invoice_told_amount"),
                        total(col("cost_amount")).as("cost_amount"),
                        total(pocket).as("costed_pocket_amount"),
                        total(listWhere(not(reaches(0)))).as("undiscounted_list_amount"),
                        total(listWhere(between(0))).as("discounted_to_10_list_amount"),
                        total(listWhere(between(1))).as("discounted_to_20_list_amount"),
                        total(listWhere(between(2))).as("discounted_to_30_list_amount"),
                        total(listWhere(reaches(3))).as("discounted_over_30_list_amount"))
                .withColumn("currency_code", lit(currency));
    }

    private static Column between(int band) {
        return reaches(band).and(not(reaches(band + 1)));
    }

    /** Exact: a tenth off is a tenth off. Of a return, amounts are taken as those of what it gives back. */
    private static Column reaches(int band) {
        Column list = abs(col("list_amount"));
        Column off = when(col("list_amount").lt(0), col("net_amount").minus(col("list_amount")))
                .otherwise(col("list_amount").minus(col("net_amount")));
        return off.multiply(lit(1000)).geq(list.multiply(lit(DEPTHS[band])));
    }

    private static Column listWhere(Column condition) {
        return when(condition, col("list_amount")).otherwise(lit(0).cast(Types.MONEY));
    }

    private static Column known(String column) {
        return coalesce(col(column), lit(SegmentPath.UNKNOWN)).as(column);
    }

    private static Dataset<Row> withCategory(Dataset<Row> lines, Inputs in) {
        if (!in.has(Dimensions.PRODUCTS.spec())) {
            return lines.withColumn("category", lit(null).cast(StringType));
        }
        return Dimensions.onDate(
                lines,
                in.get(Dimensions.PRODUCTS.spec()),
                "product_id",
                "order_date",
                Map.of("category", "category_l1"));
    }
}
