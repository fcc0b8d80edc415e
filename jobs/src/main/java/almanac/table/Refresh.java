package almanac.table;

import org.jspecify.annotations.Nullable;

/**
 * What of a published table a night replaces.
 *
 * @param scope how much of it
 * @param dateColumn the date column by which rows are replaced; null where everything is
 */
public record Refresh(Scope scope, @Nullable String dateColumn) {

    /** How much of a published table a night replaces. */
    public enum Scope {
        /** All of it. */
        EVERYTHING,
        /** The rows of the dates that tonight's deliveries touched. */
        TOUCHED_DATES,
        /** The rows of the night's own date: what other nights said stays, since it cannot be computed again. */
        OWN_NIGHT
    }

    /** The whole table is computed anew. */
    public static Refresh everything() {
        return new Refresh(Scope.EVERYTHING, null);
    }

    /** Only rows of the touched dates are computed and replaced. */
    public static Refresh touchedDates(String dateColumn) {
        return new Refresh(Scope.TOUCHED_DATES, dateColumn);
    }

    /** Only the rows of tonight are computed; those of earlier nights stay, of older ones the last of each week. */
    public static Refresh ownNight(String dateColumn) {
        return new Refresh(Scope.OWN_NIGHT, dateColumn);
    }
}
