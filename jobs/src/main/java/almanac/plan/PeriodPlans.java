package almanac.plan;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import almanac.segment.DailySales;
import almanac.segment.MarketCells;
import almanac.staging.Targets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The plan of each scope and reported period: its own target, or the sum of the targets of all the shorter periods in it. */
final class PeriodPlans {

    /** The kinds of phasing, the strongest first. */
    private static final List<String> PHASINGS = List.of("COMPLETE", "FUTURE", "OWN_PROFILE", "ALL_PROFILE", "DAYS");

    private static final List<String> PLAN = List.of("version", "scope_level", "scope", "period_type", "period_start");

    private static final List<String> MEASURES =
            List.of("plan_amount", "due_amount", "actual_amount", "due_units", "actual_units", "phasing_rank");

    private PeriodPlans() {}

    /**
     * One row per version, scope and period: plan, due and actual amount, due and actual units (null where not every target of an
     * amount has one of units beside it), and {@code phasing_rank}.
     *
     * @param targets rows of {@link PlanTargets}
     * @param pieces rows of {@link PlanPeriods#pieces}
     */
    static Dataset<Row> of(Dataset<Row> targets, Dataset<Row> pieces) {
        Dataset<Row> parts = targets.withColumnsRenamed(
                        Map.of("period_type", "piece_type", "period_start", "piece_start"))
                .groupBy("version", "scope_level", "scope", "piece_type", "piece_start")
                .agg(
                        of(Targets.NET_AMOUNT, "target_value", "plan_amount"),
                        of(Targets.NET_AMOUNT, "due_value", "due_amount"),
                        of(Targets.NET_AMOUNT, "actual_value", "actual_amount"),
                        of(Targets.SALES_UNITS, "due_value", "due_units"),
                        of(Targets.SALES_UNITS, "actual_value", "actual_units"),
                        max(rank()).as("phasing_rank"))
                .filter(col("plan_amount").isNotNull());
        Dataset<Row> sums = parts.join(broadcast(pieces), new String[] {"piece_type", "piece_start"})
                .groupBy(columns(PLAN, "piece_rank", "piece_count"))
                .agg(
                        count(lit(1)).as("_count"),
                        sum("plan_amount").cast(DailySales.SUM).as("plan_amount"),
                        sum("due_amount").cast(DailySales.SUM).as("due_amount"),
                        sum("actual_amount").cast(DailySales.SUM).as("actual_amount"),
                        MarketCells.wholeSum("due_units").as("due_units"),
                        MarketCells.wholeSum("actual_units").as("actual_units"),
                        max("phasing_rank").as("phasing_rank"))
                .filter(col("_count").equalTo(col("piece_count")));
        Column coarsest = min(struct(columns(List.of("piece_rank"), MEASURES.toArray(String[]::new))));
        return sums.groupBy(columns(PLAN))
                .agg(coarsest.as("_plan"))
                .select(Stream.concat(
                                PLAN.stream().map(name -> col(name)),
                                MEASURES.stream().map(name -> col("_plan." + name)))
                        .toArray(Column[]::new));
    }

    /** The kind of phasing of a rank. */
    static Column phasing(Column rank) {
        Column name = lit(PHASINGS.get(0));
        for (int i = 1; i < PHASINGS.size(); i++) {
            name = when(rank.equalTo(i), PHASINGS.get(i)).otherwise(name);
        }
        return name;
    }

    private static Column rank() {
        Column rank = lit(0);
        for (int i = 1; i < PHASINGS.size(); i++) {
            rank = when(col("phasing").equalTo(PHASINGS.get(i)), i).otherwise(rank);
        }
        return rank;
    }

    private static Column of(String measure, String value, String name) {
        return max(when(col("measure").equalTo(measure), col(value)))
                .cast(DailySales.SUM)
                .as(name);
    }

    private static Column[] columns(List<String> names, String... more) {
        return Stream.concat(names.stream(), Stream.of(more))
                .map(name -> col(name))
                .toArray(Column[]::new);
    }
}
