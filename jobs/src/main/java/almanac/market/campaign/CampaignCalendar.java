package almanac.market.campaign;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import almanac.staging.Campaigns;
import almanac.staging.InputTable;
import almanac.staging.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Campaigns, initiatives and promotions in one shape: when, where ({@link Campaigns#PLACES}) and what ({@link Campaigns#ITEMS}). */
final class CampaignCalendar {

    static final String CAMPAIGN = "CAMPAIGN";
    static final String INITIATIVE = "INITIATIVE";
    static final String PROMOTION = "PROMOTION";

    private CampaignCalendar() {}

    /** The rows of {@code staging.campaigns} or {@code staging.initiatives} that count. */
    static Dataset<Row> of(Dataset<Row> rows, String calendar) {
        return inShape(rows, calendar, "campaign_id", "campaign_name", "campaign_type", "cost_amount");
    }

    /** The rows of {@code staging.promotions} that count, with {@code price_cut_rate}. */
    static Dataset<Row> ofPromotions(Dataset<Row> rows) {
        return inShape(rows, PROMOTION, "promotion_id", "price_cut_rate");
    }

    private static Dataset<Row> inShape(Dataset<Row> rows, String calendar, String id, String... others) {
        List<String> there = Arrays.asList(rows.columns());
        List<Column> columns = new ArrayList<>(
                List.of(lit(calendar).as("calendar"), col(id).as("campaign_id"), col("start_date"), col("end_date")));
        for (String other : others) {
            columns.add(other.equals("cost_amount") ? col(other).cast(Types.MONEY) : col(other));
        }
        Stream.concat(Campaigns.PLACES.stream(), Campaigns.ITEMS.stream())
                .map(scope -> there.contains(scope)
                        ? col(scope)
                        : lit(null).cast("string").as(scope))
                .forEach(columns::add);
        return rows.filter(col(InputTable.IS_CURRENT)).select(columns.toArray(Column[]::new));
    }
}
