package almanac.market;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.tanh;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.market.price.PriceElasticity;
import almanac.segment.DailySales;
import almanac.segment.RollUp;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * What each driver did to the net amount of each item, which is a product in a leaf segment; the rules are told by
 * {@link DueTo}.
 *
 * <p>A driver {@code k} moves the logarithm of the net amount by {@code x_k}. With {@code x} their sum and {@code W} the mean of
 * both sides its effect is {@code W x_k tanh(x / 2) / (x / 2)}: were nothing else to happen, these would add up to the change
 * exactly. The mean of the sides is used, and not their logarithmic mean, because in one outlet and month many products happen
 * to be sold little or not at all: on average over these chances the mean of the sides is right, the other one too small.
 */
final class DueToItems {

    /** The effects, null where a driver is not known. */
    static final List<String> EFFECTS = List.of(
            "distribution_effect_amount",
            "price_effect_amount",
            "promotion_effect_amount",
            "competition_effect_amount",
            "market_effect_amount");

    /** By how much effects grow with the elasticity, with the promotion coefficient, and with what competitors' prices did. */
    static final List<String> SLOPES = List.of("_price_slope", "_depth_slope", "_share_slope", "_competition_slope");

    /** The part of the net amount for which a driver is known. */
    static final List<String> KNOWN = List.of("elastic_amount", "market_known_amount");

    private static final List<String> ITEM = List.of("leaf_id", "product_key");
    private static final List<String> MEASURES =
            List.of("net_amount", "sales_units", "regular_amount", "regular_units", "promoted_amount");
    private static final DecimalType LOGARITHM_SUM = DataTypes.createDecimalType(38, 10);
    private static final DecimalType SLOPE = DataTypes.createDecimalType(38, 6);

    private DueToItems() {}

    /**
     * One row per item and compared period: {@code leaf_id}, {@code product_key}, {@code period_id}, {@link #EFFECTS},
     * {@link #SLOPES} and {@link #KNOWN}.
     *
     * @param sales what the night knows, by date, {@code leaf_id} and {@code product_key}: the measures
     * @param elasticities by {@code product_key}, as {@link DueTo} reads them
     * @param competition what competitors' prices did to the units by {@code product_key} and {@code period_id}, as a logarithm
     * @param markets growth of the market by {@code leaf_id} and {@code period_id}, as a logarithm
     * @param knowsOutlets whether leaves tell outlets apart
     */
    static Dataset<Row> of(
            Dataset<Row> sales,
            Dataset<Row> periods,
            Dataset<Row> elasticities,
            Dataset<Row> competition,
            Dataset<Row> markets,
            LocalDate asOf,
            boolean knowsOutlets) {
        Dataset<Row> placed = sales.repartition(col("leaf_id"));
        Dataset<Row> windows = RollUp.sums(
                RollUp.inWindows(placed, RollUp.datesOfWindows(periods)),
                Stream.concat(ITEM.stream(), Stream.of(RollUp.WINDOW_ID)).toList(),
                MEASURES);
        Dataset<Row> days = periods.select(
                RollUp.periodId().as(RollUp.PERIOD_ID),
                col("period_start"),
                col("through_date"),
                col("base_start"),
                col("base_through"));
        Dataset<Row> items = RollUp.besideBase(windows, periods, ITEM, MEASURES)
                .join(listings(sales, asOf), ITEM.toArray(String[]::new))
                .join(broadcast(days), RollUp.PERIOD_ID)
                .join(elasticities, new String[] {"product_key"}, "left")
                .join(competition.drop("_competition_error"), new String[] {"product_key", RollUp.PERIOD_ID}, "left")
                .join(markets, new String[] {"leaf_id", RollUp.PERIOD_ID}, "left");
        return effects(drivers(items, knowsOutlets));
    }

    /** From and through when each item was offered; null where that is not seen to begin or end. */
    private static Dataset<Row> listings(Dataset<Row> sales, LocalDate asOf) {
        Column sold = when(col("sales_units").gt(0), col("date"));
        Column gap = datediff(lit(asOf), col("_history_start"))
                .plus(1)
                .divide(col("_sold_days").plus(1))
                .multiply(PriceElasticity.LISTED_GAPS);
        return sales.groupBy("leaf_id", "product_key")
                .agg(min(sold).as("_first"), max(sold).as("_last"), count(sold).as("_sold_days"))
                .crossJoin(broadcast(sales.agg(min("date").as("_history_start"))))
                .select(
                        col("leaf_id"),
                        col("product_key"),
                        when(datediff(col("_first"), col("_history_start")).gt(gap), col("_first"))
                                .as("_listed_from"),
                        when(datediff(lit(asOf), col("_last")).gt(gap), col("_last"))
                                .as("_listed_through"));
    }

