package almanac.plan;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.bool_and;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.segment.DailySales;
import almanac.segment.RollUp;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * The plan of each segment, from the level of targets that it is made of, and the parts of its variance, from the level that
 * explains it. See {@link PlanVariance} for the choice of levels.
 *
 * <p>With {@code p} the net amount per unit, {@code q} the units, 0 what was due and 1 what came, a scope is priced where it has
 * both on both sides: its price effect is {@code (p1 - p0) q1}. Comparable are these, and those of which one side is 0: what was
 * planned and not sold, or sold and planned to be 0. All others, such as those with returns alone, are other. {@code Q} are the
 * units of all comparable scopes of the level.
 *
 * <p>Finer is the level with more targets in the segment and period; of as many, the one with more names.
 */
final class PlanEffects {

    /** By how much targets of a level may miss the plan that they are to add up to. */
    private static final double TOLERANCE = 0.01;

    private static final List<String> NODE = List.of("segment_id", "version", "period_type", "period_start");

    private static final List<String> SUMS = List.of(
            "plan_amount",
            "due_amount",
            "actual_amount",
            "due_units",
            "actual_units",
            "price_effect_amount",
            "other_amount",
            "comparable_due_amount",
            "comparable_change_amount");

    private PlanEffects() {}

    /**
     * One row per segment, version and period: plan, due and actual amount and {@code is_own} of the targets of
     * {@code plan_level}; and of those of {@code split_level}, null where there is none, due and actual amount, units,
     * effects, what the comparable ones had due and how much more came, and {@code growth}, Q1 / Q0.
     *
     * @param plans rows of {@link PeriodPlans}
     * @param nodes rows of {@link PlanNodes}
     */
    static Dataset<Row> ofSegments(Dataset<Row> plans, Dataset<Row> nodes) {
        List<Column> sums = new ArrayList<>();
        SUMS.forEach(name -> sums.add(sum(name).cast(DailySales.SUM).as(name)));
        sums.add(bool_and(col("due_units").isNotNull()).as("has_units"));
        sums.add(bool_or(col("is_own")).as("is_own"));
        sums.add(max("growth").as("growth"));
        sums.add(max("phasing_rank").as("phasing_rank"));
        sums.add(count(lit(1)).as("target_count"));
        Dataset<Row> ofLevels = parts(plans)
                .join(nodes, "scope")
                .groupBy(columns("scope_level"))
                .agg(sums.get(0), sums.subList(1, sums.size()).toArray(Column[]::new))
                .withColumn("fineness", struct(col("target_count"), size(split(col("scope_level"), "\\|"))))
                .withColumn("_size", abs(col("plan_amount")));
        WindowSpec ofNode = Window.partitionBy(columns());
        Column plan = max(struct(
                        col("is_own"),
                        col("_size"),
                        col("fineness"),
                        col("scope_level").as("plan_level"),
                        col("plan_amount"),
                        col("due_amount"),
                        col("actual_amount"),
                        col("phasing_rank")))
                .over(ofNode);
        Column misses = abs(col("plan_amount").minus(col("_plan.plan_amount"))).cast(DoubleType);
        Column explains = col("has_units")
                .and(misses.leq(col("_plan._size").cast(DoubleType).multiply(TOLERANCE)));
        Column explanation = max(when(
                explains,
                struct(
                        col("fineness"),
                        col("scope_level").as("split_level"),
                        col("due_amount").as("split_due_amount"),
                        col("actual_amount").as("split_actual_amount"),
                        col("due_units"),
                        col("actual_units").as("planned_units"),
                        col("price_effect_amount"),
                        col("other_amount"),
                        col("comparable_due_amount"),
                        col("comparable_change_amount"),
                        col("growth"))));
        return ofLevels.withColumn("_plan", plan)
                .groupBy(columns())
                .agg(max("_plan").as("_plan"), explanation.as("_split"))
                .select(columns("_plan.*", "_split.*"))
                .drop("_size", "fineness");
    }

    /** The parts of each scope, and how units of its level missed what was due. */
    private static Dataset<Row> parts(Dataset<Row> plans) {
        Column due = col("due_amount");
        Column actual = col("actual_amount");
        Column dueUnits = col("due_units");
        Column units = col("actual_units");
        Column hasPrice = due.gt(0).and(dueUnits.gt(0));
        Column isPriced = actual.gt(0).and(units.gt(0));
        Column wasZero = due.equalTo(0).and(dueUnits.equalTo(0));
        Column isZero = actual.equalTo(0).and(units.equalTo(0));
        Column atPlannedPrice = when(hasPrice.and(isPriced), RollUp.worth(units, due, dueUnits));
        Column isComparable =
                atPlannedPrice.isNotNull().or(hasPrice.and(isZero)).or(wasZero.and(isPriced.or(isZero)));
        WindowSpec ofLevel = Window.partitionBy("version", "scope_level", "period_type", "period_start");
        Column comparableUnits = sum(when(isComparable, units)).over(ofLevel);
        Column comparableDueUnits = sum(when(isComparable, dueUnits)).over(ofLevel);
        return plans.withColumn("price_effect_amount", coalesce(actual.minus(atPlannedPrice), lit(0)))
                .withColumn("comparable_due_amount", when(isComparable, due).otherwise(lit(0)))
                .withColumn(
                        "comparable_change_amount",
                        when(isComparable, actual.minus(due)).otherwise(lit(0)))
                .withColumn("other_amount", when(isComparable, lit(0)).otherwise(actual.minus(due)))
                .withColumn("growth", ratio(comparableUnits, comparableDueUnits));
    }

    private static Column[] columns(String... more) {
        List<Column> columns = new ArrayList<>();
        NODE.forEach(name -> columns.add(col(name)));
        List.of(more).forEach(name -> columns.add(col(name)));
        return columns.toArray(Column[]::new);
    }
}
