package almanac.staging;

import static almanac.staging.Types.MONEY;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What sales refer to. Each is optional; a reference without a row becomes {@code UNKNOWN} and is counted. One row per
 * member, or per member and validity where {@code effective_from} is mapped.
 */
public final class Dimensions {

    /** Products. */
    public static final InputTable PRODUCTS = withValidity(InputTable.named("products", "Products, own and others'.")
                    .required("product_id", StringType, "product")
                    .optional("product_name", StringType, "name")
                    .optional("brand", StringType, "brand")
                    .optional("category_l1", StringType, "category, coarsest level")
                    .optional("category_l2", StringType, "category, second level")
                    .optional("category_l3", StringType, "category, third level")
                    .optional("category_l4", StringType, "category, fourth level")
                    .optional("base_uom", StringType, "base unit of measure")
                    .optional("launch_date", DateType, "first day of sale")
                    .optional("discontinue_date", DateType, "last day of sale")
                    .optional("is_own", BooleanType, "whether it is our own product")
                    .optional("list_price_amount", MONEY, "list price of a base unit")
                    .optional(
                            "standard_cost_amount",
                            MONEY,
                            "standard cost of a base unit, of the days on which the row holds"))
            .key("product_id", "effective_from")
            .build();

    /** Outlets. */
    public static final InputTable STORES = withValidity(InputTable.named("stores", "Outlets.")
                    .required("store_id", StringType, "outlet")
                    .optional("store_name", StringType, "name")
                    .optional("city", StringType, "city")
                    .optional("region", StringType, "region")
                    .optional("country", StringType, "country")
                    .optional("latitude", DoubleType, "degrees north")
                    .optional("longitude", DoubleType, "degrees east")
                    .optional("channel_id", StringType, "channel that it belongs to"))
            .key("store_id", "effective_from")
            .build();

    /** Customers; no personal data is asked for or read. */
    public static final InputTable CUSTOMERS = withValidity(
                    InputTable.named("customers", "Customers, without personal data.")
                            .required("customer_id", StringType, "customer")
                            .optional("customer_segment", StringType, "segment")
                            .optional("industry", StringType, "industry")
                            .optional("size_band", StringType, "size band")
                            .optional("country", StringType, "country")
                            .optional("region", StringType, "region")
                            .optional("acquired_date", DateType, "day of acquisition")
                            .optional("is_key_account", BooleanType, "whether it is a key account")
                            .optional(
                                    "estimated_spend_amount",
                                    MONEY,
                                    "estimate of what the customer spends in a year, with all suppliers, on what we sell"))
            .key("customer_id", "effective_from")
            .build();

    /** Sales channels. */
    public static final InputTable CHANNELS = withValidity(
                    InputTable.named("channels", "Sales channels.")
                            .required("channel_id", StringType, "channel")
                            .optional("channel_name", StringType, "name")
                            .optional("channel_type", StringType, "type")
                            .optional("is_online", BooleanType, "whether it sells online")
                            .optional(
                                    "cost_rate",
                                    DoubleType,
                                    "what the channel itself costs, as a part of its net amount: commissions, fees, payment, delivery"))
            .key("channel_id", "effective_from")
            .build();

    /** Sales territories. */
    public static final InputTable TERRITORIES = withValidity(InputTable.named("territories", "Sales territories.")
                    .required("territory_id", StringType, "territory")
                    .optional("territory_name", StringType, "name")
                    .optional("parent_territory_id", StringType, "the territory above it")
                    .optional("region", StringType, "region")
                    .optional("country", StringType, "country"))
            .key("territory_id", "effective_from")
            .build();

    /** Every dimension. */
    public static final List<InputTable> ALL = List.of(PRODUCTS, STORES, CUSTOMERS, CHANNELS, TERRITORIES);

    /** Before every date that holds. */
    private static final LocalDate ALWAYS = LocalDate.of(1, 1, 1);

    private Dimensions() {}

    /**
     * One row per member: its key, and of some columns what its latest row says that begins by a date. Of rows that begin on one
     * day the largest counts, so that it is the same one every night.
     *
     * @param dimension rows of its staging table
     * @param key the column that names a member
     */
    public static Dataset<Row> latest(Dataset<Row> dimension, LocalDate asOf, String key, String... columns) {
        Column from = coalesce(col("effective_from"), lit(ALWAYS));
        Column[] told = Stream.concat(
                        Stream.of(from.as("_from")), Arrays.stream(columns).map(name -> col(name)))
                .toArray(Column[]::new);
        return dimension
                .filter(col(InputTable.IS_CURRENT).and(from.leq(lit(asOf))))
                .groupBy(key)
                .agg(max(struct(told)).as("_latest"))
                .select(
                        key,
                        Arrays.stream(columns).map(name -> "_latest." + name).toArray(String[]::new));
    }

    /**
     * Adds to each row what the row of its member says that holds on its date; null where none does. A row of a member holds from
     * {@code effective_from} to {@code effective_to}, and at most until the next one of the member begins, so that nothing ever
     * meets two of them: of rows that begin on one day, or have no beginning, the last one in the order of the columns told holds.
     * What a date is told changes with the rows of the dimension alone, not with the night.
     *
     * @param rows rows with a key of the dimension and a date
     * @param dimension rows of its staging table: all of a member, or those that tell what is asked for
     * @param key the column that names a member, in both
     * @param date the date of a row
     * @param told the columns of the dimension by the names that they get
     */
    public static Dataset<Row> onDate(
            Dataset<Row> rows, Dataset<Row> dimension, String key, String date, Map<String, String> told) {
        Map<String, String> inOrder = new TreeMap<>(told);
        Column[] names = inOrder.keySet().stream().map(name -> col(name)).toArray(Column[]::new);
        Column[] kept = Stream.concat(
                        Stream.of(
                                col(key).as("_member"),
                                coalesce(col("effective_from"), lit(ALWAYS)).as("_from"),
                                col("effective_to").as("_to")),
                        inOrder.entrySet().stream()
                                .map(name -> col(name.getValue()).as(name.getKey())))
                .toArray(Column[]::new);
        Column[] order = Stream.concat(Stream.of(col("_from"), col("_to")), Arrays.stream(names))
                .toArray(Column[]::new);
        Column next = lead("_from", 1).over(Window.partitionBy("_member").orderBy(order));
        Dataset<Row> disjoint = dimension
                .filter(col(InputTable.IS_CURRENT))
                .select(kept)
                .withColumn("_to", least(col("_to"), date_sub(next, 1)));
        Column holds = col(key).equalTo(col("_member"))
                .and(col(date).geq(col("_from")))
                .and(col("_to").isNull().or(col(date).leq(col("_to"))));
        return rows.join(disjoint, holds, "left").drop("_member", "_from", "_to");
    }

    private static InputTable.Builder withValidity(InputTable.Builder dimension) {
        return dimension
                .optional("effective_from", DateType, "first day on which the row holds; null where it always does")
                .optional("effective_to", DateType, "last day on which the row holds; null where it still does");
    }
}
