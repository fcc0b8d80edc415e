package almanac.market.campaign;

import static almanac.market.campaign.CampaignScopes.CAMPAIGN;
import static almanac.market.campaign.CampaignScopes.KEY;
import static almanac.market.campaign.CampaignScopes.columns;
import static almanac.market.campaign.CampaignScopes.concat;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import almanac.config.Hierarchy;
import almanac.config.LevelRef;
import almanac.config.Settings;
import almanac.staging.CampaignExposures;
import almanac.staging.Campaigns;
import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.table.Inputs;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The units that exposures name, in place of those of the calendar: one row per campaign and unit, with {@code is_treated} and the
 * {@code start_date} from which it is.
 *
 * <p>Where a campaign names customers, they are its units, and other exposures of it do not count. Where everything that it names
 * is held out, it treats what its calendar says, without these.
 */
final class ExposedUnits {

    private final Dataset<Row> calendar;
    private final Dataset<Row> units;
    private final Dataset<Row> campaigns;

    private ExposedUnits(Dataset<Row> calendar, Dataset<Row> units) {
        this.calendar = calendar;
        this.units = units;
        this.campaigns = units.groupBy(columns(CAMPAIGN))
                .agg(
                        max("unit_type").as("_unit_type"),
                        max("is_treated").as("names_treated"),
                        count_if(not(col("is_treated"))).as("named_held_out_count"));
    }

    /** @param calendar rows of {@link CampaignCalendar} */
    static ExposedUnits of(Dataset<Row> calendar, Inputs in, Settings settings) {
        Dataset<Row> spans = calendar.groupBy(columns(CAMPAIGN))
                .agg(min("start_date").as("_first"), max("end_date").as("end_date"));
        Dataset<Row> named = in.get(CampaignExposures.INPUT.spec())
                .filter(col(InputTable.IS_CURRENT))
                .join(broadcast(spans), "campaign_id");
        Dataset<Row> kinds = named.groupBy(columns(CAMPAIGN))
                .agg(max(col("customer_id").isNotNull()).as("_has_customers"));
        Column isPlace = not(col("_has_customers"));
        Column isTreated = coalesce(col("is_treated"), lit(true));
        // Exposed before the campaign or after it: on its first or last day.
        Column start = least(greatest(coalesce(col("exposed_date"), col("_first")), col("_first")), col("end_date"));
        Dataset<Row> units = named.join(broadcast(kinds), CAMPAIGN.toArray(String[]::new))
                .filter(isPlace.or(col("customer_id").isNotNull()))
                .withColumn("store_id", when(isPlace, col("store_id")))
                .withColumn("territory_id", when(isPlace, col("territory_id")))
                .withColumn(
                        "unit_type",
                        when(isPlace, CampaignCalendar.EXPOSED_PLACE).otherwise(CampaignCalendar.CUSTOMER))
                .groupBy(columns(
                        concat(CAMPAIGN, List.of("unit_type", "customer_id", "store_id", "territory_id", "end_date"))))
                .agg(
                        max(isTreated).as("is_treated"),
                        min(when(isTreated, start).otherwise(col("_first"))).as("start_date"));
        return new ExposedUnits(calendar, withPlaces(units, in, settings));
    }

    /** Customers that are named, by campaign: {@code is_treated} and {@code start_date}. */
    Dataset<Row> customers() {
        return units.filter(col("customer_id").isNotNull())
                .select(columns(concat(CAMPAIGN, List.of("customer_id", "is_treated", "start_date"))));
    }

    /** By campaign: whether any unit {@code names_treated}, and {@code named_held_out_count}. */
    Dataset<Row> campaigns() {
        return campaigns.drop("_unit_type");
    }

    /** By key: {@code named_treated_count}. */
    Dataset<Row> starts() {
        return units.filter(col("is_treated"))
                .groupBy(columns(KEY))
                .agg(count(lit(1)).as("named_treated_count"));
    }

    /** The calendar, in which exposures stand in place of the rows of their campaigns. */
    Dataset<Row> calendar() {
        Dataset<Row> unnamed = calendar.join(broadcast(campaigns), CAMPAIGN.toArray(String[]::new), "left")
                .filter(not(coalesce(col("names_treated"), lit(false))))
                .withColumn("unit_type", coalesce(col("_unit_type"), col("unit_type")))
                .select(columns(List.of(calendar.columns())));
        Dataset<Row> items =
                calendar.select(columns(concat(CAMPAIGN, Campaigns.ITEMS))).distinct();
        Dataset<Row> places = units.filter(col("customer_id").isNull())
                .join(broadcast(items), CAMPAIGN.toArray(String[]::new))
                .select(columns(List.of(calendar.columns())));
        Dataset<Row> customers = units.filter(col("customer_id").isNotNull().and(col("is_treated")))
                .select(columns(concat(KEY, List.of("end_date", "unit_type", "is_treated", "is_known_place"))))
                .distinct();
        return unnamed.unionByName(places).unionByName(customers, true);
    }

    /**
     * Names stores as the hierarchies do. A store that the dimension does not know keeps its identifier and lies in no segment:
     * {@code is_known_place} is false.
     */
    private static Dataset<Row> withPlaces(Dataset<Row> units, Inputs in, Settings settings) {
        List<String> levels = storeLevels(settings);
        List<String> told =
                levels.stream().filter(level -> !level.equals("store_id")).toList();
        Dataset<Row> named = units;
        if (!told.isEmpty() && in.has(Dimensions.STORES.spec())) {
            named = units.join(
                    Dimensions.latest(
                            in.get(Dimensions.STORES.spec()), in.asOf(), "store_id", told.toArray(String[]::new)),
                    new String[] {"store_id"},
                    "left");
        }
        for (String place : Campaigns.PLACES) {
            if (!List.of(named.columns()).contains(place)) {
                named = named.withColumn(place, lit(null).cast("string"));
            }
        }
        Column isKnown = levels.isEmpty()
                ? lit(false)
                : col(levels.get(levels.size() - 1)).isNotNull();
        return named.withColumn("is_known_place", col("store_id").isNull().or(isKnown))
                .withColumn(
                        "store_id",
                        levels.contains("store_id")
                                ? col("store_id")
                                : lit(null).cast("string"));
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
}
