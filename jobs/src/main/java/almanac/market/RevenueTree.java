package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.segment.DailySales;
import almanac.segment.Periods;
import almanac.segment.Segments;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Why own sales changed, as a tree: net amount = orders x units per order x price per unit, and orders = customers x orders
 * per customer.
 *
 * <p>The change from {@code R0} to {@code R1} is split by the logarithmic mean Divisia index (LMDI-I, additive; B. W. Ang,
 * "The LMDI approach to decomposition analysis: a practical guide", Energy Policy 33, 2005): the effect of a factor
 * {@code x} is {@code L(R1, R0) ln(x1 / x0)} with {@code L(a, b) = (a - b) / ln(a / b)} and {@code L(a, a) = a}. Nothing is
 * left over, and the order of the factors does not matter. Logarithms need factors above 0: where one is not, there are no
 * effects, and the whole change is not explained.
 *
 * <p>A segment's effects are those of its own totals. Those of its parts do not add up to them: what the parts' mix did is
 * in the price and the units per order of the whole. The bridge whose effects add up is {@link PriceVolumeMix}.
 */
public final class RevenueTree implements Table {

    /** Every factor is known and above 0 in the period and in its base. */
    static final String FULL = "FULL";

    /** As {@link #FULL}, but for the customers. */
    static final String WITHOUT_CUSTOMERS = "WITHOUT_CUSTOMERS";

    /** There is no tree: net amount, units or orders are 0 or less on one side. */
    static final String NOT_POSITIVE = "NOT_POSITIVE";

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "revenue_tree")
            .describedAs(
                    "The change of own sales of each segment and period, split by logarithmic means into customers,"
                            + " orders per customer, units per order and price per unit; wherever the base is known.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start", "comparison")
            .columns(Segments.COLUMNS)
            .columns(Periods.COMPARED)
            .columnsOf(SegmentSales.SPEC, "currency_code")
            .column(
                    "tree_status",
                    StringType,
                    "FULL; WITHOUT_CUSTOMERS: no customer is known in the period or its base, the tree starts at orders;"
                            + " NOT_POSITIVE: net amount, units or orders of the period or its base are not above 0, so"
                            + " that there is no tree")
            .column("base_net_amount", DailySales.SUM, "of the base; additive")
            .columnsOf(SegmentSales.SPEC, "net_amount", "change_amount")
            .column(
                    "customers_effect_amount",
                    DailySales.SUM,
                    "of more or fewer known customers; part of orders_effect_amount; null unless FULL; not additive over"
                            + " segments")
            .column(
                    "orders_per_customer_effect_amount",
                    DailySales.SUM,
                    "of more or fewer orders per known customer; the rest of orders_effect_amount; null unless FULL; not"
                            + " additive over segments")
            .column(
                    "orders_effect_amount",
                    DailySales.SUM,
                    "of more or fewer orders; null if NOT_POSITIVE; not additive over segments")
            .column(
                    "units_per_order_effect_amount",
                    DailySales.SUM,
                    "of larger or smaller orders; null if NOT_POSITIVE; not additive over segments")
            .column(
                    "price_effect_amount",
                    DailySales.SUM,
                    "of the average price per unit, the mix of products and exchange rates included, and what rounding the other effects"
                            + " left over; null if NOT_POSITIVE; not additive over segments")
            .column(
                    "unexplained_amount",
                    DailySales.SUM,
                    "the whole change_amount if NOT_POSITIVE, 0 otherwise; not additive over segments")
            .columnsOf(SegmentSales.SPEC, "customer_count", "base_customer_count")
            .column(
                    "orders_per_customer",
                    DoubleType,
                    "order_count / customer_count: orders without a customer count too; null where no customer is known;"
                            + " non-additive")
            .column("base_orders_per_customer", DoubleType, "of the base")
            .columnsOf(SegmentSales.SPEC, "order_count", "base_order_count")
            .column(
                    "units_per_order",
                    DoubleType,
                    "sales_units / order_count; null where there is no order; non-additive")
            .column("base_units_per_order", DoubleType, "of the base")
            .column("sales_units", DailySales.SUM, "units in the base unit of measure, returns taken off; additive")
            .columnsOf(SegmentSales.SPEC, "base_sales_units", "average_price_amount", "base_average_price_amount")
            .check(
                    "tree_closes",
                    "coalesce(orders_effect_amount, 0) + coalesce(units_per_order_effect_amount, 0)"
                            + " + coalesce(price_effect_amount, 0) + unexplained_amount = net_amount - base_net_amount")
            .check(
                    "orders_close",
                    "customers_effect_amount IS NULL"
                            + " OR customers_effect_amount + orders_per_customer_effect_amount = orders_effect_amount")
            .check(
                    "effects_are_there_where_the_tree_is",
                    "(tree_status = 'NOT_POSITIVE') = (orders_effect_amount IS NULL)"
                            + " AND (tree_status = 'NOT_POSITIVE') = (price_effect_amount IS NULL)"
                            + " AND (tree_status = 'FULL') = (customers_effect_amount IS NOT NULL)")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(SegmentSales.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return tree(in.get(SegmentSales.SPEC));
    }

    static Dataset<Row> tree(Dataset<Row> segmentSales) {
        Column hasTree = LogMeans.isPositive("net_amount")
                .and(LogMeans.isPositive("sales_units"))
                .and(LogMeans.isPositive("order_count"));
        Column status = when(hasTree.and(LogMeans.isPositive("customer_count")), FULL)
                .when(hasTree, WITHOUT_CUSTOMERS)
                .otherwise(NOT_POSITIVE);
        Column isFull = col("tree_status").equalTo(FULL);
        Column isTree = col("tree_status").notEqual(NOT_POSITIVE);
        Column change = col("change_amount");
        return segmentSales
                .filter(col("base_net_amount").isNotNull())
                .withColumn("tree_status", status)
                .withColumn("_mean", when(isTree, LogMeans.mean()))
                .withColumn("orders_effect_amount", when(isTree, effect(LogMeans.growth("order_count"))))
                .withColumn("customers_effect_amount", when(isFull, effect(LogMeans.growth("customer_count"))))
                .withColumn(
                        "orders_per_customer_effect_amount",
                        amount(col("orders_effect_amount").minus(col("customers_effect_amount"))))
                .withColumn(
                        "units_per_order_effect_amount",
                        when(isTree, effect(LogMeans.growth("sales_units").minus(LogMeans.growth("order_count")))))
                .withColumn(
                        "price_effect_amount",
                        amount(change.minus(col("orders_effect_amount")).minus(col("units_per_order_effect_amount"))))
                .withColumn("unexplained_amount", amount(when(isTree, lit(0)).otherwise(change)))
                .withColumn("orders_per_customer", ratio(col("order_count"), col("customer_count")))
                .withColumn("base_orders_per_customer", ratio(col("base_order_count"), col("base_customer_count")))
                .withColumn("units_per_order", ratio(col("sales_units"), col("order_count")))
                .withColumn("base_units_per_order", ratio(col("base_sales_units"), col("base_order_count")));
    }

    private static Column effect(Column growth) {
        return amount(col("_mean").multiply(growth));
    }

    private static Column amount(Column exactOrNumber) {
        return exactOrNumber.cast(DailySales.SUM);
    }
}
