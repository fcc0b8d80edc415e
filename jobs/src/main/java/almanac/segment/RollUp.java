package almanac.segment;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_divide;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import almanac.config.PeriodType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * From leaves and dates to segments and periods. A window is the run of days that a period counts, its own or its base's.
 * Windows and periods go by numbers while sums are taken: Spark compares and moves a number much faster than their names.
 */
public final class RollUp {

    /** The number that stands for a window. */
    public static final String WINDOW_ID = "window_id";

    /** The number that stands for a period and what it is compared with. */
    public static final String PERIOD_ID = "period_id";

    /** Whether a window is the base of a period, and not its own. */
    public static final String IS_BASE = "is_base";

    private static final int MOST_MISSING_DAYS = 6;

    private RollUp() {}

    /** The number that stands for a window of a type, from its first to its last day. */
    public static Column windowId(Column periodType, Column start, Column through) {
        return xxhash64(periodType, start, through);
    }

    /** The number that stands for the period and comparison of a row. */
    public static Column periodId() {
        return xxhash64(col("period_type"), col("period_start"), col("comparison"));
    }

    /**
     * One row per window and date in it: {@code window_id}, {@code period_type}, {@code window_start},
     * {@code window_through}, {@code date}. All windows that the periods need are there, own and base.
     */
    public static Dataset<Row> datesOfWindows(Dataset<Row> periods) {
        Dataset<Row> own = periods.select(
                col("period_type"),
                col("period_start").as("window_start"),
                col("through_date").as("window_through"));
        Dataset<Row> base = periods.select(
                col("period_type"),
                col("base_start").as("window_start"),
                col("base_through").as("window_through"));
        return own.union(base)
                .distinct()
                .select(
                        windowId(col("period_type"), col("window_start"), col("window_through"))
                                .as(WINDOW_ID),
                        col("period_type"),
                        col("window_start"),
                        col("window_through"),
                        explode(sequence(col("window_start"), col("window_through")))
                                .as("date"));
    }

    /**
     * Adds up measures of leaves by segment: {@code by} are the columns kept beside {@code segment_id}. All rows of a
     * segment lie together then, so that what follows by segment and anything else moves no row.
     */
    public static Dataset<Row> bySegment(
            Dataset<Row> leafRows, Dataset<Row> segmentLeaves, List<String> by, List<String> measures) {
        Dataset<Row> rows = leafRows.join(segmentLeaves.select("segment_id", "leaf_segment"), "leaf_segment");
        return together(sums(rows, concat(List.of("segment_id"), by), measures));
    }

    /** All rows of a segment in one place. */
    public static Dataset<Row> together(Dataset<Row> rowsOfSegments) {
        return rowsOfSegments.repartition(col("segment_id"));
    }

    /**
     * Adds up measures of dates by window: one row per {@code by} and {@code window_id}.
     *
     * @param datedRows one row per {@code by} and {@code date}
     * @param datesOfWindows rows of {@link #datesOfWindows}
     */
    public static Dataset<Row> byWindow(
            Dataset<Row> datedRows, Dataset<Row> datesOfWindows, List<String> by, List<String> measures) {
        List<String> key = concat(by, List.of(WINDOW_ID));
        // A day is a window by itself: there is nothing to add up, and most windows are days.
        Dataset<Row> ofDays = inWindows(datedRows, datesOfWindows.filter(isDay()));
        Dataset<Row> ofLonger = inWindows(datedRows, datesOfWindows.filter(not(isDay())));
        return ofDays.select(columns(concat(key, measures))).unionByName(sums(ofLonger, key, measures));
    }

    /** Each dated row in each of the windows that hold its date. */
    public static Dataset<Row> inWindows(Dataset<Row> datedRows, Dataset<Row> datesOfWindows) {
        return datedRows.join(broadcast(datesOfWindows.select(WINDOW_ID, "date")), "date");
    }

