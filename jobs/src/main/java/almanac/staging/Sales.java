package almanac.staging;

import static almanac.staging.Types.MONEY;
import static almanac.staging.Types.QUANTITY;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import almanac.table.TableSpec;

/** Order or invoice lines: the one input that the product cannot do without. One row per delivered line. */
public final class Sales {

    /** The input and its rules. */
    public static final InputTable INPUT = InputTable.named("sales", "Own order or invoice lines, as delivered.")
            .required("order_id", StringType, "order or invoice: the basket key")
            .optional(
                    "order_line_id",
                    StringType,
                    "line within the order; where it is not mapped, a hash of the line and its place among equal lines of its file")
            .required("order_date", DateType, "business date")
            .required("product_id", StringType, "product sold")
            .required("quantity", QUANTITY, "units in the base unit of measure; negative for a return")
            .required("net_amount", MONEY, "after discounts, without tax; negative for a return; additive")
            .optional("customer_id", StringType, "customer; null where not known")
            .optional("channel_id", StringType, "sales channel")
            .optional("territory_id", StringType, "sales territory")
            .optional("sales_rep_id", StringType, "sales representative")
            .optional("store_id", StringType, "outlet")
            .optional("currency_code", StringType, Exchange.CURRENCY_DOC)
            .orElse(bounds -> lit(bounds.currency()))
            .optional("list_amount", MONEY, "at list price; additive")
            .optional("discount_amount", MONEY, "discounts on the invoice, positive; additive")
            .optional("off_invoice_amount", MONEY, "rebates and bonuses off the invoice, positive; additive")
            .optional("cost_amount", MONEY, "cost of the goods sold; additive")
            .optional(
                    "is_return",
                    BooleanType,
                    "whether the line takes goods back; where not mapped, whether the quantity is negative")
            .orElse(bounds -> col("quantity").lt(0))
            .optional("original_order_id", StringType, "the order that a return takes back")
            .optional("is_online", BooleanType, "whether it was sold online")
            .optional("promotion_id", StringType, "promotion under which it was sold")
            .optional("campaign_id", StringType, "campaign that it is ascribed to")
            .optional("updated_at", TimestampType, "UTC; decides between rows of one key in one file")
            .key("order_id", "order_line_id")
            .lineId("order_line_id")
            .conserves("net_amount")
            .datedBy("order_date")
            .rule(Rule.dateInRange("order_date"))
            .rule(Rule.sameSign("quantity", "net_amount"))
            .exchanged(
                    "order_date", "net_amount", "list_amount", "discount_amount", "off_invoice_amount", "cost_amount")
            .build();

    /** The staging table. */
    public static final TableSpec SPEC = INPUT.spec();

    private Sales() {}
}
