package almanac.table;

import org.jspecify.annotations.Nullable;

/**
 * What of a published table a night replaces: the whole of it, or only the dates that tonight's deliveries touched.
 *
 * @param dateColumn the date column by which touched dates are replaced; null where the whole table is
 */
public record Refresh(@Nullable String dateColumn) {

    /** The whole table is computed anew. */
    public static Refresh everything() {
        return new Refresh(null);
    }

    /** Only rows of the touched dates are computed and replaced. */
    public static Refresh touchedDates(String dateColumn) {
        return new Refresh(dateColumn);
    }
}
