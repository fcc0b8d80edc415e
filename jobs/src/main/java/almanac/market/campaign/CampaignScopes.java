package almanac.market.campaign;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.when;

import almanac.segment.SegmentPath;
import almanac.staging.Campaigns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What each campaign treats: which items are its own, which places are its units, and where other campaigns disturb it.
 *
 * <p>A campaign's products are those that any of its rows names, its places likewise.
 */
final class CampaignScopes {

    /** What is judged by itself. */
    static final List<String> KEY = List.of("calendar", "campaign_id", "start_date");

    /** What all rows of a campaign share. */
    static final List<String> CAMPAIGN = List.of("calendar", "campaign_id");

    private static final String SEPARATOR = "\u001f";

    private final Dataset<Row> calendar;
    private final Dataset<Row> members;

    /**
     * @param calendar rows of {@link CampaignCalendar}; those of customers treat no place
     * @param members leaves and products that are sold, with the columns of {@link #leaves}
     */
    CampaignScopes(Dataset<Row> calendar, Dataset<Row> members) {
        this.calendar = calendar.filter(not(col("unit_type").equalTo(CampaignCalendar.CUSTOMER)));
        this.members = members;
    }

    /** What each leaf is a member of, at the levels that a campaign may name; null where no hierarchy has the level. */
    static Dataset<Row> leaves(Dataset<Row> segmentLeaves) {
        List<Column> members = new ArrayList<>();
        Stream.concat(Campaigns.PLACES.stream(), Campaigns.ITEMS.stream())
                .filter(level -> !level.equals("product_id"))
                .map(level ->
                        max(when(col("level").equalTo(level), col("value"))).as(level))
                .forEach(members::add);
        return segmentLeaves
                .select(col("leaf_segment"), explode(col("attributes")))
                .withColumn("level", element_at(split(col("key"), "\\."), -1))
                .groupBy("leaf_segment")
                .agg(members.get(0), members.stream().skip(1).toArray(Column[]::new))
                .withColumn("place_id", id(Campaigns.PLACES))
                .withColumn("group_id", id(Campaigns.ITEMS.subList(0, 3)));
    }

    /** By campaign and item: whether it {@code is_own}, or another of the category. */
    Dataset<Row> items() {
        Dataset<Row> items = members.select(columns(concat(List.of("group_id"), Campaigns.ITEMS)))
                .distinct()
                .withColumn("narrow_family", coalesce(col("category_l2"), col("category_l1")))
                .withColumn("wide_family", col("category_l1"));
        Dataset<Row> scopes = calendar.select(columns(concat(CAMPAIGN, Campaigns.ITEMS)))
                .distinct()
                .transform(rows -> renamed(rows, Campaigns.ITEMS));
        // One level above what the row names; where it names a whole category, or nothing, there is none.
        Column family = when(col("_product_id").isNotNull().or(col("_brand").isNotNull()), col("narrow_family"))
                .when(col("_category_l2").isNotNull(), col("wide_family"));
        Dataset<Row> named = items.join(broadcast(scopes), matches(Campaigns.ITEMS));
        Dataset<Row> own = named.select(columns(concat(CAMPAIGN, List.of("group_id", "product_id"))))
                .distinct();
        Dataset<Row> families = named.withColumn("family", family)
                .filter(col("family").isNotNull())
                .select("calendar", "campaign_id", "family")
                .distinct();
        Dataset<Row> others = items.join(
                        families,
                        col("family")
                                .equalTo(col("narrow_family"))
                                .or(col("family").equalTo(col("wide_family"))))
                .select(columns(concat(CAMPAIGN, List.of("group_id", "product_id"))))
                .distinct()
                .join(own, new String[] {"calendar", "campaign_id", "group_id", "product_id"}, "left_anti");
        return own.withColumn("is_own", lit(true)).unionByName(others.withColumn("is_own", lit(false)));
    }

