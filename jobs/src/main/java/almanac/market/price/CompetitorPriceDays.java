package almanac.market.price;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.when;

import almanac.segment.RollUp;
import almanac.staging.CompetitorPrices;
import almanac.staging.InputTable;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** The price that each competitor asked on each day, in the base unit of our product. */
final class CompetitorPriceDays {

    private CompetitorPriceDays() {}

    /**
     * One row per {@code product_id}, {@code competitor_id}, {@code geography_key} (null for everywhere) and {@code date} on which a
     * price holds that could be bought at: {@code their_price}, a double.
     *
     * @param prices rows of {@link CompetitorPrices}
     */
    static Dataset<Row> of(Dataset<Row> prices, LocalDate asOf) {
        return prices.filter(col(InputTable.IS_CURRENT).and(col("price_date").leq(lit(asOf))))
                .withColumn(
                        "_next",
                        lead("price_date", 1)
                                .over(Window.partitionBy("product_id", "competitor_id", "geography_key")
                                        .orderBy("price_date")))
                .filter(coalesce(col("is_in_stock"), lit(true)))
                .withColumn(
                        "date",
                        explode(sequence(
                                col("price_date"),
                                least(
                                        date_add(col("price_date"), CompetitorPrices.DAYS - 1),
                                        when(col("_next").isNotNull(), date_sub(col("_next"), 1))
                                                .otherwise(lit(asOf)),
                                        lit(asOf)))))
                .select(
                        col("product_id"),
                        col("competitor_id"),
                        col("geography_key"),
                        col("date"),
                        RollUp.ratio(col("price_amount"), col("uom_per_eq_unit"))
                                .as("their_price"));
    }
}
