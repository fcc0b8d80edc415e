package almanac.segment;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

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

    /** The number by which rows of one period and comparison meet. */
    public static final String PERIOD_ID = "_period_id";

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
     * Sets each period beside its base: one row per segment, period and comparison that has either, with every measure of
     * the period under its name and that of the base as {@code base_<measure>}; null where one side has no row.
     *
     * @param windowRows rows per {@code segment_id} and window
     * @param periods rows of {@link Periods}
     * @param measures what is compared
     */
    public static Dataset<Row> compared(Dataset<Row> windowRows, Dataset<Row> periods, List<String> measures) {
        Column[] ids = {col("segment_id"), col(PERIOD_ID)};
        List<Column> ownColumns = new ArrayList<>(List.of(ids));
        List<Column> baseColumns = new ArrayList<>(List.of(ids));
        for (String measure : measures) {
            ownColumns.add(col(measure));
            baseColumns.add(col(measure).as("base_" + measure));
        }
        Dataset<Row> own = ofPeriods(windowRows, periods).select(ownColumns.toArray(Column[]::new));
        Dataset<Row> base = ofBases(windowRows, periods).select(baseColumns.toArray(Column[]::new));
        // Two numbers to join by: the columns of the period come back from its id, where the rows are few.
        return own.join(base, new String[] {"segment_id", PERIOD_ID}, "full_outer")
                .join(broadcast(withId(periods)), PERIOD_ID);
    }

    /** The rows of a period as {@link #PERIOD_ID}, a number that stands for its type, start and comparison. */
    private static Dataset<Row> withId(Dataset<Row> periods) {
        return periods.withColumn(PERIOD_ID, xxhash64(col("period_type"), col("period_start"), col("comparison")));
    }

    /** The rows of each period's own window, with the period's columns. */
    public static Dataset<Row> ofPeriods(Dataset<Row> windowRows, Dataset<Row> periods) {
        return side(windowRows, periods, "period_start", "through_date");
    }

    /** The rows of each period's base, with the period's columns. */
    public static Dataset<Row> ofBases(Dataset<Row> windowRows, Dataset<Row> periods) {
        return side(windowRows, periods, "base_start", "base_through");
    }

    private static Dataset<Row> side(Dataset<Row> windowRows, Dataset<Row> periods, String start, String through) {
        Dataset<Row> renamed = windowRows.withColumnRenamed("period_type", "_window_type");
        return renamed.join(
                        broadcast(withId(periods)),
                        col("_window_type")
                                .equalTo(col("period_type"))
                                .and(col("window_start").equalTo(col(start)))
                                .and(col("window_through").equalTo(col(through))))
                .drop("_window_type", "window_start", "window_through");
    }

    private static Column[] columns(List<String> names) {
        return names.stream().map(name -> col(name)).toArray(Column[]::new);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
