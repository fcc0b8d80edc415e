package almanac.market.campaign;

import static almanac.market.campaign.CampaignCalendar.KEY;
import static almanac.market.campaign.CampaignCalendar.and;
import static almanac.market.campaign.CampaignCalendar.columns;
import static almanac.market.campaign.CampaignCalendar.concat;
import static org.apache.spark.sql.functions.arrays_overlap;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import almanac.segment.Scopes;
import almanac.staging.Campaigns;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Which places each start treats, which it is compared with, and where another campaign disturbs it.
 *
 * <p>A place is treated by the first start that names it, and is in no comparison of a later one. Compared with are places that no
 * start treats; where units were held out, these alone. Lots see to it that what else happens reaches both alike, so that
 * nothing disturbs a comparison with what was held out.
 */
final class TreatedPlaces {

    private TreatedPlaces() {}

    /**
     * By start and place: the {@code unit} that it lies in, whether it {@code is_treated}, and whether it {@code is_disturbed}.
     *
     * @param starts rows of {@link Treatments}; those of customers treat no place
     * @param places {@code place_id} and {@link Campaigns#PLACES}, null where not known
     * @param rivals rows of {@link TreatedItems#rivals}
     */
    static Dataset<Row> of(Dataset<Row> starts, Dataset<Row> places, Dataset<Row> rivals) {
        Dataset<Row> scopes = starts.filter(not(col("unit_type").equalTo(CampaignCalendar.CUSTOMER)))
                .join(broadcast(rivals), KEY.toArray(String[]::new), "left");
        Column isHeldOut = isIn("held_out");
        Column id = Treatments.id(col("calendar"), col("campaign_id"), col("start_date"));
        Dataset<Row> roles = places.crossJoin(broadcast(scopes))
                .withColumn("unit", Scopes.at(col("unit_level"), Campaigns.PLACES))
                .filter(col("unit").isNotNull())
                .withColumn("_at", transform(col("levels"), level -> Scopes.at(level, Campaigns.PLACES)))
                .select(and(
                        columns(concat(KEY, List.of("place_id", "unit", "has_holdout", "rivals"))),
                        isHeldOut.as("is_held_out"),
                        not(isHeldOut).and(isIn("paths")).as("starts_here"),
                        not(isHeldOut).and(isIn("earlier_paths")).as("started_before"),
                        not(isHeldOut).and(isIn("all_paths")).as("starts_ever"),
                        isIn("left_out").as("is_left_out")))
                .withColumn("_treats", collect_set(when(col("starts_here"), id)).over(Window.partitionBy("place_id")));
        Column isTreated = col("starts_here").and(not(col("started_before")));
        Column isCompared = not(col("starts_ever")).and(col("is_held_out").or(not(col("has_holdout"))));
        return roles.filter(not(col("is_left_out")).and(isTreated.or(isCompared)))
                .select(and(
                        columns(concat(KEY, List.of("place_id", "unit"))),
                        isTreated.as("is_treated"),
                        not(col("has_holdout"))
                                .and(coalesce(arrays_overlap(col("rivals"), col("_treats")), lit(false)))
                                .as("is_disturbed")));
    }

    /** Whether any of the scopes that a place lies in is one of these. */
    private static Column isIn(String paths) {
        return coalesce(arrays_overlap(col("_at"), col(paths)), lit(false));
    }
}
