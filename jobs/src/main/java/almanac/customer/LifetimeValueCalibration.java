package almanac.customer;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.percent_rank;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.CustomerSettings;
import almanac.config.Settings;
import almanac.segment.DailySales;
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
import org.apache.spark.sql.types.DataTypes;

/**
 * What the models of {@link PurchaseModels} expected of customers in the last days of the history, of which they knew nothing,
 * beside what came; by tenths of the customers, ordered by the repeats that were expected. Customers who are expected to order
 * equally often are in one tenth, so that some may be missing. Empty where the history is shorter than twice these days.
 *
 * <p>The yardstick is what anybody would expect without a model: each customer goes on at its own past rate.
 */
public final class LifetimeValueCalibration implements Table {

    /** The row of all customers. */
    static final String ALL = "ALL";

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "lifetime_value_calibration")
            .describedAs(
                    "Orders and amounts that were expected of customers in the holdout, beside the actual ones, by tenths of"
                            + " the customers.")
            .oneRowPer("decile")
            .column("decile", StringType, "01 (expected to order least) to 10 (most): tenth by percent rank; ALL")
            .column("origin_date", DateType, "last day that the models knew")
            .column("through_date", DateType, "last day of the holdout: the night's date")
            .columnsOf(CustomerDays.SPEC, "currency_code")
            .column("customer_count", LongType, "customers with an order by origin_date; additive over tenths")
            .column("actual_customer_count", LongType, "of these, with an order in the holdout; additive over tenths")
            .column("expected_repeat_count", DoubleType, "days with an order that were expected; additive over tenths")
            .column("actual_repeat_count", LongType, "days with an order that came; additive over tenths")
            .column(
                    "actual_to_expected_rate",
                    DoubleType,
                    "actual / expected repeats: 1 is right; null where none was expected; non-additive")
            .column(
                    "own_rate_repeat_count",
                    DoubleType,
                    "the yardstick: repeats if every customer had gone on at repeat_count / age_days; additive over tenths")
            .column(
                    "absolute_error_count",
                    DoubleType,
                    "sum over customers of |expected - actual repeats|; additive over tenths")
            .column("own_rate_absolute_error_count", DoubleType, "the same of the yardstick; additive over tenths")
            .column(
                    "expected_net_amount",
                    DoubleType,
                    "net amount that was expected; null where value_status is NONE; additive over tenths")
            .column(
                    "actual_net_amount",
                    DailySales.SUM,
                    "net amount that came, returns taken off; additive over tenths")
            .columnsOf(PurchaseModels.SPEC, "order_status", "value_status")
            .check("active_are_of_the_tenth", "actual_customer_count BETWEEN 0 AND customer_count")
            .check("expected_is_not_negative", "expected_repeat_count >= 0")
            .build();

    private final CustomerSettings settings;

    /** The trial of these settings. */
    public LifetimeValueCalibration(Settings settings) {
        this.settings = settings.customers();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(CustomerDays.SPEC, PurchaseModels.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return calibration(in.get(CustomerDays.SPEC), in.get(PurchaseModels.SPEC), in.asOf(), settings.holdoutDays());
    }

    static Dataset<Row> calibration(Dataset<Row> customerDays, Dataset<Row> models, LocalDate asOf, int holdoutDays) {
        LocalDate origin = asOf.minusDays(holdoutDays);
        Dataset<Row> outlook = PurchaseOutlook.of(
                OrderHistory.of(customerDays, origin),
                models.filter(col("is_holdout")).filter(col("order_status").notEqual("NONE")),
                holdoutDays,
                0);
        Column ownRate = coalesce(RollUp.ratio(col("repeat_count").multiply(holdoutDays), col("age_days")), lit(0.0));
        Dataset<Row> customers = outlook.join(came(customerDays, origin, asOf), new String[] {"customer_id"}, "left")
                .withColumn("_actual", coalesce(col("_actual"), lit(0L)))
                .withColumn("_own_rate", ownRate)
                .withColumn("_tenth", tenth())
                .withColumn("decile", explode(array(col("_tenth"), lit(ALL))));
        Dataset<Row> summed = customers
                .groupBy("decile", "order_status", "value_status")
                .agg(
                        count(lit(1)).as("customer_count"),
                        count_if(col("_actual").gt(0)).as("actual_customer_count"),
                        exact(col("expected_repeat_count")).as("expected_repeat_count"),
                        sum("_actual").as("actual_repeat_count"),
                        exact(col("_own_rate")).as("own_rate_repeat_count"),
                        exact(abs(col("expected_repeat_count").minus(col("_actual"))))
                                .as("absolute_error_count"),
                        exact(abs(col("_own_rate").minus(col("_actual")))).as("own_rate_absolute_error_count"),
                        exact(col("expected_repeat_count").multiply(col("order_value_amount")))
                                .as("expected_net_amount"),
                        DailySales.total(coalesce(col("_amount"), lit(0).cast(DailySales.SUM)))
                                .as("actual_net_amount"));
        return CustomerHistory.withHistory(summed, customerDays)
                .withColumn("origin_date", lit(origin))
                .withColumn("through_date", lit(asOf))
                .withColumn(
                        "actual_to_expected_rate",
                        RollUp.ratio(col("actual_repeat_count"), col("expected_repeat_count")))
                .drop("history_start");
    }

    /** One row per customer that came in the holdout. */
    private static Dataset<Row> came(Dataset<Row> customerDays, LocalDate origin, LocalDate asOf) {
        return customerDays
                .filter(col("order_date").gt(lit(origin)).and(col("order_date").leq(lit(asOf))))
                .groupBy("customer_id")
                .agg(
                        count_if(CustomerHistory.hasOrder()).as("_actual"),
                        DailySales.total(col("net_amount")).as("_amount"));
    }

    private static Column tenth() {
        Column rank = percent_rank().over(Window.partitionBy("order_status").orderBy("expected_repeat_count"));
        return lpad(least(floor(rank.multiply(10)).plus(1), lit(10L)).cast("string"), 2, "0");
    }

    /** A sum of numbers that are rounded one by one: it is the same in any order. */
    private static Column exact(Column number) {
        return sum(number.cast(DataTypes.createDecimalType(28, 10))).cast("double");
    }
}
