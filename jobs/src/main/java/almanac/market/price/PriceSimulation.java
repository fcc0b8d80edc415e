package almanac.market.price;

import static almanac.segment.DailySales.total;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.staging.Types;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * What other prices would do to the units, revenue and profit of each product, as far as its elasticity holds: nothing else
 * changes, competitors stay where they are, and a year from now customers may have got used to it. The base is what was sold
 * outside promotions in the last 13 weeks that are over.
 */
public final class PriceSimulation implements Table {

    private static final int WEEKS = 13;

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "price_simulation")
            .describedAs("Units, revenue and profit of each product at prices up to 20 % above and below, from its"
                    + " elasticity; only products whose elasticity is usable, see market.price_elasticity.")
            .oneRowPer("product_id", "step_rate")
            .columnsOf(PriceElasticity.SPEC, "product_id")
            .column(
                    "step_rate",
                    DoubleType,
                    "change of the price as a part of it: -0.20 to 0.20 by 0.05, without 0; non-additive")
            .column("from_date", DateType, "first day of the base: 13 weeks that are over")
            .column("through_date", DateType, "last day of the base")
            .column("currency_code", StringType, "reporting currency of every amount")
            .columnsOf(
                    PriceElasticity.SPEC, "shrunk_elasticity", "shrunk_error", "price_low_amount", "price_high_amount")
            .column(
                    "base_price_amount",
                    Types.MONEY,
                    "base_net_amount / base_units: of a product's days in a leaf segment without a promoted line; non-additive")
            .column("price_amount", Types.MONEY, "base_price_amount x (1 + step_rate); non-additive")
            .column(
                    "unit_cost_amount",
                    Types.MONEY,
                    "cost per unit of the base; null where a line has no cost; non-additive")
            .column("base_units", DailySales.SUM, "units of the base; additive over products, not over steps")
            .column("base_net_amount", DailySales.SUM, "net amount of the base; additive over products, not over steps")
            .column(
                    "units_change_units",
                    DailySales.SUM,
                    "base_units x ((1 + step)^e - 1), e the shrunk elasticity; additive over products, not over steps")
            .column(
                    "units_change_low",
                    DailySales.SUM,
                    "the smaller at the ends of the 95 % interval of e; not additive")
            .column("units_change_high", DailySales.SUM, "the larger of them; not additive")
            .column(
                    "revenue_change_amount",
                    DailySales.SUM,
                    "base_net_amount x ((1 + step)^(1 + e) - 1); additive over products, not over steps")
            .column("revenue_change_low", DailySales.SUM, "as units_change_low; not additive")
            .column("revenue_change_high", DailySales.SUM, "as units_change_high; not additive")
            .column(
                    "profit_change_amount",
                    DailySales.SUM,
                    "change of net amount less cost at the unit cost of the base; null without it; additive over"
                            + " products, not over steps")
            .column("profit_change_low", DailySales.SUM, "as units_change_low; null as profit_change_amount")
            .column("profit_change_high", DailySales.SUM, "as units_change_high; null as profit_change_amount")
            .column(
                    "revenue_rise_rate",
                    DoubleType,
                    "probability that revenue rises, 0..1, e being normal about its estimate; non-additive")
            .column(
                    "profit_rise_rate",
                    DoubleType,
                    "probability that profit rises, 0..1, likewise; null as profit_change_amount; non-additive")
            .column(
                    "best_price_amount",
                    Types.MONEY,
                    "the price of most profit, unit cost x e / (1 + e), cut to the range and the largest step; null without a"
                            + " unit cost, or where e is -1 or above: there the model knows no best price; non-additive")
            .column(
                    "best_price_low",
                    Types.MONEY,
                    "the same at the lower end of the interval of e, not cut; null as best_price_amount")
            .column(
                    "best_price_high",
                    Types.MONEY,
                    "at the upper end, not cut; null where the interval reaches -1, since no price is too high there")
            .column(
                    "best_price_guards",
                    DataTypes.createArrayType(StringType),
                    "what best_price_amount was cut to: range, max_step; empty where to neither; null as it")
            .column(
                    "guards",
                    DataTypes.createArrayType(StringType),
                    "what speaks against the price: range, it is above or below every price of the last 156 weeks, and the"
                            + " model says nothing of it; max_step, it is farther away than prices.max_step; below_cost")
            .column("is_within_guards", BooleanType, "whether nothing speaks against the price: guards is empty")
            .check("step_is_a_change", "step_rate <> 0 AND step_rate > -1 AND base_units > 0")
            .check(
                    "intervals_hold",
                    "units_change_low <= units_change_units AND units_change_units <= units_change_high AND"
                            + " revenue_change_low <= revenue_change_amount AND revenue_change_amount <="
                            + " revenue_change_high AND coalesce(profit_change_amount BETWEEN profit_change_low AND"
                            + " profit_change_high, true)")
            .check(
                    "probabilities",
                    "revenue_rise_rate BETWEEN 0 AND 1 AND coalesce(profit_rise_rate BETWEEN 0 AND 1, true)")
            .check("guards_speak", "is_within_guards = (size(guards) = 0)")
            .build();

    private final Settings settings;

    /** The simulations of these settings. */
    public PriceSimulation(Settings settings) {
        this.settings = settings;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(DailySales.SPEC, PriceElasticity.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        LocalDate last = PriceWeeks.lastDay(PriceWeeks.firstDay(settings.calendar(), in.asOf()));
        return simulated(
                in.get(PriceElasticity.SPEC),
                in.get(DailySales.SPEC),
                last,
                settings.prices().maxStep());
    }

    static Dataset<Row> simulated(Dataset<Row> elasticities, Dataset<Row> cube, LocalDate last, double maxStep) {
        LocalDate first = last.minusDays(7L * WEEKS - 1);
        Dataset<Row> base = cube.filter(col("order_date")
                        .between(lit(first), lit(last))
                        .and(coalesce(col("promoted_amount"), lit(0)).equalTo(0)))
                .groupBy("product_id")
                .agg(
                        total(col("sales_units")).as("base_units"),
                        total(col("net_amount")).as("base_net_amount"),
                        total(col("costed_net_amount")).as("costed_net_amount"),
                        total(col("cost_amount")).as("cost_amount"))
                .filter(col("base_units").gt(0).and(col("base_net_amount").gt(0)))
                .select(
                        col("product_id"),
                        col("base_units"),
                        col("base_net_amount"),
                        when(
                                        coalesce(col("costed_net_amount").equalTo(col("base_net_amount")), lit(false)),
                                        col("cost_amount"))
                                .as("cost_amount"));
        return elasticities
                .filter(col("kind").equalTo("OWN").and(col("is_usable")))
                .join(base, "product_id")
                .withColumn("from_date", lit(first))
                .withColumn("through_date", lit(last))
                .flatMap(
                        (FlatMapFunction<Row, Row>)
                                row -> new PriceSteps(row, maxStep).rows().iterator(),
                        Encoders.row(SPEC.computedSchema()));
    }
}
