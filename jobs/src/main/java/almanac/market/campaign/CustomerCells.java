package almanac.market.campaign;

import static almanac.market.campaign.CampaignScopes.CAMPAIGN;
import static almanac.market.campaign.CampaignScopes.KEY;
import static almanac.market.campaign.CampaignScopes.columns;
import static almanac.market.campaign.CampaignScopes.concat;
import static almanac.market.campaign.CampaignScopes.renamed;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import almanac.segment.DailySales;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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

    private final Dataset<Row> windows;
    private final Dataset<Row> named;
    private final Dataset<Row> customerDays;

    /**
     * @param windows of {@link EffectPanels}, those of customers
     * @param named rows of {@link ExposedUnits#customers}
     * @param customerDays rows of {@code customer.customer_days}
     */
    CustomerCells(Dataset<Row> windows, Dataset<Row> named, Dataset<Row> customerDays) {
        this.windows = windows;
        this.named = named;
        this.customerDays = customerDays;
    }

    /** By key: sales of each group by part of time and week, as {@link EffectPanels#CELL} and its measures. */
    Dataset<Row> sales() {
        List<String> role = List.of("is_treated", "is_disturbed");
        Column before = sum(when(col("part").equalTo(EffectModel.BEFORE), col("net_amount")));
        Column[] day = columns(List.of("order_date", "part", "week", "net_amount", "costed_net_amount", "cost_amount"));
        // The first day of a customer counts it.
        return inRoles()
                .withColumn("week", EffectPanels.week())
                .withColumn("part", EffectPanels.part())
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

    /** The days of the customers that are compared, each in the windows that hold it. */
    private Dataset<Row> inRoles() {
        Dataset<Row> roles = renamed(named, List.of("is_treated", "start_date"));
        Column isNamed = col("_start_date").isNotNull();
        Column isTreated = when(
                        col("names_treated"),
                        coalesce(col("_is_treated").and(col("_start_date").equalTo(col("start_date"))), lit(false)))
                .otherwise(not(isNamed));
        Column isControl = when(col("has_holdout"), coalesce(not(col("_is_treated")), lit(false)))
                .otherwise(not(isNamed));
        return customerDays
                .join(
                        broadcast(windows),
                        col("order_date")
                                .between(col("base_start"), coalesce(col("after_through"), col("through_date"))))
                .join(roles, concat(CAMPAIGN, List.of("customer_id")).toArray(String[]::new), "left")
                .withColumn("is_treated", isTreated)
                .filter(col("is_treated").or(isControl))
                .join(
                        disturbed().withColumn("is_disturbed", lit(true)),
                        concat(KEY, List.of("customer_id")).toArray(String[]::new),
                        "left")
                .withColumn("is_disturbed", coalesce(col("is_disturbed"), lit(false)));
    }

    /** By key: customers whom another campaign that names customers reaches meanwhile, where nobody was held out. */
    private Dataset<Row> disturbed() {
        Dataset<Row> days = windows.select(columns(concat(KEY, List.of("through_date", "has_holdout"))));
        Dataset<Row> others =
                renamed(days, concat(KEY, List.of("through_date"))).drop("has_holdout");
        Column isAnother = not(
                col("calendar").equalTo(col("_calendar")).and(col("campaign_id").equalTo(col("_campaign_id"))));
        Dataset<Row> meanwhile = days.filter(not(col("has_holdout")))
                .join(
                        broadcast(others),
                        isAnother
                                .and(col("start_date").leq(col("_through_date")))
                                .and(col("_start_date").leq(col("through_date"))));
        Dataset<Row> reached = renamed(named.filter(col("is_treated")), KEY);
        return reached.join(broadcast(meanwhile), new String[] {"_calendar", "_campaign_id", "_start_date"})
                .select(columns(concat(KEY, List.of("customer_id"))))
                .distinct();
    }

    private static Column[] and(Column[] first, Column... second) {
        return Stream.of(first, second).flatMap(Arrays::stream).toArray(Column[]::new);
    }
}
