package almanac.customer;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.LineCosts;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import almanac.staging.Types;
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
            .columnsOf(DailySales.SPEC, "order_date", "currency_code")
            .column(
                    "order_count",
                    LongType,
                    "different orders of the day with a line that is no return; 0 where there were only returns; additive")
            .columnsOf(DailySales.SPEC, "net_amount", "return_amount", "cost_amount", "costed_net_amount")
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
    public List<String> neededColumns() {
        return List.of("sales.customer_id");
    }

    @Override
    public Refresh refresh() {
        return Refresh.touchedDates("order_date");
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return days(LineCosts.touchedLines(in), currency);
    }

    static Dataset<Row> days(Dataset<Row> lines, String currency) {
        Column sells = not(coalesce(col("is_return"), lit(false)));
        return lines.filter(col("customer_id").isNotNull())
                .groupBy("customer_id", "order_date")
                .agg(
                        count_distinct(when(sells, col("order_id"))).as("order_count"),
                        DailySales.total(col("net_amount")).as("net_amount"),
                        DailySales.total(when(sells, lit(0).cast(Types.MONEY)).otherwise(col("net_amount")))
                                .as("return_amount"),
                        DailySales.total(col("cost_amount")).as("cost_amount"),
                        DailySales.total(LineCosts.costedNetAmount()).as("costed_net_amount"))
                .withColumn("currency_code", lit(currency));
    }
}
