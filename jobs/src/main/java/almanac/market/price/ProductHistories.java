package almanac.market.price;

import static almanac.segment.DailySales.total;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_intersect;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.config.Hierarchy;
import almanac.config.LevelRef;
import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.SegmentPath;
import almanac.staging.CompetitorPrices;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import almanac.table.Inputs;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What each product sold by outlet and week, with its categories and what the products cost that may stand in for it: one row
 * a product, sorted within, so that the same sales give the same rows however they are spread.
 */
final class ProductHistories {

    /** Of how many other products the prices are tried. */
    private static final int RIVALS = 3;

    private static final double SHARED_OUTLETS = 0.5;

    private static final DataType RIVALS_TYPE = DataTypes.createArrayType(new StructType()
            .add("kind", DataTypes.StringType)
            .add("other_product_id", DataTypes.StringType)
            .add(
                    "weeks",
                    DataTypes.createArrayType(new StructType()
                            .add("week", DataTypes.IntegerType)
                            .add("units", DataTypes.DoubleType)
                            .add("amount", DataTypes.DoubleType))));

    private final Settings settings;
    private final Inputs in;
    private final LocalDate firstDay;

    ProductHistories(Settings settings, Inputs in) {
        this.settings = settings;
        this.in = in;
        this.firstDay = PriceWeeks.firstDay(settings.calendar(), in.asOf());
    }

    /**
     * Columns {@code product_id}, {@code category}, {@code first_day}, {@code currency_code}, {@code cells} and {@code events},
     * and {@code rivals}: null or an array of what else may explain the units: other products with their sales by week, and
     * competitors with their prices.
     */
    Dataset<Row> withRivals() {
        Dataset<Row> cells = cells();
        Dataset<Row> products = cells.groupBy("product_id")
                .agg(
                        array_sort(collect_list(struct(
                                        col("outlet"),
                                        col("week"),
                                        col("units").cast(DoubleType).as("units"),
                                        col("amount").cast(DoubleType).as("amount"),
                                        col("promoted").cast(DoubleType).as("promoted"))))
                                .as("cells"),
                        array_sort(collect_set(col("outlet"))).as("outlets"),
                        sum("amount").as("amount"));
        Dataset<Row> categorised = withCategories(products);
        Dataset<Row> rivals =
                rivals(categorised.select("product_id", "subcategory", "outlets", "amount"), weekly(cells));
        Dataset<Row> joined = withCompetitors(categorised
                        .drop("outlets", "amount", "subcategory")
                        .join(rivals, new String[] {"product_id"}, "left"))
                .withColumn("first_day", lit(firstDay))
                .withColumn("currency_code", lit(settings.currency()));
        return PriceWeeks.withEvents(joined, in, firstDay);
    }

    /** What was sold by product, outlet and week; nothing where no more was sold than came back. */
    private Dataset<Row> cells() {
        Dataset<Row> cube = in.get(DailySales.SPEC);
        Dataset<Row> history = cube.agg(min("order_date").as("history_start"));
        return cube.filter(col("order_date").between(lit(firstDay), lit(PriceWeeks.lastDay(firstDay))))
                .withColumn("week", PriceWeeks.week(col("order_date"), firstDay))
                .crossJoin(broadcast(history))
                // The week in which the history begins is not whole.
                .filter(PriceWeeks.start(col("week"), firstDay).geq(col("history_start")))
                .groupBy(col("product_id"), xxhash64(outlet()).as("outlet"), col("week"))
                .agg(
                        total(col("sales_units")).as("units"),
                        total(col("net_amount")).as("amount"),
                        total(coalesce(col("promoted_amount"), lit(0).cast(DailySales.SUM)))
                                .as("promoted"))
                .filter(col("units").gt(0).and(col("amount").gt(0)));
    }

    /** The leaf segment without the product. */
    private Column outlet() {
        Column outlet = col("leaf_segment");
        for (Hierarchy hierarchy : settings.hierarchies()) {
            if (hierarchy.levels().stream().allMatch(ProductHistories::isOfProducts)) {
                outlet = regexp_replace(outlet, "(^|\\|)" + hierarchy.name() + "=[^|]*", "");
            }
        }
        return outlet;
    }

    private static boolean isOfProducts(LevelRef level) {
        return level.table().equals(Dimensions.PRODUCTS.name())
                || (level.table().equals(Sales.INPUT.name()) && level.column().equals("product_id"));
    }

