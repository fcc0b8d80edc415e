package almanac.market.campaign;

import static almanac.market.campaign.CampaignScopes.CAMPAIGN;
import static almanac.market.campaign.CampaignScopes.KEY;
import static almanac.market.campaign.CampaignScopes.columns;
import static almanac.market.campaign.CampaignScopes.concat;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import almanac.segment.RollUp;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * What treated units and others sold in the weeks before, with and after each campaign: one row per {@link CampaignScopes#KEY}, the rows of a
 * campaign that start on one day, with its weeks and the {@code cells} of its panel.
 *
 * <p>Units are as fine as the places that the campaign names: regions where it names regions; or the places or customers that its
 * exposures name. Units that it treats at another time are in no comparison; units that another campaign of the calendar treats
 * meanwhile, with any of the same products, are {@code is_disturbed}.
 *
 * <p>Sales whose place is not known are left out where places are compared: they may be of either kind.
 *
 * <p>The others of a campaign's products are those of the same category, one level above what it names: whether they lost.
 */
final class EffectPanels {

    /** The longest time after a campaign in which sales that it brought forward are looked for. */
    static final int MOST_DAYS_AFTER = 56;

    /** What a cell of a panel is of. */
    static final List<String> CELL = List.of("unit", "is_treated", "is_disturbed", "is_own", "part", "week");

    private static final List<String> MEASURES =
            List.of("member_count", "net_amount", "sales_units", "costed_net_amount", "cost_amount");

    private final Dataset<Row> calendar;
    private final Dataset<Row> leaves;
    private final Dataset<Row> cube;
    private final LocalDate asOf;
    private final int mostBaseWeeks;
    private final @Nullable ExposedUnits exposed;
    private final @Nullable Dataset<Row> customerDays;

    /**
     * @param calendar rows of {@link CampaignCalendar}
     * @param dailySales rows of {@code market.daily_sales}
     * @param segmentLeaves rows of {@code market.segment_leaves}
     * @param mostBaseWeeks how many weeks before a campaign are compared with
     */
    EffectPanels(
            Dataset<Row> calendar,
            Dataset<Row> dailySales,
            Dataset<Row> segmentLeaves,
            LocalDate asOf,
            int mostBaseWeeks) {
        this(
                calendar,
                dailySales.filter(col("order_date").leq(lit(asOf))),
                CampaignScopes.leaves(segmentLeaves),
                asOf,
                mostBaseWeeks,
                null,
                null);
    }

    private EffectPanels(
            Dataset<Row> calendar,
            Dataset<Row> cube,
            Dataset<Row> leaves,
            LocalDate asOf,
            int mostBaseWeeks,
            @Nullable ExposedUnits exposed,
            @Nullable Dataset<Row> customerDays) {
        this.calendar = calendar;
        this.cube = cube;
        this.leaves = leaves;
        this.asOf = asOf;
        this.mostBaseWeeks = mostBaseWeeks;
        this.exposed = exposed;
        this.customerDays = customerDays;
    }

    /**
     * The same, with the units that exposures name.
     *
     * @param units those of the calendar
     * @param days rows of {@code customer.customer_days}; null where customers are not known
     */
    EffectPanels reaching(ExposedUnits units, @Nullable Dataset<Row> days) {
        return new EffectPanels(units.calendar(), cube, leaves, asOf, mostBaseWeeks, units, days);
    }

    /** The panels; {@code cells} is null where nothing was sold in the weeks that count. */
    Dataset<Row> panels() {
        Dataset<Row> windows = windows();
        Column hasCustomers = col("unit_type").equalTo(CampaignCalendar.CUSTOMER);
        Dataset<Row> sold = ofPlaces(windows.filter(not(hasCustomers)));
        if (exposed != null && customerDays != null) {
            sold = sold.unionByName(new CustomerCells(
                            windows.filter(hasCustomers),
                            exposed.customers(),
                            customerDays.filter(col("order_date").leq(lit(asOf))))
                    .sales());
        }
        return windows.join(cells(sold), KEY.toArray(String[]::new), "left").drop("names_treated");
    }

    /** The sales of each panel in a fixed order. */
    private static Dataset<Row> cells(Dataset<Row> sold) {
        Column[] fields = columns(concat(CELL, MEASURES));
        return RollUp.sums(sold, concat(KEY, CELL), MEASURES)
                .groupBy(columns(KEY))
                .agg(array_sort(collect_list(struct(fields))).as("cells"));
    }

    /** The days of each campaign: {@code base_start}, {@code through_date}, {@code after_through}. */
    private Dataset<Row> windows() {
        Dataset<Row> history = cube.agg(min("order_date").as("history_start"));
        Column weeks = floor(datediff(col("start_date"), col("history_start")).divide(7));
        Column length = datediff(col("end_date"), col("start_date")).plus(1);
        // Of rows that only hold places out there is no start.
        return withNames(calendar.filter(col("is_treated"))
                .groupBy(columns(KEY))
                .agg(max("end_date").as("end_date"), max("unit_type").as("unit_type"))
                .crossJoin(broadcast(history))
                .withColumn(
                        "base_week_count",
                        greatest(lit(0), least(lit(mostBaseWeeks), coalesce(weeks, lit(0L))))
                                .cast("int"))
                .withColumn(
                        "base_start",
                        date_sub(col("start_date"), col("base_week_count").multiply(7)))
                .withColumn("through_date", least(col("end_date"), lit(asOf)))
                .withColumn("is_complete", col("end_date").leq(lit(asOf)))
                .withColumn("_after_end", date_add(col("end_date"), least(length, lit(MOST_DAYS_AFTER))))
                .withColumn("after_through", when(col("end_date").lt(lit(asOf)), least(col("_after_end"), lit(asOf))))
                .withColumn("is_after_complete", col("_after_end").leq(lit(asOf)))
                .drop("_after_end", "history_start"));
    }

    /** How many units exposures name, and whether any of them were held out. */
    private Dataset<Row> withNames(Dataset<Row> windows) {
        if (exposed == null) {
            return windows.withColumn("names_treated", lit(false))
                    .withColumn("has_holdout", lit(false))
                    .withColumn("named_treated_count", lit(null).cast("bigint"))
                    .withColumn("named_held_out_count", lit(null).cast("bigint"));
        }
        return windows.join(broadcast(exposed.campaigns()), CAMPAIGN.toArray(String[]::new), "left")
                .join(broadcast(exposed.starts()), KEY.toArray(String[]::new), "left")
                .withColumn("names_treated", coalesce(col("names_treated"), lit(false)))
                .withColumn("has_holdout", coalesce(col("named_held_out_count").gt(0), lit(false)));
    }

    /** By key: sales of own products and others in places, by part of time and week. */
    private Dataset<Row> ofPlaces(Dataset<Row> windows) {
        Dataset<Row> members =
                cube.select("leaf_segment", "product_id").distinct().join(leaves, "leaf_segment");
        CampaignScopes scopes = new CampaignScopes(calendar, members);
        Dataset<Row> watched = scopes.items()
                .join(
                        windows.withColumn("_last", coalesce(col("after_through"), col("through_date")))
                                .select(columns(concat(KEY, List.of("base_start", "through_date", "_last")))),
                        CAMPAIGN.toArray(String[]::new));
        return cube.withColumn("member_count", lit(0L))
                .select(columns(concat(List.of("order_date", "leaf_segment", "product_id"), MEASURES)))
                .join(broadcast(leaves.select("leaf_segment", "place_id", "group_id")), "leaf_segment")
                .join(watched, new String[] {"group_id", "product_id"})
                .filter(col("order_date").between(col("base_start"), col("_last")))
                .join(scopes.units(windows), concat(KEY, List.of("place_id")).toArray(String[]::new))
                .withColumn("week", week())
                .withColumn("part", part())
                .select(columns(concat(concat(KEY, CELL), MEASURES)));
    }

    /** The week of a day from the start on; those before are below 0. */
    static Column week() {
        return floor(datediff(col("order_date"), col("start_date")).divide(7)).cast("int");
    }

    /** The part of time that a day lies in. */
    static Column part() {
        return when(col("order_date").lt(col("start_date")), EffectModel.BEFORE)
                .when(col("order_date").leq(col("through_date")), EffectModel.DURING)
                .otherwise(EffectModel.AFTER);
    }
}