    /** The drivers of each item as logarithms; {@code _weight} is the mean of both sides, null where one is below 0. */
    private static Dataset<Row> drivers(Dataset<Row> items, boolean knowsOutlets) {
        Column amount = coalesce(col("net_amount"), lit(0)).cast(DoubleType);
        Column baseAmount = coalesce(col("base_net_amount"), lit(0)).cast(DoubleType);
        Column ownPrice =
                change(price("", "regular_amount", "regular_units"), price("base_", "regular_amount", "regular_units"));
        Column elasticity = col("shrunk_elasticity");
        Column withItsPrice =
                col("method").equalTo("PPML").and(col("promotion_coefficient").isNotNull());
        Column depth = depth("").minus(depth("base_"));
        Column shares = share("").minus(share("base_"));
        return items.withColumn(
                        "_weight",
                        when(
                                amount.geq(0).and(baseAmount.geq(0)),
                                amount.plus(baseAmount).divide(2)))
                .withColumn("_carried", knowsOutlets ? carried("period_start", "through_date") : lit(1.0))
                .withColumn("_base_carried", knowsOutlets ? carried("base_start", "base_through") : lit(1.0))
                .withColumn("_own_price_change", ownPrice)
                .withColumn("_own_depth_change", depth)
                .withColumn("_own_share_change", shares)
                // At once, so that products are gone through once.
                .withColumns(Map.of(
                        "_price_change", orOfProduct("_own_price_change"),
                        "_depth_change", orOfProduct("_own_depth_change"),
                        "_share_change", orOfProduct("_own_share_change")))
                .withColumn("_depth_by_elasticity", coalesce(not(withItsPrice), lit(true)))
                .withColumn("_x_distribution", change(positive("_carried"), positive("_base_carried")))
                .withColumn("_x_price", elasticity.plus(1).multiply(col("_price_change")))
                .withColumn(
                        "_x_promotion",
                        when(
                                        col("_depth_by_elasticity"),
                                        elasticity
                                                .plus(1)
                                                .multiply(col("_depth_change"))
                                                .plus(coalesce(col("promotion_coefficient"), lit(0.0))
                                                        .multiply(col("_share_change"))))
                                .otherwise(col("promotion_coefficient")
                                        .multiply(col("_share_change"))
                                        .plus(col("_depth_change"))))
                .withColumn("_knows_outlets", lit(knowsOutlets));
    }

    private static Dataset<Row> effects(Dataset<Row> items) {
        Column isOnlyListed = coalesce(
                col("_carried").equalTo(0).notEqual(col("_base_carried").equalTo(0)), lit(false));
        Column isSold = col("_weight").isNotNull();
        Column all = Stream.of("_x_distribution", "_x_price", "_x_promotion", "_x_competition", "_x_market")
                .map(x -> coalesce(col(x), lit(0.0)))
                .reduce(Column::plus)
                .orElseThrow();
        Column half = all.divide(2);
        Column scale = col("_weight")
                .multiply(when(abs(half).lt(1e-6), 1.0).otherwise(tanh(half).divide(half)));
        Column change = coalesce(col("net_amount"), lit(0)).minus(coalesce(col("base_net_amount"), lit(0)));
        Column amount = coalesce(col("net_amount"), lit(0)).cast(DailySales.SUM);
        return items.withColumn("_scale", when(isOnlyListed, lit(0.0)).otherwise(scale))
                .select(
                        col("leaf_id"),
                        col("product_key"),
                        col(RollUp.PERIOD_ID),
                        when(
                                        col("_knows_outlets"),
                                        when(isOnlyListed.and(isSold), change.cast(DailySales.SUM))
                                                .otherwise(money(coalesce(effect("_x_distribution"), lit(0.0)))))
                                .as("distribution_effect_amount"),
                        money(effect("_x_price")).as("price_effect_amount"),
                        money(effect("_x_promotion")).as("promotion_effect_amount"),
                        money(effect("_x_competition")).as("competition_effect_amount"),
                        money(effect("_x_market")).as("market_effect_amount"),
                        slope(when(col("_x_price").isNotNull(), col("_price_change")))
                                .as("_price_slope"),
                        slope(when(
                                        col("_x_promotion").isNotNull().and(col("_depth_by_elasticity")),
                                        col("_depth_change")))
                                .as("_depth_slope"),
                        slope(when(
                                        col("_x_promotion")
                                                .isNotNull()
                                                .and(col("promotion_coefficient")
                                                        .isNotNull()),
                                        col("_share_change")))
                                .as("_share_slope"),
                        slope(when(col("_x_competition").isNotNull(), 1.0)).as("_competition_slope"),
                        when(col("_x_price").isNotNull(), amount).as("elastic_amount"),
                        when(col("_x_market").isNotNull(), amount).as("market_known_amount"));
    }

    private static Column effect(String driver) {
        return col("_scale").multiply(col(driver));
    }

    private static Column money(Column amount) {
        return amount.cast(DailySales.SUM);
    }

    private static Column slope(Column driver) {
        return coalesce(col("_scale").multiply(driver), lit(0.0)).cast(SLOPE);
    }

    private static Column change(Column now, Column before) {
        return log(now).minus(log(before));
    }

    private static Column price(String side, String amount, String units) {
        return ratio(positive(side + amount), positive(side + units));
    }

    /** What promotions took off the price paid, as a logarithm. */
    private static Column depth(String side) {
        return when(share(side).equalTo(0), lit(0.0))
                .otherwise(change(
                        price(side, "net_amount", "sales_units"), price(side, "regular_amount", "regular_units")));
    }

    private static Column share(String side) {
        return ratio(col(side + "promoted_amount"), positive(side + "net_amount"));
    }

    /**
     * How a price or promotions changed. An outlet that sold nothing on a side shows no change: there it was that of the product in
     * the other outlets, their mean by weight.
     */
    private static Column orOfProduct(String change) {
        WindowSpec ofProduct = Window.partitionBy("product_key", RollUp.PERIOD_ID);
        Column known = when(col(change).isNotNull(), col("_weight"));
        Column ofOthers = ratio(
                sum(known.multiply(col(change)).cast(LOGARITHM_SUM)).over(ofProduct),
                sum(known.cast(LOGARITHM_SUM)).over(ofProduct));
        return coalesce(col(change), ofOthers);
    }

    /** The part of the days of a window on which the item was offered. */
    private static Column carried(String start, String through) {
        Column from = greatest(col(start), coalesce(col("_listed_from"), col(start)));
        Column last = least(col(through), coalesce(col("_listed_through"), col(through)));
        return greatest(lit(0), datediff(last, from).plus(1))
                .divide(datediff(col(through), col(start)).plus(1));
    }
}
