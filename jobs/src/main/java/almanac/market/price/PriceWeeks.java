package almanac.market.price;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.struct;

import almanac.config.CalendarSettings;
import almanac.config.PeriodType;
import almanac.segment.FiscalCalendar;
import almanac.segment.FiscalCalendar.Period;
import almanac.staging.Events;
import almanac.staging.InputTable;
import almanac.table.Inputs;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The weeks that prices are learnt from: the last {@value #COUNT} that are over, numbered from 0, and what events took of them.
 */
final class PriceWeeks {

    /** Three years. */
    static final int COUNT = 156;

    /** A week of which disruptions take so many days is not learnt from: a fifth and more, as forecasts have it. */
    private static final int DISRUPTED_DAYS = 2;

    private static final int DAYS = 7;

    /** The events of all weeks, as one column of one row. */
    private static final DataType EVENTS = DataTypes.createArrayType(new StructType()
            .add("name", DataTypes.StringType)
            .add("is_disruption", DataTypes.BooleanType)
            .add("week", DataTypes.IntegerType)
            .add("days", DataTypes.IntegerType));

    private final int[] disruptedDays = new int[COUNT];
    private final Map<String, double[]> shares = new TreeMap<>();

    /** The weeks with the events of a row: see {@link #withEvents}. */
    PriceWeeks(List<Row> events) {
        for (Row event : events) {
            int week = event.getInt(2);
            if (event.getBoolean(1)) {
                disruptedDays[week] += event.getInt(3);
            } else {
                double[] share = shares.computeIfAbsent(event.getString(0), none -> new double[COUNT]);
                share[week] = Math.min(1, share[week] + event.getInt(3) / (double) DAYS);
            }
        }
    }

    /** The first day of week 0. */
    static LocalDate firstDay(CalendarSettings calendar, LocalDate asOf) {
        Period week = new FiscalCalendar(calendar).periodOf(PeriodType.WEEK, asOf);
        LocalDate end = week.end().isAfter(asOf) ? week.start().minusDays(1) : week.end();
        return end.minusDays((long) COUNT * DAYS - 1);
    }

    /** The last day of the last week. */
    static LocalDate lastDay(LocalDate firstDay) {
        return firstDay.plusDays((long) COUNT * DAYS - 1);
    }

    /** The number of the week of a date. */
    static Column week(Column date, LocalDate firstDay) {
        return floor(datediff(date, lit(firstDay)).divide(DAYS)).cast("int");
    }

    /** The first day of a week of a number. */
    static Column start(Column week, LocalDate firstDay) {
        return date_add(lit(firstDay), week.multiply(DAYS));
    }

    /** Adds the column {@code events}, the same in every row: what events took of each week, nothing where none are told. */
    static Dataset<Row> withEvents(Dataset<Row> rows, Inputs in, LocalDate firstDay) {
        if (!in.has(Events.INPUT.spec())) {
            return rows.withColumn("events", array().cast(EVENTS));
        }
        Column start = start(col("week"), firstDay);
        Column days = datediff(least(col("end_date"), date_add(start, DAYS - 1)), greatest(col("start_date"), start))
                .plus(1);
        Column ofWeeks = array_sort(collect_list(struct(
                coalesce(col("event_name"), col("event_id")).as("name"),
                coalesce(col("is_disruption"), lit(false)).as("is_disruption"),
                col("week"),
                col("days"))));
        Dataset<Row> events = in.get(Events.INPUT.spec())
                .filter(col(InputTable.IS_CURRENT))
                .withColumn("week", explode(sequence(lit(0), lit(COUNT - 1))))
                .withColumn("days", days)
                .filter(col("days").gt(0))
                .agg(ofWeeks.cast(EVENTS).as("events"));
        return rows.crossJoin(broadcast(events));
    }

    /** Whether what will not come again took a fifth of a week or more. */
    boolean isDisrupted(int week) {
        return disruptedDays[week] >= DISRUPTED_DAYS;
    }

    /** The part of each week that events of a name took, for each name of those that come again. */
    Map<String, double[]> shares() {
        return shares;
    }
}
