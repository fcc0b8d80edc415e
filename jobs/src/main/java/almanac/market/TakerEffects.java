package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.ntile;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.segment.DailySales;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * How what takers of a channel spend changed beyond that of others who are alike: who spent as much before, by tenths. A tenth
 * with fewer than two of either says nothing and is left out.
 */
final class TakerEffects {

    private static final int TENTHS = 10;

    /** Amounts of one customer, whose squares a sum still holds exactly. */
    private static final DecimalType SQUARABLE = DataTypes.createDecimalType(18, 2);

    private TakerEffects() {}

    /**
     * One row per channel: {@code matched_taker_count}, {@code control_count}, {@code matched_taker_amount}, and of all matched
     * takers together {@code _effect} with {@code _effect_variance}, and {@code _drift}, the same of before the launch.
     *
     * @param customers one row per channel and customer: {@code before}, {@code first_half}, {@code after}, {@code there},
     *     {@code bought_before}, {@code bought_after}, {@code is_taker}
     */
    static Dataset<Row> of(Dataset<Row> customers) {
        Column tenth = ntile(TENTHS).over(Window.partitionBy("channel_id").orderBy(col("before"), col("customer_id")));
        Dataset<Row> alike = customers
                .filter(col("customer_id").isNotNull().and(col("bought_before")).and(col("bought_after")))
                .withColumn("_tenth", tenth)
                .withColumn("_change", col("after").minus(col("before")).try_cast(SQUARABLE))
                .withColumn(
                        "_drift",
                        col("before").minus(col("first_half").multiply(2)).try_cast(SQUARABLE));
        Column takes = col("is_taker");
        Dataset<Row> tenths = alike.groupBy("channel_id", "_tenth")
                .agg(
                        count_if(takes).as("_takers"),
                        count_if(not(takes)).as("_others"),
                        ChannelTakers.sumOf(takes, "there").as("_there"),
                        sum(when(takes, col("_change"))).as("_change_takers"),
                        sum(when(not(takes), col("_change"))).as("_change_others"),
                        squares(takes, "_change").as("_change_takers_squares"),
                        squares(not(takes), "_change").as("_change_others_squares"),
                        sum(when(takes, col("_drift"))).as("_drift_takers"),
                        sum(when(not(takes), col("_drift"))).as("_drift_others"),
                        squares(takes, "_drift").as("_drift_takers_squares"),
                        squares(not(takes), "_drift").as("_drift_others_squares"))
                .filter(col("_takers").gt(1).and(col("_others").gt(1)));
        return tenths.groupBy("channel_id")
                .agg(
                        sum("_takers").as("matched_taker_count"),
                        sum("_others").as("control_count"),
                        DailySales.total(col("_there")).as("matched_taker_amount"),
                        // Decimals, whose sums do not depend on their order.
                        exactSum(difference("_change")).as("_effect"),
                        exactSum(variance("_change")).as("_effect_variance"),
                        exactSum(difference("_drift")).as("_drift"),
                        exactSum(variance("_drift")).as("_drift_variance"));
    }

    private static Column squares(Column condition, String amount) {
        return sum(when(condition, col(amount).multiply(col(amount)))).cast(DoubleType);
    }

    private static Column exactSum(Column value) {
        return sum(value.try_cast(DataTypes.createDecimalType(38, 6))).cast(DoubleType);
    }

    /** What all takers of a tenth changed beyond as many others. */
    private static Column difference(String change) {
        Column takers = col(change + "_takers").cast(DoubleType);
        Column others = col(change + "_others").cast(DoubleType);
        return takers.minus(others.multiply(ratio(col("_takers"), col("_others"))));
    }

    /** Of {@link #difference}. */
    private static Column variance(String change) {
        Column weight = ratio(col("_takers"), col("_others"));
        return col("_takers")
                .multiply(varianceOf(change + "_takers", "_takers"))
                .plus(weight.multiply(col("_takers")).multiply(varianceOf(change + "_others", "_others")));
    }

    private static Column varianceOf(String change, String number) {
        Column total = col(change).cast(DoubleType);
        Column about = col(change + "_squares").minus(total.multiply(total).divide(col(number)));
        return greatest(about, lit(0.0)).divide(col(number).minus(1));
    }
}
