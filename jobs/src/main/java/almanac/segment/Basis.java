package almanac.segment;

import static org.apache.spark.sql.functions.bit_or;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/**
 * On which basis a provider counts the market. Aggregates carry it as bits, because a string in an aggregate would make
 * Spark sort every row.
 */
public final class Basis {

    private static final String[] NAMES = {"SELL_OUT", "SELL_IN", "ESTIMATE"};
    private static final String MIXED = "MIXED";

    private Basis() {}

    /** The bits of a basis by name; 0 for none. */
    static Column bits(Column basis) {
        Column bits = when(basis.equalTo(MIXED), lit((1 << NAMES.length) - 1));
        for (int i = 0; i < NAMES.length; i++) {
            bits = bits.when(basis.equalTo(NAMES[i]), lit(1 << i));
        }
        return coalesce(bits, lit(0));
    }

    /** The bits of all rows of a group. */
    public static Column all(Column bits) {
        return bit_or(bits);
    }

    /** The name that stands for bits: MIXED for several, null for none. */
    public static Column name(Column bits) {
        Column name = when(bits.equalTo(0), lit(null).cast("string"));
        for (int i = 0; i < NAMES.length; i++) {
            name = name.when(bits.equalTo(1 << i), lit(NAMES[i]));
        }
        return name.otherwise(lit(MIXED));
    }
}
