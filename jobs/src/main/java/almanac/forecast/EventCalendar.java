package almanac.forecast;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;

import almanac.staging.Events;
import almanac.staging.InputTable;
import almanac.table.Inputs;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What events mean for the periods of a timeline. Those that will not come again mask the periods of which they take a fifth or
 * more: forecasts do not learn from them, and are not judged by them. Of the others, each name is a driver: the share of a
 * period's days that its events take.
 */
final class EventCalendar implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final double MASKING_SHARE = 0.2;

    /** Events of more names than these are no drivers: those with the fewest days. */
    private static final int MOST_NAMES = 12;

    private final boolean[] isMasked;
    private final double[][] drivers;

    private EventCalendar(boolean[] isMasked, double[][] drivers) {
        this.isMasked = isMasked;
        this.drivers = drivers;
    }

    /** No events. */
    static EventCalendar none(SegmentTimeline timeline) {
        return new EventCalendar(new boolean[timeline.known() + timeline.horizon()], new double[0][]);
    }

    /** The calendar of a night; without events where none are delivered. Runs a Spark job where they are. */
    static EventCalendar of(Inputs in, SegmentTimeline timeline) {
        return in.has(Events.INPUT.spec()) ? of(in.get(Events.INPUT.spec()), timeline) : none(timeline);
    }

    /**
     * The calendar of events. Events are few, and are collected.
     *
     * @param events rows of {@code staging.events}
     */
    static EventCalendar of(Dataset<Row> events, SegmentTimeline timeline) {
        int periods = timeline.known() + timeline.horizon();
        double[] disrupted = new double[periods];
        Map<String, double[]> byName = new TreeMap<>();
        List<Row> rows = events.filter(col(InputTable.IS_CURRENT))
                .select(
                        coalesce(col("event_name"), col("event_id")).as("name"),
                        col("start_date"),
                        col("end_date"),
                        col("is_disruption"))
                .collectAsList();
        for (Row event : rows) {
            double[] shares = event.getBoolean(3)
                    ? disrupted
                    : byName.computeIfAbsent(event.getString(0), none -> new double[periods]);
            for (int position = 0; position < periods; position++) {
                shares[position] = Math.min(
                        1, shares[position] + share(event.getLocalDate(1), event.getLocalDate(2), timeline, position));
            }
        }
        boolean[] isMasked = new boolean[periods];
        for (int position = 0; position < periods; position++) {
            isMasked[position] = disrupted[position] >= MASKING_SHARE;
        }
        return new EventCalendar(isMasked, drivers(byName, timeline));
    }

    /** The share of a period's days that lie within two dates. */
    private static double share(LocalDate first, LocalDate last, SegmentTimeline timeline, int position) {
        LocalDate start = timeline.start(position);
        LocalDate end = timeline.end(position);
        LocalDate from = first.isAfter(start) ? first : start;
        LocalDate to = last.isBefore(end) ? last : end;
        double days = ChronoUnit.DAYS.between(from, to) + 1;
        return Math.max(0, days) / (ChronoUnit.DAYS.between(start, end) + 1);
    }

    /** Those that the history knows: of others nothing can be learnt. */
    private static double[][] drivers(Map<String, double[]> byName, SegmentTimeline timeline) {
        List<double[]> known = new ArrayList<>(byName.values().stream()
                .filter(shares -> days(shares, timeline.known()) > 0)
                .toList());
        known.sort((one, other) -> Double.compare(days(other, other.length), days(one, one.length)));
        return known.subList(0, Math.min(MOST_NAMES, known.size())).toArray(double[][]::new);
    }

    private static double days(double[] shares, int until) {
        return Arrays.stream(shares, 0, until).sum();
    }

    /** Whether the values of a period are masked. */
    boolean isDisrupted(int position) {
        return isMasked[position];
    }

    /** The values with those of masked periods not known, the first being that of a position. */
    double[] masked(double[] values, int first) {
        double[] masked = values.clone();
        // The first value stands: a series starts with something that is known.
        for (int t = 1; t < values.length; t++) {
            if (isMasked[first + t]) {
                masked[t] = Double.NaN;
            }
        }
        return masked;
    }

    /** The drivers of a series, from a position on. */
    double[][] drivers(int first) {
        return Arrays.stream(drivers)
                .map(shares -> Arrays.copyOfRange(shares, Math.min(first, shares.length), shares.length))
                .toArray(double[][]::new);
    }
}
