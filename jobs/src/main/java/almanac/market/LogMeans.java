package almanac.market;

import static almanac.segment.RollUp.ratio;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.types.DataTypes.DoubleType;

import org.apache.spark.sql.Column;

/**
 * The parts of the logarithmic mean Divisia index: the effect of a factor {@code x} on net amounts {@code R0} and {@code R1} is
 * {@code L(R1, R0) ln(x1 / x0)}. Each figure stands beside its {@code base_} twin. See {@link RevenueTree}.
 */
final class LogMeans {

    private LogMeans() {}

    /** {@code L(R1, R0)} of the net amounts: what a change by a factor of e is worth. Both must be above 0. */
    static Column mean() {
        Column change = col("net_amount").minus(col("base_net_amount"));
        return when(change.equalTo(0), col("net_amount").cast(DoubleType))
                .otherwise(change.cast(DoubleType).divide(growth("net_amount")));
    }

    /** {@code ln(x1 / x0)}, exact for small changes too. */
    static Column growth(String figure) {
        return log1p(ratio(col(figure).minus(col("base_" + figure)), col("base_" + figure)));
    }

    /** Whether a figure is known and above 0 on both sides. */
    static Column isPositive(String figure) {
        return coalesce(col(figure).gt(0).and(col("base_" + figure).gt(0)), lit(false));
    }
}
