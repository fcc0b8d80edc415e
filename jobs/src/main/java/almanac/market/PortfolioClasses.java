package almanac.market;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import almanac.config.MarketSettings;
import almanac.segment.DailySales;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** Which items of a level bring its sales (ABC), in their order, and how steadily each is bought (XYZ). */
final class PortfolioClasses {

    private PortfolioClasses() {}

    /**
     * Adds rank, shares and classes.
     *
     * @param items of levels, with their {@code net_amount} and {@code monthly_variation}
     */
    static Dataset<Row> of(Dataset<Row> items, MarketSettings market) {
        WindowSpec level = Window.partitionBy("item_level");
        WindowSpec soFar = level.orderBy(col("net_amount").desc(), col("item"))
                .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
        Column sales = positive("net_amount");
        Column before = ratio(col("_so_far").minus(sales), col("level_net_amount"));
        Column variation = col("monthly_variation");
        return items.withColumn(
                        "portfolio_rank",
                        row_number().over(level.orderBy(col("net_amount").desc(), col("item"))))
                .withColumn("level_net_amount", sum(sales).over(level).cast(DailySales.SUM))
                .withColumn("_so_far", sum(sales).over(soFar))
                .withColumn("share_rate", ratio(col("net_amount"), col("level_net_amount")))
                .withColumn("cumulative_share_rate", ratio(col("_so_far"), col("level_net_amount")))
                .withColumn(
                        "abc_class",
                        when(before.lt(market.classA()), "A")
                                .when(before.lt(market.classB()), "B")
                                .otherwise("C"))
                .withColumn("is_tail", col("abc_class").equalTo("C"))
                .withColumn("item_count", count(sales).over(level))
                .withColumn(
                        "core_item_count",
                        count_if(col("abc_class").equalTo("A")).over(level))
                .withColumn(
                        "xyz_class",
                        when(variation.leq(market.classX()), "X")
                                .when(variation.leq(market.classY()), "Y")
                                .when(variation.isNotNull(), "Z"));
    }
}
