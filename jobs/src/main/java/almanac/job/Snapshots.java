package almanac.job;

import static org.apache.spark.sql.functions.col;

import almanac.table.SnapshotWeeks;
import almanac.table.TouchedDates;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
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
        List<LocalDate> replaced = new ArrayList<>(SnapshotWeeks.tooOld(nights, asOf.minusDays(dailyDays)));
        replaced.add(asOf);
        return TouchedDates.of(replaced);
    }
}
