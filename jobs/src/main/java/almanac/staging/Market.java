package almanac.staging;

import static almanac.staging.Types.MONEY;
import static almanac.staging.Types.QUANTITY;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.table.TableSpec;

/**
 * Sales of the whole market by supplier, from a panel, a statistical office or a marketplace. One row per delivered row:
 * a line, or a total for a period, category, geography, channel and supplier.
 */
public final class Market {

    /** The supplier that stands for all others together. */
    public static final String OTHER = "OTHER";

    /** The supplier that stands for the whole market. */
    public static final String TOTAL = "TOTAL";

    /** The input and its rules. */
    public static final InputTable INPUT = InputTable.named("market", "Sales of the market by supplier, as delivered.")
            .optional(
                    "market_line_id",
                    StringType,
                    "identifies a row where period, category, geography, channel and supplier do not")
            .required("period_start", DateType, "first day of the period")
            .optional("period_type", StringType, "day, week, month, quarter or year; day where not mapped")
            .orElse(bounds -> lit("day"))
            .required("category_key", StringType, "category, a member of a hierarchy's level")
            .optional("geography_key", StringType, "geography, a member of a hierarchy's level")
            .optional("channel_key", StringType, "channel, a member of a hierarchy's level")
            .optional(
                    "supplier_id", StringType, "supplier; OTHER for the remainder, TOTAL or null for the whole market")
            .orElse(bounds -> lit(TOTAL))
            .required("sales_amount", MONEY, "sales in the reporting currency; additive")
            .optional("sales_units", QUANTITY, "units in the base unit of measure; additive")
            .optional("is_own", BooleanType, "whether the supplier is ourselves")
            .optional("basis", StringType, "SELL_OUT, SELL_IN or ESTIMATE")
            .optional("currency_code", StringType, "ISO 4217; the reporting currency where not mapped")
            .orElse(bounds -> lit(bounds.currency()))
            .key(
                    "market_line_id",
                    "period_start",
                    "period_type",
                    "category_key",
                    "geography_key",
                    "channel_key",
                    "supplier_id")
            .conserves("sales_amount")
            .datedBy("period_start")
            .rule(Rule.dateInRange("period_start"))
            .rule(Rule.oneOf("period.unknown", "period_type", "day", "week", "month", "quarter", "year"))
            .rule(Rule.oneOf("basis.unknown", "basis", "SELL_OUT", "SELL_IN", "ESTIMATE"))
            .rule(Rule.reportingCurrency("currency_code"))
            .build();

    /** The staging table. */
    public static final TableSpec SPEC = INPUT.spec();

    private Market() {}
}
