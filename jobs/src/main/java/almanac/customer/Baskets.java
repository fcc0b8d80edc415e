package almanac.customer;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import almanac.segment.ProductLevels;
import almanac.segment.SegmentPath;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * How many baskets hold which items together. A basket is what one order sells, whatever the quantities; its items are products,
 * and once more the groups of the finest configured level that they belong to.
 *
 * <p>Counts are exact, and what they take is bounded: only the {@value #MOST_ITEMS} most frequent items of a level are counted
 * in pairs, the {@value #MOST_IN_TRIPLES} most frequent ones in triples; and a basket with more than {@value #MOST_IN_BASKET} of
 * them is not a choice that says what goes with what but a wholesale order: it is counted as oversized and left out.
 */
final class Baskets {

    static final int MOST_ITEMS = 200;
    static final int MOST_IN_TRIPLES = 40;
    static final int MOST_IN_BASKET = 50;

    /** The level of items that are products. */
    static final String PRODUCT = "product_id";

    private Baskets() {}

    /**
     * What each line sells, once as a product and once as a group of products: {@code order_id}, {@code order_date},
     * {@code item_level}, {@code item} and {@code places}, the segments in which it was sold, {@code ALL} among them.
     *
     * @param lines of sales that sell, with {@code leaf_segment}
     */
    static Dataset<Row> items(Dataset<Row> lines, Dataset<Row> segmentLeaves, ProductLevels levels) {
        Column segment = struct("segmentation", "segment_level", "segment");
        Column isKnown = not(col("segment").endsWith(SegmentPath.UNKNOWN));
        Column group =
                struct(col("segment_level").as("item_level"), col("segment").as("item"));
        Dataset<Row> leaves = segmentLeaves
                .filter(levels.isPlace().or(levels.isFinestGroup()))
                .groupBy("leaf_segment")
                .agg(
                        sort_array(collect_set(when(levels.isPlace(), segment))).as("_places"),
                        max(when(levels.isFinestGroup().and(isKnown), group)).as("_group"));
        Column all = struct(
                lit(SegmentPath.ALL).as("segmentation"),
                lit(SegmentPath.ALL).as("segment_level"),
                lit(SegmentPath.ALL).as("segment"));
        Column product = struct(lit(PRODUCT).as("item_level"), col("product_id").as("item"));
        return lines.select("order_id", "order_date", "product_id", "leaf_segment")
                .join(broadcast(leaves), new String[] {"leaf_segment"}, "left")
                .withColumn(
                        "places",
                        when(col("_places").isNull(), array(all)).otherwise(concat(array(all), col("_places"))))
                .withColumn("_item", explode(array(product, col("_group"))))
                .filter(col("_item").isNotNull())
                .select("order_id", "order_date", "places", "_item.item_level", "_item.item");
    }

    /**
     * Counts baskets by the sets of items that they hold: {@code segmentation}, {@code segment_level}, {@code segment},
     * {@code item_level}, {@code items}, {@code basket_count}, {@code recent_count} and {@code first_date}. The empty set is in every basket;
     * null stands for the oversized ones.
     *
     * @param items rows of {@link #items}
     * @param isRecent condition on the {@code order_date} of a basket, the last of its lines
     * @param least sets of two or three items in fewer baskets are left out
     */
    static Dataset<Row> counts(Dataset<Row> items, Column isRecent, int least) {
        Dataset<Row> ofBaskets = items.repartition(col("order_id"), col("item_level"))
                .groupBy("order_id", "item_level", "item")
                .agg(
                        max("order_date").as("order_date"),
                        flatten(collect_set("places")).as("places"));
        Dataset<Row> baskets = ofBaskets
                .join(broadcast(ranks(ofBaskets)), new String[] {"item_level", "item"}, "left")
                .groupBy("order_id", "item_level")
                .agg(
                        max("order_date").as("order_date"),
                        sort_array(array_distinct(flatten(collect_list("places"))))
                                .as("places"),
                        sort_array(collect_list(when(col("rank").isNotNull(), struct("item", "rank"))))
                                .as("_items"));
        Dataset<Row> sets = baskets.withColumn("is_recent", isRecent)
                .withColumn("items", explode(itemsets(col("_items"))))
                .groupBy("item_level", "places", "items")
                .agg(
                        count(lit(1)).as("_baskets"),
                        count_if(col("is_recent")).as("_recent"),
                        min("order_date").as("_first_date"));
        return sets.withColumn("_place", explode(col("places")))
                .groupBy(
                        col("_place.segmentation"),
                        col("_place.segment_level"),
                        col("_place.segment"),
                        col("item_level"),
                        col("items"))
                .agg(
                        sum("_baskets").as("basket_count"),
                        sum("_recent").as("recent_count"),
                        min("_first_date").as("first_date"))
                .filter(coalesce(size(col("items")), lit(0))
                        .lt(2)
                        .or(col("basket_count").geq(least)));
    }

    /** The most frequent items of each level, 1 for the first. */
    private static Dataset<Row> ranks(Dataset<Row> ofBaskets) {
        return ofBaskets
                .groupBy("item_level", "item")
                .agg(count(lit(1)).as("_baskets"))
                .withColumn(
                        "rank",
                        row_number()
                                .over(Window.partitionBy("item_level")
                                        .orderBy(col("_baskets").desc(), col("item"))))
                .filter(col("rank").leq(MOST_ITEMS))
                .select("item_level", "item", "rank");
    }

    /** Every set of none to three items of a basket, in their order; of an oversized basket only null. */
    private static Column itemsets(Column items) {
        Column empty = array().cast("array<string>");
        Column singles = transform(items, first -> array(first.getField("item")));
        Column pairs = flatten(transform(
                items,
                (first, place) -> transform(
                        after(items, place), second -> array(first.getField("item"), second.getField("item")))));
        Column frequent = filter(items, item -> item.getField("rank").leq(MOST_IN_TRIPLES));
        Column triples = flatten(flatten(transform(
                frequent,
                (first, place) -> transform(
                        after(frequent, place),
                        (second, next) -> transform(
                                after(after(frequent, place), next),
                                third -> array(
                                        first.getField("item"), second.getField("item"), third.getField("item")))))));
        return when(size(items).leq(MOST_IN_BASKET), concat(array(empty), singles, pairs, triples))
                .otherwise(array(lit(null).cast("array<string>")));
    }

    /** What comes after the element of a place, counted from 0. */
    private static Column after(Column items, Column place) {
        return slice(items, place.plus(2), size(items));
    }
}
