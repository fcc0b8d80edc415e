package almanac.segment;

import static almanac.staging.Types.MONEY;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.staging.Sales;
import almanac.table.ColumnDoc;
import almanac.table.Inputs;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the goods of a line of sales cost, and what is left of the net amount: the rules of every table that reads lines. */
public final class LineCosts {

    /** The margin: see {@link #margin}. */
    public static final ColumnDoc MARGIN_AMOUNT = new ColumnDoc(
            "margin_amount",
            DailySales.SUM,
            "net amount less cost, of the lines whose cost is known; null where none is; additive");

    private LineCosts() {}

    /**
     * The lines of sales that count, on the dates that are computed tonight, each with its cost.
     *
     * @param in of a table with sales as an input and products as an optional one, refreshed by {@code order_date}
     */
    public static Dataset<Row> touchedLines(Inputs in) {
        Dataset<Row> lines = in.get(Sales.SPEC)
                .filter(col(InputTable.IS_CURRENT).and(in.touched().contains("order_date")));
        return withCost(lines, in);
    }

    /**
     * The lines of sales that count, up to the night's date, each with its cost.
     *
     * @param in of a table with sales as an input and products as an optional one
     */
    public static Dataset<Row> lines(Inputs in) {
        Dataset<Row> lines = in.get(Sales.SPEC)
                .filter(col(InputTable.IS_CURRENT).and(col("order_date").leq(lit(in.asOf()))));
        return withCost(lines, in);
    }

    /** The net amount of a line whose cost is known; null elsewhere. */
    public static Column costedNetAmount() {
        return when(col("cost_amount").isNotNull(), col("net_amount"));
    }

    /** What was given off the invoice of a line whose cost is known; null elsewhere. */
    public static Column costedOffInvoiceAmount() {
        return when(col("cost_amount").isNotNull(), col("off_invoice_amount"));
    }

    /**
     * What the lines whose cost is known left over.
     *
     * @param prefix of the sums it is taken of, {@code costed_net_amount} and {@code cost_amount}: that of the base or none
     */
    public static Column margin(String prefix) {
        return col(prefix + "costed_net_amount")
                .minus(col(prefix + "cost_amount"))
                .cast(DailySales.SUM);
    }

    /**
     * What is left of the margin after the rebates off the invoice of the same lines, none where none is told: before what channels,
     * people and overheads cost.
     *
     * @param prefix as of {@link #margin}, of which {@code costed_off_invoice_amount} is one more sum
     */
    public static Column contribution(String prefix) {
        Column rebates = coalesce(col(prefix + "costed_off_invoice_amount"), lit(0).cast(DailySales.SUM));
        return margin(prefix).minus(rebates).cast(DailySales.SUM);
    }

    /**
     * A line without a cost takes the standard cost that its product had on the order's date, where products have one. Rows of
     * products that tell none do not end that of an earlier row.
     */
    private static Dataset<Row> withCost(Dataset<Row> lines, Inputs in) {
        if (!in.has(Dimensions.PRODUCTS.spec())) {
            return lines;
        }
        Dataset<Row> costed = in.get(Dimensions.PRODUCTS.spec())
                .filter(col("standard_cost_amount").isNotNull());
        Column standard = col("quantity").multiply(col("_unit_cost")).cast(MONEY);
        return Dimensions.onDate(
                        lines, costed, "product_id", "order_date", Map.of("_unit_cost", "standard_cost_amount"))
                .withColumn("cost_amount", coalesce(col("cost_amount"), standard))
                .drop("_unit_cost");
    }
}
