package almanac.customer;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.stats.OrderModel;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF8;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** What a row of {@link PurchaseModels} says of each customer: whether it is alive, how often it will order, for how much. */
final class PurchaseOutlook {

    /** Parts of the horizon in each of which orders are discounted as in its middle: of a year a month. */
    private static final int STEPS = 12;

    private PurchaseOutlook() {}

    /**
     * Adds the columns of the model, and {@code alive_rate}, {@code expected_repeat_count}, {@code discounted_repeat_count}
     * and {@code order_value_amount}; null where there is no model. Where nobody leaves by assumption, {@code alive_rate} is
     * null: it is not learnt.
     *
     * @param histories rows of {@link OrderHistory}
     * @param model the row of one origin
     * @param days that the orders are expected in
     * @param discountRate by how much an order a year later counts less
     */
    static Dataset<Row> of(Dataset<Row> histories, Dataset<Row> model, int days, double discountRate) {
        Column expectations = udf(
                        expectations(days, Math.log1p(discountRate) / 365), DataTypes.createArrayType(DoubleType))
                .apply(Stream.of(
                                "repeat_count",
                                "last_repeat_days",
                                "age_days",
                                "rate_shape",
                                "rate_scale_days",
                                "leave_shape",
                                "stay_shape",
                                "order_status")
                        .map(name -> col(name))
                        .toArray(Column[]::new));
        return histories
                .crossJoin(broadcast(model.drop("history_start", "currency_code", "repeat_count")))
                .withColumn("_expectations", expectations)
                .withColumn(
                        "alive_rate",
                        when(col("order_status").isin("OK", "AT_BOUND"), element_at(col("_expectations"), 1)))
                .withColumn("expected_repeat_count", element_at(col("_expectations"), 2))
                .withColumn("discounted_repeat_count", element_at(col("_expectations"), 3))
                .withColumn("order_value_amount", value())
                .drop("_expectations");
    }

    /** The probability of no order in so many days: null without a model. */
    static Column noOrderRate(Column days) {
        Column since = col("rate_scale_days").plus(col("age_days"));
        Column none = pow(since.divide(since.plus(days)), col("rate_shape").plus(col("repeat_count")));
        Column alive = when(col("order_status").equalTo("FALLBACK"), 1.0).otherwise(col("alive_rate"));
        return lit(1.0).minus(alive.multiply(lit(1.0).minus(none)));
    }

    /** A function of the model has no closed form in columns: its series is summed here. */
    private static UDF8<Long, Integer, Integer, Double, Double, Double, Double, String, double @Nullable []>
            expectations(int days, double dailyDiscount) {
        return (repeats, last, age, shape, scale, leave, stay, status) -> {
            if (status.equals("NONE")) {
                return null;
            }
            OrderModel model = new OrderModel(shape, scale, leave, stay);
            int x = Math.toIntExact(repeats);
            return new double[] {
                model.alive(x, last, age),
                model.expected(x, last, age, days),
                model.discounted(x, last, age, days, dailyDiscount, STEPS)
            };
        };
    }

    /** What gave back more than it bought counts as worth nothing, and is drawn towards all others too. */
    private static Column value() {
        Column repeats = col("repeat_count");
        Column amount = greatest(col("repeat_net_amount").cast("double"), lit(0.0));
        return col("value_shape")
                .multiply(col("value_scale_amount").plus(amount))
                .divide(col("value_shape")
                        .multiply(repeats)
                        .plus(col("value_tail"))
                        .minus(1));
    }
}