    /** With the categories of the latest row of each product. */
    private Dataset<Row> withCategories(Dataset<Row> products) {
        if (!in.has(Dimensions.PRODUCTS.spec())) {
            return products.withColumn("category", lit(SegmentPath.UNKNOWN))
                    .withColumn("subcategory", lit(SegmentPath.UNKNOWN));
        }
        Dataset<Row> latest = Dimensions.latest(
                in.get(Dimensions.PRODUCTS.spec()), in.asOf(), "product_id", "category_l1", "category_l2");
        return products.join(latest, new String[] {"product_id"}, "left")
                .withColumn("category", coalesce(col("category_l1"), lit(SegmentPath.UNKNOWN)))
                .withColumn("subcategory", coalesce(col("category_l2"), col("category")))
                .drop("category_l1", "category_l2");
    }

    private static Dataset<Row> weekly(Dataset<Row> cells) {
        return cells.groupBy("product_id", "week")
                .agg(
                        sum("units").cast(DoubleType).as("units"),
                        sum("amount").cast(DoubleType).as("amount"))
                .groupBy("product_id")
                .agg(array_sort(collect_list(struct(col("week"), col("units"), col("amount"))))
                        .as("weeks"));
    }

    /** For each product those of its subcategory that sell most among the ones that share its outlets. */
    private static Dataset<Row> rivals(Dataset<Row> products, Dataset<Row> weekly) {
        Dataset<Row> others = products.select(
                col("subcategory"),
                col("product_id").as("other_product_id"),
                col("outlets").as("other_outlets"),
                col("amount").as("other_amount"));
        Column shared = size(array_intersect(col("outlets"), col("other_outlets")))
                .divide(size(col("outlets")).cast(DoubleType));
        Column rank = row_number()
                .over(Window.partitionBy("product_id")
                        .orderBy(col("other_amount").desc(), col("other_product_id")));
        return products.join(others, "subcategory")
                .filter(col("product_id")
                        .notEqual(col("other_product_id"))
                        .and(col("subcategory").notEqual(SegmentPath.UNKNOWN))
                        .and(shared.geq(SHARED_OUTLETS)))
                .withColumn("_rank", rank)
                .filter(col("_rank").leq(RIVALS))
                .select("product_id", "other_product_id")
                .join(weekly.withColumnRenamed("product_id", "other_product_id"), "other_product_id")
                .groupBy("product_id")
                .agg(array_sort(collect_list(struct(lit("CROSS"), col("other_product_id"), col("weeks"))))
                        .cast(RIVALS_TYPE)
                        .as("rivals"));
    }

    /** With the competitors of each product whose price is known on most days, as if they sold one unit a week. */
    private Dataset<Row> withCompetitors(Dataset<Row> products) {
        if (!in.has(CompetitorPrices.INPUT.spec())) {
            return products;
        }
        Column rank = row_number()
                .over(Window.partitionBy("product_id").orderBy(col("_days").desc(), col("competitor_id")));
        Column week = struct(col("week"), lit(1.0), col("_price").cast(DoubleType));
        Dataset<Row> competitors = CompetitorPriceDays.of(in.get(CompetitorPrices.INPUT.spec()), in.asOf())
                .filter(col("date")
                        .between(lit(firstDay), lit(PriceWeeks.lastDay(firstDay)))
                        .and(col("competitor_id").notEqual(col("product_id"))))
                .groupBy(
                        col("product_id"),
                        col("competitor_id"),
                        PriceWeeks.week(col("date"), firstDay).as("week"))
                .agg(
                        avg(col("their_price").cast(DailySales.SUM)).as("_price"),
                        count(lit(1)).as("_days"))
                .groupBy("product_id", "competitor_id")
                .agg(sum("_days").as("_days"), array_sort(collect_list(week)).as("weeks"))
                .withColumn("_rank", rank)
                .filter(col("_rank").leq(RIVALS))
                .groupBy("product_id")
                .agg(array_sort(collect_list(struct(lit("COMPETITOR"), col("competitor_id"), col("weeks"))))
                        .cast(RIVALS_TYPE)
                        .as("_competitors"));
        Column none = array().cast(RIVALS_TYPE);
        return products.join(competitors, new String[] {"product_id"}, "left")
                .withColumn("rivals", concat(coalesce(col("_competitors"), none), coalesce(col("rivals"), none)))
                .drop("_competitors");
    }
}
