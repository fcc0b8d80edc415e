package almanac.plan;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import almanac.config.Settings;
import almanac.market.SegmentSales;
import almanac.segment.DailySales;
import almanac.segment.Periods;
import almanac.segment.RollUp;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The plan of each segment against what came, and why it differs: price, volume and mix.
 *
 * <p>Nothing is counted twice: the targets of one level, those that name the same columns, have nothing in common, and levels are
 * never added up. The plan of a segment is its own target where there is one, else the sum of the targets in it of the level whose
 * sum is the largest. A longer period has its own target, or the sum of those of the shorter ones, all of which it must have.
 *
 * <p>The effects are those of {@code market.price_volume_mix} with the plan in the place of the base, and the scopes of the finest
 * targets in that of products: of the finest level, the one of the most targets, whose targets have units, and add up to the plan
 * within a hundredth; what they differ from it is {@code plan_gap_amount}. See {@link PlanEffects}.
 */
public final class PlanVariance implements Table {

    /** What the table promises. */
    public static final TableSpec SPEC = TableSpec.named("plan", "plan_variance")
            .describedAs("Plan, actual and variance of each segment and period, with price, volume and mix.")
            .oneRowPer("segmentation", "segment", "period_type", "period_start", "version")
            .columns(Segments.COLUMNS)
            .columns(Periods.COLUMNS)
            .columnsOf(PlanTargets.SPEC, "version")
            .columnsOf(SegmentSales.SPEC, "currency_code")
            .column("plan_amount", DailySales.SUM, "of the whole period; additive over segments of one level")
            .column(
                    "due_amount",
                    DailySales.SUM,
                    "part of the plan that was due by the night's date, as plan.plan_targets phases it; plan_amount where"
                            + " is_complete; additive likewise")
            .columnsOf(SegmentSales.SPEC, "net_amount")
            .column("variance_amount", DailySales.SUM, "net_amount - due_amount; additive likewise")
            .column(
                    "variance_rate",
                    DoubleType,
                    "variance_amount / due_amount; null where that is not above 0; non-additive: use both parts")
            .column(
                    "reached_rate",
                    DoubleType,
                    "net_amount / plan_amount: how far the whole plan is reached; null where that is not above 0;"
                            + " non-additive")
            .column(
                    "phasing",
                    StringType,
                    "the weakest ground that a part of due_amount stands on: COMPLETE, FUTURE, OWN_PROFILE, ALL_PROFILE or"
                            + " DAYS, see plan.plan_targets")
            .column(
                    "plan_source",
                    StringType,
                    "GIVEN: the segment's own target; SUMMED: of targets below it, which need not be all that there is to"
                            + " plan: see unplanned_amount")
            .column(
                    "plan_level",
                    StringType,
                    "the level of the targets that plan_amount is made of, such as region|brand")
            .column(
                    "split_level",
                    StringType,
                    "the level of the targets that the effects are computed for; null where they are not")
            .column(
                    "split_status",
                    StringType,
                    "OK; NO_UNITS: no level that adds up to the plan has units for all its targets, so that the variance"
                            + " stands in other_amount undivided")
            .column(
                    "due_units",
                    DailySales.SUM,
                    "units due at split_level, phased like amounts; null without a split; additive likewise")
            .column("planned_units", DailySales.SUM, "units sold of what was planned; null likewise; additive likewise")
            .column(
                    "plan_gap_amount",
                    DailySales.SUM,
                    "what the targets of split_level have due beyond due_amount; 0 without a split; additive likewise")
            .column(
                    "price_effect_amount",
                    DailySales.SUM,
                    "(p1 - p0) q1, p0 the planned price, of targets with sales; null without a split; additive likewise")
            .column(
                    "volume_effect_amount",
                    DailySales.SUM,
                    "p0 q0 (Q1 / Q0 - 1): as if the units of each target had missed it as all of split_level together;"
                            + " null without a split; additive to the rounding of a row")
            .column(
                    "mix_effect_amount",
                    DailySales.SUM,
                    "p0 (q1 - q0 Q1 / Q0): units that did better or worse than all together, and rounding; null without a"
                            + " split; additive to the rounding of a row")
            .column(
                    "unplanned_amount",
                    DailySales.SUM,
                    "net amount of what no target of split_level, else of plan_level, is for; additive likewise")
            .column(
                    "other_amount",
                    DailySales.SUM,
                    "variance of targets that have no price on one side, such as returns alone; without a split the"
                            + " variance of all that was planned; additive likewise")
            .check(
                    "bridge_closes",
                    "abs(due_amount + plan_gap_amount + coalesce(price_effect_amount + volume_effect_amount +"
                            + " mix_effect_amount, 0) + unplanned_amount + other_amount - net_amount) <= 0.01")
            .check("variance_closes", "variance_amount = net_amount - due_amount")
            .check("complete_is_due", "NOT is_complete OR due_amount = plan_amount")
            .check("split_or_reason", "(split_status = 'OK') = (price_effect_amount IS NOT NULL)")
            .build();

