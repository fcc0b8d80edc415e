package almanac.market;

import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.months_between;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.trunc;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.segment.DailySales;
import almanac.segment.ProductLevels;
import almanac.stats.DemandVariation;
import java.time.LocalDate;
import java.util.OptionalDouble;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Sales by month of products, and of the groups of products that the segmentations have; and how much their demand varies. */
final class PortfolioItems {

    /** The level of items that are products. */
    static final String PRODUCT = "product_id";

    /** Months of history from which the season is learnt. */
    static final int MONTHS = 36;

    private static final int YEAR = 12;

    /** A first sale on one of so many days after the first of a month leaves that month whole. */
    private static final int FIRST_DAYS = 2;

    private static final StructType VARIATIONS = new StructType()
            .add("item_level", StringType)
            .add("item", StringType)
            .add("variation_basis", StringType)
            .add("monthly_variation", DoubleType);

    private PortfolioItems() {}

    /**
     * One row per item and month up to the last whole one: {@code item_level}, {@code item}, {@code group_segment} (of a product,
     * the finest group that it lies in), {@code month_start}, sums of the cube, and {@code first_sale_date} and
     * {@code last_sale_date}, the first and last day of the month with a line that is no return.
     */
    static Dataset<Row> months(
            Dataset<Row> dailySales, Dataset<Row> segmentLeaves, ProductLevels levels, LocalDate windowEnd) {
        Dataset<Row> months = dailySales
                .filter(col("order_date").leq(lit(windowEnd)))
                .groupBy(
                        col("leaf_segment"),
                        col("product_id"),
                        trunc(col("order_date"), "month").as("month_start"))
                .agg(
                        DailySales.total(col("net_amount")).as("net_amount"),
                        DailySales.total(col("sales_units")).as("sales_units"),
                        DailySales.total(col("cost_amount")).as("cost_amount"),
                        DailySales.total(col("costed_net_amount")).as("costed_net_amount"),
                        min(DailySales.soldOn()).as("first_sale_date"),
                        max(DailySales.soldOn()).as("last_sale_date"));
        Column isGroup = levels.isGroup();
        Dataset<Row> groups = segmentLeaves
                .filter(isGroup)
                .groupBy("leaf_segment")
                .agg(
                        collect_list(struct(
                                        col("segment_level").as("item_level"),
                                        col("segment").as("item")))
                                .as("_groups"),
                        max(when(levels.isFinestGroup(), col("segment"))).as("_finest"));
        Column product = struct(lit(PRODUCT).as("item_level"), col("product_id").as("item"));
        Column items = when(col("_groups").isNull(), array(product)).otherwise(concat(array(product), col("_groups")));
        return months.join(broadcast(groups), new String[] {"leaf_segment"}, "left")
                .withColumn("_item", explode(items))
                .withColumn("item_level", col("_item.item_level"))
                .withColumn("item", col("_item.item"))
                .groupBy("item_level", "item", "month_start")
                .agg(
                        max(when(col("item_level").equalTo(PRODUCT), col("_finest")))
                                .as("group_segment"),
                        DailySales.total(col("net_amount")).as("net_amount"),
                        DailySales.total(col("sales_units")).as("sales_units"),
                        DailySales.total(col("cost_amount")).as("cost_amount"),
                        DailySales.total(col("costed_net_amount")).as("costed_net_amount"),
                        min("first_sale_date").as("first_sale_date"),
                        max("last_sale_date").as("last_sale_date"));
    }

    /**
     * How much the units of an item vary from month to month: {@code item_level}, {@code item}, {@code monthly_variation} and
     * {@code variation_basis}: {@code DESEASONALISED}, {@code RAW} where no season can be told yet, {@code TOO_SHORT}. The month
     * of the first sale is left out unless the item was sold from its beginning on.
     *
     * @param months rows of {@link #months}
     */
    static Dataset<Row> variations(Dataset<Row> months, LocalDate windowEnd) {
        LocalDate end = windowEnd.plusDays(1);
        Column age = months_between(lit(end), col("month_start")).cast("int");
        Column firstMonth = trunc(min("first_sale_date"), "month");
        Column firstWhole = when(min("first_sale_date").leq(firstMonth.plus(lit(FIRST_DAYS))), firstMonth)
                .otherwise(add_months(firstMonth, 1));
        return months.groupBy("item_level", "item")
                .agg(
                        months_between(lit(end), firstWhole).cast("int").as("_length"),
                        collect_list(struct(
                                        age.as("age"),
                                        col("sales_units").cast(DoubleType).as("units")))
                                .as("_months"))
                .map((MapFunction<Row, Row>) PortfolioItems::variation, Encoders.row(VARIATIONS));
    }

    private static Row variation(Row item) {
        int length = item.isNullAt(2) ? 0 : Math.min(MONTHS, item.getInt(2));
        double[] units = new double[length];
        for (Row month : item.<Row>getList(3)) {
            int age = month.getInt(0);
            if (age <= length) {
                units[length - age] = month.getDouble(1);
            }
        }
        OptionalDouble variation = DemandVariation.lastSeason(units, YEAR);
        String basis =
                length < YEAR ? "TOO_SHORT" : DemandVariation.tellsSeason(length, YEAR) ? "DESEASONALISED" : "RAW";
        return RowFactory.create(
                item.get(0), item.get(1), basis, variation.isPresent() ? variation.getAsDouble() : null);
    }
}
