package almanac.market.campaign;

import static almanac.market.campaign.CampaignCalendar.and;
import static almanac.market.campaign.CampaignCalendar.columns;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import almanac.segment.Scopes;
import almanac.staging.Campaigns;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The starts of campaigns: one row per {@link CampaignCalendar#KEY}, with the days that are compared and what is treated.
 *
 * <p>Days: {@code base_start} to the day before {@code start_date} are those before, to {@code through_date} those of the campaign
 * that are over, to {@code after_through} those after it; null before it is over. Places: {@code paths} that this start treats,
 * {@code earlier_paths} that an earlier one does, {@code all_paths} of all of them; {@code unit_level} is as fine as any of them.
 */
final class Treatments {

    /** The longest time after a campaign in which sales that it brought forward are looked for. */
    static final int MOST_DAYS_AFTER = 56;

    private static final String SEPARATOR = "\u001f";

    private Treatments() {}

    /**
     * @param campaigns rows of {@link CampaignCalendar#campaigns} or {@link ExposedUnits#campaigns}
     * @param cube rows of {@code market.daily_sales} up to the night's date
     * @param mostBaseWeeks how many weeks before a campaign are compared with
     */
    static Dataset<Row> of(Dataset<Row> campaigns, Dataset<Row> cube, LocalDate asOf, int mostBaseWeeks) {
        Dataset<Row> history = cube.agg(min("order_date").as("history_start"));
        Column weeks = floor(datediff(col("start_date"), col("history_start")).divide(7));
        Column length = datediff(col("end_date"), col("start_date")).plus(1);
        return starts(campaigns)
                .crossJoin(broadcast(history))
                .withColumns(Map.of(
                        "base_week_count",
                                greatest(lit(0), least(lit(mostBaseWeeks), coalesce(weeks, lit(0L))))
                                        .cast("int"),
                        "through_date", least(col("end_date"), lit(asOf)),
                        "is_complete", col("end_date").leq(lit(asOf)),
                        "_after_end", date_add(col("end_date"), least(length, lit(MOST_DAYS_AFTER)))))
                .withColumns(Map.of(
                        "base_start",
                                date_sub(
                                        col("start_date"),
                                        col("base_week_count").multiply(7)),
                        "after_through", when(col("end_date").lt(lit(asOf)), least(col("_after_end"), lit(asOf))),
                        "is_after_complete", col("_after_end").leq(lit(asOf))))
                .drop("_after_end", "history_start");
    }

    private static Dataset<Row> starts(Dataset<Row> campaigns) {
        Column start = col("start");
        Column earlier =
                filter(col("starts"), other -> other.getField("start_date").lt(start.getField("start_date")));
        return campaigns
                .withColumns(Map.of(
                        "start", explode(col("starts")),
                        "unit_level", Scopes.finest(col("levels"), Campaigns.PLACES)))
                .select(and(
                        columns(List.of(
                                "calendar",
                                "campaign_id",
                                "campaign_name",
                                "campaign_type",
                                "is_owner",
                                "unit_type",
                                "names_treated",
                                "has_holdout",
                                "named_held_out_count",
                                "levels",
                                "unit_level",
                                "items",
                                "held_out",
                                "left_out")),
                        col("cost_amount").as("campaign_cost_amount"),
                        col("start.start_date"),
                        col("start.end_date"),
                        col("start.cost_amount").as("start_cost_amount"),
                        col("start.named_count").as("named_treated_count"),
                        col("start.paths").as("paths"),
                        paths(earlier).as("earlier_paths"),
                        paths(col("starts")).as("all_paths")));
    }

    private static Column paths(Column starts) {
        return flatten(transform(starts, start -> start.getField("paths")));
    }

    /** The key in one column. */
    static Column id(Column calendar, Column campaign, Column start) {
        return concat_ws(SEPARATOR, calendar, campaign, start);
    }
}