    /** Whether a window or period is a day. */
    public static Column isDay() {
        return col("period_type").equalTo(PeriodType.DAY.id());
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
     * Sets each period beside its base: one row per segment, period and comparison that has either, with the columns of the
     * period, every measure under its name, and that of the base as {@code base_<measure>}; null where one side has no row.
     *
     * @param windowRows one row per {@code segment_id} and {@code window_id}
     * @param periods rows of {@link Periods}
     * @param measures what is compared: numbers
     */
    public static Dataset<Row> compared(Dataset<Row> windowRows, Dataset<Row> periods, List<String> measures) {
        return withPeriods(besideBase(windowRows, periods, List.of("segment_id"), measures), periods);
    }

    /**
     * Sets each period beside its base, as {@link #compared} does, of anything: one row per {@code by} and
     * {@code period_id}, without the columns of the period.
     *
     * @param windowRows one row per {@code by} and {@code window_id}
     */
    public static Dataset<Row> besideBase(
            Dataset<Row> windowRows, Dataset<Row> periods, List<String> by, List<String> measures) {
        List<Column> sides = new ArrayList<>();
        for (String measure : measures) {
            sides.add(max(when(not(col(IS_BASE)), col(measure))).as(measure));
            sides.add(max(when(col(IS_BASE), col(measure))).as("base_" + measure));
        }
        // One pass over the windows: joining them with themselves would compute them twice.
        return onSides(windowRows, periods)
                .groupBy(columns(concat(by, List.of(PERIOD_ID))))
                .agg(sides.get(0), sides.stream().skip(1).toArray(Column[]::new));
    }

    /** Each window row once for each period that counts it, as its own window or as its base: see {@link #IS_BASE}. */
    public static Dataset<Row> onSides(Dataset<Row> windowRows, Dataset<Row> periods) {
        Dataset<Row> sides = side(periods, "period_start", "through_date", false)
                .union(side(periods, "base_start", "base_through", true));
        return windowRows.join(broadcast(sides), WINDOW_ID).drop(WINDOW_ID);
    }

    /** Adds the columns of the period that {@code period_id} stands for. */
    public static Dataset<Row> withPeriods(Dataset<Row> rows, Dataset<Row> periods) {
        return rows.join(broadcast(periods.withColumn(PERIOD_ID, periodId())), PERIOD_ID);
    }

    /**
     * Whether the history reaches back to the base of a period: at most a tenth of the base's days, and never more than
     * six, may lie before its first day.
     *
     * @param firstDate the first day of the history
     */
    public static Column historyReachesBase(Column firstDate) {
        Column days = datediff(col("base_through"), col("base_start")).plus(1);
        Column granted = least(floor(days.divide(10)).cast("int"), lit(MOST_MISSING_DAYS));
        return firstDate.leq(date_add(col("base_start"), granted));
    }

    /**
     * Makes of two sides what can be compared: a base where the history reaches back to it, and nowhere else; 0 for what is known
     * to be 0 where nothing was sold; and no row that has neither side then.
     *
     * @param compared rows of {@link #compared} with the column {@code _first_date}, the first day of the history
     * @param measures all that are compared; the first is null where the period has no row
     * @param zeros those that are 0 where nothing was sold; of the others nothing is known then
     */
    public static Dataset<Row> comparable(Dataset<Row> compared, List<String> measures, Collection<String> zeros) {
        Column hasBase = historyReachesBase(col("_first_date"));
        Dataset<Row> rows = compared.filter(col(measures.get(0)).isNotNull().or(hasBase));
        for (String measure : measures) {
            DataType type = compared.schema().apply(measure).dataType();
            Column own = col(measure);
            Column base = col("base_" + measure);
            if (zeros.contains(measure)) {
                own = coalesce(own, lit(0).cast(type));
                base = coalesce(base, lit(0).cast(type));
            }
            rows = rows.withColumn(measure, own).withColumn("base_" + measure, when(hasBase, base));
        }
        return rows;
    }

    /** The amount of a column where it is above 0: what growth and shares are taken of. */
    public static Column positive(String amount) {
        return positive(col(amount));
    }

    /** The amount where it is above 0. */
    public static Column positive(Column amount) {
        return when(amount.gt(0), amount);
    }

    /** Part over whole as a number; null where the whole is 0 or either is not known. */
    public static Column ratio(Column part, Column whole) {
        return try_divide(part.cast(DataTypes.DoubleType), whole.cast(DataTypes.DoubleType));
    }

    /**
     * What units are worth at the price that others had, {@code amount / of} each: {@link DailySales#SUM}; null where the others are
     * none, where a part is not known, or where it is too large to be true.
     *
     * @param units how many
     * @param amount what the others were worth
     * @param of how many these were
     */
    public static Column worth(Column units, Column amount, Column of) {
        Column times = amount.cast(DataTypes.DoubleType).multiply(units.cast(DataTypes.DoubleType));
        return ratio(times, of).try_cast(DailySales.SUM);
    }

    private static Dataset<Row> side(Dataset<Row> periods, String start, String through, boolean isBase) {
        return periods.select(
                windowId(col("period_type"), col(start), col(through)).as(WINDOW_ID),
                periodId().as(PERIOD_ID),
                lit(isBase).as(IS_BASE));
    }

    private static Column[] columns(List<String> names) {
        return names.stream().map(name -> col(name)).toArray(Column[]::new);
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
