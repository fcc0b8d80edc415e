package almanac.lake;

import almanac.table.TouchedDates;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a published table the staged rows take the place of: all of it, or the rows of some dates.
 *
 * @param dateColumn the date column; null where the whole table is replaced
 * @param dates ISO dates; empty where the whole table is replaced
 */
public record Replace(@Nullable String dateColumn, List<String> dates) {

    /** Everything. */
    public static Replace everything() {
        return new Replace(null, List.of());
    }

    /** The rows of the touched dates, or everything where all are touched. */
    public static Replace dates(String dateColumn, TouchedDates touched) {
        return touched.all()
                ? everything()
                : new Replace(
                        dateColumn,
                        touched.dates().stream().map(Object::toString).toList());
    }

    boolean isEverything() {
        return dateColumn == null;
    }

    /** The condition on the rows replaced; its only parts are a column of ours and ISO dates. */
    String predicate() {
        return dates.stream()
                .map(date -> "DATE'" + date + "'")
                .collect(Collectors.joining(", ", dateColumn + " IN (", ")"));
    }
}
