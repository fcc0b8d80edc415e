package almanac.customer;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.segment.DailySales;
import almanac.segment.RollUp;
import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.staging.Sales;
import almanac.stats.StudentT;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What accounts do not buy though customers like them do. Alike are customers of the same {@code customer_segment} (all, where
 * none is told) and the same fifth by net amount. The value is what the account would spend if the product had the share in it
 * that it has in those customers together, buyers or not.
 *
 * <p>A product is named if it was sold to anybody in the last {@value #SOLD_DAYS} days and if, of at least {@value #FEWEST_PEERS}
 * other customers who are alike, at least {@value #FEWEST_BUYERS} and a fifth bought it; of an account at most the {@value
 * #MOST} of the highest value.
 *
 * <p>That others buy it is evidence that it is of use, not that this account will buy it.
 */
public final class ProductWhitespace implements Table {

    private static final int SOLD_DAYS = 91;
    private static final int FEWEST_PEERS = 20;
    private static final int FEWEST_BUYERS = 5;
    private static final int MOST = 10;
    private static final double LEAST_PENETRATION = 0.2;

    /** Of the standard normal distribution, the value that 5 % are above: bounds of one side at 95 %. */
    private static final double REACH = StudentT.normalQuantile(0.95);

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "product_whitespace")
            .describedAs("Products that an account does not buy and customers like it do, with value and evidence.")
            .oneRowPer("customer_id", "product_id")
            .columnsOf(CustomerDays.SPEC, "customer_id")
            .column("product_id", StringType, "product that the account did not buy in the window, returns taken off")
            .column("as_of_date", DateType, "the night's date: last day of the window of 365 days")
            .columnsOf(CustomerDays.SPEC, "currency_code")
            .column("whitespace_rank", IntegerType, "1 for the highest whitespace_amount of the account")
            .column(
                    "peer_segment",
                    StringType,
                    "customer_segment of the account and those alike; ALL where none is told")
            .column("peer_score", IntegerType, "monetary_score of the account and those alike")
            .column("peer_count", LongType, "other customers who are alike; non-additive")
            .column("peer_buyer_count", LongType, "of these, who bought the product in the window; non-additive")
            .column("penetration_rate", DoubleType, "peer_buyer_count / peer_count, 0..1; non-additive")
            .column(
                    "penetration_rate_low",
                    DoubleType,
                    "95 % lower bound of it (Wilson 1927, doi:10.1080/01621459.1927.10502953); non-additive")
            .column(
                    "peer_product_amount",
                    DailySales.SUM,
                    "net amount of the product with those customers; non-additive")
            .column("peer_net_amount", DailySales.SUM, "net amount of everything with them; non-additive")
            .column("account_net_amount", DailySales.SUM, "net amount of the account in the window")
            .column(
                    "whitespace_amount",
                    DoubleType,
                    "account_net_amount * peer_product_amount / peer_net_amount: a year's net amount, if the account bought"
                            + " like those; not additive: products replace one another")
            .column(
                    "whitespace_amount_low",
                    DoubleType,
                    "the same if only penetration_rate_low of them bought it: times penetration_rate_low /"
                            + " penetration_rate")
            .check("buyers_are_peers", "peer_buyer_count BETWEEN 1 AND peer_count")
            .check("bounds_are_ordered", "penetration_rate_low BETWEEN 0 AND penetration_rate")
            .check("values_are_ordered", "whitespace_amount_low BETWEEN 0 AND whitespace_amount")
            .build();

    private static final String[] PEERS = {"peer_segment", "peer_score"};

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Sales.SPEC, CustomerValue.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(Dimensions.CUSTOMERS.spec());
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return whitespace(in.get(Sales.SPEC), Accounts.ranked(in), in.asOf());
    }

    /** @param customers rows of {@link Accounts#ranked} */
    static Dataset<Row> whitespace(Dataset<Row> sales, Dataset<Row> customers, LocalDate asOf) {
        Dataset<Row> alike = customers
                .filter(col("monetary_score").isNotNull())
                .select(
                        col("customer_id"),
                        coalesce(col("customer_segment"), lit("ALL")).as("peer_segment"),
                        col("monetary_score").as("peer_score"),
                        col("monetary_amount"),
                        col("is_account"));
        Dataset<Row> bought = bought(sales, asOf);
        Dataset<Row> peers = alike.groupBy(col("peer_segment"), col("peer_score"))
                .agg(
                        count(lit(1)).minus(1).as("peer_count"),
                        DailySales.total(col("monetary_amount")).as("_group_amount"));
        Dataset<Row> products = bought.join(alike, "customer_id")
                .groupBy(col("peer_segment"), col("peer_score"), col("product_id"))
                .agg(
                        count(lit(1)).as("peer_buyer_count"),
                        DailySales.total(col("_amount")).as("peer_product_amount"))
                .join(broadcast(sold(sales, asOf)), new String[] {"product_id"}, "left_semi");
        Dataset<Row> missing = alike.filter(
                        col("is_account").and(col("monetary_amount").gt(0)))
                .join(broadcast(peers), PEERS, "inner")
                .filter(col("peer_count").geq(FEWEST_PEERS))
                .join(products, PEERS, "inner")
                .join(bought, new String[] {"customer_id", "product_id"}, "left_anti");
        return ranked(missing)
                .withColumn("as_of_date", lit(asOf))
                .crossJoin(broadcast(customers.agg(max("currency_code").as("currency_code"))));
    }

    /** One row per customer and product of which it bought more than it gave back. */
    private static Dataset<Row> bought(Dataset<Row> sales, LocalDate asOf) {
        return sales.filter(col(InputTable.IS_CURRENT)
                        .and(col("customer_id").isNotNull())
                        .and(col("order_date").between(lit(asOf.minusDays(CustomerValue.WINDOW_DAYS - 1)), lit(asOf))))
                .groupBy("customer_id", "product_id")
                .agg(DailySales.total(col("net_amount")).as("_amount"))
                .filter(col("_amount").gt(0));
    }

    /** Products that are still sold. */
    private static Dataset<Row> sold(Dataset<Row> sales, LocalDate asOf) {
        return sales.filter(col(InputTable.IS_CURRENT)
                        .and(not(coalesce(col("is_return"), lit(false))))
                        .and(col("order_date").gt(lit(asOf.minusDays(SOLD_DAYS))))
                        .and(col("order_date").leq(lit(asOf))))
                .select("product_id")
                .distinct();
    }

    private static Dataset<Row> ranked(Dataset<Row> missing) {
        Column rank = row_number()
                .over(Window.partitionBy("customer_id")
                        .orderBy(col("whitespace_amount").desc(), col("product_id")));
        return missing.withColumn("account_net_amount", col("monetary_amount"))
                .withColumn(
                        "peer_net_amount",
                        col("_group_amount").minus(col("monetary_amount")).cast(DailySales.SUM))
                .withColumn("penetration_rate", RollUp.ratio(col("peer_buyer_count"), col("peer_count")))
                .withColumn("penetration_rate_low", low(col("penetration_rate"), col("peer_count")))
                .withColumn(
                        "whitespace_amount",
                        RollUp.ratio(col("peer_product_amount"), col("peer_net_amount"))
                                .multiply(col("account_net_amount").cast("double")))
                .withColumn(
                        "whitespace_amount_low",
                        col("whitespace_amount")
                                .multiply(RollUp.ratio(col("penetration_rate_low"), col("penetration_rate"))))
                .filter(col("peer_buyer_count")
                        .geq(FEWEST_BUYERS)
                        .and(col("penetration_rate").geq(LEAST_PENETRATION))
                        .and(col("peer_net_amount").gt(0)))
                .withColumn("whitespace_rank", rank)
                .filter(col("whitespace_rank").leq(MOST));
    }

    private static Column low(Column rate, Column number) {
        double square = REACH * REACH;
        Column spread = sqrt(rate.multiply(lit(1.0).minus(rate))
                        .divide(number)
                        .plus(lit(square / 4).divide(number.multiply(number))))
                .multiply(REACH);
        return rate.plus(lit(square / 2).divide(number))
                .minus(spread)
                .divide(lit(1.0).plus(lit(square).divide(number)));
    }
}
