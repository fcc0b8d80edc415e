package almanac.customer;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.ceil;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;

import almanac.segment.DailySales;
import almanac.segment.Periods;
import almanac.segment.RollUp;
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
import org.apache.spark.sql.types.DataTypes;

/**
 * How much of the sales to known customers hangs on few of them. Shares are of the customers whose net amount in the period is
 * above 0; what the others gave back is told apart.
 */
public final class CustomerConcentration implements Table {

    private static final int[] TOPS = {1, 5, 10};

    /** What the table promises. */
    public static final TableSpec SPEC = spec(TableSpec.named("customer", "customer_concentration")
            .describedAs("Shares of the largest customers and the Herfindahl-Hirschman index, per month or longer.")
            .oneRowPer("period_type", "period_start")
            .columns(Periods.COLUMNS)
            .column(Periods.THROUGH_DATE)
            .columnsOf(CustomerDays.SPEC, "currency_code")
            .column("customer_count", LongType, "customers whose net amount is above 0; non-additive")
            .column("net_amount", DailySales.SUM, "their net amount; additive over periods of one type")
            .column(
                    "other_net_amount",
                    DailySales.SUM,
                    "net amount of customers who gave back as much as they bought, or more; additive over periods of one"
                            + " type"));

    private static TableSpec spec(TableSpec.Builder builder) {
        for (int top : TOPS) {
            builder.column(
                            "top_" + top + "_amount",
                            DailySales.SUM,
                            "net amount of the " + top
                                    + " largest customers, or of all if there are fewer; non-additive")
                    .column("top_" + top + "_rate", DoubleType, "that / net_amount, 0..1; non-additive");
        }
        return builder.column(
                        "top_fifth_amount",
                        DailySales.SUM,
                        "net amount of the largest fifth of the customers, rounded up; non-additive")
                .column("top_fifth_rate", DoubleType, "that / net_amount, 0..1; non-additive")
                .column(
                        "hhi",
                        DoubleType,
                        "Herfindahl-Hirschman index: sum of the squared shares in percent, 0 to 10,000; non-additive")
                .column(
                        "effective_customer_count",
                        DoubleType,
                        "10,000 / hhi: so many customers of one size would be as concentrated; non-additive")
                .check("tops_are_ordered", "top_1_amount <= top_5_amount AND top_5_amount <= top_10_amount")
                .check(
                        "tops_are_parts",
                        "top_1_amount > 0 AND top_10_amount <= net_amount AND top_fifth_amount <= net_amount")
                .check("hhi_is_in_range", "hhi > 0 AND hhi <= 10000.000001")
                .build();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(CustomerDays.SPEC, Periods.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return concentration(in.get(CustomerDays.SPEC), in.get(Periods.SPEC), in.asOf());
    }

    static Dataset<Row> concentration(Dataset<Row> customerDays, Dataset<Row> allPeriods, LocalDate asOf) {
        Dataset<Row> periods = Periods.monthsAndLonger(allPeriods);
        Dataset<Row> customers = customerDays
                .filter(col("order_date").leq(lit(asOf)))
                .join(broadcast(periods), col("order_date").between(col("period_start"), col("through_date")))
                .groupBy("period_type", "period_start", "period_end", "is_complete", "through_date", "customer_id")
                .agg(DailySales.total(col("net_amount")).as("net_amount"));
        return CustomerHistory.withHistory(shares(placed(customers)), customerDays)
                .drop("history_start");
    }

    /** Adds the place of each customer among those of its period, and what these bought together. */
    private static Dataset<Row> placed(Dataset<Row> customers) {
        Column isPositive = col("net_amount").gt(0);
        WindowSpec period = Window.partitionBy("period_type", "period_start");
        return customers
                .withColumn(
                        "_place",
                        row_number().over(period.orderBy(col("net_amount").desc(), col("customer_id"))))
                .withColumn("_count", count_if(isPositive).over(period))
                .withColumn("_all", sum(when(isPositive, col("net_amount"))).over(period))
                .filter(col("_count").gt(0));
    }

    private static Dataset<Row> shares(Dataset<Row> customers) {
        Column isPositive = col("net_amount").gt(0);
        Column share = RollUp.ratio(col("net_amount"), col("_all")).multiply(100);
        // Squares are rounded one by one, so that their sum is the same in any order.
        Column square = share.multiply(share).cast(DataTypes.createDecimalType(20, 14));
        Dataset<Row> summed = customers
                .groupBy("period_type", "period_start", "period_end", "is_complete", "through_date")
                .agg(
                        count_if(isPositive).as("customer_count"),
                        amount(isPositive).as("net_amount"),
                        amount(not(isPositive)).as("other_net_amount"),
                        amount(isPositive.and(col("_place").leq(TOPS[0]))).as("top_1_amount"),
                        amount(isPositive.and(col("_place").leq(TOPS[1]))).as("top_5_amount"),
                        amount(isPositive.and(col("_place").leq(TOPS[2]))).as("top_10_amount"),
                        amount(col("_place").leq(ceil(col("_count").divide(5)))).as("top_fifth_amount"),
                        sum(when(isPositive, square)).cast("double").as("hhi"));
        for (String top : List.of("top_1", "top_5", "top_10", "top_fifth")) {
            summed = summed.withColumn(top + "_rate", RollUp.ratio(col(top + "_amount"), col("net_amount")));
        }
        return summed.withColumn("effective_customer_count", lit(10_000.0).divide(col("hhi")));
    }

    private static Column amount(Column condition) {
        return DailySales.total(when(condition, col("net_amount")).otherwise(lit(0).cast(DailySales.SUM)));
    }
}
