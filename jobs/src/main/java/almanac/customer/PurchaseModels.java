package almanac.customer;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.ceil;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.log2;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.rint;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * How customers order and what an order is worth, as two models learnt from all of them: of the night, and of an earlier day
 * after which the models knew nothing, so that they can be tried on what came.
 *
 * <p>The models see customers who are alike as one group with a count, in a fixed order: whatever the partitions, the numbers
 * are the same. With up to {@value #MOST_EXACT} customers nothing is rounded. With more, times are rounded to 1/{@value
 * #TIMES} of the history, repeats to {@value #SIGNIFICANT} binary digits and amounts to 1/{@value #STEPS} in their logarithm,
 * so that the groups of any number of customers fit into one row: at most about 100,000.
 */
public final class PurchaseModels implements Table {

    /** Up to so many customers the models see each as it is. */
    static final int MOST_EXACT = 100_000;

    private static final int TIMES = 52;
    private static final int SIGNIFICANT = 5;
    private static final int STEPS = 32;

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "purchase_models")
            .describedAs(
                    "The models behind customer.lifetime_value: BG/NBD of repeat orders and gamma-gamma of their amounts, of"
                            + " the night and of the last day before the holdout.")
            .oneRowPer("origin_date")
            .column("origin_date", DateType, "last day that the models know")
            .column("is_holdout", BooleanType, "whether the days after it are those that the models are tried on")
            .column(CustomerHistory.HISTORY_START)
            .columnsOf(CustomerDays.SPEC, "currency_code")
            .column("customer_count", LongType, "customers with an order by then; non-additive")
            .column("repeater_count", LongType, "of these, with orders on two days or more; non-additive")
            .column("repeat_count", LongType, "days with an order after a customer's first one; non-additive")
            .column(
                    "is_rounded",
                    BooleanType,
                    "whether times, repeats and amounts were rounded so that like customers could be counted together")
            .column("order_group_count", IntegerType, "different histories of orders among the customers")
            .column(
                    "order_status",
                    StringType,
                    "OK; AT_BOUND: as likely as the bounds of the parameters allow, as where nobody leaves; FALLBACK: all"
                            + " rates are as those of one exponential distribution and nobody leaves; NONE: nothing to"
                            + " learn from")
            .column("order_status_reason", StringType, "why it is not OK, in words; null where it is")
            .column("rate_shape", DoubleType, "r of BG/NBD: shape of the distribution of rates; null where NONE")
            .column("rate_scale_days", DoubleType, "alpha of BG/NBD; the mean rate is r / alpha repeats a day")
            .column(
                    "leave_shape",
                    DoubleType,
                    "a of BG/NBD: the mean probability of leaving after a repeat is a / (a + b)")
            .column("stay_shape", DoubleType, "b of BG/NBD")
            .column("order_log_likelihood", DoubleType, "of all customers, times in days; null unless OK or AT_BOUND")
            .column("value_customer_count", LongType, "repeaters whose repeats are worth more than 0; non-additive")
            .column(
                    "value_status",
                    StringType,
                    "OK, AT_BOUND or NONE, likewise; FALLBACK: the mean of all counts as one order of each customer")
            .column("value_status_reason", StringType, "why it is not OK, in words; null where it is")
            .column(
                    "value_shape",
                    DoubleType,
                    "p of gamma-gamma: shape of the amounts of one customer; null where NONE")
            .column("value_tail", DoubleType, "q of gamma-gamma: shape of the distribution of customers")
            .column("value_scale_amount", DoubleType, "v of gamma-gamma; an order is worth p v / (q - 1) in the mean")
            .column("value_log_likelihood", DoubleType, "of the mean amounts; null unless OK or AT_BOUND")
            .column(
                    "mean_order_amount",
                    DoubleType,
                    "what a day with an order is worth of a customer without repeats: p v / (q - 1); non-additive")
            .column(
                    "frequency_value_correlation",
                    DoubleType,
                    "over those customers, of repeats and their mean amount; the model takes it to be 0; null where they"
                            + " do not vary")
            .column(
                    "is_value_independent",
                    BooleanType,
                    "whether that correlation is within -0.3 and 0.3; where not, values of frequent customers are biased")
            .check("status_is_known", "order_status IN ('OK', 'AT_BOUND', 'FALLBACK', 'NONE')")
            .check("reason_unless_ok", "(order_status_reason IS NULL) = (order_status = 'OK')")
            .check("value_reason_unless_ok", "(value_status_reason IS NULL) = (value_status = 'OK')")
            .check("model_unless_none", "(rate_shape IS NULL) = (order_status = 'NONE')")
            .check("value_model_unless_none", "(value_shape IS NULL) = (value_status = 'NONE')")
            .check("values_have_a_mean", "value_tail IS NULL OR value_tail > 1")
            .build();

    private final int holdoutDays;

    /** The models of these settings. */
    public PurchaseModels(Settings settings) {
        this.holdoutDays = settings.customers().holdoutDays();
    }

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
        return models(in.get(CustomerDays.SPEC), in.asOf(), holdoutDays, MOST_EXACT);
    }

    /** @param mostExact customers beyond which histories are rounded */
    static Dataset<Row> models(Dataset<Row> customerDays, LocalDate asOf, int holdoutDays, int mostExact) {
        Column isLongEnough =
                datediff(col("origin_date"), col("history_start")).plus(1).geq(holdoutDays);
        Dataset<Row> customers = customers(customerDays, asOf, false)
                .unionByName(customers(customerDays, asOf.minusDays(holdoutDays), true)
                        .filter(isLongEnough));
        return groups(customers, mostExact)
                .map((MapFunction<Row, Row>) PurchaseFit::fitted, Encoders.row(SPEC.computedSchema()));
    }

    private static Dataset<Row> customers(Dataset<Row> customerDays, LocalDate origin, boolean isHoldout) {
        return CustomerHistory.withHistory(OrderHistory.of(customerDays, origin), customerDays)
                .withColumn("origin_date", lit(origin))
                .withColumn("is_holdout", lit(isHoldout));
    }

    /** One row per origin: the groups of customers by their orders, and by what those are worth, each in a fixed order. */
    private static Dataset<Row> groups(Dataset<Row> customers, int mostExact) {
        Dataset<Row> counted = customers
                .join(
                        broadcast(customers
                                .groupBy("origin_date")
                                .agg(count(lit(1)).as("customer_count"))),
                        "origin_date")
                .withColumn("is_rounded", col("customer_count").gt(mostExact));
        String[] origin = {"origin_date", "is_holdout", "history_start", "currency_code", "customer_count", "is_rounded"
        };
        Column days = datediff(col("origin_date"), col("history_start"));
        Column unit = when(col("is_rounded"), greatest(ceil(days.divide(TIMES)), lit(1L)))
                .otherwise(1L);
        Dataset<Row> orders = grouped(
                counted.select(
                        col("*"),
                        repeats().as("_repeats"),
                        multiple(col("last_repeat_days"), unit).as("_last"),
                        multiple(col("age_days"), unit).as("_age")),
                origin,
                "_orders",
                "_repeats",
                "_last",
                "_age");
        Column mean = col("mean_repeat_amount");
        Dataset<Row> values = grouped(
                counted.filter(mean.gt(0))
                        .select(
                                col("*"),
                                repeats().as("_repeats"),
                                when(
                                                col("is_rounded"),
                                                exp(rint(log(mean).multiply(STEPS))
                                                        .divide(STEPS)))
                                        .otherwise(mean)
                                        .as("_mean")),
                new String[] {"origin_date"},
                "_values",
                "_repeats",
                "_mean");
        return orders.join(values, new String[] {"origin_date"}, "left");
    }

    private static Dataset<Row> grouped(Dataset<Row> customers, String[] origin, String name, String... alike) {
        Column[] by = Stream.of(origin, alike)
                .flatMap(Arrays::stream)
                .map(column -> col(column))
                .toArray(Column[]::new);
        Column[] group = Stream.concat(Arrays.stream(alike), Stream.of("_customers"))
                .map(column -> col(column))
                .toArray(Column[]::new);
        Column[] key = Arrays.stream(origin).map(column -> col(column)).toArray(Column[]::new);
        return customers
                .groupBy(by)
                .agg(count(lit(1)).as("_customers"))
                .groupBy(key)
                .agg(array_sort(collect_list(struct(group))).as(name));
    }

    /** Repeats with so many significant binary digits where histories are rounded. */
    private static Column repeats() {
        Column repeats = col("repeat_count");
        Column digits = floor(log2(greatest(repeats, lit(1L)))).minus(SIGNIFICANT - 1);
        Column step = pow(lit(2.0), greatest(digits, lit(0L)));
        return when(col("is_rounded"), rint(repeats.divide(step)).multiply(step))
                .otherwise(repeats)
                .cast("int");
    }

    private static Column multiple(Column days, Column unit) {
        return rint(days.divide(unit)).multiply(unit).cast("double");
    }
}
