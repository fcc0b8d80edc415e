package almanac.market.campaign;

import static almanac.market.campaign.CampaignCalendar.KEY;
import static almanac.market.campaign.CampaignCalendar.and;
import static almanac.market.campaign.CampaignCalendar.columns;
import static almanac.market.campaign.CampaignCalendar.concat;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import almanac.segment.DailySales;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What customers bought around campaigns that name them. They are put together in {@value #GROUPS} groups of each kind, by a hash
 * of their identifiers: groups of independent customers tell as much of how customers differ, and a hundred million of them are
 * not more to a panel than a few hundred.
 *
 * <p>Customers count who bought in the weeks before, treated or not: else those who were won meanwhile would be growth of one side
 * alone. Weeks without sales are zero. Where customers were held out, these are compared with, and other campaigns reach both
 * alike; else all who are not named are, without those whom another campaign reaches meanwhile.
 *
 * <p>Days of customers know no products: all that they buy is compared.
 */
final class CustomerCells {

    private static final int GROUPS = 64;

    private final Dataset<Row> starts;
    private final Dataset<Row> named;
    private final Dataset<Row> customerDays;
    private final LocalDate asOf;

    /**
     * @param starts rows of {@link Treatments}
     * @param named rows of {@link ExposedUnits#customers}
     * @param customerDays rows of {@code customer.customer_days}
     */
    CustomerCells(Dataset<Row> starts, Dataset<Row> named, Dataset<Row> customerDays, LocalDate asOf) {
        this.starts = starts.filter(col("unit_type").equalTo(CampaignCalendar.CUSTOMER));
        this.named = named;
        this.customerDays = customerDays.filter(col("order_date").leq(lit(asOf)));
        this.asOf = asOf;
    }

    /** By key: sales of each group by part of time and week, as {@link EffectPanels#CELL} and its measures. */
    Dataset<Row> sales() {
        List<String> role = List.of("is_treated", "is_disturbed");
        Column before = sum(when(col("part").equalTo(EffectModel.BEFORE), col("net_amount")));
        Column[] day = columns(List.of("order_date", "part", "week", "net_amount", "costed_net_amount", "cost_amount"));
        // The first day of a customer counts it.
        return inRoles()
                .withColumns(Map.of("week", EffectPanels.week(), "part", EffectPanels.part()))
                .groupBy(columns(concat(KEY, concat(role, List.of("customer_id")))))
                .agg(before.as("_before"), array_sort(collect_list(struct(day))).as("_days"))
                .filter(col("_before").gt(0))
                .select(and(
                        columns(concat(KEY, role)),
                        concat_ws(
                                        " ",
                                        when(col("is_treated"), "treated").otherwise("other"),
                                        when(col("is_disturbed"), "disturbed"),
                                        pmod(xxhash64(col("customer_id")), lit(GROUPS)))
                                .as("unit"),
                        posexplode(col("_days"))))
                .select(and(
                        columns(concat(KEY, concat(role, List.of("unit", "col.part", "col.week")))),
                        lit(true).as("is_own"),
                        when(col("pos").equalTo(0), 1L).otherwise(0L).as("member_count"),
                        col("col.net_amount"),
                        lit(null).cast(DailySales.SUM).as("sales_units"),
                        col("col.costed_net_amount"),
                        col("col.cost_amount")));
    }

    /** The days of the customers that are compared, each in the weeks that hold it. */
    private Dataset<Row> inRoles() {
        Dataset<Row> names = named.groupBy("customer_id")
                .agg(collect_list(struct(columns(concat(KEY, List.of("is_treated", "last_date")))))
                        .as("_names"));
        Dataset<Row> days = starts.select(columns(
                concat(KEY, List.of("base_start", "through_date", "after_through", "names_treated", "has_holdout"))));
        Column last = coalesce(col("after_through"), col("through_date"));
        Column own = get(filter(col("_names"), name -> isSame(name)), lit(0));
        Column isNamed = col("_own").isNotNull();
        Column startsHere = col("_own.is_treated").and(col("_own.start_date").equalTo(col("start_date")));
        Column isTreated =
                when(col("names_treated"), coalesce(startsHere, lit(false))).otherwise(not(isNamed));
        Column isControl = when(col("has_holdout"), coalesce(not(col("_own.is_treated")), lit(false)))
                .otherwise(not(isNamed));
        return customerDays
                .join(names, new String[] {"customer_id"}, "left")
                .join(broadcast(days), col("order_date").between(col("base_start"), last))
                .withColumn("_own", own)
                .withColumns(Map.of("is_treated", isTreated, "is_disturbed", isDisturbed(), "_is_control", isControl))
                .filter(col("is_treated").or(col("_is_control")));
    }

    /** Whether another campaign that names customers reaches this one meanwhile, where nobody was held out. */
    private Column isDisturbed() {
        Column meanwhile = exists(
                col("_names"),
                name -> not(isSame(name))
                        .and(name.getField("is_treated"))
                        .and(name.getField("start_date").leq(col("through_date")))
                        .and(col("start_date").leq(least(name.getField("last_date"), lit(asOf)))));
        return not(col("has_holdout")).and(coalesce(meanwhile, lit(false)));
    }

    private static Column isSame(Column name) {
        return name.getField("calendar")
                .equalTo(col("calendar"))
                .and(name.getField("campaign_id").equalTo(col("campaign_id")));
    }
}
