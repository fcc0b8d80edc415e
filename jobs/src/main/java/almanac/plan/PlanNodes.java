package almanac.plan;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_except;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import almanac.config.Hierarchy;
import almanac.config.LevelRef;
import almanac.segment.Scopes;
import almanac.segment.SegmentPath;
import almanac.staging.Dimensions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Which scopes of targets lie in which segment: those all of whose leaves do, and that tell the member of each of its levels, by
 * naming it or one below. A category is not in the one country in which it happens to be sold, since its target is not that
 * country's, nor a country in its only store. In the total lie all scopes, those that sold nothing among them.
 */
final class PlanNodes {

    private static final String NAMES = "\\|";

    private PlanNodes() {}

    /**
     * One row per segment and scope in it, by their keys; {@code is_own} where the scope is the segment itself.
     *
     * @param scopes the scopes with their levels, each once
     * @param items rows of {@link PlanScopes#items}
     * @param segments rows of {@code market.segments}
     */
    static Dataset<Row> of(
            Dataset<Row> scopes,
            Dataset<Row> items,
            Dataset<Row> segmentLeaves,
            Dataset<Row> segments,
            List<Hierarchy> hierarchies) {
        Dataset<Row> leaves = items.select("scope", "leaf_segment").distinct();
        Dataset<Row> leafCounts = leaves.groupBy("scope").agg(count(lit(1)).as("_leaf_count"));
        Dataset<Row> inside = leaves.join(segmentLeaves.select("leaf_segment", "segment_id"), "leaf_segment")
                .groupBy("scope", "segment_id")
                .agg(count(lit(1)).as("_inside_count"))
                .join(leafCounts, "scope")
                .filter(col("_inside_count").equalTo(col("_leaf_count")))
                .join(broadcast(scopes.withColumn("_levels", levelsOf(hierarchies))), "scope")
                .join(
                        broadcast(segments.select(
                                col("segment_id"),
                                split(col("segment_level"), NAMES).as("_deepest"))),
                        "segment_id")
                .filter(size(array_except(col("_deepest"), col("_levels"))).equalTo(0))
                .select("segment_id", "scope");
        Dataset<Row> inTotals = segments.filter(col("segment").equalTo(SegmentPath.ALL))
                .select("segment_id")
                .crossJoin(broadcast(scopes.select("scope")));
        return inside.union(inTotals)
                .distinct()
                .join(own(scopes, segments, hierarchies), new String[] {"segment_id", "scope"}, "left")
                .withColumn("is_own", coalesce(col("is_own"), lit(false)));
    }

    /** The scope that a segment is: it names the deepest level in each of its hierarchies, and no member that is not above it. */
    private static Dataset<Row> own(Dataset<Row> scopes, Dataset<Row> segments, List<Hierarchy> hierarchies) {
        Column levels = split(col("segment_level"), NAMES);
        Column deepest = transform(levels, level -> element_at(split(level, "\\."), lit(-1)));
        Column[] named = Stream.concat(Stream.of(SegmentPath.ALL), Scopes.meant(hierarchies).stream())
                .map(level -> lit(level))
                .toArray(Column[]::new);
        Dataset<Row> ofNamedLevels = segments.filter(
                        size(array_except(levels, array(named))).equalTo(0))
                .select(col("segment_id"), deepest.as("_deepest"));
        return Scopes.members(segments, "segment_id", PlanScopes.OF_CUBE, hierarchies)
                .join(ofNamedLevels, "segment_id")
                .crossJoin(broadcast(scopes.select("scope_level").distinct()))
                .filter(size(array_except(col("_deepest"), split(col("scope_level"), NAMES)))
                        .equalTo(0))
                .select(
                        col("segment_id"),
                        Scopes.at(col("scope_level"), PlanScopes.OF_CUBE).as("scope"))
                .filter(col("scope").isNotNull())
                .distinct()
                .withColumn("is_own", lit(true));
    }

    /**
     * The levels that a scope tells the member of: those that it names, and all above them; of hierarchies of products all, where
     * it names a product.
     */
    private static Column levelsOf(List<Hierarchy> hierarchies) {
        Column names = split(col("scope_level"), NAMES);
        Column told = array().cast(DataTypes.createArrayType(DataTypes.StringType));
        for (Hierarchy hierarchy : hierarchies) {
            Column isTold = lit(false);
            for (LevelRef level : finestFirst(hierarchy)) {
                if (Scopes.isMeant(level, hierarchies)) {
                    isTold = isTold.or(array_contains(names, level.column()));
                }
                if (level.table().equals(Dimensions.PRODUCTS.name())) {
                    isTold = isTold.or(array_contains(names, "product_id"));
                }
                Column name = array(lit(hierarchy.name() + "." + level.column()));
                told = when(isTold, array_union(told, name)).otherwise(told);
            }
        }
        return told;
    }

    private static List<LevelRef> finestFirst(Hierarchy hierarchy) {
        List<LevelRef> levels = new ArrayList<>(hierarchy.levels());
        Collections.reverse(levels);
        return levels;
    }
}
