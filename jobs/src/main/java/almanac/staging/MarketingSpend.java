package almanac.staging;

import static almanac.staging.Types.MONEY;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** What was spent on winning customers and selling, by day, sales channel and campaign. */
public final class MarketingSpend {

    /** The kind of spend that is paid to media; every other kind is a cost beside it. */
    public static final String MEDIA = "MEDIA";

    /** The input. */
    public static final InputTable INPUT = InputTable.named(
                    "marketing_spend", "Spend on marketing and selling, by day, sales channel and campaign.")
            .optional("spend_id", StringType, "identifies a row where the other columns of the key do not")
            .required("spend_date", DateType, "day on which it was spent")
            .required("spend_amount", MONEY, "what was spent; additive")
            .optional("currency_code", StringType, Exchange.CURRENCY_DOC)
            .orElse(bounds -> lit(bounds.currency()))
            .optional("channel_id", StringType, "sales channel that it was spent for; null where for all")
            .optional("campaign_id", StringType, "campaign that it was spent for")
            .optional(
                    "spend_type",
                    StringType,
                    "MEDIA for what is paid to media, anything else, such as PEOPLE or TOOLS, for costs beside it; MEDIA"
                            + " where not mapped")
            .orElse(bounds -> lit(MEDIA))
            .key("spend_id", "spend_date", "channel_id", "campaign_id", "spend_type")
            .conserves("spend_amount")
            .datedBy("spend_date")
            .rule(Rule.dateInRange("spend_date"))
            .rule(Rule.notNegative("spend_amount"))
            .exchanged("spend_date", "spend_amount")
            .build();

    private MarketingSpend() {}
}
