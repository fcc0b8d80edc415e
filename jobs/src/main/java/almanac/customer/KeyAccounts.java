package almanac.customer;

import static almanac.segment.RollUp.positive;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.segment.DailySales;
import almanac.segment.RollUp;
import almanac.staging.Dimensions;
import almanac.staging.Types;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/**
 * The largest customers and those that are called key accounts: what they buy, how much of all sales hangs on them, whether they
 * are about to leave, and what is left to sell to them. A share of wallet is given only where the input {@code customers} has an
 * estimate of what the account spends with everybody; it is as right as that.
 */
public final class KeyAccounts implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "key_accounts")
            .describedAs(
                    "The 100 largest customers of the last 365 days and every key account: share, wallet, whitespace.")
            .oneRowPer("customer_id")
            .columnsOf(
                    CustomerValue.SPEC,
                    "customer_id",
                    "as_of_date",
                    "window_start",
                    "is_window_complete",
                    "currency_code")
            .column("is_key_account", BooleanType, "whether the input customers says so; null where it says nothing")
            .column("account_rank", IntegerType, "1 for the largest net amount of all customers; null without an order")
            .column("net_amount", DailySales.SUM, "net amount of the window; additive")
            .column(
                    "all_net_amount",
                    DailySales.SUM,
                    "net amount of all customers with an order in the window; the same in every row; non-additive")
            .column(
                    "share_rate",
                    DoubleType,
                    "net_amount / all_net_amount; null where that is not above 0; non-additive")
            .column(
                    "cumulative_share_rate",
                    DoubleType,
                    "share of this and all larger customers; null without a rank; non-additive")
            .column(
                    "base_net_amount",
                    DailySales.SUM,
                    "net amount of the 365 days before; null where the history does not reach back to them; additive")
            .column("change_amount", DailySales.SUM, "net_amount - base_net_amount; null likewise; additive")
            .column(
                    "growth_rate",
                    DoubleType,
                    "change_amount / base_net_amount; null where that is not above 0; non-additive")
            .columnsOf(LapseRisk.SPEC, "lifetime_value_amount", "value_basis", "lapse_rate", "value_at_risk_amount")
            .column("estimated_spend_amount", Types.MONEY, "as the input customers says; null where it says nothing")
            .column(
                    "wallet_rate",
                    DoubleType,
                    "net_amount / estimated_spend_amount; null unless wallet_status is OK; non-additive")
            .column("wallet_gap_amount", DailySales.SUM, "estimated_spend_amount - net_amount; null likewise; additive")
            .column(
                    "wallet_status",
                    StringType,
                    "OK; NO_ESTIMATE; ESTIMATE_TOO_LOW: below net_amount, so that it cannot be right; INCOMPLETE_WINDOW: fewer"
                            + " than 365 days are known")
            .column(
                    "whitespace_products",
                    DataTypes.createArrayType(StringType),
                    "products of customer.product_whitespace, of the highest value first; empty where there is none")
            .column("whitespace_count", IntegerType, "how many these are")
            .column(
                    "whitespace_amount",
                    DoubleType,
                    "the value of the first: products replace one another, so that values do not add up; null without one")
            .check(
                    "shares_are_ordered",
                    "share_rate IS NULL OR cumulative_share_rate IS NULL OR share_rate <="
                            + " cumulative_share_rate + 0.000000001 OR net_amount < 0")
            .check("wallet_only_where_ok", "(wallet_status = 'OK') = (wallet_rate IS NOT NULL)")
            .check("wallet_is_a_share", "coalesce(wallet_rate, 0) <= 1")
            .build();

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(CustomerDays.SPEC, CustomerValue.SPEC, LapseRisk.SPEC, ProductWhitespace.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(Dimensions.CUSTOMERS.spec());
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return accounts(
                Accounts.ranked(in),
                in.get(CustomerDays.SPEC),
                in.get(LapseRisk.SPEC),
                in.get(ProductWhitespace.SPEC),
                in.asOf());
    }

    private static Dataset<Row> accounts(
            Dataset<Row> customers,
            Dataset<Row> customerDays,
            Dataset<Row> risks,
            Dataset<Row> whitespace,
            LocalDate asOf) {
        Dataset<Row> accounts = withShares(customers)
                .filter(col("is_account"))
                .join(base(customerDays, asOf), new String[] {"customer_id"}, "left")
                .join(
                        risks.select(
                                "customer_id",
                                "lifetime_value_amount",
                                "value_basis",
                                "lapse_rate",
                                "value_at_risk_amount"),
                        new String[] {"customer_id"},
                        "left")
                .join(products(whitespace), new String[] {"customer_id"}, "left");
        Dataset<Row> start = customerDays.agg(min("order_date").as("_history_start"));
        return withWallet(withChange(accounts.crossJoin(broadcast(start)), asOf))
                .withColumn("whitespace_products", coalesce(col("whitespace_products"), noProduct()))
                .withColumn("whitespace_count", size(col("whitespace_products")));
    }

    private static Dataset<Row> withShares(Dataset<Row> customers) {
        Column hasRank = col("account_rank").isNotNull();
        Column soFar = sum(when(hasRank, col("monetary_amount")))
                .over(Window.partitionBy(hasRank)
                        .orderBy("account_rank")
                        .rowsBetween(Window.unboundedPreceding(), Window.currentRow()));
        Dataset<Row> all = customers
                .filter(hasRank)
                .agg(DailySales.total(col("monetary_amount")).as("all_net_amount"));
        Column whole = positive("all_net_amount");
        return customers
                .withColumn("_so_far", soFar)
                .crossJoin(broadcast(all))
                .withColumn("net_amount", col("monetary_amount"))
                .withColumn("share_rate", RollUp.ratio(col("net_amount"), whole))
                .withColumn("cumulative_share_rate", when(hasRank, RollUp.ratio(col("_so_far"), whole)));
    }

    /** One row per customer of the year before the window. */
    private static Dataset<Row> base(Dataset<Row> customerDays, LocalDate asOf) {
        LocalDate through = asOf.minusDays(CustomerValue.WINDOW_DAYS);
        return customerDays
                .filter(col("order_date").between(lit(baseStart(asOf)), lit(through)))
                .groupBy("customer_id")
                .agg(DailySales.total(col("net_amount")).as("base_net_amount"));
    }

    private static LocalDate baseStart(LocalDate asOf) {
        return asOf.minusDays(2L * CustomerValue.WINDOW_DAYS - 1);
    }

    private static Dataset<Row> withChange(Dataset<Row> accounts, LocalDate asOf) {
        Column isKnown = col("_history_start").leq(lit(baseStart(asOf)));
        Column base = coalesce(col("base_net_amount"), lit(0).cast(DailySales.SUM));
        return accounts.withColumn("base_net_amount", when(isKnown, base))
                .withColumn(
                        "change_amount",
                        col("net_amount").minus(col("base_net_amount")).cast(DailySales.SUM))
                .withColumn("growth_rate", RollUp.ratio(col("change_amount"), positive("base_net_amount")));
    }

    private static Dataset<Row> withWallet(Dataset<Row> accounts) {
        Column estimate = col("estimated_spend_amount");
        Column isOk = col("wallet_status").equalTo("OK");
        return accounts.withColumn(
                        "wallet_status",
                        when(coalesce(estimate, lit(0)).leq(0), "NO_ESTIMATE")
                                .when(not(col("is_window_complete")), "INCOMPLETE_WINDOW")
                                .when(estimate.lt(col("net_amount")), "ESTIMATE_TOO_LOW")
                                .otherwise("OK"))
                .withColumn(
                        "wallet_rate",
                        when(isOk, RollUp.ratio(greatest(col("net_amount"), lit(0).cast(DailySales.SUM)), estimate)))
                .withColumn(
                        "wallet_gap_amount",
                        when(isOk, estimate.minus(col("net_amount")).cast(DailySales.SUM)));
    }

    private static Dataset<Row> products(Dataset<Row> whitespace) {
        return whitespace
                .groupBy("customer_id")
                .agg(
                        transform(
                                        sort_array(collect_list(struct("whitespace_rank", "product_id"))),
                                        product -> product.getField("product_id"))
                                .as("whitespace_products"),
                        max("whitespace_amount").as("whitespace_amount"));
    }

    private static Column noProduct() {
        return array().cast(DataTypes.createArrayType(StringType));
    }
}
