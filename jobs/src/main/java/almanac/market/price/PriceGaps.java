package almanac.market.price;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.MarketPlaces;
import almanac.segment.Periods;
import almanac.segment.RollUp;
import almanac.staging.CompetitorPrices;
import almanac.staging.Types;
import almanac.stats.PriceResponse;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * The gap between our price of each product and what each competitor asks for the like, and what closing it would do to units and
 * revenue as far as the product's elasticity holds: the competitor stays where it is, and nothing else changes.
 *
 * <p>Days and places count on which we sold the product and the competitor's price is known; each weighs by the units that we
 * sold. Our price is what was paid, promotions included. With {@code s} the step to parity as a part of our price, units become
 * {@code (1 + s)^e} times what they were, as {@link PriceResponse} has it.
 */
public final class PriceGaps implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "price_gaps")
            .describedAs(
                    "Our price of each product beside that of each competitor, per month or longer, and what closing the gap"
                            + " would do: an association by elasticity, see market.price_elasticity.")
            .oneRowPer("product_id", "competitor_id", "period_type", "period_start", "comparison")
            .column("product_id", StringType, "our product")
            .column("competitor_id", StringType, "competitor")
            .columns(Periods.COMPARED)
            .column(Periods.THROUGH_DATE)
            .columnsOf(DailySales.SPEC, "currency_code")
            .column(
                    "own_priced_amount",
                    DailySales.SUM,
                    "our sales on the days and in the places for which the competitor's price is known; additive, not over"
                            + " competitors")
            .column("own_priced_units", DailySales.SUM, "units of these, in our base unit; likewise")
            .column(
                    "own_at_their_price_amount",
                    DailySales.SUM,
                    "the same units at the competitor's price of the day per equivalent unit; likewise")
            .column(
                    "price_index",
                    DoubleType,
                    "100 x own_priced_amount / own_at_their_price_amount: above 100 we are dearer; non-additive: use both"
                            + " parts")
            .column(
                    "base_own_priced_units",
                    DailySales.SUM,
                    "units of the base; null where no price is known in it; additive, not over competitors")
            .column("base_own_at_their_price_amount", DailySales.SUM, "likewise of the base")
            .column("base_price_index", DoubleType, "price_index of the base; null likewise; non-additive")
            .column("price_index_change", DoubleType, "price_index - base_price_index; null likewise; non-additive")
            .column(
                    "price_position",
                    StringType,
                    "DEARER, PARITY or CHEAPER: we are, than the competitor; PARITY within prices.parity_band of it")
            .column(
                    "their_price_amount",
                    Types.MONEY,
                    "own_at_their_price_amount / own_priced_units: the price of parity; non-additive")
            .column(
                    "parity_step_rate",
                    DoubleType,
                    "100 / price_index - 1: the change of our price that closes the gap; non-additive")
            .columnsOf(PriceElasticity.SPEC, "shrunk_elasticity", "shrunk_error")
            .column(
                    "parity_units_change_units",
                    DailySales.SUM,
                    "own_priced_units x ((1 + parity_step_rate)^e - 1), e the shrunk elasticity; null where it is not usable;"
                            + " additive, not over competitors")
            .column(
                    "parity_units_change_low",
                    DailySales.SUM,
                    "the smaller at the ends of the 95 % interval of e; null likewise; not additive")
            .column("parity_units_change_high", DailySales.SUM, "the larger of them; null likewise; not additive")
            .column(
                    "parity_revenue_change_amount",
                    DailySales.SUM,
                    "own_priced_amount x ((1 + parity_step_rate)^(1 + e) - 1); null likewise; additive, not over"
                            + " competitors")
            .column("parity_revenue_change_low", DailySales.SUM, "as parity_units_change_low")
            .column("parity_revenue_change_high", DailySales.SUM, "as parity_units_change_high")
            .column(
                    "guards",
                    DataTypes.createArrayType(StringType),
                    "what speaks against closing the gap by these figures: elasticity, there is none to reckon with; range,"
                            + " the price of parity is above or below every price of the last 156 weeks; max_step, it is farther"
                            + " away than prices.max_step")
            .column("is_within_guards", BooleanType, "whether nothing speaks against it: guards is empty")
            .check("prices_are_positive", "own_priced_units > 0 AND price_index > 0")
            .check(
                    "intervals_hold",
                    "coalesce(parity_units_change_units BETWEEN parity_units_change_low AND parity_units_change_high, true)"
                            + " AND coalesce(parity_revenue_change_amount BETWEEN parity_revenue_change_low AND"
                            + " parity_revenue_change_high, true)")
            .check("guards_speak", "is_within_guards = (size(guards) = 0)")
            .build();

    private static final List<String> GAP = List.of("product_id", "competitor_id");
    private static final List<String> MEASURES =
            List.of("own_priced_amount", "own_priced_units", "own_at_their_price_amount");

    private final Settings settings;

    /** The gaps under these settings. */
    public PriceGaps(Settings settings) {
        this.settings = settings;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(CompetitorPrices.INPUT.spec(), DailySales.SPEC, Periods.SPEC, PriceElasticity.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> own = in.get(DailySales.SPEC)
                .filter(col("order_date").leq(lit(in.asOf())))
                .groupBy(
                        col("product_id"),
                        col("order_date").as("date"),
                        MarketPlaces.of(settings, col("leaf_segment")).as("_place"))
                .agg(
                        DailySales.total(col("net_amount")).as("own_priced_amount"),
                        DailySales.total(col("sales_units")).as("own_priced_units"))
                .filter(col("own_priced_amount")
                        .gt(0)
                        .and(col("own_priced_units").gt(0)));
        Dataset<Row> prices = CompetitorPriceDays.of(in.get(CompetitorPrices.INPUT.spec()), in.asOf());
        Dataset<Row> periods = in.get(Periods.SPEC).filter(Periods.isMonthOrLonger());
        Dataset<Row> windows = RollUp.byWindow(beside(own, prices), RollUp.datesOfWindows(periods), GAP, MEASURES);
        Dataset<Row> sides = RollUp.besideBase(windows, periods, GAP, MEASURES)
                .filter(col("own_priced_amount").isNotNull());
        Dataset<Row> elasticities = in.get(PriceElasticity.SPEC)
                .filter(col("kind").equalTo("OWN").and(col("is_usable")))
                .select("product_id", "shrunk_elasticity", "shrunk_error", "price_low_amount", "price_high_amount");
        return closed(indexed(RollUp.withPeriods(sides, periods))
                        .join(elasticities, new String[] {"product_id"}, "left"))
                .withColumn("currency_code", lit(settings.currency()));
    }

    /** Our sales of each day at the competitor's price: that of the place where one is told, else that of everywhere. */
    private static Dataset<Row> beside(Dataset<Row> own, Dataset<Row> prices) {
        Column isHere = col("geography_key").isNull().or(col("geography_key").equalTo(col("_place")));
        return own.join(prices, new String[] {"product_id", "date"})
                .filter(isHere)
                .groupBy("product_id", "competitor_id", "date", "_place", "own_priced_amount", "own_priced_units")
                .agg(max(struct(col("geography_key").isNotNull().as("is_of_place"), col("their_price")))
                        .as("_price"))
                .withColumn(
                        "own_at_their_price_amount",
                        col("own_priced_units")
                                .cast(DoubleType)
                                .multiply(col("_price.their_price"))
                                .cast(DailySales.SUM))
                .groupBy("product_id", "competitor_id", "date")
                .agg(
                        DailySales.total(col("own_priced_amount")).as("own_priced_amount"),
                        DailySales.total(col("own_priced_units")).as("own_priced_units"),
                        DailySales.total(col("own_at_their_price_amount")).as("own_at_their_price_amount"));
    }

    private Dataset<Row> indexed(Dataset<Row> sides) {
        Column index = PriceIndex.of(col("own_priced_amount"), col("own_at_their_price_amount"));
        return sides.withColumn("price_index", index)
                .withColumn(
                        "base_price_index",
                        PriceIndex.of(col("base_own_priced_amount"), col("base_own_at_their_price_amount")))
                .withColumn("price_index_change", col("price_index").minus(col("base_price_index")))
                .withColumn(
                        "price_position",
                        PriceIndex.position(
                                col("price_index"), settings.prices().parityBand()))
                .withColumn(
                        "their_price_amount",
                        ratio(col("own_at_their_price_amount"), col("own_priced_units"))
                                .cast(Types.MONEY))
                .withColumn(
                        "parity_step_rate", lit(100).divide(col("price_index")).minus(1));
    }

    private Dataset<Row> closed(Dataset<Row> gaps) {
        Column outOfRange =
                PriceGuards.isOutOfRange(col("their_price_amount"), col("price_low_amount"), col("price_high_amount"));
        Column tooFar =
                PriceGuards.isTooFar(col("parity_step_rate"), settings.prices().maxStep());
        Column guards = array_compact(array(
                when(col("shrunk_elasticity").isNull(), "elasticity"),
                when(outOfRange, "range"),
                when(tooFar, "max_step")));
        return gaps.withColumn("parity_units_change_units", units(0))
                .withColumn("parity_units_change_low", least(units(-PriceResponse.REACH), units(PriceResponse.REACH)))
                .withColumn(
                        "parity_units_change_high", greatest(units(-PriceResponse.REACH), units(PriceResponse.REACH)))
                .withColumn("parity_revenue_change_amount", revenue(0))
                .withColumn(
                        "parity_revenue_change_low", least(revenue(-PriceResponse.REACH), revenue(PriceResponse.REACH)))
                .withColumn(
                        "parity_revenue_change_high",
                        greatest(revenue(-PriceResponse.REACH), revenue(PriceResponse.REACH)))
                .withColumn("guards", guards)
                .withColumn("is_within_guards", size(col("guards")).equalTo(0));
    }

    private static Column units(double errors) {
        return changed("own_priced_units", elasticity(errors));
    }

    private static Column revenue(double errors) {
        return changed("own_priced_amount", elasticity(errors).plus(1));
    }

    private static Column elasticity(double errors) {
        return col("shrunk_elasticity").plus(col("shrunk_error").multiply(errors));
    }

    private static Column changed(String figure, Column exponent) {
        return col(figure)
                .cast(DoubleType)
                .multiply(pow(col("parity_step_rate").plus(1), exponent).minus(1))
                .try_cast(DailySales.SUM);
    }
}
