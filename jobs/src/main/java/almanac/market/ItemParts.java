package almanac.market;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import almanac.segment.DailySales;
import almanac.segment.RollUp;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What each item, which is a product in a leaf segment, adds to the bridge of {@link PriceVolumeMix}: the effects that are
 * known of it alone, and what the others are computed from.
 *
 * <ul>
 *   <li><b>New</b> is an item of a product that was first sold, anywhere, after the base was over, as far as the history
 *       reaches back.
 *   <li><b>Lost</b> is an item of a product that was last sold, anywhere, before the period began, as far as the night
 *       knows.
 *   <li><b>Other</b> is an item without a price on one side: its units or its net amount are 0 or less there, and not both
 *       0. Such are returns of what was sold earlier, and free goods.
 *   <li><b>Comparable</b> are all others. An item that was not sold on one side has the price of the other one there, so
 *       that all of it is volume and mix.
 * </ul>
 *
 * <p>What exchange rates did comes first, see {@link CurrencyEffects}: all other effects are those of net amounts at constant
 * currency.
 */
final class ItemParts {

    /** The parts, all of them additive; the last two, of cost, are null where it is not known. */
    static final List<String> PARTS = List.of(
            "fx_effect_amount",
            "foreign_net_amount",
            "unrated_net_amount",
            "price_effect_amount",
            "new_amount",
            "lost_amount",
            "other_amount",
            "comparable_base_amount",
            "comparable_change_amount",
            "comparable_base_units",
            "comparable_units",
            "priced_amount",
            "cost_effect_amount",
            "costed_amount");

    private static final List<String> MEASURES =
            List.of("net_amount", "sales_units", "cost_amount", "costed_net_amount");

    private static final List<String> ITEM = List.of("leaf_id", "product_key");

    private ItemParts() {}

    /**
     * One row per item and compared period, named by {@code leaf_id} and {@code period_id} alone, with its {@link #PARTS}.
     *
     * @param sales own sales, all that the night knows: {@code date}, {@code leaf_id}, {@code product_key}, net amount,
     *     units, cost and the net amount that has a cost
     * @param periods the periods to compare
     * @param currencyEffects rows of {@link CurrencyEffects#of}; null where everything is sold in one currency
     */
    static Dataset<Row> of(Dataset<Row> sales, Dataset<Row> periods, @Nullable Dataset<Row> currencyEffects) {
        // All rows of a leaf in one place, so that neither sum moves them again.
        Dataset<Row> windows = RollUp.sums(
                RollUp.inWindows(sales.repartition(col("leaf_id")), RollUp.datesOfWindows(periods)),
                Stream.concat(ITEM.stream(), Stream.of(RollUp.WINDOW_ID)).toList(),
                MEASURES);
        Dataset<Row> items = RollUp.besideBase(windows, periods, ITEM, MEASURES)
                .join(timesOfProducts(sales), "product_key")
                .join(
                        broadcast(periods.select(
                                RollUp.periodId().as(RollUp.PERIOD_ID), col("period_start"), col("base_through"))),
                        RollUp.PERIOD_ID);
        return parts(withCurrencyEffects(items, currencyEffects));
    }

    private static Dataset<Row> withCurrencyEffects(Dataset<Row> items, @Nullable Dataset<Row> currencyEffects) {
        Column none = lit(0).cast(DailySales.SUM);
        Dataset<Row> with = currencyEffects == null
                ? items
                : items.join(currencyEffects, new String[] {"leaf_id", "product_key", RollUp.PERIOD_ID}, "left");
        for (String part : CurrencyEffects.PARTS) {
            with = with.withColumn(part, currencyEffects == null ? none : coalesce(col(part), none));
        }
        return with;
    }

    /** The first and the last day on which each product was sold. */
    private static Dataset<Row> timesOfProducts(Dataset<Row> sales) {
        Column sold = when(col("sales_units").gt(0), col("date"));
        return sales.groupBy("product_key")
                .agg(min(sold).as("_first_sold"), max(sold).as("_last_sold"));
    }

    /** The parts of items whose measures stand beside those of the base, by the kind of each. */
    private static Dataset<Row> parts(Dataset<Row> items) {
        Column actual = coalesce(col("net_amount"), lit(0));
        Column amount = actual.minus(col("fx_effect_amount"));
        Column baseAmount = coalesce(col("base_net_amount"), lit(0));
        Column units = coalesce(col("sales_units"), lit(0));
        Column baseUnits = coalesce(col("base_sales_units"), lit(0));
        Column isPriced = amount.gt(0).and(units.gt(0));
        Column hadPrice = baseAmount.gt(0).and(baseUnits.gt(0));
        Column isAbsent = amount.equalTo(0).and(units.equalTo(0));
        Column wasAbsent = baseAmount.equalTo(0).and(baseUnits.equalTo(0));
        Column atBasePrice = worth("base_net_amount");
        Column isCosted = isWhollyCosted("").and(isWhollyCosted("base_"));

        Column change = amount.minus(baseAmount);
        return items.withColumn("_at_base_price", when(isPriced.and(hadPrice), atBasePrice))
                .withColumn("_at_base_cost", when(isPriced.and(hadPrice).and(isCosted), worth("base_cost_amount")))
                .withColumn(
                        "_kind",
                        when(col("_at_base_price").isNotNull(), "PRICED")
                                .when(
                                        wasAbsent.and(isPriced),
                                        when(col("_first_sold").gt(col("base_through")), "NEW")
                                                .otherwise("COMPARABLE"))
                                .when(
                                        isAbsent.and(hadPrice),
                                        when(col("_last_sold").lt(col("period_start")), "LOST")
                                                .otherwise("COMPARABLE"))
                                .otherwise("OTHER"))
                .select(
                        col("leaf_id"),
                        col(RollUp.PERIOD_ID),
                        col("fx_effect_amount"),
                        col("foreign_net_amount"),
                        col("unrated_net_amount"),
                        part("price_effect_amount", amount.minus(col("_at_base_price")), "PRICED"),
                        part("new_amount", amount, "NEW"),
                        part("lost_amount", baseAmount.multiply(-1), "LOST"),
                        part("other_amount", change, "OTHER"),
                        part("comparable_base_amount", baseAmount, "PRICED", "COMPARABLE"),
                        part("comparable_change_amount", change, "PRICED", "COMPARABLE"),
                        part("comparable_base_units", baseUnits, "PRICED", "COMPARABLE"),
                        part("comparable_units", units, "PRICED", "COMPARABLE"),
                        part("priced_amount", actual, "PRICED"),
                        col("_at_base_cost")
                                .minus(col("cost_amount"))
                                .cast(DailySales.SUM)
                                .as("cost_effect_amount"),
                        when(col("_at_base_cost").isNotNull(), actual)
                                .cast(DailySales.SUM)
                                .as("costed_amount"));
    }

    /** What the units of the period were worth at the base's value per unit. */
    private static Column worth(String baseValue) {
        return RollUp.worth(col("sales_units"), col(baseValue), col("base_sales_units"));
    }

    /** Whether every line of a side has a cost: that of a part of the units is the cost of none of them. */
    private static Column isWhollyCosted(String side) {
        return coalesce(
                col(side + "cost_amount")
                        .isNotNull()
                        .and(col(side + "costed_net_amount").equalTo(col(side + "net_amount"))),
                lit(false));
    }

    private static Column part(String name, Column amount, String... kinds) {
        return when(col("_kind").isin((Object[]) kinds), amount)
                .otherwise(lit(0))
                .cast(DailySales.SUM)
                .as(name);
    }
}
