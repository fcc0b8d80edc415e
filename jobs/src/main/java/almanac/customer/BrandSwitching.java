package almanac.customer;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.Periods;
import almanac.segment.RollUp;
import almanac.segment.SegmentPath;
import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.staging.Sales;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Where the sales of each brand went and came from between two periods, customer by customer: kept, moved to and from other
 * brands of the category, won with new customers, lost with those who left, and more or less bought by those who stayed.
 *
 * <p>It is the gains-loss analysis of consumer panels. What a customer spends less on some brands and more on others of a
 * category has moved, as far as the smaller of the two sums goes, from every falling brand to every rising one in proportion
 * ({@link almanac.stats.ProportionalFlows}); the rest is a larger or smaller spending in the category. A customer who bought
 * nothing of the category in the base, or nothing in the period, moves nothing. Flows are exact: those that leave a brand add up
 * to its sales of the base, those that reach it to its sales of the period.
 *
 * <p>Only our own sales to known customers are known: where a lost customer buys now is not, and other suppliers' brands appear
 * only where we sell them.
 */
public final class BrandSwitching implements Table {

    /** Stands for no brand of ours. */
    static final String OUTSIDE = "OUTSIDE";

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("customer", "brand_switching")
            .describedAs(
                    "What known customers moved between own brands of a category from the base to the period, and what they"
                            + " kept, began and stopped to buy: an allocation in proportion, not an observation of motives. Months and"
                            + " longer.")
            .oneRowPer("period_type", "period_start", "comparison", "category", "from_brand", "to_brand", "flow")
            .columns(Periods.COMPARED)
            .columns(Periods.COMPARED_DAYS)
            .column(
                    "category",
                    StringType,
                    "category_l1, as told last, within which brands are compared; UNKNOWN where it has none")
            .column(
                    "brand_level",
                    StringType,
                    "what stands for a brand: brand, or where no product has one the deepest level of categories that is told")
            .column("from_brand", StringType, "brand of the base; OUTSIDE for flows NEW and GREW")
            .column("to_brand", StringType, "brand of the period; OUTSIDE for flows LOST and DECLINED")
            .column(
                    "flow",
                    StringType,
                    "KEPT: the smaller of a customer's amounts for the brand in base and period, negative where more was given"
                            + " back than bought; SWITCHED: moved between brands; NEW: customers who bought nothing of the"
                            + " category in the base; LOST: those who bought nothing of it in the period; GREW, DECLINED: those who"
                            + " bought in both and spent more, or less, in the category")
            .columnsOf(DailySales.SPEC, "currency_code")
            .column("flow_amount", DailySales.SUM, "net amount of the flow; additive")
            .column("customer_count", LongType, "customers who take part in the flow; not additive over flows")
            .column(
                    "base_net_amount",
                    DailySales.SUM,
                    "of from_brand with known customers in the base: the sum of its flows; null for OUTSIDE; additive over"
                            + " from_brand alone")
            .column(
                    "net_amount",
                    DailySales.SUM,
                    "of to_brand in the period: the sum of the flows to it; null for OUTSIDE; additive over to_brand alone")
            .column(
                    "from_rate",
                    DoubleType,
                    "flow_amount / base_net_amount; null where that is not above 0; non-additive")
            .column("to_rate", DoubleType, "flow_amount / net_amount; null likewise; non-additive")
            .check("only_what_is_kept_is_negative", "flow_amount > 0 OR flow = 'KEPT'")
            .check(
                    "flows_have_their_sides",
                    "(flow IN ('NEW', 'GREW')) = (base_net_amount IS NULL) AND (flow IN ('LOST', 'DECLINED')) = (net_amount IS"
                            + " NULL)")
            .build();

    /** What may stand for a brand, the first that any product has. */
    private static final List<String> LEVELS = List.of("brand", "category_l4", "category_l3", "category_l2");

    private static final List<String> KEY = List.of("customer_key", "category", "brand");

    private final String currency;

