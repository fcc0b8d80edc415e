package almanac.customer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.LineCosts;
import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.staging.Sales;
import almanac.table.Inputs;
import almanac.table.Refresh;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Own sales per known customer and day: what the other tables of customers read instead of the lines. Only touched dates
 * are computed again.
 *
 * <p>An order is one that sells: of whose lines at least one is no return. A day on which a customer only gave back has
 * amounts and no order.
 */
public final class CustomerDays implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "customer_days")
            .describedAs("Own sales per known customer and day. Lines without a customer are left out.")
            .oneRowPer("customer_id", "order_date")
            .column("customer_id", StringType, "customer, as in sales")
            .column("order_date", DateType, "business date")
            .column("currency_code", StringType, "reporting currency of every amount")
            .column(
                    "order_count",
                    LongType,
                    "different orders of the day with a line that is no return; 0 where there were only returns; additive")
            .column("net_amount", DailySales.SUM, "after discounts, without tax, returns taken off; additive")
            .column("cost_amount", DailySales.SUM, "cost of goods, of the lines that have one; additive")
            .column(
                    "costed_net_amount",
                    DailySales.SUM,
                    "net amount of the lines that have a cost: the base of margins; additive")
            .check("order_count_is_not_negative", "order_count >= 0")
            .build();

    private final String currency;

    /** The days of customers under these settings. */
    public CustomerDays(Settings settings) {
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
    public Refresh refresh() {
        return Refresh.touchedDates("order_date");
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> lines = in.get(Sales.SPEC)
                .filter(col(InputTable.IS_CURRENT).and(in.touched().contains("order_date")));
        return days(LineCosts.withCost(lines, in), currency);
    }

    static Dataset<Row> days(Dataset<Row> lines, String currency) {
        Column sells = not(coalesce(col("is_return"), lit(false)));
        return lines.filter(col("customer_id").isNotNull())
                .groupBy("customer_id", "order_date")
                .agg(
                        count_distinct(when(sells, col("order_id"))).as("order_count"),
                        total(col("net_amount")).as("net_amount"),
                        total(col("cost_amount")).as("cost_amount"),
                        total(when(col("cost_amount").isNotNull(), col("net_amount")))
                                .as("costed_net_amount"))
                .withColumn("currency_code", lit(currency));
    }

    private static Column total(Column amount) {
        return sum(amount).cast(DailySales.SUM);
    }
}
