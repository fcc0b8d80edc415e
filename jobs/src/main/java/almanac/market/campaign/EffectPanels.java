package almanac.market.campaign;

import static almanac.market.campaign.CampaignCalendar.KEY;
import static almanac.market.campaign.CampaignCalendar.and;
import static almanac.market.campaign.CampaignCalendar.columns;
import static almanac.market.campaign.CampaignCalendar.concat;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import almanac.config.Hierarchy;
import almanac.segment.RollUp;
import almanac.segment.Scopes;
import almanac.segment.SegmentPath;
import almanac.staging.Campaigns;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What treated units and others sold in the weeks before, with and after each campaign: one row per {@link CampaignCalendar#KEY}, the
 * rows of a campaign that start on one day, with its weeks and the {@code cells} of its panel.
 *
 * <p>Units are as fine as the places that the campaign names: regions where it names regions; or the places or customers that its
 * exposures name. Which of them are compared, {@link TreatedPlaces} tells; units that another campaign of the calendar treats
 * meanwhile, with any of the same products, are {@code is_disturbed}.
 *
 * <p>Sales whose place is not known are left out where places are compared: they may be of either kind.
 *
 * <p>The others of a campaign's products are those of the same category, one level above what it names: whether they lost.
 */
final class EffectPanels {

    /** What a cell of a panel is of. */
    static final List<String> CELL = List.of("unit", "is_treated", "is_disturbed", "is_own", "part", "week");

    private static final List<String> MEASURES =
            List.of("member_count", "net_amount", "sales_units", "costed_net_amount", "cost_amount");

    private final Dataset<Row> starts;
    private final Dataset<Row> cube;
    private final Dataset<Row> leaves;

    /**
     * @param starts rows of {@link Treatments}
     * @param cube rows of {@code market.daily_sales} up to the night's date
     * @param segmentLeaves rows of {@code market.segment_leaves}
     * @param hierarchies those of the configuration, in its order
     */
    EffectPanels(Dataset<Row> starts, Dataset<Row> cube, Dataset<Row> segmentLeaves, List<Hierarchy> hierarchies) {
        this.starts = starts;
        this.cube = cube;
        this.leaves = leaves(segmentLeaves, hierarchies);
    }

    /** What each leaf is a member of, at the levels that a campaign may name; null where no hierarchy has the level. */
    private static Dataset<Row> leaves(Dataset<Row> segmentLeaves, List<Hierarchy> hierarchies) {
        List<String> groups = Campaigns.ITEMS.stream()
                .filter(level -> !level.equals("product_id"))
                .toList();
        Column[] known = Campaigns.PLACES.stream()
                .map(place -> nullif(col(place), lit(SegmentPath.UNKNOWN)).as(place))
                .toArray(Column[]::new);
        return Scopes.members(segmentLeaves, "leaf_segment", concat(Campaigns.PLACES, groups), hierarchies)
                .select(and(
                        and(columns(concat(List.of("leaf_segment"), groups)), known),
                        Scopes.path(groups).as("group_id")))
                .withColumn("place_id", Scopes.path(Campaigns.PLACES));
    }

    /**
     * The panels; {@code cells} is null where nothing was sold in the weeks that count.
     *
     * @param ofCustomers what customers bought, as {@link CustomerCells#sales} tell; null where that is not known
     */
    Dataset<Row> panels(@Nullable Dataset<Row> ofCustomers) {
        Dataset<Row> sold = ofCustomers == null ? ofPlaces() : ofPlaces().unionByName(ofCustomers);
        return starts.withColumn("knows_customers", lit(ofCustomers != null))
                .drop("levels", "unit_level", "items", "paths", "earlier_paths", "all_paths", "held_out", "left_out")
                .join(cells(sold), KEY.toArray(String[]::new), "left");
    }

    /** The sales of each panel in a fixed order. */
    private static Dataset<Row> cells(Dataset<Row> sold) {
        Column[] fields = columns(concat(CELL, MEASURES));
        return RollUp.sums(sold, concat(KEY, CELL), MEASURES)
                .groupBy(columns(KEY))
                .agg(array_sort(collect_list(struct(fields))).as("cells"));
    }

    /** By key: sales of own products and others in places, by part of time and week. */
    private Dataset<Row> ofPlaces() {
        Dataset<Row> ofPlaces = starts.filter(not(col("unit_type").equalTo(CampaignCalendar.CUSTOMER)))
                .withColumn("last_date", coalesce(col("after_through"), col("through_date")));
        Dataset<Row> sold =
                cube.select("leaf_segment", "product_id").distinct().join(broadcast(leaves), "leaf_segment");
        TreatedItems items = new TreatedItems(ofPlaces, sold, List.of("base_start", "through_date", "last_date"));
        Dataset<Row> places = leaves.select(columns(concat(List.of("place_id"), Campaigns.PLACES)))
                .distinct();
        Dataset<Row> units = TreatedPlaces.of(ofPlaces, places, items.rivals());
        return cube.withColumn("member_count", lit(0L))
                .select(columns(concat(List.of("order_date", "leaf_segment", "product_id"), MEASURES)))
                .join(broadcast(leaves.select("leaf_segment", "place_id", "group_id")), "leaf_segment")
                .join(items.watched(), TreatedItems.ITEM.toArray(String[]::new))
                .filter(col("order_date").between(col("base_start"), col("last_date")))
                .join(units, concat(KEY, List.of("place_id")).toArray(String[]::new))
                .select(and(
                        columns(concat(KEY, List.of("unit", "is_treated", "is_disturbed", "is_own"))),
                        and(columns(MEASURES), week().as("week"), part().as("part"))));
    }

    /** The week of a day from the start on; those before are below 0. */
    static Column week() {
        return floor(datediff(col("order_date"), col("start_date")).divide(7)).cast("int");
    }

    /** The part of time that a day lies in. */
    static Column part() {
        return when(col("order_date").lt(col("start_date")), EffectModel.BEFORE)
                .when(col("order_date").leq(col("through_date")), EffectModel.DURING)
                .otherwise(EffectModel.AFTER);
    }
}
