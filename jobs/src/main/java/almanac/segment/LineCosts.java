package almanac.segment;

import static almanac.staging.Types.MONEY;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;

import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.table.Inputs;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the goods of a line of sales cost: the rule of every table that reads lines. */
public final class LineCosts {

    private LineCosts() {}

    /**
     * A line without a cost takes the standard cost of its product, where products have one.
     *
     * @param lines rows of sales
     * @param in where products may be; the table declares them as an optional input
     */
    public static Dataset<Row> withCost(Dataset<Row> lines, Inputs in) {
        if (!in.has(Dimensions.PRODUCTS.spec())) {
            return lines;
        }
        Column standard = col("quantity").multiply(col("standard_cost_amount")).cast(MONEY);
        return lines.join(standardCosts(in), col("product_id").equalTo(col("_costed_product")), "left")
                .withColumn("cost_amount", coalesce(col("cost_amount"), standard))
                .drop("_costed_product", "standard_cost_amount");
    }

    /** The standard cost of each product, one row a product: that of its latest row. */
    private static Dataset<Row> standardCosts(Inputs in) {
        return in.get(Dimensions.PRODUCTS.spec())
                .filter(col(InputTable.IS_CURRENT)
                        .and(col("standard_cost_amount").isNotNull()))
                .groupBy(col("product_id").as("_costed_product"))
                .agg(max_by(
                                col("standard_cost_amount"),
                                coalesce(
                                        col("effective_from"), lit("0001-01-01").cast("date")))
                        .as("standard_cost_amount"));
    }
}
