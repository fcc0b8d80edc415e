package almanac.market.campaign;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import almanac.segment.RollUp;
import almanac.segment.SegmentPath;
import almanac.staging.Campaigns;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What treated units and others sold in the weeks before, with and after each campaign: one row per {@link #KEY}, the rows of a
 * campaign that start on one day, with its weeks and the {@code cells} of its panel.
 *
 * <p>Units are as fine as the places that the campaign names: regions where it names regions. A campaign's products are those that
 * any of its rows names, its places likewise. Units that it treats at another time are in no comparison; units that another
 * campaign of the calendar treats meanwhile, with any of the same products, are {@code is_disturbed}.
 *
 * <p>Sales whose place is not known are left out where places are compared: they may be of either kind.
 *
 * <p>The others of a campaign's products are those of the same category, one level above what it names: whether they lost.
 */
final class EffectPanels {

    /** What is judged by itself. */
    static final List<String> KEY = List.of("calendar", "campaign_id", "start_date");

    /** The longest time after a campaign in which sales that it brought forward are looked for. */
    static final int MOST_DAYS_AFTER = 56;

    private static final List<String> CAMPAIGN = List.of("calendar", "campaign_id");
    private static final List<String> MEASURES =
            List.of("net_amount", "sales_units", "costed_net_amount", "cost_amount");
    private static final String SEPARATOR = "\u001f";

    private final Dataset<Row> calendar;
    private final Dataset<Row> leaves;
    private final Dataset<Row> cube;
    private final LocalDate asOf;
    private final int mostBaseWeeks;

    /**
     * @param calendar rows of {@link CampaignCalendar}
     * @param dailySales rows of {@code market.daily_sales}
     * @param segmentLeaves rows of {@code market.segment_leaves}
     * @param mostBaseWeeks how many weeks before a campaign are compared with
     */
    EffectPanels(
            Dataset<Row> calendar,
            Dataset<Row> dailySales,
            Dataset<Row> segmentLeaves,
            LocalDate asOf,
            int mostBaseWeeks) {
        this.calendar = calendar;
        this.leaves = leaves(segmentLeaves);
        this.cube = dailySales.filter(col("order_date").leq(lit(asOf)));
        this.asOf = asOf;
        this.mostBaseWeeks = mostBaseWeeks;
    }

    /** The panels; {@code cells} is null where nothing was sold in the weeks that count. */
    Dataset<Row> panels() {
        Dataset<Row> windows = windows();
        Dataset<Row> members =
                cube.select("leaf_segment", "product_id").distinct().join(leaves, "leaf_segment");
        Dataset<Row> items = itemRoles(members);
        Dataset<Row> places = placeRoles(members);
        Dataset<Row> units = units(windows, places)
                .join(
                        disturbed(windows, items, places).withColumn("is_disturbed", lit(true)),
                        keyAnd("place_id"),
                        "left");
        return windows.join(cells(windows, items, units), key(), "left");
    }

    /** The days of each campaign: {@code base_start}, {@code through_date}, {@code after_through}. */
    private Dataset<Row> windows() {
        Dataset<Row> history = cube.agg(min("order_date").as("history_start"));
        Column weeks = floor(datediff(col("start_date"), col("history_start")).divide(7));
        Column length = datediff(col("end_date"), col("start_date")).plus(1);
        return calendar.groupBy(columns(KEY))
                .agg(max("end_date").as("end_date"))
                .crossJoin(broadcast(history))
                .withColumn(
                        "base_week_count",
                        greatest(lit(0), least(lit(mostBaseWeeks), coalesce(weeks, lit(0L))))
                                .cast("int"))
                .withColumn(
                        "base_start",
                        date_sub(col("start_date"), col("base_week_count").multiply(7)))
                .withColumn("through_date", least(col("end_date"), lit(asOf)))
                .withColumn("is_complete", col("end_date").leq(lit(asOf)))
                .withColumn("_after_end", date_add(col("end_date"), least(length, lit(MOST_DAYS_AFTER))))
                .withColumn("after_through", when(col("end_date").lt(lit(asOf)), least(col("_after_end"), lit(asOf))))
                .withColumn("is_after_complete", col("_after_end").leq(lit(asOf)))
                .drop("_after_end", "history_start");
    }

    /** What each leaf is a member of, at the levels that a campaign may name; null where no hierarchy has the level. */
    private static Dataset<Row> leaves(Dataset<Row> segmentLeaves) {
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
    private Dataset<Row> itemRoles(Dataset<Row> members) {
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

    /** By campaign and place: the {@code unit} that it lies in, and the {@code starts} of the campaign there, if any. */
    private Dataset<Row> placeRoles(Dataset<Row> members) {
        Dataset<Row> places = members.select(columns(concat(List.of("place_id"), Campaigns.PLACES)))
                .distinct();
        Dataset<Row> scopes = calendar.select(columns(concat(KEY, Campaigns.PLACES)))
                .distinct()
                .transform(rows -> renamed(rows, Campaigns.PLACES));
        List<Column> roles = new ArrayList<>();
        roles.add(
                collect_set(when(matches(Campaigns.PLACES), col("start_date"))).as("starts"));
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
                .select(columns(concat(CAMPAIGN, List.of("place_id", "unit", "starts"))));
    }

    /** By key and place: the unit, and whether it {@code is_treated} from the start on, or never. */
    private static Dataset<Row> units(Dataset<Row> windows, Dataset<Row> places) {
        Column isTreated = array_min(col("starts")).equalTo(col("start_date"));
        return windows.select(columns(KEY))
                .join(places, CAMPAIGN.toArray(String[]::new))
                .withColumn("is_treated", coalesce(isTreated, lit(false)))
                .filter(col("is_treated").or(size(col("starts")).equalTo(0)))
                .drop("starts");
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

    /** By key: the sales of each unit, own products or others, part of time and week, in a fixed order. */
    private Dataset<Row> cells(Dataset<Row> windows, Dataset<Row> items, Dataset<Row> units) {
        Dataset<Row> watched = items.join(
                windows.withColumn("_last", coalesce(col("after_through"), col("through_date")))
                        .select(columns(concat(KEY, List.of("base_start", "through_date", "_last")))),
                CAMPAIGN.toArray(String[]::new));
        Column week =
                floor(datediff(col("order_date"), col("start_date")).divide(7)).cast("int");
        Column part = when(col("order_date").lt(col("start_date")), EffectModel.BEFORE)
                .when(col("order_date").leq(col("through_date")), EffectModel.DURING)
                .otherwise(EffectModel.AFTER);
        List<String> cell = List.of("unit", "is_treated", "is_disturbed", "is_own", "part", "week");
        Dataset<Row> sold = cube.select(columns(concat(List.of("order_date", "leaf_segment", "product_id"), MEASURES)))
                .join(broadcast(leaves.select("leaf_segment", "place_id", "group_id")), "leaf_segment")
                .join(watched, new String[] {"group_id", "product_id"})
                .filter(col("order_date").between(col("base_start"), col("_last")))
                .join(units, keyAnd("place_id"))
                .withColumn("is_disturbed", coalesce(col("is_disturbed"), lit(false)))
                .withColumn("week", week)
                .withColumn("part", part);
        Column[] fields = columns(concat(cell, MEASURES));
        return RollUp.sums(sold, concat(KEY, cell), MEASURES)
                .groupBy(columns(KEY))
                .agg(array_sort(collect_list(struct(fields))).as("cells"));
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

    private static Dataset<Row> renamed(Dataset<Row> rows, List<String> columns) {
        Dataset<Row> renamed = rows;
        for (String column : columns) {
            renamed = renamed.withColumnRenamed(column, "_" + column);
        }
        return renamed;
    }

    private static Column[] columns(List<String> names) {
        return names.stream().map(name -> col(name)).toArray(Column[]::new);
    }

    private static String[] key() {
        return KEY.toArray(String[]::new);
    }

    private static String[] keyAnd(String column) {
        return concat(KEY, List.of(column)).toArray(String[]::new);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
