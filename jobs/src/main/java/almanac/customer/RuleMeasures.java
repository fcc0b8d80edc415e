package almanac.customer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import almanac.segment.RollUp;
import almanac.stats.StudentT;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How strong a rule is, from its counts: support, confidence, lift with its bounds, leverage, conviction. */
final class RuleMeasures {

    private static final double REACH = StudentT.normalQuantile(0.975);

    private RuleMeasures() {}

    /** @param rules rows of {@link RuleRows#of} */
    static Dataset<Row> of(Dataset<Row> rules) {
        Column baskets = number("basket_count");
        Column first = number("antecedent_count");
        Column second = number("consequent_count");
        Column both = number("rule_count");
        Column exceptions = lit(1.0).minus(col("confidence_rate"));
        // Of the logarithm of the lift, by the delta method for counts of a multinomial distribution.
        Column deviation = sqrt(lit(1.0).divide(both)
                .minus(lit(1.0).divide(first))
                .minus(lit(1.0).divide(second))
                .minus(lit(1.0).divide(baskets))
                .plus(lit(2.0).multiply(both).divide(first.multiply(second))));
        return rules.withColumn("support_rate", both.divide(baskets))
                .withColumn("confidence_rate", both.divide(first))
                .withColumn("lift", lift(both, first, second, baskets))
                .withColumn("lift_low", exp(log(col("lift")).minus(deviation.multiply(REACH))))
                .withColumn("lift_high", exp(log(col("lift")).plus(deviation.multiply(REACH))))
                .withColumn(
                        "leverage_rate",
                        both.multiply(baskets).minus(first.multiply(second)).divide(baskets.multiply(baskets)))
                .withColumn(
                        "conviction",
                        when(
                                both.lt(first),
                                lit(1.0).minus(second.divide(baskets)).divide(exceptions)))
                .withColumn(
                        "recent_lift",
                        lift(
                                number("recent_rule_count"),
                                number("_recent_antecedent"),
                                number("_recent_consequent"),
                                number("_recent_baskets")))
                .withColumn(
                        "previous_lift",
                        lift(
                                both.minus(number("recent_rule_count")),
                                first.minus(number("_recent_antecedent")),
                                second.minus(number("_recent_consequent")),
                                baskets.minus(number("_recent_baskets"))));
    }

    private static Column lift(Column both, Column first, Column second, Column baskets) {
        return RollUp.ratio(both.multiply(baskets), first.multiply(second));
    }

    private static Column number(String count) {
        return col(count).cast(DoubleType);
    }
}
