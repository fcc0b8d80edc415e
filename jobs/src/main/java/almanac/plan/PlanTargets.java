package almanac.plan;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.customer.CustomerDays;
import almanac.segment.DailySales;
import almanac.segment.RollUp;
import almanac.segment.Scopes;
import almanac.segment.SegmentLeaves;
import almanac.staging.InputTable;
import almanac.staging.Targets;
import almanac.staging.Types;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Every target, how much of it was due by the night, and what came.
 *
 * <p>Of a period that is not over, that part is due which the same days brought in a year before, of what the whole period brought
 * then: a plan follows the season, and not the calendar. The year before is that of the target's own part of sales; of all own
 * sales where that part sold nothing then, or is a customer; and where the history does not reach back, days count alike.
 */
public final class PlanTargets implements Table {

    static final String OK = "OK";
    static final String NOTHING_SOLD = "NOTHING_SOLD";
    static final String NO_SUCH_PERIOD = "NO_SUCH_PERIOD";
    static final String NOT_COMPARED = "NOT_COMPARED";

    /** The level of a target for a customer as a whole. */
    static final String CUSTOMER = "customer_id";

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("plan", "plan_targets")
            .describedAs("Every target with what was due by the night's date and what came.")
            .oneRowPer("version", "scope", "period_type", "period_start", "measure")
            .column("version", StringType, "which plan")
            .column(
                    "scope_level",
                    StringType,
                    "what the target names, such as region|category_l1; ALL for the whole company")
            .column("scope", StringType, "the members named, such as region=Hesse|category_l1=Snacks; ALL likewise")
            .column("customer_id", StringType, "the customer, where the target is for one")
            .column("period_type", StringType, "month, quarter, year, fiscal_month, fiscal_quarter or fiscal_year")
            .column("period_start", DateType, "first day of the period")
            .column("period_end", DateType, "last day of the period; null where there is none that starts so")
            .column("is_complete", BooleanType, "whether the period was over at the end of the night's date")
            .column("measure", StringType, "NET_AMOUNT or SALES_UNITS")
            .column("currency_code", StringType, "reporting currency; of net amounts")
            .column("target_value", Types.MONEY, "of the whole period; additive over scopes of one level and version")
            .column(
                    "due_rate",
                    DoubleType,
                    "part of the target that was due by the night's date: 1 of a period that is over, 0 of one to come;"
                            + " else net amount of the same days a year before / that of the whole period then;"
                            + " non-additive")
            .column(
                    "phasing",
                    StringType,
                    "what due_rate stands on: COMPLETE; FUTURE; OWN_PROFILE: the year before of the scope; ALL_PROFILE: that of"
                            + " all own sales, as the scope has none or is a customer; DAYS: no year before is known, and"
                            + " each day counts alike")
            .column("due_value", DailySales.SUM, "target_value * due_rate; additive like target_value")
            .column(
                    "actual_value",
                    DailySales.SUM,
                    "what was sold in the period up to the night's date; null unless target_status is OK or NOTHING_SOLD;"
                            + " additive like target_value")
            .column("variance_value", DailySales.SUM, "actual_value - due_value; null likewise; additive")
            .column(
                    "attainment_rate",
                    DoubleType,
                    "actual_value / due_value; null likewise, or where nothing was due; non-additive")
            .column(
                    "target_status",
                    StringType,
                    "OK; NOTHING_SOLD: no sale ever had these members, which may be misspelt; NO_SUCH_PERIOD: none of that type"
                            + " starts on that day; NOT_COMPARED: of customers, only net amounts of the whole customer are,"
                            + " and none where sales have no customers")
            .check("due_is_a_part", "due_rate IS NULL OR due_rate BETWEEN 0 AND 1")
            .check("period_or_reason", "(period_end IS NULL) = (target_status = 'NO_SUCH_PERIOD')")
            .check("status_is_told", "target_status IS NOT NULL")
            .build();

    private final Settings settings;

