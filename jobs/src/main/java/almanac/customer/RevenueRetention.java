package almanac.customer;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
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

/**
 * How the sales to known customers went from those of a base to those of a period, customer by customer: what came with
 * new customers, what grew, what shrank and what went with lost ones. For business without contracts: who does not order
 * within a period is lost to it, whether or not it comes back; whether it has lapsed is told by {@link ActiveCustomers}.
 *
 * <p>Each customer's change goes into one part. More than in the base: expansion if it had ordered in the base, else new.
 * Less: churn if it had ordered in the base and did not in the period, else contraction.
 */
public final class RevenueRetention implements Table {

    private static final List<String> CUSTOMER = List.of("customer_id", "first_order_date");

    private static final List<String> SUMS = List.of("net_amount", "order_count");

    private static final List<String> AMOUNTS = List.of(
            "start_amount", "new_amount", "regained_amount", "expansion_amount", "contraction_amount", "churn_amount");

    private static final List<String> COUNTS =
            List.of("start_customer_count", "gained_customer_count", "regained_customer_count", "lost_customer_count");

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "revenue_retention")
            .describedAs(
                    "Sales to known customers per month or longer, and how they came from those of the period before"
                            + " (PP) and of the year before (PY): end = start + new + expansion - contraction - churn.")
            .oneRowPer("period_type", "period_start", "comparison")
            .columns(Periods.COMPARED)
            .columns(Periods.COMPARED_DAYS)
            .column(CustomerHistory.HISTORY_START)
            .columnsOf(CustomerDays.SPEC, "currency_code")
            .column(
                    "start_amount",
                    DailySales.SUM,
                    "net amount of known customers in the base; null, as are the parts of the change, where the history"
                            + " does not reach back to it; additive")
            .column(
                    "new_amount",
                    DailySales.SUM,
                    "increase from customers without an order in the base, never negative; additive")
            .column(
                    "regained_amount",
                    DailySales.SUM,
                    "of new_amount, from customers who had ordered before the period, though not in the base; additive")
            .column(
                    "expansion_amount",
                    DailySales.SUM,
                    "increase from customers with an order in the base, never negative; additive")
            .column(
                    "contraction_amount",
                    DailySales.SUM,
                    "decrease that is no churn, never negative: of customers who ordered less, and returns of customers"
                            + " who did not order in the base; additive")
            .column(
                    "churn_amount",
                    DailySales.SUM,
                    "decrease from customers who ordered in the base and not in the period, never negative; additive")
            .column("end_amount", DailySales.SUM, "net amount of known customers in the period; additive")
            .column(
                    "net_retention_rate",
                    DoubleType,
                    "(start + expansion - contraction - churn) / start; null where start is not above 0; non-additive")
            .column(
                    "gross_retention_rate",
                    DoubleType,
                    "(start - contraction - churn) / start, at most 1; below 0 where more was given back than bought; null"
                            + " where start is not above 0; non-additive")
            .column(
                    "start_customer_count",
                    LongType,
                    "customers with an order in the base; null as start_amount; non-additive")
            .column("gained_customer_count", LongType, "with an order in the period and none in the base; non-additive")
            .column(
                    "regained_customer_count",
                    LongType,
                    "of gained_customer_count, those who had ordered before the period; non-additive")
            .column("lost_customer_count", LongType, "with an order in the base and none in the period; non-additive")
            .column("end_customer_count", LongType, "customers with an order in the period; non-additive")
            .column(
                    "customer_churn_rate",
                    DoubleType,
                    "lost_customer_count / start_customer_count, 0..1; null where start is 0; non-additive")
            .check(
                    "amounts_close",
                    "start_amount IS NULL OR end_amount = start_amount + new_amount + expansion_amount -"
                            + " contraction_amount - churn_amount")
            .check(
                    "customers_close",
                    "start_amount IS NULL OR end_customer_count = start_customer_count + gained_customer_count -"
                            + " lost_customer_count")
            .check(
                    "parts_are_not_negative",
                    "start_amount IS NULL OR least(new_amount, expansion_amount, contraction_amount, churn_amount) >= 0")
            .check(
                    "regained_are_part_of_new",
                    "start_amount IS NULL OR (regained_amount BETWEEN 0 AND new_amount AND regained_customer_count"
                            + " BETWEEN 0 AND gained_customer_count)")
            .check("gross_retention_is_at_most_one", "coalesce(gross_retention_rate, 0) <= 1")
            .build();

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
        return retention(in.get(CustomerDays.SPEC), in.get(Periods.SPEC), in.asOf());
    }

    static Dataset<Row> retention(Dataset<Row> customerDays, Dataset<Row> allPeriods, LocalDate asOf) {
        Dataset<Row> periods = allPeriods.filter(Periods.isMonthOrLonger());
        Dataset<Row> known = CustomerHistory.known(customerDays, asOf).withColumnRenamed("order_date", "date");
        Dataset<Row> windows = RollUp.byWindow(known, RollUp.datesOfWindows(periods), CUSTOMER, SUMS);
        // A customer who is not there on a side has nothing there.
        Dataset<Row> sides =
                RollUp.besideBase(windows, periods, CUSTOMER, SUMS).na().fill(0);
        Dataset<Row> moved = RollUp.withPeriods(sides, periods.select("period_type", "period_start", "comparison"));
        Dataset<Row> summed = RollUp.withPeriods(parts(moved), periods);
        return reported(CustomerHistory.withHistory(summed, customerDays));
    }

    /** One row per period: every customer's change in the part where it belongs. */
    private static Dataset<Row> parts(Dataset<Row> customers) {
        Column change = col("net_amount").minus(col("base_net_amount"));
        Column grew = change.gt(0);
        Column wasThere = col("base_order_count").gt(0);
        Column isThere = CustomerHistory.hasOrder();
        Column isKnown = coalesce(col("first_order_date").lt(col("period_start")), lit(true));
        Column isLost = wasThere.and(not(isThere));
        Column shrank = not(grew);
        return customers
                .groupBy(RollUp.PERIOD_ID)
                .agg(
                        total(lit(true), col("base_net_amount")).as("start_amount"),
                        total(grew.and(not(wasThere)), change).as("new_amount"),
                        total(grew.and(not(wasThere)).and(isKnown), change).as("regained_amount"),
                        total(grew.and(wasThere), change).as("expansion_amount"),
                        total(shrank.and(not(isLost)), change.unary_$minus()).as("contraction_amount"),
                        total(shrank.and(isLost), change.unary_$minus()).as("churn_amount"),
                        total(lit(true), col("net_amount")).as("end_amount"),
                        count_if(wasThere).as("start_customer_count"),
                        count_if(isThere.and(not(wasThere))).as("gained_customer_count"),
                        count_if(isThere.and(not(wasThere)).and(isKnown)).as("regained_customer_count"),
                        count_if(isLost).as("lost_customer_count"),
                        count_if(isThere).as("end_customer_count"));
    }

    private static Column total(Column condition, Column amount) {
        return DailySales.total(when(condition, amount).otherwise(lit(0)));
    }

    private static Dataset<Row> reported(Dataset<Row> rows) {
        Dataset<Row> known = rows.withColumn("_has_base", RollUp.historyReachesBase(col("history_start")));
        for (String amount : AMOUNTS) {
            known = known.withColumn(amount, when(col("_has_base"), col(amount)));
        }
        for (String count : COUNTS) {
            known = known.withColumn(count, when(col("_has_base"), col(count)));
        }
        Column start = positive("start_amount");
        Column kept = col("start_amount").minus(col("contraction_amount")).minus(col("churn_amount"));
        Column isSeen =
                col("end_amount").notEqual(0).or(col("end_customer_count").gt(0));
        return known.filter(col("_has_base").or(isSeen))
                .withColumn("net_retention_rate", ratio(kept.plus(col("expansion_amount")), start))
                .withColumn("gross_retention_rate", ratio(kept, start))
                .withColumn("customer_churn_rate", ratio(col("lost_customer_count"), col("start_customer_count")));
    }
}
