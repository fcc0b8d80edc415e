package almanac.market.campaign;

import static almanac.market.campaign.CampaignCalendar.CAMPAIGN;
import static almanac.market.campaign.CampaignCalendar.CUSTOMER;
import static almanac.market.campaign.CampaignCalendar.EXPOSED_PLACE;
import static almanac.market.campaign.CampaignCalendar.columns;
import static almanac.market.campaign.CampaignCalendar.concat;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.staging.CampaignExposures;
import almanac.staging.InputTable;
import almanac.table.Inputs;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The units that exposures name, in place of those of the calendar.
 *
 * <p>Where a campaign names customers, they are its units, and other exposures of it do not count, nor do the places of its rows.
 * Where everything that it names is held out, it treats what its calendar says, without these; of customers all others, from its
 * first day to its last.
 */
final class ExposedUnits {

    private final Dataset<Row> calendar;

    /** One row per campaign and what it names, with the columns of {@link ExposedPlaces}. */
    private final Dataset<Row> units;

    private ExposedUnits(Dataset<Row> calendar, Dataset<Row> units) {
        this.calendar = calendar;
        this.units = units;
    }

    /** @param calendar rows of {@link CampaignCalendar#campaigns} */
    static ExposedUnits of(Dataset<Row> calendar, Inputs in, Settings settings) {
        Column isTreated = coalesce(col("is_treated"), lit(true));
        // Exposed before the campaign or after it: on its first or last day.
        Column start =
                least(greatest(coalesce(col("exposed_date"), col("first_date")), col("first_date")), col("last_date"));
        Dataset<Row> units = in.get(CampaignExposures.INPUT.spec())
                .filter(col(InputTable.IS_CURRENT))
                .join(
                        broadcast(calendar.filter(col("is_owner"))
                                .select("calendar", "campaign_id", "first_date", "last_date")),
                        "campaign_id")
                .withColumn("is_customer", col("customer_id").isNotNull())
                .withColumn("store_id", when(not(col("is_customer")), col("store_id")))
                .withColumn(
                        "territory_id",
                        when(not(col("is_customer")).and(col("store_id").isNull()), col("territory_id")))
                .groupBy(columns(concat(
                        CAMPAIGN, List.of("is_customer", "customer_id", "store_id", "territory_id", "last_date"))))
                .agg(
                        max(isTreated).as("is_treated"),
                        min(when(isTreated, start).otherwise(col("first_date"))).as("start_date"));
        return new ExposedUnits(calendar, ExposedPlaces.of(settings, in).named(units));
    }

    /** Customers that are named: {@code is_treated} from {@code start_date} to {@code last_date}. */
    Dataset<Row> customers() {
        return units.filter(col("is_customer"))
                .select(columns(concat(CAMPAIGN, List.of("customer_id", "is_treated", "start_date", "last_date"))));
    }

    /** The campaigns of the calendar, in which exposures stand in place of what their rows name. */
    Dataset<Row> campaigns() {
        Dataset<Row> campaigns = calendar.join(broadcast(named()), CAMPAIGN.toArray(String[]::new), "left");
        Column names = coalesce(col("_names_treated"), lit(false));
        Column whole = array(struct(
                col("first_date").as("start_date"),
                col("last_date").as("end_date"),
                lit(null).cast(DailySales.SUM).as("cost_amount"),
                lit(null).cast("bigint").as("named_count"),
                array().cast("array<string>").as("paths")));
        return campaigns
                .withColumns(Map.of(
                        "names_treated", names,
                        "unit_type", coalesce(col("_unit_type"), col("unit_type")),
                        "levels",
                                when(names, col("_levels"))
                                        .otherwise(array_union(col("levels"), coalesce(col("_levels"), array()))),
                        "starts",
                                when(names, col("_starts"))
                                        .when(col("_unit_type").equalTo(CUSTOMER), whole)
                                        .otherwise(col("starts")),
                        "has_holdout", coalesce(col("_held_out_count").gt(0), lit(false)),
                        "named_held_out_count", col("_held_out_count"),
                        "held_out", coalesce(col("_held_out"), col("held_out")),
                        "left_out", coalesce(col("_left_out"), col("left_out"))))
                .select(columns(List.of(calendar.columns())));
    }

    /** One row per campaign that exposures name. */
    private Dataset<Row> named() {
        Column isOfKind = col("_has_customers");
        List<String> start = concat(CAMPAIGN, List.of("is_customer", "is_treated", "start_date", "last_date"));
        Dataset<Row> campaigns = units.select(
                        columns(concat(start, List.of(ExposedPlaces.UNIT, "path", "level", "moved_paths"))))
                .distinct()
                .groupBy(columns(start))
                .agg(
                        collect_set("path").as("paths"),
                        collect_set("level").as("levels"),
                        flatten(collect_list("moved_paths")).as("moved_paths"),
                        count(lit(1)).as("unit_count"))
                .withColumnRenamed("last_date", "end_date")
                .groupBy(columns(CAMPAIGN))
                .agg(collect_list(struct(
                                col("is_customer"),
                                col("is_treated"),
                                col("unit_count"),
                                col("levels"),
                                col("moved_paths"),
                                CampaignCalendar.start(lit(null).cast(DailySales.SUM), col("unit_count"))
                                        .as("start")))
                        .as("_parts"))
                .withColumn("_has_customers", exists(col("_parts"), part -> part.getField("is_customer")))
                .withColumn(
                        "_parts",
                        filter(
                                col("_parts"),
                                part -> part.getField("is_customer").equalTo(isOfKind)));
        Column treated = filter(col("_parts"), part -> part.getField("is_treated"));
        Column heldOut = filter(col("_parts"), part -> not(part.getField("is_treated")));
        return campaigns.select(
                col("calendar"),
                col("campaign_id"),
                when(isOfKind, CUSTOMER).otherwise(EXPOSED_PLACE).as("_unit_type"),
                size(treated).gt(0).as("_names_treated"),
                transform(treated, part -> part.getField("start")).as("_starts"),
                array_distinct(flatten(transform(col("_parts"), part -> part.getField("levels"))))
                        .as("_levels"),
                flatten(transform(heldOut, part -> part.getField("start").getField("paths")))
                        .as("_held_out"),
                flatten(transform(col("_parts"), part -> part.getField("moved_paths")))
                        .as("_left_out"),
                aggregate(heldOut, lit(0L), (sum, part) -> sum.plus(part.getField("unit_count")))
                        .as("_held_out_count"));
    }
}
