package almanac.market;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;

import almanac.segment.DailySales;
import almanac.segment.ProductLevels;
import almanac.stats.MeanChange;
import almanac.table.Inputs;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The weeks about launches: what the older products of a group sold beside everything outside the group, and how their place in all
 * own sales changed with the launch. Weeks begin on Mondays and go by numbers.
 */
final class LaunchSeries {

    /** Weeks before and from a launch that are compared. */
    static final int WEEKS = 13;

    /** Weeks after which a season comes again. */
    static final int YEAR = 52;

    private static final int FIRST_OF_DRIFT = 6;
    private static final LocalDate MONDAY = LocalDate.of(1970, 1, 5);

    private static final StructType EFFECT = new StructType()
            .add("others_amount", DoubleType)
            .add("_change", DoubleType)
            .add("_reach", DoubleType)
            .add("has_drift", BooleanType);

    private LaunchSeries() {}

    /** The number of the week of a date. */
    static Column week(Column date) {
        return floor(datediff(date, lit(MONDAY)).divide(7)).cast(IntegerType);
    }

    /** The first day of a week. */
    static Column monday(Column week) {
        return date_add(lit(MONDAY), week.multiply(7));
    }

    /** One row per product, group and week with sales: {@code net_amount}, and {@code first_sale_date} and its week, {@code since}. */
    static Dataset<Row> weeks(Inputs in, ProductLevels levels) {
        Column firstSale = min("_sold_on").over(Window.partitionBy("product_id"));
        return Launches.sales(in, levels)
                .groupBy(
                        col("product_id"),
                        col("group_segment"),
                        week(col("order_date")).as("week"))
                .agg(
                        DailySales.total(col("net_amount")).as("net_amount"),
                        min(DailySales.soldOn()).as("_sold_on"))
                .withColumn("first_sale_date", firstSale)
                .withColumn("since", week(col("first_sale_date")))
                .drop("_sold_on");
    }

    /** One row per product: {@code first_sale_date}, {@code group_segment}, and {@code launched_amount} of its first weeks. */
    static Dataset<Row> products(Dataset<Row> weeks) {
        Column isLaunch = col("week").between(col("since"), col("since").plus(WEEKS - 1));
        return weeks.groupBy("product_id")
                .agg(
                        min("first_sale_date").as("first_sale_date"),
                        max("group_segment").as("group_segment"),
                        DailySales.total(when(isLaunch, col("net_amount"))).as("launched_amount"));
    }

    /**
     * Adds to launches {@code others_amount}, the change of the place of the older products of its group as {@code _change}, how far
     * its interval reaches, {@code _reach}, and {@code has_drift}; nulls where it cannot be judged or a week has no place.
     *
     * @param launches with {@code product_id}, {@code group_segment}, {@code launch_week}, {@code is_season_known},
     *     {@code _is_over} and {@code _has_before}
     * @param weeks rows of {@link #weeks}
     */
    static Dataset<Row> effects(Dataset<Row> launches, Dataset<Row> weeks) {
        Dataset<Row> launchWeeks = launches.filter(col("_is_over")
                        .and(col("_has_before"))
                        .and(col("group_segment").isNotNull()))
                .select("launch_week", "is_season_known")
                .distinct();
        Dataset<Row> series = places(launchWeeks, weeks)
                .groupBy("launch_week", "group_segment")
                .agg(collect_list(struct("at", "others", "rest")).as("_places"));
        Column effect = udf((UDF2<Seq<Row>, Boolean, Row>) LaunchSeries::effect, EFFECT)
                .apply(col("_places"), col("is_season_known"));
        return launches.join(series, new String[] {"launch_week", "group_segment"}, "left")
                .withColumn("_effect", when(col("_places").isNotNull(), effect))
                .select(col("*"), col("_effect.*"))
                .drop("_effect", "_places");
    }

    /** One row per week of a launch, group and week about it: what the older products of the group sold, and all others. */
    private static Dataset<Row> places(Dataset<Row> launchWeeks, Dataset<Row> weeks) {
        Dataset<Row> cells = weeks.groupBy("group_segment", "since", "week")
                .agg(DailySales.total(col("net_amount")).as("net_amount"));
        Column at = col("week").minus(col("launch_week"));
        Column isAbout = at.between(-WEEKS, WEEKS - 1);
        Column isAYearBefore = at.between(-WEEKS - YEAR, WEEKS - 1 - YEAR);
        Column start = when(col("is_season_known"), -WEEKS - YEAR).otherwise(-WEEKS);
        Column isOld = col("since").minus(col("launch_week")).leq(start);
        Column all = sum("others").over(Window.partitionBy("launch_week", "at"));
        return cells.join(broadcast(launchWeeks), isOld.and(isAbout.or(isAYearBefore.and(col("is_season_known")))))
                .groupBy(col("launch_week"), col("group_segment"), at.as("at"))
                .agg(DailySales.total(col("net_amount")).as("others"))
                .withColumn("rest", all.minus(col("others")).cast(DoubleType))
                .withColumn("others", col("others").cast(DoubleType));
    }

    private static @Nullable Row effect(Seq<Row> series, boolean isSeasonKnown) {
        Map<Integer, Row> places = new HashMap<>();
        CollectionConverters.asJava(series).forEach(place -> places.put(place.getInt(0), place));
        double[] before = new double[WEEKS];
        double[] after = new double[WEEKS];
        double sold = 0;
        for (int at = -WEEKS; at < WEEKS; at++) {
            double place = place(places.get(at)) - (isSeasonKnown ? place(places.get(at - YEAR)) : 0);
            if (at < 0) {
                before[at + WEEKS] = place;
            } else {
                after[at] = place;
                sold += places.containsKey(at) ? places.get(at).getDouble(1) : 0;
            }
        }
        if (!DoubleStream.concat(Arrays.stream(before), Arrays.stream(after)).allMatch(Double::isFinite)) {
            return null;
        }
        Optional<MeanChange> change = MeanChange.of(before, after);
        if (change.isEmpty()) {
            return null;
        }
        boolean hasDrift = MeanChange.of(
                        Arrays.copyOf(before, FIRST_OF_DRIFT), Arrays.copyOfRange(before, FIRST_OF_DRIFT, WEEKS))
                .filter(drift -> Math.abs(drift.value()) > drift.reach())
                .isPresent();
        return RowFactory.create(sold, change.get().value(), change.get().reach(), hasDrift);
    }

    /** Not a number in a week without sales of either. */
    private static double place(@Nullable Row place) {
        return place == null || place.getDouble(1) <= 0 || place.getDouble(2) <= 0
                ? Double.NaN
                : Math.log(place.getDouble(1) / place.getDouble(2));
    }
}
