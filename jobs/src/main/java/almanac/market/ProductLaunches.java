package almanac.market;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.segment.ProductLevels;
import almanac.segment.SegmentLeaves;
import almanac.staging.Dimensions;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * How much of what a new product sold in its first {@value LaunchSeries#WEEKS} weeks other products of its group lost to it: what
 * these sold, beside what they would have sold had they kept their place in all other own sales.
 *
 * <p>Their place is the logarithm of what they sold in a week over what all products outside the group did. How its mean changed from
 * the {@value LaunchSeries#WEEKS} weeks before the launch to those from it on, {@link MeanChange} says, with an interval. Where the history
 * holds the same weeks a year before, the place a year before is taken off first, so that a season is not taken for an effect. On
 * either side only products count that were on sale from the first of these weeks on; one that was taken from the shelves for the
 * new product counts as lost to it.
 *
 * <p>Whatever else moved the group at the time is in it too: a price, a competitor, another launch. {@code grade} says what is known of
 * that.
 */
public final class ProductLaunches implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "product_launches")
            .describedAs("What a new product sold in its first 13 weeks, and how much of it its group lost to it.")
            .oneRowPer("product_id")
            .columnsOf(NewProducts.SPEC, "product_id", "group_segment", "first_sale_date", "launch_date")
            .column("week_start", DateType, "Monday of the week of first_sale_date: the first of the 13 weeks")
            .column("through_date", DateType, "Sunday of the last of them")
            .column(
                    "grade",
                    StringType,
                    "the first that holds. Without effect: NOT_GROUPED: no group of products; TOO_RECENT: the 13 weeks are not"
                            + " over; NO_HISTORY: the 13 weeks before are not in the history; TOO_THIN: in one of the weeks"
                            + " the rest of the group, or everything outside it, sold nothing. With one: IMPRECISE: its interval"
                            + " holds both that nothing and that all was taken from the group; SEASON_UNKNOWN: the same weeks a"
                            + " year before are not in the history; SHARED: other_launch_count is above 0; DRIFTED: the group"
                            + " lost or won before the launch already; OK")
            .column("grade_reason", StringType, "why it is not OK, in words; null where it is")
            .columnsOf(DailySales.SPEC, "currency_code")
            .column(
                    "launched_amount",
                    DailySales.SUM,
                    "net amount of the product in the 13 weeks; null unless they are over; additive")
            .column(
                    "other_launch_count",
                    LongType,
                    "other launches of the group less than 13 weeks before or after: what the group lost, it lost to all of them")
            .column("is_season_known", BooleanType, "whether the same weeks a year before are taken off")
            .column(
                    "others_amount",
                    DoubleType,
                    "net amount of the older products of the group in the 13 weeks; null without effect; not additive over"
                            + " launches of one group")
            .column(
                    "expected_amount",
                    DoubleType,
                    "others_amount / exp(change of their place): what they would have sold; null likewise; not additive either")
            .column(
                    "cannibalised_amount",
                    DoubleType,
                    "expected_amount - others_amount: what the group lost; below 0 where it won; null likewise; not additive"
                            + " over launches of one group")
            .column("cannibalised_amount_low", DoubleType, "95 % lower bound; null likewise")
            .column("cannibalised_amount_high", DoubleType, "95 % upper bound; null likewise")
            .column(
                    "cannibalised_rate",
                    DoubleType,
                    "cannibalised_amount / launched_amount, 0 where that is below 0 and 1 where it is above 1; null without effect"
                            + " and where launched_amount is not above 0; non-additive")
            .column("cannibalised_rate_low", DoubleType, "of the lower bound; null likewise")
            .column("cannibalised_rate_high", DoubleType, "of the upper bound; null likewise")
            .column(
                    "incremental_amount",
                    DoubleType,
                    "launched_amount - cannibalised_amount: what is sold on top; null without effect; not additive either")
            .column(
                    "has_drift",
                    BooleanType,
                    "whether the place of the group changed beyond chance from the first 6 weeks before the launch to the last"
                            + " 7; null without effect")
            .check(
                    "grade_is_known",
                    "grade IN ('NOT_GROUPED', 'TOO_RECENT', 'NO_HISTORY', 'TOO_THIN', 'IMPRECISE', 'SEASON_UNKNOWN', 'SHARED',"
                            + " 'DRIFTED', 'OK')")
            .check("reason_unless_ok", "(grade_reason IS NULL) = (grade = 'OK')")
            .check(
                    "effect_where_graded",
                    "(cannibalised_amount IS NULL) = (grade IN ('NOT_GROUPED', 'TOO_RECENT', 'NO_HISTORY', 'TOO_THIN'))")
            .check(
                    "bounds_are_ordered",
                    "cannibalised_amount IS NULL OR cannibalised_amount BETWEEN cannibalised_amount_low AND"
                            + " cannibalised_amount_high")
            .check("rate_is_a_part", "coalesce(cannibalised_rate BETWEEN 0 AND 1, true)")
            .build();

    private static final int WEEKS = LaunchSeries.WEEKS;

    private final ProductLevels levels;
    private final String currency;

    /** The launches of these settings. */
    public ProductLaunches(Settings settings) {
        this.levels = new ProductLevels(settings);
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
        Dataset<Row> weeks = LaunchSeries.weeks(in, levels);
        Dataset<Row> launches = launches(Launches.among(LaunchSeries.products(weeks), in), in.asOf());
        return graded(LaunchSeries.effects(launches, weeks)).withColumn("currency_code", lit(currency));
    }

    /** Adds the week of the launch, which of the weeks about it are known, and how many other launches are near. */
    private static Dataset<Row> launches(Dataset<Row> launches, LocalDate asOf) {
        // The history begins within a week: only from the next one on it holds whole weeks.
        Column firstWeek = LaunchSeries.week(date_add(col("_history_start"), 6));
        Column week = LaunchSeries.week(col("first_sale_date"));
        WindowSpec near =
                Window.partitionBy("group_segment").orderBy("launch_week").rangeBetween(1 - WEEKS, WEEKS - 1);
        Column isOver = col("launch_week").plus(WEEKS).leq(LaunchSeries.week(lit(asOf.plusDays(1))));
        return launches.withColumn("launch_week", week)
                .withColumn("other_launch_count", count(lit(1)).over(near).minus(1))
                .withColumn("_is_over", isOver)
                .withColumn("launched_amount", when(isOver, col("launched_amount")))
                .withColumn("_has_before", firstWeek.leq(col("launch_week").minus(WEEKS)))
                .withColumn("is_season_known", firstWeek.leq(col("launch_week").minus(WEEKS + LaunchSeries.YEAR)))
                .withColumn("week_start", LaunchSeries.monday(col("launch_week")))
                .withColumn(
                        "through_date",
                        date_sub(LaunchSeries.monday(col("launch_week").plus(WEEKS)), 1));
    }

    private static Dataset<Row> graded(Dataset<Row> rows) {
        Column others = col("others_amount");
        Dataset<Row> told = rows.withColumn(
                        "expected_amount", others.multiply(exp(col("_change").unary_$minus())))
                .withColumn("cannibalised_amount", lost(col("_change")))
                .withColumn("cannibalised_amount_low", lost(col("_change").plus(col("_reach"))))
                .withColumn("cannibalised_amount_high", lost(col("_change").minus(col("_reach"))))
                .withColumn("cannibalised_rate", rate("cannibalised_amount"))
                .withColumn("cannibalised_rate_low", rate("cannibalised_amount_low"))
                .withColumn("cannibalised_rate_high", rate("cannibalised_amount_high"))
                .withColumn(
                        "incremental_amount",
                        col("launched_amount").cast(DoubleType).minus(col("cannibalised_amount")));
        Column isImprecise = col("cannibalised_amount_low")
                .leq(0)
                .and(col("cannibalised_amount_high").geq(col("launched_amount").cast(DoubleType)));
        return Grade.graded(
                told,
                List.of(
                        new Grade(
                                "NOT_GROUPED", col("group_segment").isNull(), "the product is in no group of products"),
                        new Grade("TOO_RECENT", not(col("_is_over")), "its first 13 weeks are not over"),
                        new Grade(
                                "NO_HISTORY", not(col("_has_before")), "the history does not hold the 13 weeks before"),
                        new Grade(
                                "TOO_THIN",
                                col("_change").isNull(),
                                "a week without sales of the rest of the group, or outside it"),
                        new Grade(
                                "IMPRECISE",
                                isImprecise,
                                "its interval holds both that nothing and that all was taken"),
                        new Grade(
                                "SEASON_UNKNOWN",
                                not(col("is_season_known")),
                                "the history does not hold the same weeks a year before"),
                        new Grade(
                                "SHARED",
                                col("other_launch_count").gt(0),
                                "other products of the group were launched about then"),
                        new Grade("DRIFTED", col("has_drift"), "the group lost or won before the launch already")));
    }

    /** What the others would have sold beyond what they did, had their place not changed. */
    private static Column lost(Column change) {
        return col("others_amount").multiply(exp(change.unary_$minus()).minus(1));
    }

    private static Column rate(String amount) {
        Column raw = ratio(col(amount), positive("launched_amount"));
        return when(raw.isNotNull(), least(greatest(raw, lit(0.0)), lit(1.0)));
    }
}
