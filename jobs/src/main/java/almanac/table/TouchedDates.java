package almanac.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.LocalDate;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Column;

/**
 * The business dates whose rows changed tonight: all of them, or a set.
 *
 * @param all whether everything is to be computed anew
 * @param dates the dates, ascending; empty where {@code all} is set
 */
public record TouchedDates(boolean all, SortedSet<LocalDate> dates) {

    /** Everything changed. */
    public static TouchedDates everything() {
        return new TouchedDates(true, new TreeSet<>());
    }

    /** Only these dates changed. */
    public static TouchedDates of(Collection<LocalDate> dates) {
        return new TouchedDates(false, new TreeSet<>(dates));
    }

    /** Whether a date column lies in the set. */
    public Column contains(String dateColumn) {
        return all ? lit(true) : col(dateColumn).isin(dates.toArray());
    }
}
