package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Where products and groups of products stand in their life, over a window of 12 months and the 12 before.
 *
 * <p>Ages count from {@code launch_date} where products tell it, else from the first sale, which is a beginning only if the
 * history has seen it ({@link Launches#isSeen}). A stage is the first of these that fits:
 *
 * <ul>
 *   <li>{@code ENDED}: discontinued, or nothing sold in the last {@value #ENDED_DAYS} days of the window;
 *   <li>{@code INTRODUCTION}: at most {@value #YOUNG_DAYS} days old at the end of the window;
 *   <li>{@code UNKNOWN}: no growth can be told;
 *   <li>{@code GROWTH}, {@code DECLINE}: net amount per day on sale grew, or fell, by at least 10 %;
 *   <li>{@code MATURITY}: in between.
 * </ul>
 */
final class LifeCycle {

    private static final double CLEAR_GROWTH = 0.10;
    private static final int MONTHS = 12;
    private static final int ENDED_DAYS = 91;
    private static final int YOUNG_DAYS = 365;
    private static final int FEWEST_BASE_DAYS = 91;

    private LifeCycle() {}

    /**
     * Adds age, days on sale, growth and stage to items.
     *
     * @param items with the sums of window and base, first and last sale, {@code launch_date}, {@code discontinue_date} and the
     *     first sale of all as {@code _history_start}
     * @param end last day of the window of 12 months
     */
    static Dataset<Row> of(Dataset<Row> items, LocalDate end) {
        LocalDate start = end.plusDays(1).minusMonths(MONTHS);
        LocalDate baseStart = start.minusMonths(MONTHS);
        Column begins = coalesce(col("launch_date"), col("first_sale_date"));
        Column onSaleFrom = least(col("first_sale_date"), begins);
        Column sinceHistory = greatest(onSaleFrom, col("_history_start"));
        Column isEnded = coalesce(col("discontinue_date").lt(lit(end)), lit(false))
                .or(coalesce(col("last_sale_date").lt(lit(end.minusDays(ENDED_DAYS - 1))), lit(true)));
        Column perDay = ratio(col("net_amount"), col("sale_days"));
        Column basePerDay = ratio(col("base_net_amount"), col("base_sale_days"));
        return items.withColumn("age_days", greatest(datediff(lit(end), begins).plus(1), lit(0)))
                .withColumn(
                        "is_age_known",
                        col("launch_date")
                                .isNotNull()
                                .or(coalesce(
                                        Launches.isSeen(col("first_sale_date"), col("_history_start")), lit(false))))
                .withColumn("sale_days", days(lit(start), sinceHistory, end))
                .withColumn("base_sale_days", days(lit(baseStart), sinceHistory, start.minusDays(1)))
                .withColumn("is_base_whole", coalesce(sinceHistory.leq(lit(baseStart)), lit(false)))
                .withColumn("base_net_amount", when(col("_history_start").lt(lit(start)), col("base_net_amount")))
                .withColumn(
                        "growth_rate",
                        when(
                                col("base_net_amount")
                                        .gt(0)
                                        .and(col("base_sale_days").geq(FEWEST_BASE_DAYS)),
                                perDay.divide(basePerDay).minus(1)))
                .withColumn(
                        "life_cycle_stage",
                        when(isEnded, "ENDED")
                                .when(col("is_age_known").and(col("age_days").leq(YOUNG_DAYS)), "INTRODUCTION")
                                .when(col("growth_rate").isNull(), "UNKNOWN")
                                .when(col("growth_rate").geq(CLEAR_GROWTH), "GROWTH")
                                .when(col("growth_rate").leq(-CLEAR_GROWTH), "DECLINE")
                                .otherwise("MATURITY"));
    }

    private static Column days(Column first, Column begins, LocalDate last) {
        return greatest(datediff(lit(last), greatest(first, begins)).plus(1), lit(0));
    }
}
