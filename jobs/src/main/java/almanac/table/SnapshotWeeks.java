package almanac.table;

import static java.time.temporal.TemporalAdjusters.nextOrSame;
import static org.apache.spark.sql.functions.date_sub;
import static org.apache.spark.sql.functions.next_day;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;

/**
 * The weeks by which tables of snapshots ({@link Refresh#ownNight}) are thinned: Monday to Sunday, whatever the week of the business.
 * Once a week is over, its last night is there for good; the others go when they are old.
 */
public final class SnapshotWeeks {

    private SnapshotWeeks() {}

    /** Of the nights up to a date those that are not the last of their week, ascending. */
    public static List<LocalDate> tooOld(Collection<LocalDate> nights, LocalDate upTo) {
        Map<LocalDate, LocalDate> lastNights = new TreeMap<>();
        for (LocalDate night : nights) {
            lastNights.merge(lastDay(night), night, (one, other) -> one.isAfter(other) ? one : other);
        }
        Set<LocalDate> kept = new HashSet<>(lastNights.values());
        return nights.stream()
                .filter(night -> !night.isAfter(upTo) && !kept.contains(night))
                .sorted()
                .toList();
    }

    /** The last day of the week of a date. */
    static LocalDate lastDay(LocalDate date) {
        return date.with(nextOrSame(DayOfWeek.SUNDAY));
    }

    /** The last day of the week of a date. */
    public static Column lastDay(Column date) {
        return next_day(date_sub(date, 1), "SUNDAY");
    }
}
