package almanac.customer;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.first_value;
import static org.apache.spark.sql.functions.last_day;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.months_between;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;

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
 * Customers by the calendar month of their first order, followed month by month up to the night. Every cohort has a row for
 * every month since, also for one in which nobody bought.
 *
 * <p>What a customer gave back before its first order belongs to no cohort: it takes back what the history does not show.
 */
public final class CohortRetention implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "cohort_retention")
            .describedAs("Customers by the month of their first order, in each month since: activity, revenue, margin.")
            .oneRowPer("cohort_month", "age_months")
            .column("cohort_month", DateType, "first day of the calendar month of the first order")
            .column("age_months", IntegerType, "calendar months since cohort_month; 0 is that month itself")
            .column("month_start", DateType, "first day of the month that the row is about")
            .column("month_end", DateType, "last day of the month that the row is about")
            .column(
                    "is_complete",
                    BooleanType,
                    "whether that month was over at the end of the night's date; where not, every number of it is low")
            .column(CustomerHistory.HISTORY_START)
            .columnsOf(CustomerDays.SPEC, "currency_code")
            .column("cohort_customer_count", LongType, "customers of the cohort; additive over cohorts, not over ages")
            .column(
                    "active_customer_count",
                    LongType,
                    "of these, with an order in the month; additive over cohorts of one month")
            .column(
                    "active_rate",
                    DoubleType,
                    "active_customer_count / cohort_customer_count, 0..1; non-additive: use both parts")
            .column("order_count", LongType, "orders of the cohort in the month; additive")
            .column("net_amount", DailySales.SUM, "of the cohort in the month, returns taken off; additive")
            .column(
                    "base_net_amount",
                    DailySales.SUM,
                    "net_amount of month 0, in which customers were there for a part of the month; additive over cohorts")
            .column(
                    "net_retention_rate",
                    DoubleType,
                    "net_amount / base_net_amount; null where the base is not above 0; non-additive: use both parts")
            .column(
                    "retained_amount",
                    DailySales.SUM,
                    "sum over customers of the lesser of their net amounts in the month and in month 0; additive over"
                            + " cohorts")
            .column(
                    "gross_retention_rate",
                    DoubleType,
                    "retained_amount / base_net_amount, at most 1; null where the base is not above 0; non-additive")
            .column(
                    "cumulative_net_amount",
                    DailySales.SUM,
                    "net_amount of months 0 to this one; additive over cohorts")
            .column(LineCosts.MARGIN_AMOUNT)
            .column(
                    "costed_net_amount",
                    DailySales.SUM,
                    "net amount of the lines whose cost is known; null where none is; additive")
            .column(
                    "cumulative_margin_amount",
                    DailySales.SUM,
                    "margin_amount of months 0 to this one; null where no cost was known yet; additive over cohorts")
            .column(
                    "cumulative_costed_net_amount",
                    DailySales.SUM,
                    "costed_net_amount of months 0 to this one: beside cumulative_net_amount it says how much of the"
                            + " sales the margin covers; additive over cohorts")
            .check("active_are_of_the_cohort", "active_customer_count BETWEEN 0 AND cohort_customer_count")
            .check("all_are_active_at_first", "age_months > 0 OR active_customer_count = cohort_customer_count")
            .check("retained_is_of_the_base", "retained_amount <= least(base_net_amount, net_amount)")
            .check("age_follows_from_months", "month_start = add_months(cohort_month, age_months) AND age_months >= 0")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(CustomerDays.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return retention(in.get(CustomerDays.SPEC), in.asOf());
    }

    static Dataset<Row> retention(Dataset<Row> customerDays, LocalDate asOf) {
        Dataset<Row> followed = withEveryMonth(cohorts(months(customerDays, asOf)), asOf);
        return CustomerHistory.withHistory(reported(followed, asOf), customerDays);
    }

    /** One row per customer and month from its first order on in which it bought or gave back. */
    private static Dataset<Row> months(Dataset<Row> customerDays, LocalDate asOf) {
        Column cohort = trunc(col("first_order_date"), "month");
        Dataset<Row> months = CustomerHistory.known(customerDays, asOf)
                .filter(col("order_date").geq(col("first_order_date")))
                .groupBy(
                        col("customer_id"),
                        cohort.as("cohort_month"),
                        age(col("order_date"), cohort).as("age_months"))
                .agg(
                        sum("order_count").as("order_count"),
                        sum("net_amount").as("net_amount"),
                        sum("cost_amount").as("cost_amount"),
                        sum("costed_net_amount").as("costed_net_amount"));
        return months.withColumn(
                "_base",
                sum(when(col("age_months").equalTo(0), col("net_amount"))).over(Window.partitionBy("customer_id")));
    }

    private static Column age(Column date, Column cohort) {
        return months_between(trunc(date, "month"), cohort).cast("int");
    }

    /** Customers who have no row in a month are added up too: of their base, what is below 0 stays. */
    private static Dataset<Row> cohorts(Dataset<Row> months) {
        Column zero = lit(0).cast(DailySales.SUM);
        Column kept = least(col("net_amount"), col("_base")).minus(least(zero, col("_base")));
        Column owed = when(col("age_months").equalTo(0), least(zero, col("_base")));
        return months.groupBy("cohort_month", "age_months")
                .agg(
                        count_if(CustomerHistory.hasOrder()).as("active_customer_count"),
                        sum("order_count").as("order_count"),
                        total("net_amount"),
                        total("cost_amount"),
                        total("costed_net_amount"),
                        DailySales.total(kept).as("_kept"),
                        DailySales.total(owed).as("_owed"));
    }

    private static Column total(String amount) {
        return DailySales.total(col(amount)).as(amount);
    }

    /** Adds the months in which a cohort has no sale: each row also stands for the months up to the next one. */
    private static Dataset<Row> withEveryMonth(Dataset<Row> cohorts, LocalDate asOf) {
        Column last = age(lit(asOf), col("cohort_month"));
        Column isSeen = col("_age").equalTo(col("age_months"));
        Column zero = lit(0).cast(DailySales.SUM);
        return cohorts.withColumn(
                        "_last", coalesce(lead("age_months", 1).over(byAge()).minus(1), last))
                .withColumn("_age", explode(sequence(col("age_months"), col("_last"))))
                .withColumn(
                        "active_customer_count",
                        when(isSeen, col("active_customer_count")).otherwise(0L))
                .withColumn("order_count", when(isSeen, col("order_count")).otherwise(0L))
                .withColumn("net_amount", when(isSeen, col("net_amount")).otherwise(zero))
                .withColumn("cost_amount", when(isSeen, col("cost_amount")))
                .withColumn("costed_net_amount", when(isSeen, col("costed_net_amount")))
                .withColumn("_kept", when(isSeen, col("_kept")).otherwise(zero))
                .withColumn("age_months", col("_age"));
    }

    private static Dataset<Row> reported(Dataset<Row> rows, LocalDate asOf) {
        WindowSpec soFar = byAge().rowsBetween(Window.unboundedPreceding(), Window.currentRow());
        Column base = positive("base_net_amount");
        return rows.withColumn("month_start", add_months(col("cohort_month"), col("age_months")))
                .withColumn("month_end", last_day(col("month_start")))
                .withColumn("is_complete", col("month_end").leq(lit(asOf)))
                .withColumn(
                        "cohort_customer_count",
                        first_value(col("active_customer_count")).over(soFar))
                .withColumn("active_rate", ratio(col("active_customer_count"), col("cohort_customer_count")))
                .withColumn("base_net_amount", first_value(col("net_amount")).over(soFar))
                .withColumn("net_retention_rate", ratio(col("net_amount"), base))
                .withColumn(
                        "retained_amount",
                        col("_kept").plus(first_value(col("_owed")).over(soFar)).cast(DailySales.SUM))
                .withColumn("gross_retention_rate", ratio(col("retained_amount"), base))
                .withColumn("margin_amount", LineCosts.margin(""))
                .withColumn("cumulative_net_amount", cumulative("net_amount", soFar))
                .withColumn("cumulative_margin_amount", cumulative("margin_amount", soFar))
                .withColumn("cumulative_costed_net_amount", cumulative("costed_net_amount", soFar));
    }

    private static Column cumulative(String amount, WindowSpec soFar) {
        return sum(amount).over(soFar).cast(DailySales.SUM);
    }

    private static WindowSpec byAge() {
        return Window.partitionBy("cohort_month").orderBy("age_months");
    }
}
