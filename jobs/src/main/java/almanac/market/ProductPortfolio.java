package almanac.market;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.MarketSettings;
import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.LineCosts;
import almanac.segment.ProductLevels;
import almanac.segment.SegmentLeaves;
import almanac.segment.SegmentPath;
import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the assortment lives on, over the last 12 whole calendar months: which products and groups of products bring the sales
 * (ABC), how steadily they are bought (XYZ), where they stand in their life ({@link LifeCycle}), and how many of them it
 * takes.
 */
public final class ProductPortfolio implements Table {

    private static final int MONTHS = 12;

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "product_portfolio")
            .describedAs(
                    "Products and groups of products over the last 12 whole months: ABC, XYZ, stage of life, rank.")
            .oneRowPer("item_level", "item")
            .column(
                    "item_level",
                    StringType,
                    "product_id: the item is a product; else the level of market.segments whose segment it is")
            .column(
                    "item",
                    StringType,
                    "product, or segment of market.segments; UNKNOWN: all products that the input products, where there is one,"
                            + " does not have")
            .column("item_name", StringType, "name of the product; the item itself where there is none")
            .column("group_segment", StringType, "of a product: the finest group in market.segments; null elsewhere")
            .column("window_start", DateType, "first day of the 12 whole calendar months up to the night's date")
            .column("window_end", DateType, "last day of them")
            .column("is_window_complete", BooleanType, "whether the history reaches back to window_start")
            .columnsOf(DailySales.SPEC, "currency_code", "net_amount", "sales_units")
            .column(
                    "portfolio_rank",
                    IntegerType,
                    "1 for the largest net_amount of the item_level; equal ones in the order of their names")
            .column(
                    "level_net_amount",
                    DailySales.SUM,
                    "net_amount of all items of the level that have more than 0; the same in every row; non-additive")
            .column(
                    "share_rate",
                    DoubleType,
                    "net_amount / level_net_amount, at most 1; below 0 where more was given back than sold; null where no"
                            + " item has sales; additive within a level")
            .column(
                    "cumulative_share_rate",
                    DoubleType,
                    "share of this item and all larger ones, those above 0 only; null likewise; non-additive")
            .column(
                    "abc_class",
                    StringType,
                    "A: larger items have less than market.class_a of the sales together, 80 % unless set otherwise; B: less than"
                            + " market.class_b, 95 %; C: the rest")
            .column(
                    "is_tail",
                    BooleanType,
                    "whether the class is C: all of these together bring the last sales, at most 1 - market.class_b")
            .column("item_count", LongType, "items of the level that have a net_amount above 0; non-additive")
            .column(
                    "core_item_count",
                    LongType,
                    "of these, the fewest that bring market.class_a of the sales: those of class A; non-additive")
            .column(
                    "monthly_variation",
                    DoubleType,
                    "sample standard deviation / mean of the units of the 12 months, without their season where"
                            + " variation_basis says so; null for less than 12 months and where the mean is not above 0")
            .column(
                    "variation_basis",
                    StringType,
                    "DESEASONALISED: 25 to 36 months were there to tell a season, which was taken off if there is one; RAW:"
                            + " 12 to 24 months, a season counts as variation; TOO_SHORT: less than 12 whole months since"
                            + " the first sale")
            .column(
                    "xyz_class",
                    StringType,
                    "X: monthly_variation of at most market.class_x, 0.5 unless set otherwise; Y: of market.class_y, 1; Z: more; null"
                            + " without one")
            .column(
                    "base_net_amount",
                    DailySales.SUM,
                    "net amount of the 12 months before; null where the history does not reach back to any of them;"
                            + " additive")
            .column("sale_days", IntegerType, "days of the window from the start of sale on; non-additive")
            .column(
                    "base_sale_days",
                    IntegerType,
                    "days of the 12 months before, from the start of sale, or of the history, on; non-additive")
            .column(
                    "growth_rate",
                    DoubleType,
                    "(net_amount / sale_days) / (base_net_amount / base_sale_days) - 1; null where base_net_amount is not"
                            + " above 0 and for less than 91 base_sale_days; non-additive")
            .column(
                    "is_base_whole",
                    BooleanType,
                    "whether the base has 12 months on sale; where not, a season may look like growth")
            .column("first_sale_date", DateType, "first day with a sale in the history")
            .column("last_sale_date", DateType, "last day with a sale up to window_end")
            .column("launch_date", DateType, "as the input products says; null where it does not, and for groups")
            .column("discontinue_date", DateType, "likewise")
            .column(
                    "age_days",
                    IntegerType,
                    "from launch_date, or else the first sale, to window_end; at least that where is_age_known is false;"
                            + " non-additive")
            .column(
                    "is_age_known",
                    BooleanType,
                    "false where the item was sold before the history or in its first 28 days and no launch_date"
                            + " is told")
            .column(
                    "life_cycle_stage",
                    StringType,
                    "ENDED: discontinue_date before window_end, or no sale in its last 91 days; else INTRODUCTION: known"
                            + " age of at most 365 days; UNKNOWN: no growth_rate; GROWTH: at least 0.10; DECLINE: at most"
                            + " -0.10; MATURITY: between")
            .column(LineCosts.MARGIN_AMOUNT)
            .columnsOf(DailySales.SPEC, "costed_net_amount")
            .column(
                    "margin_rate",
                    DoubleType,
                    "margin_amount / costed_net_amount; null where that is not above 0; non-additive")
            .check("class_is_known", "abc_class IN ('A', 'B', 'C') AND is_tail = (abc_class = 'C')")
            .check("share_is_of_the_level", "coalesce(share_rate, 0) <= 1.000001")
            .check("core_is_of_all", "core_item_count <= item_count")
            .check("window_is_a_year", "window_start = add_months(date_add(window_end, 1), -12)")
            .check("variation_has_its_class", "(xyz_class IS NULL) = (monthly_variation IS NULL)")
            .check(
                    "stage_is_known",
                    "life_cycle_stage IN ('ENDED', 'INTRODUCTION', 'UNKNOWN', 'GROWTH', 'DECLINE', 'MATURITY')")
            .build();

    private final ProductLevels levels;
    private final MarketSettings market;
    private final String currency;

    /** The portfolio of these settings. */
    public ProductPortfolio(Settings settings) {
        this.levels = new ProductLevels(settings);
        this.market = settings.market();
        this.currency = settings.currency();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(DailySales.SPEC, SegmentLeaves.SPEC);
    }

    @Override
    public List<TableSpec> optionalInputs() {
        return List.of(Dimensions.PRODUCTS.spec());
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        LocalDate end = in.asOf().plusDays(1).withDayOfMonth(1).minusDays(1);
        Dataset<Row> months = PortfolioItems.months(known(in), in.get(SegmentLeaves.SPEC), levels, end);
        Dataset<Row> items = items(months, end)
                .join(PortfolioItems.variations(months, end), new String[] {"item_level", "item"}, "left");
        Dataset<Row> told = in.has(Dimensions.PRODUCTS.spec())
                ? told(items, in.get(Dimensions.PRODUCTS.spec()), in.asOf())
                : items.withColumn("_name", lit(null).cast(StringType))
                        .withColumn("launch_date", lit(null).cast(DateType))
                        .withColumn("discontinue_date", lit(null).cast(DateType));
        Dataset<Row> named = LifeCycle.of(told, end)
                .withColumn("item_name", coalesce(col("_name"), col("item")))
                .withColumn("margin_amount", LineCosts.margin(""))
                .withColumn("margin_rate", ratio(col("margin_amount"), positive("costed_net_amount")));
        return PortfolioClasses.of(named, market).withColumn("currency_code", lit(currency));
    }

    /** The cube, in which products that are not among the products, where those are delivered, are one: {@code UNKNOWN}. */
    private static Dataset<Row> known(Inputs in) {
        Dataset<Row> cube = in.get(DailySales.SPEC);
        if (!in.has(Dimensions.PRODUCTS.spec())) {
            return cube;
        }
        Dataset<Row> products = in.get(Dimensions.PRODUCTS.spec())
                .filter(col(InputTable.IS_CURRENT))
                .select(col("product_id").as("_known"))
                .distinct();
        return cube.join(broadcast(products), col("product_id").equalTo(col("_known")), "left")
                .withColumn("product_id", coalesce(col("_known"), lit(SegmentPath.UNKNOWN)))
                .drop("_known");
    }

    /** One row per item with sales in the window or its base: the sums of both. */
    private static Dataset<Row> items(Dataset<Row> months, LocalDate end) {
        LocalDate start = end.plusDays(1).minusMonths(MONTHS);
        Column isInWindow = col("month_start").geq(lit(start));
        Column isInBase = col("month_start")
                .geq(lit(start.minusMonths(MONTHS)))
                .and(col("month_start").lt(lit(start)));
        Dataset<Row> history = months.agg(min("first_sale_date").as("_history_start"));
        return months.groupBy("item_level", "item")
                .agg(
                        max_by(col("group_segment"), col("month_start")).as("group_segment"),
                        of(isInWindow, "net_amount").as("net_amount"),
                        of(isInWindow, "sales_units").as("sales_units"),
                        DailySales.total(when(isInWindow, col("cost_amount"))).as("cost_amount"),
                        DailySales.total(when(isInWindow, col("costed_net_amount")))
                                .as("costed_net_amount"),
                        of(isInBase, "net_amount").as("base_net_amount"),
                        count_if(isInWindow.or(isInBase)).as("_months"),
                        min("first_sale_date").as("first_sale_date"),
                        max("last_sale_date").as("last_sale_date"))
                .filter(col("_months").gt(0))
                .crossJoin(broadcast(history))
                .withColumn("window_start", lit(start))
                .withColumn("window_end", lit(end))
                .withColumn("is_window_complete", coalesce(col("_history_start").leq(lit(start)), lit(false)));
    }

    private static Column of(Column isIn, String amount) {
        return DailySales.total(when(isIn, col(amount)).otherwise(lit(0).cast(DailySales.SUM)));
    }

    /** Adds what products tell of themselves. */
    private static Dataset<Row> told(Dataset<Row> items, Dataset<Row> products, LocalDate asOf) {
        Dataset<Row> latest = Dimensions.latest(
                        products, asOf, "product_id", "product_name", "launch_date", "discontinue_date")
                .withColumnsRenamed(Map.of("product_id", "_product", "product_name", "_name"));
        return items.join(
                        latest,
                        col("item_level")
                                .equalTo(PortfolioItems.PRODUCT)
                                .and(col("item").equalTo(col("_product"))),
                        "left")
                .drop("_product");
    }
}
