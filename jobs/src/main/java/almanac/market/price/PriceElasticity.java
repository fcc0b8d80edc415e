package almanac.market.price;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.staging.CompetitorPrices;
import almanac.staging.Dimensions;
import almanac.staging.Events;
import almanac.staging.Types;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * How the units of each product go with its own price, and with those of up to three products of its subcategory that the same
 * outlets sell: by a regression of each product ({@link ElasticityModel}), drawn towards its category ({@link ElasticityGroup}),
 * with what is to be doubted of it. Every product that was sold in the last three years has its own row; one that carries no
 * elasticity says why.
 */
public final class PriceElasticity implements Table {

    /**
     * An outlet that has not sold a product for so many times its usual gap between sales does not sell it: a sale at random is
     * that late once in 3,000 times (exp(-8)).
     */
    public static final int LISTED_GAPS = PricePanel.LISTED_GAPS;

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "price_elasticity")
            .describedAs(
                    "By how many per cent the units of a product change with one per cent of its price, or of that of"
                            + " another product: an association in the last 156 weeks, by outlet and week, not a proof of cause.")
            .oneRowPer("product_id", "kind", "other_product_id")
            .column("product_id", StringType, "product whose units are explained")
            .column(
                    "other_product_id",
                    StringType,
                    "product whose price explains them: itself for an own elasticity; the competitor for COMPETITOR")
            .column(
                    "kind",
                    StringType,
                    "OWN, or CROSS: the price of another product of the subcategory, one of the three that sell most"
                            + " among those that half of the outlets or more sell too; its price of a week is the mean"
                            + " over its outlets. COMPETITOR: the price that a competitor asks for the like, one of the three"
                            + " of whom most prices are known; where several move together only the first has an elasticity")
            .column(
                    "category",
                    StringType,
                    "category_l1 of the product, whose elasticities are shrunk together; UNKNOWN where it has none")
            .column("from_date", DateType, "first day of the weeks that may count; the history may begin later")
            .column("through_date", DateType, "last day of them: of the last week that is over")
            .column(
                    "method",
                    StringType,
                    "PPML: Poisson pseudo-maximum-likelihood of units, weeks without a sale counted; LOG_LOG: least"
                            + " squares of logarithms, where at most 1 % of the outlet-weeks are without a sale. Both with an"
                            + " effect of each outlet, trend, season of the year from 78 weeks on, events that come again and"
                            + " the part sold under promotions; weeks of disruptions, and weeks in which it is not known"
                            + " which outlets promoted, left out")
            .column("observation_count", LongType, "outlet-weeks of the regression; additive over products")
            .column("sold_count", LongType, "outlet-weeks with a sale, of those that count; additive over products")
            .column(
                    "outlet_count",
                    LongType,
                    "outlets that sold the product: leaf segments without the product; not additive")
            .column("week_count", LongType, "weeks that count; not additive")
            .column(
                    "cluster_count",
                    LongType,
                    "clusters of the errors: blocks of four weeks, or outlets where they are fewer and at least 10; 0"
                            + " without a regression; not additive")
            .column("price_count", LongType, "different prices, to 1 %, that held for two weeks; not additive")
            .column(
                    "price_variation",
                    DoubleType,
                    "standard deviation of the logarithm of the price within outlets, about its coefficient of"
                            + " variation; non-additive")
            .column("price_low_amount", Types.MONEY, "lowest price per unit of a week that counts; non-additive")
            .column("price_high_amount", Types.MONEY, "highest price per unit of a week that counts; non-additive")
            .column("currency_code", StringType, "reporting currency of every amount")
            .column(
                    "elasticity",
                    DoubleType,
                    "coefficient of the logarithm of the price, of this product's sales alone; null where they carry none, see flags;"
                            + " non-additive")
            .column(
                    "elasticity_error",
                    DoubleType,
                    "standard error: the largest of those clustered by outlet, by four weeks and by both; null as"
                            + " elasticity")
            .column(
                    "elasticity_low",
                    DoubleType,
                    "lower bound of its 95 % interval, by Student's t; null as elasticity")
            .column("elasticity_high", DoubleType, "upper bound; null as elasticity")
            .column(
                    "within_r2",
                    DoubleType,
                    "part of what varies within outlets that the whole regression explains: of the Poisson deviance, or"
                            + " of squares; null where nothing varies; non-additive")
            .column(
                    "category_elasticity",
                    DoubleType,
                    "mean of the elasticities of this kind in the category; null where fewer than three products carry"
                            + " one; non-additive")
            .column("category_error", DoubleType, "its standard error; null as category_elasticity")
            .column(
                    "category_spread",
                    DoubleType,
                    "standard deviation, tau, of the true elasticities of the category about their mean; null as"
                            + " category_elasticity")
            .column(
                    "own_weight_rate",
                    DoubleType,
                    "part of its distance from the category's mean that the estimate keeps: tau² / (tau² + error²), over all"
                            + " tau that the category allows; 0 where the product carries no estimate; null as"
                            + " shrunk_elasticity")
            .column(
                    "shrunk_elasticity",
                    DoubleType,
                    "the elasticity drawn towards its category: the one to use; null where neither has one; non-additive")
            .column("shrunk_error", DoubleType, "its standard error; null as shrunk_elasticity")
            .column("shrunk_low", DoubleType, "lower bound of its 95 % interval; null as shrunk_elasticity")
            .column("shrunk_high", DoubleType, "upper bound; null as shrunk_elasticity")
            .column(
                    "evidence",
                    StringType,
                    "what shrunk_elasticity rests on: POOLED, the product's estimate and its category; OWN, the product"
                            + " alone; CATEGORY, other products alone; NONE, nothing")
            .column(
                    "promotion_coefficient",
                    DoubleType,
                    "what the logarithm of units gains where all is sold under promotions and not nothing: beyond the lower"
                            + " price for LOG_LOG, with it for PPML, whose price is that outside promotions; null for other kinds than OWN and"
                            + " where it cannot be told; non-additive")
            .column("promotion_error", DoubleType, "its standard error; null likewise")
            .column(
                    "flags",
                    DataTypes.createArrayType(StringType),
                    "what is to be doubted. The product carries no estimate: few_prices (under 4), flat_price (variation"
                            + " under 1 %), few_sales (under 50 outlet-weeks with one), short_history (under 26 weeks),"
                            + " few_clusters (under 10), not_converged, no_estimate. The estimate is odd: positive_sign,"
                            + " ci_wide (interval over 2), out_of_range (beyond 8). few_peers: fewer than three"
                            + " products of the category carry one")
            .column(
                    "is_usable",
                    BooleanType,
                    "whether to reckon with shrunk_elasticity: the product carries an estimate of its own, and the"
                            + " interval after shrinkage is not over 2 wide and lies below 0, for CROSS and COMPETITOR on one side of 0")
            .check("own_is_itself", "(kind = 'OWN') = (product_id = other_product_id)")
            .check(
                    "estimates_stand_together",
                    "(elasticity IS NULL) = (elasticity_error IS NULL) AND (elasticity IS NULL) = (elasticity_low IS NULL)"
                            + " AND (shrunk_elasticity IS NULL) = (evidence = 'NONE')")
            .check(
                    "intervals_hold_their_estimates",
                    "coalesce(elasticity BETWEEN elasticity_low AND elasticity_high, true) AND"
                            + " coalesce(shrunk_elasticity BETWEEN shrunk_low AND shrunk_high, true)")
            .check(
                    "usable_ones_are_known",
                    "NOT is_usable OR (shrunk_elasticity IS NOT NULL AND elasticity IS NOT NULL)")
            .check("sold_weeks_are_weeks", "sold_count >= 0 AND price_low_amount <= price_high_amount")
            .build();

    private final Settings settings;

    /** The elasticities of these settings. */
    public PriceElasticity(Settings settings) {
        this.settings = settings;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(DailySales.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(Dimensions.PRODUCTS.spec(), Events.INPUT.spec(), CompetitorPrices.INPUT.spec());
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> histories = new ProductHistories(settings, in).withRivals();
        return ElasticityRows.judged(ElasticityRows.estimated(histories));
    }
}