    /** The switching under these settings. */
    public BrandSwitching(Settings settings) {
        this.currency = settings.currency();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Sales.SPEC, Dimensions.PRODUCTS.spec(), Periods.SPEC);
    }

    @Override
    public List<String> neededColumns() {
        return List.of(
                "sales.customer_id",
                String.join(
                        OR,
                        LEVELS.stream()
                                .map(level -> Dimensions.PRODUCTS.name() + "." + level)
                                .toList()));
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> lines = in.get(Sales.SPEC)
                .filter(col(InputTable.IS_CURRENT)
                        .and(col("order_date").leq(lit(in.asOf())))
                        .and(col("customer_id").isNotNull()))
                .select(
                        xxhash64(col("customer_id")).as("customer_key"),
                        col("order_date").as("date"),
                        col("product_id"),
                        col("net_amount").cast(DailySales.SUM).as("net_amount"));
        Dataset<Row> products = Dimensions.latest(
                in.get(Dimensions.PRODUCTS.spec()),
                in.asOf(),
                "product_id",
                Stream.concat(Stream.of("category_l1"), LEVELS.stream()).toArray(String[]::new));
        return switching(lines, branded(products), in.get(Periods.SPEC)).withColumn("currency_code", lit(currency));
    }

    /** With {@code category}, {@code brand} and the level that it is of. */
    private static Dataset<Row> branded(Dataset<Row> products) {
        Column level = lit("category_l2");
        Column brand = col("category_l2");
        for (int i = LEVELS.size() - 1; i >= 0; i--) {
            Column isTold = max(col(LEVELS.get(i))).over(Window.partitionBy()).isNotNull();
            level = when(isTold, lit(LEVELS.get(i))).otherwise(level);
            brand = when(isTold, col(LEVELS.get(i))).otherwise(brand);
        }
        return products.select(
                col("product_id"),
                coalesce(col("category_l1"), lit(SegmentPath.UNKNOWN)).as("category"),
                coalesce(brand, lit(SegmentPath.UNKNOWN)).as("brand"),
                level.as("brand_level"));
    }

    private static Dataset<Row> switching(Dataset<Row> lines, Dataset<Row> products, Dataset<Row> allPeriods) {
        List<String> net = List.of("net_amount");
        Dataset<Row> history = lines.agg(min("date").as("_first_date"));
        Dataset<Row> periods = allPeriods.filter(Periods.isMonthOrLonger());
        Dataset<Row> dated = RollUp.sums(
                lines.join(broadcast(products.drop("brand_level")), new String[] {"product_id"}, "left")
                        .na()
                        .fill(SegmentPath.UNKNOWN, new String[] {"category", "brand"})
                        .repartition(col("customer_key")),
                Stream.concat(KEY.stream(), Stream.of("date")).toList(),
                net);
        Dataset<Row> windows = RollUp.sums(
                RollUp.inWindows(dated, RollUp.datesOfWindows(periods)),
                Stream.concat(KEY.stream(), Stream.of(RollUp.WINDOW_ID)).toList(),
                net);
        Column zero = lit(0).cast(DailySales.SUM);
        Dataset<Row> customers = RollUp.besideBase(windows, periods, KEY, net)
                .groupBy("customer_key", "category", RollUp.PERIOD_ID)
                .agg(array_sort(collect_list(struct(
                                col("brand"),
                                coalesce(col("base_net_amount"), zero).as("base_net_amount"),
                                coalesce(col("net_amount"), zero).as("net_amount"))))
                        .as("_brands"));
        Dataset<Row> flows = customers
                .flatMap((FlatMapFunction<Row, Row>) BrandFlows::of, Encoders.row(BrandFlows.SCHEMA))
                .groupBy(RollUp.PERIOD_ID, "category", "from_brand", "to_brand", "flow")
                .agg(
                        DailySales.total(col("amount")).as("flow_amount"),
                        count(lit(1)).as("customer_count"));
        return RollUp.withPeriods(besideTotals(flows), periods)
                .crossJoin(broadcast(history))
                .filter(RollUp.historyReachesBase(col("_first_date")))
                .crossJoin(broadcast(products.agg(max("brand_level").as("brand_level"))));
    }

    private static Dataset<Row> besideTotals(Dataset<Row> flows) {
        return flows.withColumn("base_net_amount", total("from_brand", "NEW", "GREW"))
                .withColumn("net_amount", total("to_brand", "LOST", "DECLINED"))
                .withColumn("from_rate", ratio(col("flow_amount"), positive("base_net_amount")))
                .withColumn("to_rate", ratio(col("flow_amount"), positive("net_amount")));
    }

    /** The sum of the flows of a brand on a side; null for the flows whose side is outside, whatever a brand is called. */
    private static Column total(String side, Object... outside) {
        Column isOutside = col("flow").isin(outside);
        WindowSpec ofBrand = Window.partitionBy(col(RollUp.PERIOD_ID), col("category"), col(side), isOutside);
        return when(not(isOutside), sum("flow_amount").over(ofBrand)).cast(DailySales.SUM);
    }
}
