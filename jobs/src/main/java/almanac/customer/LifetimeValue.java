package almanac.customer;

import static almanac.segment.RollUp.positive;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.CustomerSettings;
import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.LineCosts;
import almanac.segment.RollUp;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What each customer is expected to be worth over the configured horizon, by the models of {@link PurchaseModels}: orders
 * times the value of one, discounted, times the margin where cost is known. How right such values were is in {@link
 * LifetimeValueCalibration}.
 *
 * <p>The margin is that of all customers over the year up to the night: one customer's own, of few orders, is mostly chance.
 */
public final class LifetimeValue implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "lifetime_value")
            .describedAs("Expected orders and value of each customer over the configured horizon.")
            .oneRowPer("customer_id")
            .columnsOf(CustomerDays.SPEC, "customer_id")
            .column("as_of_date", DateType, "the night's date: the last day that is known")
            .column(CustomerHistory.HISTORY_START)
            .columnsOf(CustomerDays.SPEC, "currency_code")
            .columns(OrderHistory.COLUMNS)
            .column(
                    "alive_rate",
                    DoubleType,
                    "probability that the customer has not left for good, 0..1; 1 by definition without repeats; null where"
                            + " order_status is FALLBACK or NONE; non-additive")
            .column("horizon_days", IntegerType, "days after as_of_date over which orders count: a setting")
            .column(
                    "expected_repeat_count",
                    DoubleType,
                    "expected days with an order in the horizon; null where order_status is NONE; additive")
            .column(
                    "order_value_amount",
                    DoubleType,
                    "what a day with an order is expected to be worth, by own repeats, drawn towards all customers; null"
                            + " where value_status is NONE; non-additive")
            .column(
                    "expected_net_amount",
                    DoubleType,
                    "expected_repeat_count * order_value_amount, not discounted; null as these; additive")
            .column("discount_rate", DoubleType, "by how much an amount a year later counts less: a setting")
            .column(
                    "discounted_net_amount",
                    DoubleType,
                    "expected net amount, each part as of as_of_date; null likewise; additive")
            .column(
                    "margin_rate",
                    DoubleType,
                    "margin / net amount of the lines whose cost is known, of all customers in the 365 days up to"
                            + " as_of_date; null where no cost is; the same in every row; non-additive")
            .column(
                    "costed_rate",
                    DoubleType,
                    "how much of the net amount of these days has a cost; null where it is 0; the same in every row;"
                            + " non-additive")
            .column(
                    "value_basis",
                    StringType,
                    "MARGIN: lifetime_value_amount is a margin; NET_AMOUNT: no cost is known, and it is a net amount")
            .column(
                    "lifetime_value_amount",
                    DoubleType,
                    "discounted_net_amount, times margin_rate where value_basis is MARGIN; what was bought before is not"
                            + " in it; null likewise; additive")
            .columnsOf(
                    PurchaseModels.SPEC, "order_status", "order_status_reason", "value_status", "value_status_reason")
            .column(
                    "is_value_independent",
                    BooleanType,
                    "as in customer.purchase_models; null where the correlation is not known")
            .column(
                    "holdout_actual_to_expected_rate",
                    DoubleType,
                    "actual / expected repeats of all customers in the holdout of customer.lifetime_value_calibration: below 1"
                            + " the models expected too much then, and likely do here; null where the history is too short"
                            + " to try them; the same in every row; non-additive")
            .check("alive_is_a_probability", "coalesce(alive_rate, 0.5) BETWEEN 0 AND 1")
            .check("orders_are_not_negative", "coalesce(expected_repeat_count, 0) >= 0")
            .check(
                    "discounted_is_no_more",
                    "discounted_net_amount IS NULL OR discounted_net_amount <= expected_net_amount * 1.000000001")
            .check(
                    "value_unless_none",
                    "(expected_net_amount IS NULL) = (order_status = 'NONE' OR value_status = 'NONE')")
            .check("basis_says_margin", "(value_basis = 'MARGIN') = (margin_rate IS NOT NULL)")
            .build();

    /** The days whose margin and cost stand for those to come. */
    private static final int MARGIN_DAYS = 365;

    private final CustomerSettings settings;

    /** The values of these settings. */
    public LifetimeValue(Settings settings) {
        this.settings = settings.customers();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(CustomerDays.SPEC, PurchaseModels.SPEC, LifetimeValueCalibration.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        return values(
                in.get(CustomerDays.SPEC),
                in.get(PurchaseModels.SPEC),
                in.get(LifetimeValueCalibration.SPEC),
                in.asOf(),
                settings);
    }

    static Dataset<Row> values(
            Dataset<Row> customerDays,
            Dataset<Row> models,
            Dataset<Row> calibration,
            LocalDate asOf,
            CustomerSettings settings) {
        Dataset<Row> outlook = PurchaseOutlook.of(
                OrderHistory.of(customerDays, asOf),
                models.filter(not(col("is_holdout"))),
                settings.horizonDays(),
                settings.discountRate());
        Column value = col("order_value_amount");
        Column hasMargin = col("margin_rate").isNotNull();
        return CustomerHistory.withHistory(outlook, customerDays)
                .crossJoin(broadcast(margin(customerDays, asOf)))
                .crossJoin(broadcast(calibration
                        .filter(col("decile").equalTo(LifetimeValueCalibration.ALL))
                        .agg(max("actual_to_expected_rate").as("holdout_actual_to_expected_rate"))))
                .withColumn("as_of_date", lit(asOf))
                .withColumn("horizon_days", lit(settings.horizonDays()))
                .withColumn("discount_rate", lit(settings.discountRate()))
                .withColumn("expected_net_amount", col("expected_repeat_count").multiply(value))
                .withColumn(
                        "discounted_net_amount", col("discounted_repeat_count").multiply(value))
                .withColumn("value_basis", when(hasMargin, "MARGIN").otherwise("NET_AMOUNT"))
                .withColumn(
                        "lifetime_value_amount",
                        col("discounted_net_amount")
                                .multiply(when(hasMargin, col("margin_rate")).otherwise(1.0)));
    }

    /** One row: margin and known cost of all customers. */
    private static Dataset<Row> margin(Dataset<Row> customerDays, LocalDate asOf) {
        return customerDays
                .filter(col("order_date").between(lit(asOf.minusDays(MARGIN_DAYS - 1)), lit(asOf)))
                .agg(total("net_amount"), total("cost_amount"), total("costed_net_amount"))
                .select(
                        RollUp.ratio(LineCosts.margin(""), positive("costed_net_amount"))
                                .as("margin_rate"),
                        RollUp.ratio(col("costed_net_amount"), col("net_amount"))
                                .as("costed_rate"));
    }

    private static Column total(String amount) {
        return DailySales.total(col(amount)).as(amount);
    }
}
