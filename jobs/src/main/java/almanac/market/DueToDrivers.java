package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.market.price.PriceElasticity;
import almanac.market.price.PriceGaps;
import almanac.segment.Periods;
import almanac.segment.RollUp;
import almanac.segment.SegmentPath;
import almanac.table.Inputs;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** What {@link DueTo} knows of sales, elasticities, competitors and markets, read from the tables that say it. */
final class DueToDrivers {

    private static final DecimalType LOGARITHM = DataTypes.createDecimalType(28, 14);

    private DueToDrivers() {}

    /** What was sold by day, leaf and product, and what of it on days of a leaf without a promotion. */
    static Dataset<Row> sales(Dataset<Row> cube) {
        Column isRegular = coalesce(col("promoted_amount").equalTo(0), lit(true));
        return cube.select(
                col("order_date").as("date"),
                SegmentBridges.leafId(),
                xxhash64(col("product_id")).as("product_key"),
                col("net_amount"),
                col("sales_units"),
                when(isRegular, col("net_amount")).as("regular_amount"),
                when(isRegular, col("sales_units")).as("regular_units"),
                col("promoted_amount"));
    }

    /** What is known of each product; the elasticity null where it is not to be reckoned with. */
    static Dataset<Row> elasticities(Dataset<Row> elasticities) {
        return elasticities
                .filter(col("kind").equalTo("OWN"))
                .select(
                        xxhash64(col("product_id")).as("product_key"),
                        col("category"),
                        col("method"),
                        when(col("is_usable"), col("shrunk_elasticity")).as("shrunk_elasticity"),
                        col("shrunk_error"),
                        coalesce(lit(1).minus(col("own_weight_rate")).multiply(col("category_error")), lit(0.0))
                                .as("common_error"),
                        col("promotion_coefficient"),
                        col("promotion_error"));
    }

    /** What the prices of competitors did to the units of each product, as a logarithm, and its standard error. */
    static Dataset<Row> competition(Inputs in, Dataset<Row> products) {
        if (!in.has(PriceGaps.SPEC)) {
            return products.limit(0)
                    .select(
                            col("product_key"),
                            lit(0L).as(RollUp.PERIOD_ID),
                            lit(0.0).as("_x_competition"),
                            lit(0.0).as("_competition_error"));
        }
        Dataset<Row> elasticities = in.get(PriceElasticity.SPEC);
        Dataset<Row> usable = elasticities
                .filter(col("kind").equalTo("COMPETITOR").and(col("is_usable")))
                .select(
                        col("product_id"),
                        col("other_product_id").as("competitor_id"),
                        col("shrunk_elasticity"),
                        col("shrunk_error"));
        Column change = log(ratio(col("own_at_their_price_amount"), col("own_priced_units")))
                .minus(log(ratio(col("base_own_at_their_price_amount"), col("base_own_priced_units"))));
        return in.get(PriceGaps.SPEC)
                .drop("shrunk_elasticity", "shrunk_error")
                .join(usable, new String[] {"product_id", "competitor_id"})
                .withColumn("_change", change)
                .filter(col("_change").isNotNull())
                .groupBy(
                        xxhash64(col("product_id")).as("product_key"),
                        RollUp.periodId().as(RollUp.PERIOD_ID))
                .agg(
                        sum(col("_change").multiply(col("shrunk_elasticity")).cast(LOGARITHM))
                                .cast(DoubleType)
                                .as("_x_competition"),
                        sqrt(sum(col("_change")
                                                .multiply(col("shrunk_error"))
                                                .multiply(col("_change").multiply(col("shrunk_error")))
                                                .cast(LOGARITHM))
                                        .cast(DoubleType))
                                .as("_competition_error"));
    }

    /** The growth of the market around each leaf, as a logarithm: of the deepest segment that has one in any period. */
    static Dataset<Row> markets(Inputs in, Dataset<Row> leaves) {
        if (!in.has(MarketShare.SPEC)) {
            return leaves.limit(0).select(col("leaf_id"), lit(0L).as(RollUp.PERIOD_ID), lit(0.0).as("_x_market"));
        }
        Dataset<Row> growth = in.get(MarketShare.SPEC)
                .filter(Periods.isMonthOrLonger()
                        .and(col("market_amount").gt(0))
                        .and(col("base_market_amount").gt(0)))
                .select(
                        SegmentPath.id(col("segmentation"), col("segment")).as("segment_id"),
                        RollUp.periodId().as(RollUp.PERIOD_ID),
                        log1p(col("market_growth_rate")).as("_x_market"));
        return leaves.join(growth.select("segment_id").distinct(), new String[] {"segment_id"}, "left_semi")
                .groupBy("leaf_id")
                .agg(max_by(col("segment_id"), struct(col("depth"), col("segment_id")))
                        .as("segment_id"))
                .join(growth, "segment_id")
                .drop("segment_id");
    }
}