    /** The targets of these settings. */
    public PlanTargets(Settings settings) {
        this.settings = settings;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Targets.INPUT.spec(), DailySales.SPEC, SegmentLeaves.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(CustomerDays.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> targets = in.get(Targets.INPUT.spec())
                .filter(col(InputTable.IS_CURRENT))
                .withColumn("scope_level", Scopes.level(Targets.SCOPE))
                .withColumn("scope", Scopes.path(Targets.SCOPE));
        Dataset<Row> cube = in.get(DailySales.SPEC).filter(col("order_date").leq(lit(in.asOf())));
        Dataset<Row> scopes = targets.select("scope_level", "scope").distinct();
        Dataset<Row> items = PlanScopes.items(scopes, cube, in.get(SegmentLeaves.SPEC), settings.hierarchies());
        Dataset<Row> sold = PlanScopes.days(items, cube);
        Dataset<Row> everSold = items.select("scope");
        if (in.has(CustomerDays.SPEC)) {
            Dataset<Row> ofCustomers = ofCustomers(in.get(CustomerDays.SPEC), scopes, in.asOf());
            sold = sold.unionByName(ofCustomers);
            everSold = everSold.union(ofCustomers.select("scope"));
        }
        Dataset<Row> periods = PlanPeriods.of(settings, in.asOf(), in.spark());
        return phased(targets, sold, everSold.distinct(), cube, periods, in.has(CustomerDays.SPEC), in.asOf());
    }

    private static Dataset<Row> ofCustomers(Dataset<Row> customerDays, Dataset<Row> scopes, LocalDate asOf) {
        return customerDays
                .filter(col("order_date").leq(lit(asOf)))
                .withColumn("scope", Scopes.path(List.of(CUSTOMER)))
                .join(broadcast(scopes.select("scope")), "scope")
                .select(
                        col("scope"),
                        col("order_date").as("date"),
                        col("net_amount"),
                        lit(null).cast(DailySales.SUM).as("sales_units"));
    }

    /**
     * @param sold net amount and units per {@code scope} and {@code date}
     * @param everSold the scopes that were, each once
     * @param cube all own sales
     * @param knowsCustomers whether those of customers are among what was sold
     */
    private static Dataset<Row> phased(
            Dataset<Row> targets,
            Dataset<Row> sold,
            Dataset<Row> everSold,
            Dataset<Row> cube,
            Dataset<Row> periods,
            boolean knowsCustomers,
            LocalDate asOf) {
        Dataset<Row> days = daysOf(periods.join(
                broadcast(targets.select("period_type", "period_start").distinct()),
                new String[] {"period_type", "period_start"}));
        Dataset<Row> ofScopes = sums(sold, days, "scope", "period_type", "period_start");
        Dataset<Row> ofAll = sums(cube.withColumnRenamed("order_date", "date"), days, "period_type", "period_start")
                .select(
                        col("period_type"),
                        col("period_start"),
                        col("base_to_date").as("all_base_to_date"),
                        col("base_whole").as("all_base_whole"));
        Dataset<Row> history = cube.agg(min("order_date").as("_first_date"));
        return due(targets.join(broadcast(periods), new String[] {"period_type", "period_start"}, "left")
                        .join(ofScopes, new String[] {"scope", "period_type", "period_start"}, "left")
                        .join(broadcast(ofAll), new String[] {"period_type", "period_start"}, "left")
                        .join(everSold.withColumn("_was_sold", lit(true)), new String[] {"scope"}, "left")
                        .crossJoin(broadcast(history))
                        .withColumn("target_status", status(knowsCustomers))
                        .withColumn("phasing", phasing(asOf)))
                .withColumn("actual_value", actual())
                .withColumn(
                        "variance_value",
                        col("actual_value").minus(col("due_value")).cast(DailySales.SUM))
                .withColumn("attainment_rate", ratio(col("actual_value"), RollUp.positive("due_value")));
    }

    /**
     * Each day of each period, {@code _is_own}, and, where the period is not over, of its year before: {@code _is_to_date} up to the
     * night's date.
     */
    private static Dataset<Row> daysOf(Dataset<Row> periods) {
        Dataset<Row> own = periods.filter(col("through_date").isNotNull())
                .select(
                        col("period_type"),
                        col("period_start"),
                        lit(true).as("_is_own"),
                        lit(true).as("_is_to_date"),
                        explode(sequence(col("period_start"), col("through_date")))
                                .as("date"));
        Dataset<Row> base = periods.filter(
                        col("through_date").isNotNull().and(col("is_complete").equalTo(false)))
                .withColumn("date", explode(sequence(col("base_start"), col("base_end"))))
                .select(
                        col("period_type"),
                        col("period_start"),
                        lit(false).as("_is_own"),
                        col("date").leq(col("base_through")).as("_is_to_date"),
                        col("date"));
        return own.unionByName(base);
    }

    private static Dataset<Row> sums(Dataset<Row> dated, Dataset<Row> days, String... by) {
        Column isBase = col("_is_own").equalTo(false);
        Column[] key = List.of(by).stream().map(name -> col(name)).toArray(Column[]::new);
        return dated.join(broadcast(days), "date")
                .groupBy(key)
                .agg(
                        sum(when(col("_is_own"), col("net_amount"))).as("sold_amount"),
                        sum(when(col("_is_own"), col("sales_units"))).as("sold_units"),
                        sum(when(isBase.and(col("_is_to_date")), col("net_amount")))
                                .as("base_to_date"),
                        sum(when(isBase, col("net_amount"))).as("base_whole"));
    }

    private static Column status(boolean knowsCustomers) {
        Column isCompared = col("customer_id")
                .isNull()
                .or(lit(knowsCustomers)
                        .and(col("scope_level").equalTo(CUSTOMER))
                        .and(col("measure").equalTo(Targets.NET_AMOUNT)));
        return when(col("period_end").isNull(), NO_SUCH_PERIOD)
                .when(not(isCompared), NOT_COMPARED)
                .when(col("_was_sold").isNull(), NOTHING_SOLD)
                .otherwise(OK);
    }

    private static Column phasing(LocalDate asOf) {
        Column reaches = RollUp.historyReachesBase(col("_first_date"));
        Column ofScope = reaches.and(isProfile("base_to_date", "base_whole"))
                .and(col("customer_id").isNull());
        return when(col("period_end").isNull(), lit(null).cast(StringType))
                .when(col("is_complete"), "COMPLETE")
                .when(col("period_start").gt(lit(asOf)), "FUTURE")
                .when(ofScope, "OWN_PROFILE")
                .when(reaches.and(isProfile("all_base_to_date", "all_base_whole")), "ALL_PROFILE")
                .otherwise("DAYS");
    }

    /** Returns can make a part larger than the whole, which is no profile. */
    private static Column isProfile(String toDate, String whole) {
        Column part = coalesce(col(toDate), lit(0));
        return col(whole).gt(0).and(part.geq(0)).and(part.leq(col(whole)));
    }

    private static Dataset<Row> due(Dataset<Row> targets) {
        Column days = ratio(
                datediff(col("through_date"), col("period_start")).plus(1),
                datediff(col("period_end"), col("period_start")).plus(1));
        Column rate = when(col("phasing").equalTo("COMPLETE"), 1.0)
                .when(col("phasing").equalTo("FUTURE"), 0.0)
                .when(
                        col("phasing").equalTo("OWN_PROFILE"),
                        ratio(coalesce(col("base_to_date"), lit(0)), col("base_whole")))
                .when(
                        col("phasing").equalTo("ALL_PROFILE"),
                        ratio(coalesce(col("all_base_to_date"), lit(0)), col("all_base_whole")))
                .when(col("phasing").equalTo("DAYS"), days);
        Column value = when(col("phasing").equalTo("COMPLETE"), col("target_value"))
                .otherwise(col("target_value").cast(DoubleType).multiply(col("due_rate")));
        return targets.withColumn("due_rate", rate).withColumn("due_value", value.cast(DailySales.SUM));
    }

    private static Column actual() {
        Column sold = when(col("measure").equalTo(Targets.NET_AMOUNT), col("sold_amount"))
                .otherwise(col("sold_units"));
        return when(
                col("target_status").isin(OK, NOTHING_SOLD),
                coalesce(sold, lit(0)).cast(DailySales.SUM));
    }
}
