package almanac.forecast;

import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;

import almanac.stats.QuantileLevels;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;

/** The columns of the quantiles of a forecast, p05_amount and so on; that of the median has a name of its own. */
final class QuantileColumns {

    private QuantileColumns() {}

    /** Every column, ascending. */
    static List<String> all(String median) {
        return QuantileLevels.ALL.stream().map(level -> of(level, median)).toList();
    }

    /** The columns on both sides of the median. */
    static List<String> outer() {
        return QuantileLevels.OUTER.stream().map(level -> of(level, "")).toList();
    }

    /** The column of a level. */
    static String of(double level, String median) {
        return level == QuantileLevels.MEDIAN ? median : QuantileLevels.name(level) + "_amount";
    }

    /** A quantile on its side of the median, which rounding might have it leave. */
    static Column enclosing(Column quantile, double level, Column median) {
        return level < QuantileLevels.MEDIAN ? least(quantile, median) : greatest(quantile, median);
    }

    /** The condition that the quantiles rise with their levels, where there are any. */
    static String ordered(String median) {
        List<String> columns = all(median);
        return columns.get(0)
                + columns.stream()
                        .skip(1)
                        .map(column -> columns.get(columns.indexOf(column) - 1) + " <= " + column)
                        .collect(Collectors.joining(" AND ", " IS NULL OR (", ")"));
    }
}
