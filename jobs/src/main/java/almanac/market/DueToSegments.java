package almanac.market;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.segment.RollUp;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/**
 * The effects of {@link DueToItems} summed up by segment, and how uncertain they are.
 *
 * <p>An effect moves with the coefficients that it is made of by its slopes. What is uncertain of a coefficient of one product is
 * its own, but for the part of an elasticity that is taken from its category: all products of that are wrong together there. So
 * slopes are summed up by segment and product first, variances by category, and errors in common squared as a whole.
 */
final class DueToSegments {

    private static final DecimalType VARIANCE = DataTypes.createDecimalType(38, 4);

    private static final List<String> AMOUNTS = concat(DueToItems.EFFECTS, DueToItems.KNOWN);
    private static final List<String> SEGMENT = List.of("segment_id", RollUp.PERIOD_ID);
    private static final List<String> CATEGORY = concat(SEGMENT, List.of("category"));

    /** What is uncertain: each of these effects, and all of them together. */
    private static final List<String> UNCERTAIN = List.of("price", "promotion", "competition", "explained");

    private static final List<String> VARIANCES =
            UNCERTAIN.stream().map(DueToSegments::varianceOf).toList();
    private static final List<String> COMMON =
            UNCERTAIN.stream().map(DueToSegments::commonOf).toList();

    private DueToSegments() {}

    /**
     * One row per {@code segment_id} and {@code period_id}: {@link DueToItems#EFFECTS}, {@link DueToItems#KNOWN}, and the variances
     * of price, promotion, competition and all of them, explained.
     *
     * @param items rows of {@link DueToItems#of}
     * @param leaves rows of {@link SegmentBridges#leaves}
     * @param elasticities by {@code product_key}, as {@link DueToDrivers} reads them
     * @param competition likewise, by {@code product_key} and {@code period_id}
     */
    static Dataset<Row> of(
            Dataset<Row> items, Dataset<Row> leaves, Dataset<Row> elasticities, Dataset<Row> competition) {
        List<String> ofProduct = List.of(RollUp.PERIOD_ID, "product_key");
        Dataset<Row> products = SegmentBridges.bySegment(items, leaves, ofProduct, concat(AMOUNTS, DueToItems.SLOPES));
        Dataset<Row> known = products.join(elasticities, new String[] {"product_key"}, "left")
                .join(competition, new String[] {"product_key", RollUp.PERIOD_ID}, "left");
        Dataset<Row> categories = RollUp.sums(withErrors(known), CATEGORY, concat(AMOUNTS, concat(VARIANCES, COMMON)));
        return RollUp.sums(withCommonErrors(categories), SEGMENT, concat(AMOUNTS, VARIANCES));
    }

    /** The column of the variance of what is uncertain. */
    static String varianceOf(String uncertain) {
        return "_variance_" + uncertain;
    }

    private static String commonOf(String uncertain) {
        return "_common_" + uncertain;
    }

    /** Adds, of a product, the variance that is its own, and the error that it has in common with its category. */
    private static Dataset<Row> withErrors(Dataset<Row> products) {
        Column ownVariance = greatest(lit(0.0), square(col("shrunk_error")).minus(square(col("common_error"))));
        Dataset<Row> rows = products;
        for (String uncertain : UNCERTAIN) {
            Column slope = elasticitySlope(uncertain).cast(DoubleType);
            Column variance = known(square(slope).multiply(ownVariance)).plus(varianceBeside(uncertain));
            rows = rows.withColumn(commonOf(uncertain), known(slope.multiply(col("common_error"))))
                    .withColumn(varianceOf(uncertain), variance.cast(VARIANCE));
        }
        return rows;
    }

    /** By how much an effect grows with the elasticity. */
    private static Column elasticitySlope(String uncertain) {
        return switch (uncertain) {
            case "price" -> col("_price_slope");
            case "promotion" -> col("_depth_slope");
            case "competition" -> lit(0.0);
            default -> col("_price_slope").plus(col("_depth_slope"));
        };
    }

    /** The variance of an effect that is not of the elasticity. */
    private static Column varianceBeside(String uncertain) {
        Column ofPromotion = known(square(col("_share_slope").multiply(col("promotion_error"))));
        Column ofCompetition = known(square(col("_competition_slope").multiply(col("_competition_error"))));
        return switch (uncertain) {
            case "price" -> lit(0).cast(VARIANCE);
            case "promotion" -> ofPromotion;
            case "competition" -> ofCompetition;
            default -> ofPromotion.plus(ofCompetition);
        };
    }

    /** Adds to the variances of a category what its products have in common. */
    private static Dataset<Row> withCommonErrors(Dataset<Row> categories) {
        Dataset<Row> rows = categories;
        for (String uncertain : UNCERTAIN) {
            Column common = square(col(commonOf(uncertain)).cast(DoubleType)).cast(VARIANCE);
            rows = rows.withColumn(
                    varianceOf(uncertain),
                    col(varianceOf(uncertain)).plus(common).cast(VARIANCE));
        }
        return rows;
    }

    private static Column known(Column number) {
        return coalesce(number.cast(DoubleType), lit(0.0)).cast(VARIANCE);
    }

    private static Column square(Column number) {
        return number.multiply(number);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
