package almanac.market;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.ProductLevels;
import almanac.segment.SegmentLeaves;
import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.staging.Sales;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * How products did after their launch, at certain ages from one week to a year: what was sold, who tried them, who came back,
 * where they were sold, and what earlier launches had sold by then. Of which products the launch is known, {@link Launches} says.
 *
 * <p>A row is there once its age is over: every number is final but for late deliveries. Whether a customer comes back is asked
 * only of those who first bought at least {@value #REPEAT_DAYS} days before the age was reached; of the others it is not known
 * yet, and counting them would take the youngest for unfaithful.
 */
public final class NewProducts implements Table {

    private static final int REPEAT_DAYS = 91;
    private static final int FEWEST_FOLLOWED = 20;

    /** The ages that are told, in weeks. */
    private static final int[] AGES = {1, 2, 3, 4, 6, 8, 10, 13, 17, 21, 26, 39, 52};

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "new_products")
            .describedAs(
                    "Products since their launch: sales, trial, repeat, distribution, and earlier launches as old.")
            .oneRowPer("product_id", "weeks_since_launch")
            .column("product_id", StringType, "product of which the history has seen the first sale")
            .column("weeks_since_launch", IntegerType, "whole weeks from the first sale: 1, 2, 3, 4, 6, 8, 10, 13 … 52")
            .column("group_segment", StringType, "the finest group of products in market.segments; null without one")
            .column("first_sale_date", DateType, "first day with a sale")
            .column("launch_date", DateType, "as the input products says; null where it does not")
            .column("through_date", DateType, "last day counted: first_sale_date + 7 * weeks_since_launch - 1")
            .column("is_latest", BooleanType, "whether it is the last row of the product so far")
            .columnsOf(DailySales.SPEC, "currency_code")
            .column(
                    "cumulative_net_amount",
                    DailySales.SUM,
                    "net amount from the launch to through_date; additive over products of one age")
            .column("cumulative_units", DailySales.SUM, "units likewise; additive over products of one age")
            .column(
                    "analogue_basis",
                    StringType,
                    "GROUP: compared with earlier launches of group_segment; ALL: with all earlier launches, since the group"
                            + " has fewer than 5; TOO_FEW: with none, since there are fewer than 5")
            .column("analogue_count", IntegerType, "earlier launches that are as old by now; non-additive")
            .column("analogue_p25", DoubleType, "of their cumulative_net_amount at that age, the lower quartile")
            .column("analogue_p50", DoubleType, "the median; non-additive")
            .column("analogue_p75", DoubleType, "the upper quartile; non-additive")
            .column(
                    "analogue_index",
                    DoubleType,
                    "cumulative_net_amount / analogue_p50; null where that is not above 0; non-additive")
            .column(
                    "analogue_position",
                    StringType,
                    "BELOW the lower quartile, WITHIN the quartiles, or ABOVE the upper one; null where TOO_FEW")
            .column(
                    "trial_customer_count",
                    LongType,
                    "known customers who bought it by then; null where no customer is known; non-additive")
            .column(
                    "followed_customer_count",
                    LongType,
                    "of these, who first bought it at least 91 days before the end of through_date; the others are censored"
                            + " on the right; null likewise; non-additive")
            .column(
                    "repeat_customer_count",
                    LongType,
                    "of the followed, who bought it on another day within 91 days; null likewise; non-additive")
            .column(
                    "repeat_rate",
                    DoubleType,
                    "repeat_customer_count / followed_customer_count; null where nobody was followed; non-additive")
            .column("is_repeat_known", BooleanType, "whether at least 20 customers were followed")
            .column(
                    "outlet_count",
                    LongType,
                    "outlets that had sold it by then, of those that the input stores has, where there is one; null where no outlet is known; non-additive")
            .column(
                    "known_outlet_count",
                    LongType,
                    "outlets that had sold anything by then, closed ones among them; null likewise; non-additive")
            .column(
                    "distribution_rate",
                    DoubleType,
                    "outlet_count / known_outlet_count, at most 1; null likewise; non-additive")
            .check("through_follows_from_age", "through_date = date_add(first_sale_date, 7 * weeks_since_launch - 1)")
            .check(
                    "repeaters_were_followed",
                    "trial_customer_count IS NULL OR (repeat_customer_count <= followed_customer_count AND"
                            + " followed_customer_count <= trial_customer_count)")
            .check(
                    "quartiles_are_ordered",
                    "analogue_p50 IS NULL OR analogue_p50 BETWEEN analogue_p25 AND analogue_p75")
            .check("too_few_say_nothing", "(analogue_basis = 'TOO_FEW') = (analogue_p50 IS NULL)")
            .check("distribution_in_range", "coalesce(distribution_rate, 0) BETWEEN 0 AND 1")
            .build();

    private static final String[] KEY = {"product_id", "weeks_since_launch"};

    private final ProductLevels levels;
    private final String currency;

    /** The new products of these settings. */
    public NewProducts(Settings settings) {
        this.levels = new ProductLevels(settings);
        this.currency = settings.currency();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Sales.SPEC, DailySales.SPEC, SegmentLeaves.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(Dimensions.PRODUCTS.spec(), Dimensions.STORES.spec());
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> launches = Launches.of(in, levels);
        Dataset<Row> ages = ages(launches, in.asOf());
        Dataset<Row> curves = Analogues.beside(amounts(in.get(DailySales.SPEC), ages));
        Dataset<Row> selling = in.get(Sales.SPEC)
                .filter(col(InputTable.IS_CURRENT)
                        .and(not(coalesce(col("is_return"), lit(false))))
                        .and(col("order_date").leq(lit(in.asOf()))));
        Dataset<Row> inOutlets =
                Distribution.inKnownOutlets(selling.filter(col("store_id").isNotNull()), in);
        return reported(curves.join(trial(selling, launches, ages), KEY, "left")
                        .join(outlets(inOutlets, launches, ages), KEY, "left")
                        .join(knownOutlets(inOutlets, ages), new String[] {"through_date"}, "left"))
                .withColumn("currency_code", lit(currency));
    }

    /** One row per product and age that is over. */
    private static Dataset<Row> ages(Dataset<Row> launches, LocalDate asOf) {
        Column[] ages = IntStream.of(AGES).mapToObj(age -> lit(age)).toArray(Column[]::new);
        return launches.withColumn("weeks_since_launch", explode(array(ages)))
                .withColumn(
                        "through_date",
                        date_add(
                                col("first_sale_date"),
                                col("weeks_since_launch").multiply(7).minus(1)))
                .filter(col("through_date").leq(lit(asOf)));
    }

    private static Dataset<Row> amounts(Dataset<Row> dailySales, Dataset<Row> ages) {
        Dataset<Row> days = dailySales
                .groupBy("product_id", "order_date")
                .agg(
                        DailySales.total(col("net_amount")).as("net_amount"),
                        DailySales.total(col("sales_units")).as("sales_units"));
        return ages.join(days, "product_id")
                .filter(col("order_date").between(col("first_sale_date"), col("through_date")))
                .groupBy(
                        "product_id",
                        "weeks_since_launch",
                        "through_date",
                        "first_sale_date",
                        "group_segment",
                        "launch_date")
                .agg(
                        DailySales.total(col("net_amount")).as("cumulative_net_amount"),
                        DailySales.total(col("sales_units")).as("cumulative_units"));
    }

    /** Customers by the days of their first and second purchase, in days from the launch. */
    private static Dataset<Row> trial(Dataset<Row> selling, Dataset<Row> launches, Dataset<Row> ages) {
        Column days = array_sort(collect_set(datediff(col("order_date"), col("first_sale_date"))));
        Dataset<Row> customers = selling.filter(col("customer_id").isNotNull())
                .select("product_id", "customer_id", "order_date")
                .join(broadcast(launches), "product_id")
                .groupBy("product_id", "customer_id")
                .agg(days.as("_days"))
                .select(
                        col("product_id"),
                        get(col("_days"), lit(0)).as("_first"),
                        get(col("_days"), lit(1)).as("_second"))
                .groupBy("product_id", "_first", "_second")
                .agg(count(lit(1)).as("_customers"));
        Column age = col("weeks_since_launch").multiply(7);
        Column isFollowed = col("_first").plus(REPEAT_DAYS).lt(age);
        Column isBack = col("_second").minus(col("_first")).leq(REPEAT_DAYS);
        return ages.select("product_id", "weeks_since_launch")
                .join(customers, "product_id")
                .filter(col("_first").lt(age))
                .groupBy("product_id", "weeks_since_launch")
                .agg(
                        sum("_customers").as("trial_customer_count"),
                        customers(isFollowed).as("followed_customer_count"),
                        customers(isFollowed.and(isBack)).as("repeat_customer_count"));
    }

    private static Column customers(Column condition) {
        return sum(when(condition, col("_customers")).otherwise(0L));
    }

    private static Dataset<Row> outlets(Dataset<Row> selling, Dataset<Row> launches, Dataset<Row> ages) {
        Dataset<Row> firsts = selling.select("product_id", "store_id", "order_date")
                .join(broadcast(launches.select("product_id")), "product_id")
                .groupBy("product_id", "store_id")
                .agg(min("order_date").as("_first_date"));
        return ages.select("product_id", "weeks_since_launch", "through_date")
                .join(firsts, "product_id")
                .groupBy("product_id", "weeks_since_launch")
                .agg(count_if(col("_first_date").leq(col("through_date"))).as("outlet_count"));
    }

    /** Outlets that had sold anything by each {@code through_date}. */
    private static Dataset<Row> knownOutlets(Dataset<Row> selling, Dataset<Row> ages) {
        Dataset<Row> openings = selling.groupBy("store_id")
                .agg(min("order_date").as("_first_date"))
                .groupBy("_first_date")
                .agg(count(lit(1)).as("_outlets"));
        return ages.select("through_date")
                .distinct()
                .join(broadcast(openings), col("_first_date").leq(col("through_date")))
                .groupBy("through_date")
                .agg(sum("_outlets").as("known_outlet_count"));
    }

    private static Dataset<Row> reported(Dataset<Row> rows) {
        Column amount = col("cumulative_net_amount").cast(DoubleType);
        Column latest = max("weeks_since_launch").over(Window.partitionBy("product_id"));
        return rows.withColumn("is_latest", col("weeks_since_launch").equalTo(latest))
                .withColumn("analogue_index", ratio(amount, positive("analogue_p50")))
                .withColumn(
                        "analogue_position",
                        when(amount.lt(col("analogue_p25")), "BELOW")
                                .when(amount.gt(col("analogue_p75")), "ABOVE")
                                .when(col("analogue_p50").isNotNull(), "WITHIN"))
                .withColumn("repeat_rate", ratio(col("repeat_customer_count"), col("followed_customer_count")))
                .withColumn(
                        "is_repeat_known",
                        coalesce(col("followed_customer_count").geq(FEWEST_FOLLOWED), lit(false)))
                .withColumn("distribution_rate", ratio(col("outlet_count"), col("known_outlet_count")));
    }
}
