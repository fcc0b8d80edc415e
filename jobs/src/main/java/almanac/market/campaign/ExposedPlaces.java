package almanac.market.campaign;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import almanac.config.Hierarchy;
import almanac.config.LevelRef;
import almanac.config.Settings;
import almanac.segment.Scopes;
import almanac.staging.Campaigns;
import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.table.Inputs;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Where the stores and territories lie that exposures name, in the words of the hierarchies: sales know no stores beside these.
 *
 * <p>A store is its own level where there is one; else it is what the dimension says of it. If that changes in the days that are
 * compared, its sales lie in several places, of which none shows what it did: it is in no comparison, neither treated nor another.
 */
final class ExposedPlaces {

    /** What counts as one unit: two stores of one place are one. */
    static final String UNIT = "unit";

    private static final Column NOWHERE = array().cast("array<string>");
    private static final String PLACES = "array<struct<from:date,path:string,level:string>>";

    /** Before every date that holds. */
    private static final LocalDate ALWAYS = LocalDate.of(1, 1, 1);

    private static final int DAYS_BEFORE = 7 * CampaignEffects.MOST_BASE_WEEKS;

    /** One row per store: its {@code _places} by the days from which they hold; null where stores tell nothing. */
    private final @Nullable Dataset<Row> stores;

    private final boolean isLevel;

    private ExposedPlaces(@Nullable Dataset<Row> stores, boolean isLevel) {
        this.stores = stores;
        this.isLevel = isLevel;
    }

    static ExposedPlaces of(Settings settings, Inputs in) {
        List<String> levels = storeLevels(settings);
        if (levels.contains("store_id")) {
            return new ExposedPlaces(null, true);
        }
        return new ExposedPlaces(
                levels.isEmpty() || !in.has(Dimensions.STORES.spec()) ? null : stores(levels, in), false);
    }

    private static Dataset<Row> stores(List<String> levels, Inputs in) {
        Column from = coalesce(col("effective_from"), lit(ALWAYS)).as("from");
        return in.get(Dimensions.STORES.spec())
                .filter(col(InputTable.IS_CURRENT)
                        .and(col(levels.get(levels.size() - 1)).isNotNull()))
                .groupBy("store_id")
                .agg(array_sort(collect_set(struct(
                                from,
                                Scopes.path(levels).as("path"),
                                Scopes.level(levels).as("level"))))
                        .as("_places"));
    }

    /** The levels of hierarchies that a store lies in, from coarse to fine. */
    private static List<String> storeLevels(Settings settings) {
        List<String> levels = settings.hierarchies().stream()
                .map(Hierarchy::levels)
                .flatMap(List::stream)
                .filter(level ->
                        level.table().equals("stores") || level.column().equals("store_id"))
                .map(LevelRef::column)
                .toList();
        return Campaigns.PLACES.stream().filter(levels::contains).toList();
    }

    /**
     * Adds the {@link #UNIT}, and the {@code path} and {@code level} of the place that it lies in, as in {@link Scopes}, or the {@code moved_paths}
     * of a store that has moved; none of them for customers and for stores that nobody knows.
     *
     * @param units with {@code customer_id}, {@code store_id}, {@code territory_id}: one of them, the others null
     */
    Dataset<Row> named(Dataset<Row> units) {
        Dataset<Row> known = stores == null
                ? units.withColumn(
                        "_places", isLevel ? array(itself()) : lit(null).cast(PLACES))
                : units.join(stores, new String[] {"store_id"}, "left");
        Column paths = array_distinct(transform(during(), place -> place.getField("path")));
        Column isStore = col("store_id").isNotNull();
        Column isTerritory = col("territory_id").isNotNull();
        Column path = when(
                        isStore,
                        when(size(col("_paths")).equalTo(1), col("_paths").getItem(0)))
                .when(isTerritory, Scopes.path(List.of("territory_id")));
        Column level = when(isStore, during().getItem(0).getField("level"))
                .when(isTerritory, Scopes.level(List.of("territory_id")));
        return known.withColumn("_paths", coalesce(paths, NOWHERE))
                .withColumns(Map.of(
                        "path",
                        path,
                        "level",
                        when(path.isNotNull(), level),
                        "moved_paths",
                        when(size(col("_paths")).gt(1), col("_paths")).otherwise(NOWHERE),
                        UNIT,
                        coalesce(path, concat(lit("store_id="), col("store_id")), col("customer_id"))));
    }

    /** The places that hold on any day that is compared. */
    private static Column during() {
        Column first = date_sub(col("start_date"), DAYS_BEFORE);
        Column last = date_add(col("last_date"), Treatments.MOST_DAYS_AFTER);
        return filter(col("_places"), (place, i) -> {
            Column next = get(col("_places"), i.plus(1)).getField("from");
            return place.getField("from").leq(last).and(next.isNull().or(next.gt(first)));
        });
    }

    private static Column itself() {
        return struct(
                lit(ALWAYS).as("from"),
                Scopes.path(List.of("store_id")).as("path"),
                Scopes.level(List.of("store_id")).as("level"));
    }
}
