package almanac.job;

import static java.time.temporal.TemporalAdjusters.nextOrSame;
import static org.apache.spark.sql.functions.col;

import almanac.table.TouchedDates;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which nights a table of snapshots keeps: every one of the last days, and of the weeks before (Monday to Sunday) the last one of
 * each.
 */
final class Snapshots {

    private Snapshots() {}

    /**
     * The dates whose rows a night replaces in a table of snapshots: its own, with new rows, and those that are old enough to
     * go, with none. Runs a Spark job.
     *
     * @param published the rows that earlier nights left
     * @param dateColumn the dates of the nights
     * @param dailyDays how many days keep every night
     */
    static TouchedDates replaced(Dataset<Row> published, String dateColumn, LocalDate asOf, int dailyDays) {
        List<LocalDate> nights = published.select(col(dateColumn)).distinct().collectAsList().stream()
                .map(row -> row.<LocalDate>getAs(0))
                .toList();
        List<LocalDate> replaced = new ArrayList<>(tooOld(nights, asOf.minusDays(dailyDays)));
        replaced.add(asOf);
        return TouchedDates.of(replaced);
    }

    /** Of the nights up to a date those that are not the last of their week. */
    static List<LocalDate> tooOld(Collection<LocalDate> nights, LocalDate upTo) {
        Map<LocalDate, LocalDate> lastOfWeek = new HashMap<>();
        for (LocalDate night : nights) {
            lastOfWeek.merge(
                    night.with(nextOrSame(DayOfWeek.SUNDAY)), night, (one, other) -> one.isAfter(other) ? one : other);
        }
        return nights.stream()
                .filter(night -> !night.isAfter(upTo) && !lastOfWeek.containsValue(night))
                .sorted()
                .toList();
    }
}
