package almanac.market;

import static almanac.segment.RollUp.positive;
import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.segment.DailySales;
import almanac.staging.InputTable;
import almanac.staging.Sales;
import almanac.stats.StudentT;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How much of what a channel sold in its first {@value #DAYS} days would have been sold anyway. Customers from before who took to
 * the channel are set beside those who spent like them before and did not: by how much more did what they spent, in all channels,
 * change from the {@value #DAYS} days before the launch to the {@value #DAYS} days from it on? What the channel sold them beyond
 * that was taken from other channels.
 *
 * <p>Alike are customers of one tenth by spend before the launch; both must have bought after it, in any channel, since whoever
 * took to a channel has. Nobody drew lots for who takes to a channel: if takers and others had drifted apart before the launch,
 * they would have done so after it too. The change from the first to the second half of the time before tells, and
 * {@code grade} says what to make of it.
 *
 * <p>Source of the method: B. D. Meyer (1995), <i>Natural and quasi-experiments in economics</i>, doi:10.2307/1392369.
 */
public final class ChannelLaunches implements Table {

    /** Days before a launch and from it on that are compared. */
    static final int DAYS = 182;

    /** Days of which the first half of the time before is set beside the second. */
    static final int HALF_DAYS = 91;

    private static final int FEWEST = 30;
    private static final double REACH = StudentT.normalQuantile(0.975);

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("market", "channel_launches")
            .describedAs("What a channel sold after its launch, and how much of it other channels lost to it.")
            .oneRowPer("channel_id")
            .column("channel_id", StringType, "channel, as in sales")
            .column("first_sale_date", DateType, "first day on which it sold: its launch, where grade is not NOT_SEEN")
            .column(
                    "grade",
                    StringType,
                    "NOT_SEEN: sold from less than 182 days after the start of the history on, so that its launch or the time"
                            + " before is not known; TOO_RECENT: less than 182 days ago; TOO_FEW: fewer than 30 takers or"
                            + " others alike; DRIFTED: takers and others differed before the launch already, the effect is"
                            + " in doubt; OK")
            .column("grade_reason", StringType, "why it is not OK, in words; null where it is")
            .columnsOf(DailySales.SPEC, "currency_code")
            .column(
                    "channel_amount",
                    DailySales.SUM,
                    "net amount of the channel in the 182 days from the launch on; null unless those are over; additive")
            .column(
                    "new_customer_count",
                    LongType,
                    "customers whose first purchase of all is in those days, and who bought in the channel; null likewise")
            .column(
                    "new_customer_amount",
                    DailySales.SUM,
                    "what the channel sold to them: new sales at most, since some would have come anyway; null likewise")
            .column(
                    "taker_count",
                    LongType,
                    "customers from the 182 days before who bought in the channel in those days; null likewise")
            .column("taker_amount", DailySales.SUM, "what the channel sold to them; null likewise; additive")
            .column(
                    "switched_customer_count",
                    LongType,
                    "of the takers, who bought nowhere else in those days; null likewise")
            .column("matched_taker_count", LongType, "takers for whom there are others alike; null likewise")
            .column("matched_taker_amount", DailySales.SUM, "what the channel sold to them; null likewise")
            .column("control_count", LongType, "customers who were compared with them and did not take; null likewise")
            .column(
                    "effect_amount",
                    DoubleType,
                    "change of what a matched taker spent in all channels, less that of those alike; null unless grade is OK"
                            + " or DRIFTED; non-additive")
            .column("effect_amount_low", DoubleType, "95 % lower bound; null likewise")
            .column("effect_amount_high", DoubleType, "95 % upper bound; null likewise")
            .column(
                    "incremental_amount",
                    DoubleType,
                    "effect_amount * matched_taker_count: what they would not have spent without the channel; null likewise")
            .column(
                    "cannibalised_amount",
                    DoubleType,
                    "matched_taker_amount - incremental_amount: what other channels lost; null likewise")
            .column(
                    "cannibalised_rate",
                    DoubleType,
                    "cannibalised_amount / matched_taker_amount, by chance below 0 or above 1; null likewise; non-additive")
            .column("cannibalised_rate_low", DoubleType, "95 % lower bound; null likewise")
            .column("cannibalised_rate_high", DoubleType, "95 % upper bound; null likewise")
            .column(
                    "drift_amount",
                    DoubleType,
                    "the effect as if the launch had been 91 days earlier, on the 91 days before it and those before them:"
                            + " 0 if takers and others went the same way; null likewise")
            .column("drift_amount_low", DoubleType, "95 % lower bound; null likewise")
            .column("drift_amount_high", DoubleType, "95 % upper bound; null likewise")
            .column("has_drift", BooleanType, "whether 0 lies outside these bounds; null likewise")
            .check("grade_is_known", "grade IN ('NOT_SEEN', 'TOO_RECENT', 'TOO_FEW', 'DRIFTED', 'OK')")
            .check("reason_unless_ok", "(grade_reason IS NULL) = (grade = 'OK')")
            .check("effect_where_graded", "(effect_amount IS NULL) = (grade NOT IN ('DRIFTED', 'OK'))")
            .check(
                    "bounds_are_ordered",
                    "effect_amount IS NULL OR effect_amount BETWEEN effect_amount_low AND effect_amount_high")
            .build();

    private final String currency;

    /** The launches of these settings. */
    public ChannelLaunches(Settings settings) {
        this.currency = settings.currency();
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(Sales.SPEC);
    }

    @Override
    public List<String> neededColumns() {
        return List.of("sales.channel_id", "sales.customer_id");
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> days = days(in.get(Sales.SPEC), in.asOf());
        Dataset<Row> launches = launches(days, in.asOf());
        Dataset<Row> customers =
                ChannelTakers.customers(days, launches.filter(col("_is_seen").and(col("_is_over"))));
        return graded(launches.join(ChannelTakers.totals(customers), new String[] {"channel_id"}, "left")
                        .join(TakerEffects.of(customers), new String[] {"channel_id"}, "left"))
                .withColumn("currency_code", lit(currency));
    }

    /** What each customer bought on each day in each channel; those who are not known count as one. */
    private static Dataset<Row> days(Dataset<Row> sales, LocalDate asOf) {
        Column sells = not(coalesce(col("is_return"), lit(false)));
        return sales.filter(col(InputTable.IS_CURRENT)
                        .and(col("channel_id").isNotNull())
                        .and(col("order_date").leq(lit(asOf))))
                .groupBy("customer_id", "order_date", "channel_id")
                .agg(
                        DailySales.total(col("net_amount")).as("net_amount"),
                        max(sells).as("_sells"));
    }

    /** One row per channel: when it began, and whether the time about that is in the history. */
    private static Dataset<Row> launches(Dataset<Row> days, LocalDate asOf) {
        Dataset<Row> firsts = days.filter(col("_sells"))
                .groupBy("channel_id")
                .agg(min("order_date").as("first_sale_date"));
        Dataset<Row> history = firsts.agg(min("first_sale_date").as("_history_start"));
        return firsts.crossJoin(broadcast(history))
                .withColumn("_is_seen", col("first_sale_date").geq(date_add(col("_history_start"), DAYS)))
                .withColumn(
                        "_is_over", date_add(col("first_sale_date"), DAYS - 1).leq(lit(asOf)))
                .drop("_history_start");
    }

    private static Dataset<Row> graded(Dataset<Row> rows) {
        Column fewest = least(coalesce(col("matched_taker_count"), lit(0L)), coalesce(col("control_count"), lit(0L)));
        Column isGraded = col("_is_seen").and(col("_is_over")).and(fewest.geq(FEWEST));
        Column takers = col("matched_taker_count");
        Column error = sqrt(col("_effect_variance")).multiply(REACH);
        Column driftError = sqrt(col("_drift_variance")).multiply(REACH);
        Column amount = positive("matched_taker_amount");
        Column there = col("matched_taker_amount").cast(DoubleType);
        Dataset<Row> told = rows.withColumn("effect_amount", when(isGraded, ratio(col("_effect"), takers)))
                .withColumn(
                        "effect_amount_low", when(isGraded, ratio(col("_effect").minus(error), takers)))
                .withColumn(
                        "effect_amount_high",
                        when(isGraded, ratio(col("_effect").plus(error), takers)))
                .withColumn("incremental_amount", when(isGraded, col("_effect")))
                .withColumn("cannibalised_amount", there.minus(col("incremental_amount")))
                .withColumn("cannibalised_rate", ratio(col("cannibalised_amount"), amount))
                .withColumn(
                        "cannibalised_rate_low",
                        ratio(col("cannibalised_amount").minus(error), amount))
                .withColumn(
                        "cannibalised_rate_high",
                        ratio(col("cannibalised_amount").plus(error), amount))
                .withColumn("drift_amount", when(isGraded, ratio(col("_drift"), takers)))
                .withColumn(
                        "drift_amount_low", when(isGraded, ratio(col("_drift").minus(driftError), takers)))
                .withColumn(
                        "drift_amount_high", when(isGraded, ratio(col("_drift").plus(driftError), takers)))
                .withColumn(
                        "has_drift",
                        col("drift_amount_low")
                                .gt(0)
                                .or(col("drift_amount_high").lt(0)));
        return Grade.graded(
                told,
                List.of(
                        new Grade(
                                "NOT_SEEN",
                                not(col("_is_seen")),
                                "the history does not hold " + DAYS + " days before its first sale"),
                        new Grade("TOO_RECENT", not(col("_is_over")), "its first " + DAYS + " days are not over"),
                        new Grade(
                                "TOO_FEW",
                                not(isGraded),
                                "fewer than " + FEWEST + " takers, or others who spent like them"),
                        new Grade(
                                "DRIFTED",
                                col("has_drift"),
                                "what takers spent changed otherwise than that of the others before the launch")));
    }
}
