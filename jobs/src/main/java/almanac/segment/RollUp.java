package almanac.segment;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * From leaves and dates to segments and periods. A window is the run of days that a period counts, its own or its base's:
 * (period_type, window_start, window_through).
 */
public final class RollUp {

    /** The columns of a window. */
    public static final List<String> WINDOW = List.of("period_type", "window_start", "window_through");

    /** The columns of a reported period with its comparison. */
    public static final List<String> PERIOD =
            List.of("period_type", "period_start", "period_end", "is_complete", "comparison");

    private RollUp() {}

    /** Every window that a period needs, own and base, once. */
    public static Dataset<Row> windows(Dataset<Row> periods) {
        Dataset<Row> own = periods.select(
                col("period_type"),
                col("period_start").as("window_start"),
                col("through_date").as("window_through"));
        Dataset<Row> base = periods.select(
                col("period_type"),
                col("base_start").as("window_start"),
                col("base_through").as("window_through"));
        return own.union(base).distinct();
    }

    /** One row per date and window that holds it, as {@code date} and the window. */
    public static Dataset<Row> datesOfWindows(Dataset<Row> periods) {
        return windows(periods).withColumn("date", explode(sequence(col("window_start"), col("window_through"))));
    }

    /** Adds up measures of leaves by segment: {@code by} are the columns kept beside {@code segment_id}. */
    public static Dataset<Row> bySegment(
            Dataset<Row> leafRows, Dataset<Row> segmentLeaves, List<String> by, List<String> measures) {
        Dataset<Row> leaves = segmentLeaves.select("segment_id", "leaf_segment");
        return sums(leafRows.join(leaves, "leaf_segment"), concat(List.of("segment_id"), by), measures);
    }

    /** Adds up measures of dates by window: {@code by} are the columns kept beside the window. */
    public static Dataset<Row> byWindow(
            Dataset<Row> datedRows, Dataset<Row> datesOfWindows, List<String> by, List<String> measures) {
        return sums(datedRows.join(datesOfWindows, "date"), concat(by, WINDOW), measures);
    }

    /** Adds up exactly, in the type of the measure. */
    public static Dataset<Row> sums(Dataset<Row> rows, List<String> by, List<String> measures) {
        List<Column> totals = new ArrayList<>();
        for (String measure : measures) {
            totals.add(sum(col(measure))
                    .cast(rows.schema().apply(measure).dataType())
                    .as(measure));
        }
        return rows.groupBy(columns(by))
                .agg(totals.get(0), totals.stream().skip(1).toArray(Column[]::new));
    }

    /**
     * Sets each period beside its base: one row per key, period and comparison that has either, with every measure of the
     * period under its name and that of the base as {@code base_<measure>}; null where one side has no row.
     *
     * @param windowRows rows per key and window
     * @param periods rows of {@link Periods}
     * @param key what identifies a row beside the window
     * @param measures what is compared
     */
    public static Dataset<Row> compared(
            Dataset<Row> windowRows, Dataset<Row> periods, List<String> key, List<String> measures) {
        Dataset<Row> own = side(windowRows, periods, "period_start", "through_date");
        Dataset<Row> base = side(windowRows, periods, "base_start", "base_through");
        List<Column> ownColumns = new ArrayList<>();
        List<Column> baseColumns = new ArrayList<>();
        for (String measure : measures) {
            Column none = lit(null).cast(windowRows.schema().apply(measure).dataType());
            ownColumns.add(col(measure));
            ownColumns.add(none.as("base_" + measure));
            baseColumns.add(none.as(measure));
            baseColumns.add(col(measure).as("base_" + measure));
        }
        List<String> by = concat(
                concat(key, PERIOD),
                List.of("through_date", "base_start", "base_through", "selling_days", "base_selling_days"));
        Dataset<Row> both =
                own.select(concat(columns(by), ownColumns)).unionByName(base.select(concat(columns(by), baseColumns)));
        List<Column> merged = new ArrayList<>();
        for (String measure : measures) {
            // One row a side at most, so that any aggregate that skips nulls picks it.
            merged.add(org.apache.spark.sql.functions.max(col(measure)).as(measure));
            merged.add(
                    org.apache.spark.sql.functions.max(col("base_" + measure)).as("base_" + measure));
        }
        return both.groupBy(columns(by))
                .agg(merged.get(0), merged.stream().skip(1).toArray(Column[]::new));
    }

    private static Dataset<Row> side(Dataset<Row> windowRows, Dataset<Row> periods, String start, String through) {
        Dataset<Row> renamed = windowRows.withColumnRenamed("period_type", "_window_type");
        return renamed.join(
                        periods,
                        col("_window_type")
                                .equalTo(col("period_type"))
                                .and(col("window_start").equalTo(col(start)))
                                .and(col("window_through").equalTo(col(through))))
                .drop("_window_type", "window_start", "window_through");
    }

    private static Column[] columns(List<String> names) {
        return names.stream().map(name -> col(name)).toArray(Column[]::new);
    }

    private static Column[] concat(Column[] first, List<Column> second) {
        return Stream.concat(Stream.of(first), second.stream()).toArray(Column[]::new);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
