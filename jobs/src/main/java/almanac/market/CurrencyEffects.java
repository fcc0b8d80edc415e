package almanac.market;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import almanac.segment.DailySales;
import almanac.segment.RollUp;
import almanac.staging.Exchange;
import almanac.staging.ExchangeRates;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What exchange rates did to the net amount of each item of {@link ItemParts}: its net amount less that at constant currency,
 * which is what was invoiced, at the average rate of its currency in the base.
 *
 * <p>The average is that of the days of the base that have a rate, each day once: it does not depend on what was sold, so that
 * it is the same for every segment, and effects add up. A currency without a rate in the base has no effect.
 */
final class CurrencyEffects {

    /** The effect, and the amounts that it rests on and does not; all of them additive. */
    static final List<String> PARTS = List.of("fx_effect_amount", "foreign_net_amount", "unrated_net_amount");

    private static final String[] CURRENCY_AND_PERIOD = {Exchange.DELIVERED_CURRENCY, RollUp.PERIOD_ID};

    private CurrencyEffects() {}

    /**
     * One row per item and period in which it was sold in another currency, with its {@link #PARTS}.
     *
     * @param sales own sales in other currencies: {@code date}, {@code leaf_id}, {@code product_key}, currency, and the net
     *     amount as delivered and as converted
     * @param dailyRates rows of {@link ExchangeRates#daily}
     * @param periods the periods to compare
     */
    static Dataset<Row> of(Dataset<Row> sales, Dataset<Row> dailyRates, Dataset<Row> periods) {
        Dataset<Row> datesOfWindows = RollUp.datesOfWindows(periods);
        Dataset<Row> windows = RollUp.sums(
                RollUp.inWindows(sales, datesOfWindows),
                List.of("leaf_id", "product_key", Exchange.DELIVERED_CURRENCY, RollUp.WINDOW_ID),
                List.of("net_amount", "delivered_net_amount"));
        Dataset<Row> baseRates = RollUp.onSides(averageRates(dailyRates, datesOfWindows), periods)
                .filter(col(RollUp.IS_BASE))
                .drop(RollUp.IS_BASE);
        Column constant =
                col("delivered_net_amount").multiply(col("_base_rate")).cast(DailySales.SUM);
        Column isRated = col("_base_rate").isNotNull();
        return RollUp.onSides(windows, periods)
                .filter(not(col(RollUp.IS_BASE)))
                .join(broadcast(baseRates), CURRENCY_AND_PERIOD, "left")
                .groupBy("leaf_id", "product_key", RollUp.PERIOD_ID)
                .agg(
                        total(col("net_amount").minus(constant)).as("fx_effect_amount"),
                        total(col("net_amount")).as("foreign_net_amount"),
                        total(when(not(isRated), col("net_amount"))).as("unrated_net_amount"));
    }

    /** Exact sums over their number, so that the same rates give the same average. */
    private static Dataset<Row> averageRates(Dataset<Row> dailyRates, Dataset<Row> datesOfWindows) {
        Dataset<Row> days = dailyRates.select(
                col(ExchangeRates.DATE).as("date"),
                col(ExchangeRates.CURRENCY).as(Exchange.DELIVERED_CURRENCY),
                col(ExchangeRates.EXCHANGE_RATE));
        return RollUp.inWindows(days, datesOfWindows)
                .groupBy(Exchange.DELIVERED_CURRENCY, RollUp.WINDOW_ID)
                .agg(sum(ExchangeRates.EXCHANGE_RATE)
                        .divide(count(lit(1)))
                        .cast(ExchangeRates.RATE)
                        .as("_base_rate"));
    }

    private static Column total(Column amount) {
        return coalesce(sum(amount), lit(0)).cast(DailySales.SUM);
    }
}
