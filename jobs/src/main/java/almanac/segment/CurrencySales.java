package almanac.segment;

import static almanac.segment.DailySales.total;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.staging.Dimensions;
import almanac.staging.Exchange;
import almanac.staging.ExchangeRates;
import almanac.staging.InputTable;
import almanac.staging.Sales;
import almanac.table.Inputs;
import almanac.table.Refresh;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The part of the daily cube that was sold in other currencies, by currency, as delivered and as converted: what exchange
 * rates do to sales is computed from it. A lake without exchange rates has none of it.
 */
public final class CurrencySales implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "currency_sales")
            .describedAs(
                    "Own sales in other than the reporting currency, per date, leaf segment, product and currency: a part of"
                            + " market.daily_sales.")
            .oneRowPer("order_date", "leaf_segment", "product_id", Exchange.DELIVERED_CURRENCY)
            .columnsOf(DailySales.SPEC, "order_date", "leaf_segment", "product_id")
            .column(Exchange.DELIVERED_CURRENCY, StringType, "the currency that was invoiced")
            .column(
                    "delivered_net_amount",
                    DailySales.SUM,
                    "net amount in delivered_currency_code; additive within one currency")
            .columnsOf(DailySales.SPEC, "currency_code", "net_amount", "sales_units", "line_count")
            .check("another_currency", "delivered_currency_code <> currency_code")
            .build();

    private final Members members;
    private final String currency;

    /** The sales in other currencies of these settings. */
    public CurrencySales(Settings settings) {
        this.members = new Members(settings);
        this.currency = settings.currency();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Sales.SPEC, ExchangeRates.INPUT.spec());
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return Dimensions.ALL.stream().map(InputTable::spec).toList();
    }

    @Override
    public List<String> neededColumns() {
        return List.of("sales.currency_code");
    }

    @Override
    public Refresh refresh() {
        return Refresh.touchedDates("order_date");
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> lines = in.get(Sales.SPEC)
                .filter(col(InputTable.IS_CURRENT)
                        .and(col(Exchange.DELIVERED_CURRENCY).isNotNull())
                        .and(in.touched().contains("order_date")));
        return members.withLeaf(lines, in)
                .groupBy("order_date", "leaf_segment", "product_id", Exchange.DELIVERED_CURRENCY)
                .agg(
                        total(col("delivered_net_amount")).as("delivered_net_amount"),
                        total(col("net_amount")).as("net_amount"),
                        total(col("quantity")).as("sales_units"),
                        count(lit(1)).as("line_count"))
                .withColumn("currency_code", lit(currency));
    }
}
