package almanac.staging;

import static almanac.staging.Types.MONEY;
import static almanac.staging.Types.QUANTITY;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

/** What competitors ask for what stands beside our products. */
public final class CompetitorPrices {

    /** For how many days a price holds that no later one replaces. */
    public static final int DAYS = 35;

    /** The input. */
    public static final InputTable INPUT = InputTable.named(
                    "competitor_prices",
                    "Prices of competitors for what is compared with our products, as seen on a day.")
            .required(
                    "price_date",
                    DateType,
                    "day on which it was seen; it holds until the next one of the same product, competitor and place, at most"
                            + " 35 days")
            .required("product_id", StringType, "our product that it is compared with")
            .required("competitor_id", StringType, "competitor")
            .required("price_amount", MONEY, "price of the competitor's unit, in the reporting currency; non-additive")
            .optional(
                    "uom_per_eq_unit",
                    QUANTITY,
                    "how many base units of our product the competitor's unit equals: 1 where not told")
            .orElse(bounds -> lit(1).cast(QUANTITY))
            .optional(
                    "geography_key",
                    StringType,
                    "where it was seen, as the market names places; everywhere where not told")
            .optional("is_in_stock", BooleanType, "whether it could be bought; a price that could not does not count")
            .optional("currency_code", StringType, "ISO 4217; the reporting currency where not mapped")
            .orElse(bounds -> lit(bounds.currency()))
            .key("price_date", "product_id", "competitor_id", "geography_key")
            .datedBy("price_date")
            .rule(Rule.dateInRange("price_date"))
            .rule(Rule.positive("price_amount"))
            .rule(Rule.positive("uom_per_eq_unit"))
            .rule(Rule.reportingCurrency("currency_code"))
            .build();

    private CompetitorPrices() {}
}