    private static final String[] SEGMENT_AND_PERIOD = {"segmentation", "segment", "period_type", "period_start"};

    private final Settings settings;

    /** The variances of these settings. */
    public PlanVariance(Settings settings) {
        this.settings = settings;
    }

    @Override
    public TableSpec spec() {
        return SPEC;
    }

    @Override
    public List<TableSpec> inputs() {
        return List.of(PlanTargets.SPEC, DailySales.SPEC, SegmentLeaves.SPEC, Segments.SPEC, SegmentSales.SPEC);
    }

    @Override
    public Dataset<Row> build(Inputs in) {
        Dataset<Row> targets = in.get(PlanTargets.SPEC)
                .filter(col("target_status")
                        .isin(PlanTargets.OK, PlanTargets.NOTHING_SOLD)
                        .and(col("customer_id").isNull()));
        Dataset<Row> scopes = targets.select("scope_level", "scope").distinct();
        Dataset<Row> cube = in.get(DailySales.SPEC).filter(col("order_date").leq(lit(in.asOf())));
        Dataset<Row> nodes = PlanNodes.of(
                scopes,
                PlanScopes.items(scopes, cube, in.get(SegmentLeaves.SPEC), settings.hierarchies()),
                in.get(SegmentLeaves.SPEC),
                in.get(Segments.SPEC),
                settings.hierarchies());
        Dataset<Row> plans = PeriodPlans.of(targets, PlanPeriods.pieces(settings, in.asOf(), in.spark()));
        Dataset<Row> periods = PlanPeriods.of(settings, in.asOf(), in.spark())
                .select("period_type", "period_start", "period_end", "is_complete");
        Dataset<Row> bridges = PlanEffects.ofSegments(plans, nodes)
                .join(
                        in.get(Segments.SPEC).select("segment_id", "segmentation", "segment_level", "segment"),
                        "segment_id")
                .join(broadcast(periods), new String[] {"period_type", "period_start"})
                .join(actuals(in.get(SegmentSales.SPEC)), SEGMENT_AND_PERIOD, "left");
        return closed(bridges).withColumn("currency_code", lit(settings.currency()));
    }

    /** What was sold; the comparison does not matter to it. */
    private static Dataset<Row> actuals(Dataset<Row> segmentSales) {
        return segmentSales
                .filter(col("comparison").equalTo(Periods.PREVIOUS_YEAR))
                .select("segmentation", "segment", "period_type", "period_start", "net_amount");
    }

    static Dataset<Row> closed(Dataset<Row> bridges) {
        Column isSplit = col("split_level").isNotNull();
        Column planned = coalesce(col("split_actual_amount"), col("actual_amount"));
        // Too large to be true where next to nothing was due: all of it is mix then, as in market.price_volume_mix.
        Column volume = col("comparable_due_amount")
                .cast(DoubleType)
                .multiply(col("growth").minus(1));
        Column undivided = col("actual_amount").minus(col("due_amount"));
        return bridges.withColumn(
                        "net_amount", coalesce(col("net_amount"), lit(0)).cast(DailySales.SUM))
                .withColumn("variance_amount", sum(col("net_amount").minus(col("due_amount"))))
                .withColumn("variance_rate", ratio(col("variance_amount"), RollUp.positive("due_amount")))
                .withColumn("reached_rate", ratio(col("net_amount"), RollUp.positive("plan_amount")))
                .withColumn("plan_source", when(col("is_own"), "GIVEN").otherwise("SUMMED"))
                .withColumn("split_status", when(isSplit, "OK").otherwise("NO_UNITS"))
                .withColumn("unplanned_amount", sum(col("net_amount").minus(planned)))
                .withColumn(
                        "plan_gap_amount",
                        sum(when(isSplit, col("split_due_amount").minus(col("due_amount")))
                                .otherwise(lit(0))))
                .withColumn(
                        "other_amount", sum(when(isSplit, col("other_amount")).otherwise(undivided)))
                .withColumn(
                        "volume_effect_amount", sum(coalesce(volume.try_cast(DailySales.SUM), when(isSplit, lit(0)))))
                .withColumn(
                        "mix_effect_amount",
                        sum(col("comparable_change_amount")
                                .minus(col("price_effect_amount"))
                                .minus(col("volume_effect_amount"))))
                .withColumn("phasing", PeriodPlans.phasing(col("phasing_rank")));
    }

    private static Column sum(Column amount) {
        return amount.cast(DailySales.SUM);
    }
}
