package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.ceil;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.customer.CustomerDays;
import almanac.segment.DailySales;
import almanac.segment.LineCosts;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * How much of the profit hangs on few products and customers: the whale curve, cumulative margin from the most to the least
 * profitable. Where it rises above its end, the rest takes away what the first ones earn.
 *
 * <p>Source: R. S. Kaplan and V. G. Narayanan (2001), <i>Measuring and managing customer profitability</i>, Journal of Cost
 * Management 15(5).
 */
public final class ProfitCurve implements Table {

    private static final int DAYS = 365;

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "profit_curve")
            .describedAs(
                    "Cumulative margin of the last 365 days by product and by known customer, from the most to the least profitable, in hundredths of their number (whale curve). Only lines whose cost is known.")
            .oneRowPer("entity", "percentile")
            .column("entity", StringType, "product or customer")
            .column(
                    "percentile",
                    IntegerType,
                    "1 to 100: the place by margin, in hundredths of all; where there are fewer than a hundred, some have no row")
            .column("window_start", DateType, "first of the 365 days")
            .column("window_end", DateType, "last of them: the night's date")
            .column("is_complete", BooleanType, "whether the history reaches back over all of these days")
            .column("entity_count", LongType, "products or customers of this hundredth; additive over percentiles")
            .columnsOf(SegmentSales.SPEC, "currency_code", "costed_net_amount")
            .column(LineCosts.MARGIN_AMOUNT)
            .column("cumulative_count", LongType, "entity_count of this hundredth and those before it; non-additive")
            .column("cumulative_margin_amount", DailySales.SUM, "margin_amount likewise; non-additive")
            .column("total_margin_amount", DailySales.SUM, "margin_amount of all hundredths; the same on every row")
            .column(
                    "cumulative_margin_rate",
                    DoubleType,
                    "cumulative_margin_amount / total_margin_amount; null where that is not above 0; non-additive")
            .column(
                    "peak_margin_amount",
                    DailySales.SUM,
                    "the highest cumulative_margin_amount: what would be earned without those that lose money, to the hundredth; the same on every row")
            .column("loss_making_count", LongType, "entities of this hundredth whose margin is below 0; additive")
            .check("percentile_lies_between_1_and_100", "percentile BETWEEN 1 AND 100")
            .check("peak_is_highest", "peak_margin_amount >= cumulative_margin_amount")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(DailySales.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(CustomerDays.SPEC);
    }

    @Override
    public List<String> neededColumns() {
        return List.of(SegmentProfit.COSTS);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> cube = in.get(DailySales.SPEC).filter(col("order_date").leq(lit(in.asOf())));
        Dataset<Row> profits = profits(cube, "product", "product_id", in.asOf());
        if (in.has(CustomerDays.SPEC)) {
            profits = profits.union(profits(in.get(CustomerDays.SPEC), "customer", "customer_id", in.asOf()));
        }
        return curve(profits, in.asOf())
                .crossJoin(cube.agg(
                        min("order_date").as("_first_date"),
                        max("currency_code").as("currency_code")))
                .withColumn("is_complete", col("_first_date").leq(col("window_start")));
    }

    /** The margin of each entity over the window, of those that have one. */
    private static Dataset<Row> profits(Dataset<Row> days, String entity, String id, LocalDate asOf) {
        return days.filter(col("order_date").between(start(asOf), lit(asOf)))
                .groupBy(col(id).as("id"))
                .agg(
                        DailySales.total(col("costed_net_amount")).as("costed_net_amount"),
                        DailySales.total(col("cost_amount")).as("cost_amount"))
                .filter(col("cost_amount").isNotNull())
                .select(
                        lit(entity).as("entity"),
                        col("id"),
                        col("costed_net_amount"),
                        LineCosts.margin("").as("margin_amount"));
    }

    /** All of a kind are put in order in one place: one narrow row for each. */
    private static Dataset<Row> curve(Dataset<Row> profits, LocalDate asOf) {
        WindowSpec kind = Window.partitionBy("entity");
        Column place = row_number().over(kind.orderBy(col("margin_amount").desc(), col("id")));
        Column soFar = sum("margin_amount")
                .over(kind.orderBy("percentile").rowsBetween(Window.unboundedPreceding(), Window.currentRow()));
        Column countSoFar = sum("entity_count")
                .over(kind.orderBy("percentile").rowsBetween(Window.unboundedPreceding(), Window.currentRow()));
        return profits.withColumn("_place", place)
                .withColumn("_count", count(lit(1)).over(kind))
                .withColumn(
                        "percentile",
                        ceil(col("_place").multiply(100).divide(col("_count"))).cast(IntegerType))
                .groupBy("entity", "percentile")
                .agg(
                        count(lit(1)).as("entity_count"),
                        DailySales.total(col("costed_net_amount")).as("costed_net_amount"),
                        DailySales.total(col("margin_amount")).as("margin_amount"),
                        count_if(col("margin_amount").lt(0)).as("loss_making_count"))
                .withColumn("cumulative_count", countSoFar)
                .withColumn("cumulative_margin_amount", soFar.cast(DailySales.SUM))
                .withColumn(
                        "total_margin_amount", sum("margin_amount").over(kind).cast(DailySales.SUM))
                .withColumn(
                        "peak_margin_amount", max("cumulative_margin_amount").over(kind))
                .withColumn(
                        "cumulative_margin_rate",
                        when(
                                col("total_margin_amount").gt(0),
                                ratio(col("cumulative_margin_amount"), col("total_margin_amount"))))
                .withColumn("window_start", start(asOf))
                .withColumn("window_end", lit(asOf));
    }

    private static Column start(LocalDate asOf) {
        return date_sub(lit(asOf), DAYS - 1);
    }
}
