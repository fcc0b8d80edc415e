package almanac.lake;

import almanac.error.Failure;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExecuteImmediate;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.ExecutableDuringAnalysis;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.execution.command.ExplainCommand;

/** What of Spark's SQL only reads: queries, SHOW, DESCRIBE, and EXPLAIN of a query. Spark's own parser tells, not the first word. */
final class ReadOnlySql {

    private ReadOnlySql() {}

    /**
     * Refuses what would change something.
     *
     * @throws ParseException if it is no SQL
     * @throws Failure of kind CONFIGURATION if it is no statement that only reads
     */
    static void require(SparkSession spark, String sql) throws ParseException {
        LogicalPlan plan = ((org.apache.spark.sql.classic.SparkSession) spark)
                .sessionState()
                .sqlParser()
                .parsePlan(sql);
        boolean reads = plan instanceof ExplainCommand explain ? isQuery(explain.logicalPlan()) : isQuery(plan);
        if (!reads && !asksWhatThereIs(plan)) {
            throw Failure.configuration(
                    "only queries are answered here, and this is none: " + sql.strip(),
                    "write a SELECT; tables change through nights alone",
                    List.of());
        }
    }

    /** A statement may stand below a WITH, and several below what looks like their union. */
    private static boolean isQuery(LogicalPlan plan) {
        return !plan.exists(part -> part instanceof Command
                || part instanceof ParsedStatement
                || part instanceof ExecutableDuringAnalysis
                || part instanceof UnresolvedExecuteImmediate);
    }

    /** Spark calls every plan of SHOW and DESCRIBE by their names, and none of what writes. */
    private static boolean asksWhatThereIs(LogicalPlan plan) {
        return plan.nodeName().startsWith("Show") || plan.nodeName().startsWith("Describe");
    }
}
