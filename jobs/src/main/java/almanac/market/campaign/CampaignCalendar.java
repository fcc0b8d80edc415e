package almanac.market.campaign;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import almanac.segment.DailySales;
import almanac.segment.Scopes;
import almanac.staging.Campaigns;
import almanac.staging.InputTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Campaigns, initiatives and promotions in one shape: one row per {@link #CAMPAIGN}, with
 *
 * <ul>
 *   <li>{@code starts}: its starts, each with its dates, its cost and the {@code paths} of the places that it treats, as in
 *       {@link Scopes}; {@code levels}: the levels of these paths;
 *   <li>{@code items}: the products that any of its rows names, each a structure of {@link Campaigns#ITEMS};
 *   <li>{@code unit_type}, {@code names_treated}, {@code has_holdout}, {@code held_out}, {@code left_out}: what
 *       {@link ExposedUnits} say; places alone, where there are none;
 *   <li>{@code is_owner}: whether an input that knows its identifier alone means this one.
 * </ul>
 *
 * <p>Everything that concerns one campaign is in its one row, because plans in which a calendar meets itself again and again take
 * longer to make than to run.
 */
final class CampaignCalendar {

    /** What all rows of a campaign share. */
    static final List<String> CAMPAIGN = List.of("calendar", "campaign_id");

    /** What is judged by itself: the rows of a campaign that start on one day. */
    static final List<String> KEY = List.of("calendar", "campaign_id", "start_date");

    static final String OF_CAMPAIGNS = "CAMPAIGN";
    static final String OF_INITIATIVES = "INITIATIVE";
    static final String OF_PROMOTIONS = "PROMOTION";

    /** Places as fine as the calendar names them. */
    static final String PLACE = "PLACE";

    /** Places that exposures name. */
    static final String EXPOSED_PLACE = "EXPOSED_PLACE";

    /** Customers that exposures name. */
    static final String CUSTOMER = "CUSTOMER";

    private CampaignCalendar() {}

    /** The rows of {@code staging.campaigns} or {@code staging.initiatives} that count. */
    static Dataset<Row> of(Dataset<Row> rows, String calendar) {
        return inShape(rows, calendar, "campaign_id");
    }

    /** The rows of {@code staging.promotions} that count. */
    static Dataset<Row> ofPromotions(Dataset<Row> rows) {
        return inShape(rows, OF_PROMOTIONS, "promotion_id");
    }

    private static Dataset<Row> inShape(Dataset<Row> rows, String calendar, String id) {
        List<String> there = Arrays.asList(rows.columns());
        List<Column> columns = new ArrayList<>(
                List.of(lit(calendar).as("calendar"), col(id).as("campaign_id"), col("start_date"), col("end_date")));
        Stream.of(Stream.of("campaign_name", "campaign_type"), Campaigns.PLACES.stream(), Campaigns.ITEMS.stream())
                .flatMap(names -> names)
                .map(name -> there.contains(name) ? col(name) : nothing(DataTypes.StringType, name))
                .forEach(columns::add);
        columns.add(
                there.contains("cost_amount")
                        ? col("cost_amount").cast(DailySales.SUM).as("cost_amount")
                        : nothing(DailySales.SUM, "cost_amount"));
        return rows.filter(col(InputTable.IS_CURRENT)).select(columns.toArray(Column[]::new));
    }

    /** The campaigns of such rows, as they are without exposures. */
    static Dataset<Row> campaigns(Dataset<Row> rows) {
        return rows.withColumns(Map.of(
                        "level", Scopes.level(Campaigns.PLACES),
                        "path", Scopes.path(Campaigns.PLACES),
                        "item", struct(columns(Campaigns.ITEMS))))
                .groupBy(columns(KEY))
                .agg(
                        max("end_date").as("end_date"),
                        max("campaign_name").as("campaign_name"),
                        max("campaign_type").as("campaign_type"),
                        DailySales.total(col("cost_amount")).as("cost_amount"),
                        collect_set("level").as("levels"),
                        collect_set("path").as("paths"),
                        collect_set("item").as("items"))
                .groupBy(columns(CAMPAIGN))
                .agg(
                        max("campaign_name").as("campaign_name"),
                        max("campaign_type").as("campaign_type"),
                        DailySales.total(col("cost_amount")).as("cost_amount"),
                        min("start_date").as("first_date"),
                        max("end_date").as("last_date"),
                        all("levels").as("levels"),
                        all("items").as("items"),
                        collect_list(start(col("cost_amount"), lit(null).cast("bigint")))
                                .as("starts"),
                        lit(PLACE).as("unit_type"),
                        lit(false).as("names_treated"),
                        lit(false).as("has_holdout"),
                        lit(null).cast("bigint").as("named_held_out_count"),
                        array().cast("array<string>").as("held_out"),
                        array().cast("array<string>").as("left_out"))
                // What names a campaign by its identifier alone means that of the campaigns before that of the
                // initiatives.
                .withColumn(
                        "is_owner", col("calendar").equalTo(min("calendar").over(Window.partitionBy("campaign_id"))));
    }

    /** A start of a row that has {@code start_date}, {@code end_date} and {@code paths}. */
    static Column start(Column cost, Column named) {
        return struct(
                col("start_date"), col("end_date"), cost.as("cost_amount"), named.as("named_count"), col("paths"));
    }

    private static Column all(String arrays) {
        return array_distinct(flatten(collect_list(arrays)));
    }

    private static Column nothing(DataType type, String name) {
        return lit(null).cast(type).as(name);
    }

    static Column[] columns(List<String> names) {
        return names.stream().map(name -> col(name)).toArray(Column[]::new);
    }

    static Column[] and(Column[] first, Column... second) {
        return Stream.of(first, second).flatMap(Arrays::stream).toArray(Column[]::new);
    }

    static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
