package almanac.market.campaign;

import static almanac.market.campaign.CampaignCalendar.KEY;
import static almanac.market.campaign.CampaignCalendar.and;
import static almanac.market.campaign.CampaignCalendar.columns;
import static almanac.market.campaign.CampaignCalendar.concat;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import almanac.staging.Campaigns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which products each start treats, which others of the category are watched beside them, and who else treats the same. */
final class TreatedItems {

    /** What tells a product, of sales and of their leaves. */
    static final List<String> ITEM = List.of("group_id", "product_id");

    private final List<String> days;
    private final Dataset<Row> items;
    private final Dataset<Row> named;

    /**
     * @param starts rows of {@link Treatments}
     * @param sold leaves and products that are sold: {@link #ITEM} and {@link Campaigns#ITEMS}
     * @param days columns of the starts to be kept beside the items
     */
    TreatedItems(Dataset<Row> starts, Dataset<Row> sold, List<String> days) {
        this.days = concat(KEY, days);
        this.items = sold.select(columns(concat(List.of("group_id"), Campaigns.ITEMS)))
                .distinct()
                .withColumn("narrow_family", coalesce(col("category_l2"), col("category_l1")));
        this.named = named(starts);
    }

    /** By start and item of its own: the {@code family} in which others are looked for; null where there is none. */
    private Dataset<Row> named(Dataset<Row> starts) {
        List<Column> scope = new ArrayList<>();
        Column matches = lit(true);
        for (String level : Campaigns.ITEMS) {
            Column wanted = col("_" + level);
            scope.add(col("item." + level).as("_" + level));
            // What a scope does not name, every item is.
            matches = matches.and(wanted.isNull().or(coalesce(col(level).equalTo(wanted), lit(false))));
        }
        Dataset<Row> scopes = starts.withColumn("item", explode(col("items")))
                .select(and(columns(days), scope.toArray(Column[]::new)));
        // One level above what the row names; where it names a whole category, or nothing, there is none.
        Column family = when(col("_product_id").isNotNull().or(col("_brand").isNotNull()), col("narrow_family"))
                .when(col("_category_l2").isNotNull(), col("category_l1"));
        return items.join(broadcast(scopes), matches).withColumn("family", family);
    }

    /** By start and item, with its days: whether it {@code is_own}, or another of the category. */
    Dataset<Row> watched() {
        Dataset<Row> own = named.select(columns(concat(days, ITEM))).withColumn("is_own", lit(true));
        Dataset<Row> families = named.filter(col("family").isNotNull())
                .select(columns(concat(days, List.of("family"))))
                .distinct();
        Dataset<Row> others = items.withColumn(
                        "family", explode(array_distinct(array(col("narrow_family"), col("category_l1")))))
                .join(families, "family")
                .select(columns(concat(days, ITEM)))
                .withColumn("is_own", lit(false));
        return own.unionByName(others)
                .groupBy(columns(concat(days, ITEM)))
                .agg(max("is_own").as("is_own"));
    }

    /** By start: the {@code rivals}, which are starts of other campaigns that treat any of its items on any of its days. */
    Dataset<Row> rivals() {
        Dataset<Row> sharers = named.groupBy(columns(ITEM))
                .agg(array_sort(collect_set(struct(columns(concat(KEY, List.of("through_date"))))))
                        .as("sharers"))
                // Most items are treated by the same starts.
                .select("sharers")
                .distinct();
        return sharers.select(explode(col("sharers")).as("start"), col("sharers"))
                .select(
                        col("start.*"),
                        explode(filter(col("sharers"), other -> isRival(col("start"), other)))
                                .as("rival"))
                .groupBy(columns(KEY))
                .agg(collect_set(
                                Treatments.id(col("rival.calendar"), col("rival.campaign_id"), col("rival.start_date")))
                        .as("rivals"));
    }

    private static Column isRival(Column start, Column other) {
        Column isSame = other.getField("calendar")
                .equalTo(start.getField("calendar"))
                .and(other.getField("campaign_id").equalTo(start.getField("campaign_id")));
        return not(isSame)
                .and(start.getField("start_date").leq(other.getField("through_date")))
                .and(other.getField("start_date").leq(start.getField("through_date")));
    }
}
