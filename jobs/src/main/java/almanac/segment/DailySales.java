package almanac.segment;

import static almanac.staging.Types.MONEY;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.staging.Sales;
import almanac.table.Inputs;
import almanac.table.Refresh;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * The daily cube: own sales per date, leaf segment and product. Every later table reads it instead of the lines; only
 * touched dates are computed again.
 */
public final class DailySales implements Table {

    /** Sums of money and of quantities: exact. */
    public static final DecimalType SUM = DataTypes.createDecimalType(28, 4);

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "daily_sales")
            .describedAs("Own sales per date, leaf segment and product.")
            .oneRowPer("order_date", "leaf_segment", "product_id")
            .column("order_date", DateType, "business date")
            .column("leaf_segment", StringType, "path of the lowest member in every hierarchy; see market.segments")
            .column("product_id", StringType, "product")
            .column("currency_code", StringType, "reporting currency of every amount")
            .column("net_amount", SUM, "after discounts, without tax, returns taken off; additive")
            .column("sales_units", SUM, "units in the base unit of measure, returns taken off; additive")
            .column("return_amount", SUM, "net amount of returned lines, negative; additive; part of net_amount")
            .column(
                    "online_amount",
                    SUM,
                    "net amount sold online; null where no line says so; additive; part of net_amount")
            .column(
                    "promoted_amount",
                    SUM,
                    "net amount of lines under a promotion; null where promotions are not told of any line; additive; part of net_amount")
            .column("list_amount", SUM, "at list price, of the lines that have one; additive")
            .column("discount_amount", SUM, "discounts on the invoice, of the lines that have them; additive")
            .column("cost_amount", SUM, "cost of goods, of the lines that have one; additive")
            .column("costed_net_amount", SUM, "net amount of the lines that have a cost: the base of margins; additive")
            .column(
                    "off_invoice_amount",
                    SUM,
                    "rebates and bonuses off the invoice, of the lines that have them; not part of net_amount; additive")
            .column(
                    "costed_off_invoice_amount",
                    SUM,
                    "the same of the lines that have a cost as well: what margins still have to bear; additive")
            .column("line_count", LongType, "lines; additive")
            .column(
                    "order_keys",
                    DataTypes.createArrayType(LongType),
                    "64-bit hashes of the orders, for counting different ones; not additive: union, then count")
            .column(
                    "customer_keys",
                    DataTypes.createArrayType(LongType),
                    "64-bit hashes of the known customers, for counting different ones; not additive: union, then count")
            .build();

    private final Members members;
    private final String currency;
    private final boolean tellsPromotions;

    /** The cube of these settings. */
    public DailySales(Settings settings) {
        this.members = new Members(settings);
        this.currency = settings.currency();
        this.tellsPromotions = settings.inputs().stream()
                .filter(mapping -> mapping.table().equals(Sales.INPUT.name()))
                .anyMatch(
                        mapping -> mapping.select() != null || mapping.columns().containsKey("promotion_id"));
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
        return Dimensions.ALL.stream().map(InputTable::spec).toList();
    }

    @Override
    public Refresh refresh() {
        return Refresh.touchedDates("order_date");
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return cube(members.withLeaf(LineCosts.touchedLines(in), in), currency, tellsPromotions);
    }

    /** @param tellsPromotions whether a line without a promotion was sold under none */
    static Dataset<Row> cube(Dataset<Row> lines, String currency, boolean tellsPromotions) {
        Column promoted =
                when(col("promotion_id").isNotNull(), col("net_amount")).when(lit(tellsPromotions), lit(0).cast(MONEY));
        Stream<Column> ofTheCubeOnly = Stream.of(
                total(promoted).as("promoted_amount"),
                count(lit(1)).as("line_count"),
                keys("order_id").as("order_keys"),
                keys("customer_id").as("customer_keys"));
        return lines.groupBy("order_date", "leaf_segment", "product_id")
                .agg(
                        total(col("quantity")).as("sales_units"),
                        Stream.concat(lineSums().stream(), ofTheCubeOnly).toArray(Column[]::new))
                .withColumn("currency_code", lit(currency));
    }

    /** The sums of money that tables take of lines, each under the name that it has here. */
    public static List<Column> lineSums() {
        return List.of(
                total(col("net_amount")).as("net_amount"),
                total(when(col("is_return"), col("net_amount")).otherwise(lit(0).cast(MONEY)))
                        .as("return_amount"),
                total(when(col("is_online"), col("net_amount"))
                                .when(col("is_online").isNotNull(), lit(0).cast(MONEY)))
                        .as("online_amount"),
                total(col("list_amount")).as("list_amount"),
                total(col("discount_amount")).as("discount_amount"),
                total(col("cost_amount")).as("cost_amount"),
                total(LineCosts.costedNetAmount()).as("costed_net_amount"),
                total(col("off_invoice_amount")).as("off_invoice_amount"),
                total(LineCosts.costedOffInvoiceAmount()).as("costed_off_invoice_amount"));
    }

    /** The date of a row of the cube on which more was sold than nothing, returns aside; null elsewhere. */
    public static Column soldOn() {
        return when(col("net_amount").minus(col("return_amount")).gt(0), col("order_date"));
    }

    /** Adds up exactly: amounts of lines, or sums of them. */
    public static Column total(Column amount) {
        return sum(amount).cast(SUM);
    }

    /** Sorted, so that equal inputs give equal rows. */
    private static Column keys(String column) {
        return array_sort(collect_set(when(col(column).isNotNull(), xxhash64(col(column)))));
    }
}
