package almanac.staging;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/**
 * Whom a campaign or initiative reaches, where its calendar does not say: stores, territories or customers, and those of them that
 * were held out, so that they can be compared.
 */
public final class CampaignExposures {

    /** The input. */
    public static final InputTable INPUT = InputTable.named(
                    "campaign_exposures",
                    "Stores, territories or customers that a campaign or initiative reaches, or that were held out of it.")
            .required("campaign_id", StringType, "campaign or initiative")
            .optional("store_id", StringType, "outlet")
            .optional("territory_id", StringType, "sales territory")
            .optional("customer_id", StringType, "customer; where a campaign names any, only customers are compared")
            .optional(
                    "is_treated",
                    BooleanType,
                    "false for what was held out, by lot if it is to be believed; true where not mapped")
            .orElse(bounds -> lit(true))
            .optional(
                    "exposed_date",
                    DateType,
                    "day from which it is reached, within the days of the campaign; its first day where not said")
            .key("campaign_id", "store_id", "territory_id", "customer_id")
            .rule(Rule.anyOf("store_id", "territory_id", "customer_id"))
            .build();

    private CampaignExposures() {}
}
