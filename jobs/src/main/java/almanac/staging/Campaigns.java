package almanac.staging;

import static almanac.staging.Types.MONEY;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.util.List;

/**
 * What was done to sell more, when, and to what: campaigns of marketing, and initiatives of any other kind, such as a new pitch
 * or a change of territories. What a row does not name it treats whole; a campaign may have several rows, and rows that start
 * on different days. Where {@link CampaignExposures} name whom it reaches, they stand for its places.
 */
public final class Campaigns {

    /** The columns that say where, from coarse to fine, each also the name of a level of a hierarchy. */
    public static final List<String> PLACES =
            List.of("country", "region", "city", "territory_id", "store_id", "store_name", "channel_type");

    /** The columns that say what, from coarse to fine: {@code product_id}, or the name of a level of a hierarchy. */
    public static final List<String> ITEMS = List.of("category_l1", "category_l2", "brand", "product_id");

    /** Campaigns. */
    public static final InputTable CAMPAIGNS =
            input("campaigns", "Campaigns: when, where, for which products, and what they cost.");

    /** Initiatives. */
    public static final InputTable INITIATIVES =
            input("initiatives", "Dated initiatives of any kind: when, where, for which products, and what they cost.");

    private Campaigns() {}

    private static InputTable input(String name, String description) {
        InputTable.Builder input = InputTable.named(name, description)
                .required("campaign_id", StringType, "campaign or initiative")
                .required("start_date", DateType, "first day")
                .required("end_date", DateType, "last day; far in the future for what is to stay")
                .optional("campaign_name", StringType, "name")
                .optional("campaign_type", StringType, "kind, such as TV or training")
                .optional(
                        "cost_amount", MONEY, "what this row of it cost, in the reporting currency; additive over rows")
                .optional("currency_code", StringType, "ISO 4217; the reporting currency where not mapped")
                .orElse(bounds -> lit(bounds.currency()));
        for (String place : PLACES) {
            input.optional(place, StringType, "where it runs, if not everywhere; the name of a level of a hierarchy");
        }
        for (String item : ITEMS) {
            input.optional(item, StringType, "what it is for, if not for every product");
        }
        return input.key(
                        "campaign_id",
                        "start_date",
                        "country",
                        "region",
                        "city",
                        "territory_id",
                        "store_id",
                        "store_name",
                        "channel_type",
                        "category_l1",
                        "category_l2",
                        "brand",
                        "product_id")
                .rule(Rule.inOrder("start_date", "end_date"))
                .rule(Rule.notNegative("cost_amount"))
                .rule(Rule.reportingCurrency("currency_code"))
                .build();
    }
}
