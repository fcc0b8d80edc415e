package almanac.market.campaign;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import almanac.staging.Campaigns;
import almanac.staging.InputTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Campaigns, initiatives and promotions in one shape: when, where ({@link Campaigns#PLACES}) and what ({@link Campaigns#ITEMS}).
 *
 * <p>{@code unit_type} says what is compared; rows that are not {@code is_treated} name places that are held out, and
 * those that are not {@code is_known_place} one that no sales are known by.
 */
final class CampaignCalendar {

    static final String CAMPAIGN = "CAMPAIGN";
    static final String INITIATIVE = "INITIATIVE";
    static final String PROMOTION = "PROMOTION";

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
        return inShape(rows, PROMOTION, "promotion_id");
    }

    private static Dataset<Row> inShape(Dataset<Row> rows, String calendar, String id) {
        List<String> there = Arrays.asList(rows.columns());
        List<Column> columns = new ArrayList<>(List.of(
                lit(calendar).as("calendar"),
                col(id).as("campaign_id"),
                col("start_date"),
                col("end_date"),
                lit(PLACE).as("unit_type"),
                lit(true).as("is_treated"),
                lit(true).as("is_known_place")));
        Stream.concat(Campaigns.PLACES.stream(), Campaigns.ITEMS.stream())
                .map(scope -> there.contains(scope)
                        ? col(scope)
                        : lit(null).cast("string").as(scope))
                .forEach(columns::add);
        return rows.filter(col(InputTable.IS_CURRENT)).select(columns.toArray(Column[]::new));
    }
}