    /**
     * By campaign and place: the {@code unit} that it lies in, the {@code starts} of the campaign there, if any, and whether it
     * {@code is_control} if there are none: everywhere, or where units were held out.
     */
    Dataset<Row> places() {
        Dataset<Row> places = members.select(columns(concat(List.of("place_id"), Campaigns.PLACES)))
                .distinct();
        Dataset<Row> scopes = calendar.filter(col("is_known_place"))
                .select(columns(concat(concat(KEY, List.of("is_treated")), Campaigns.PLACES)))
                .distinct()
                .transform(rows -> renamed(rows, Campaigns.PLACES));
        List<Column> roles = new ArrayList<>();
        Column isNamed = matches(Campaigns.PLACES);
        roles.add(collect_set(when(isNamed.and(col("is_treated")), col("start_date")))
                .as("starts"));
        roles.add(max(isNamed.and(not(col("is_treated")))).as("is_held_out"));
        roles.add(max(not(col("is_treated"))).as("has_holdout"));
        List<Column> unit = new ArrayList<>();
        Column isKnown = lit(true);
        for (String place : Campaigns.PLACES) {
            roles.add(max(when(col("_" + place).isNotNull(), coalesce(col(place), lit(SegmentPath.UNKNOWN))))
                    .as("_unit_" + place));
            unit.add(col("_unit_" + place));
            isKnown = isKnown.and(not(coalesce(col("_unit_" + place), lit("")).equalTo(SegmentPath.UNKNOWN)));
        }
        return places.crossJoin(broadcast(scopes))
                .groupBy(columns(concat(CAMPAIGN, List.of("place_id"))))
                .agg(roles.get(0), roles.stream().skip(1).toArray(Column[]::new))
                .filter(isKnown)
                .withColumn("unit", concat_ws(">", unit.toArray(Column[]::new)))
                .withColumn(
                        "starts", when(not(col("is_held_out")), col("starts")).otherwise(array()))
                .withColumn("is_control", col("is_held_out").or(not(col("has_holdout"))))
                .select(columns(concat(CAMPAIGN, List.of("place_id", "unit", "starts", "is_control"))));
    }

    /** By key and place: the unit, whether it {@code is_treated} from the start on, or never, and whether it {@code is_disturbed}. */
    Dataset<Row> units(Dataset<Row> windows) {
        Dataset<Row> items = items();
        Dataset<Row> places = places();
        Column isTreated = array_min(col("starts")).equalTo(col("start_date"));
        return windows.select(columns(KEY))
                .join(places, CAMPAIGN.toArray(String[]::new))
                .withColumn("is_treated", coalesce(isTreated, lit(false)))
                .filter(col("is_treated").or(size(col("starts")).equalTo(0).and(col("is_control"))))
                .drop("starts", "is_control")
                .join(
                        disturbed(windows, items, places).withColumn("is_disturbed", lit(true)),
                        concat(KEY, List.of("place_id")).toArray(String[]::new),
                        "left")
                .withColumn("is_disturbed", coalesce(col("is_disturbed"), lit(false)));
    }

    /** By key and place: where another campaign of the calendar meanwhile treats any of the same products. */
    private static Dataset<Row> disturbed(Dataset<Row> windows, Dataset<Row> items, Dataset<Row> places) {
        Dataset<Row> own = items.filter(col("is_own")).drop("is_own");
        Dataset<Row> others = renamed(own, CAMPAIGN);
        Column isAnother = not(
                col("calendar").equalTo(col("_calendar")).and(col("campaign_id").equalTo(col("_campaign_id"))));
        Dataset<Row> alike = own.join(others, new String[] {"group_id", "product_id"})
                .filter(isAnother)
                .select("calendar", "campaign_id", "_calendar", "_campaign_id")
                .distinct();
        Dataset<Row> days = windows.select(columns(concat(KEY, List.of("through_date"))));
        Dataset<Row> meanwhile = alike.join(days, CAMPAIGN.toArray(String[]::new))
                .join(renamed(days, concat(KEY, List.of("through_date"))), new String[] {"_calendar", "_campaign_id"})
                .filter(col("start_date")
                        .leq(col("_through_date"))
                        .and(col("_start_date").leq(col("through_date"))));
        return meanwhile
                .join(
                        renamed(places.select("calendar", "campaign_id", "place_id", "starts"), CAMPAIGN),
                        new String[] {"_calendar", "_campaign_id"})
                .filter(array_contains(col("starts"), col("_start_date")))
                .select(columns(concat(KEY, List.of("place_id"))))
                .distinct();
    }

    /** Whether a member is what a scope names; what it does not name, every member is. */
    private static Column matches(List<String> levels) {
        Column matches = lit(true);
        for (String level : levels) {
            matches = matches.and(col("_" + level)
                    .isNull()
                    .or(coalesce(col(level).equalTo(col("_" + level)), lit(false))));
        }
        return matches;
    }

    private static Column id(List<String> levels) {
        return concat_ws(
                SEPARATOR,
                levels.stream().map(level -> coalesce(col(level), lit(""))).toArray(Column[]::new));
    }

    static Dataset<Row> renamed(Dataset<Row> rows, List<String> columns) {
        Dataset<Row> renamed = rows;
        for (String column : columns) {
            renamed = renamed.withColumnRenamed(column, "_" + column);
        }
        return renamed;
    }

    static Column[] columns(List<String> names) {
        return names.stream().map(name -> col(name)).toArray(Column[]::new);
    }

    static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
