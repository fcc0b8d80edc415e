package almanac.lake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query gave, whichever engine computed it.
 *
 * @param columns its columns
 * @param rows its rows: values in the order of the columns, each null, a {@link Boolean}, {@link Number}, {@link String},
 *     {@link java.time.LocalDate}, {@link java.time.LocalDateTime}, {@link java.time.Instant}, {@link List} or
 *     {@link java.util.Map} of such values
 */
public record Answer(List<Column> columns, List<List<@Nullable Object>> rows) {

    /** What is printed flush left, flush right, or as its kind demands. */
    public enum Kind {
        /** Text that somebody delivered or wrote. */
        TEXT,
        /** A number. */
        NUMBER,
        /** Anything else. */
        OTHER
    }

    /**
     * A column.
     *
     * @param name its name, not always unique
     * @param kind what it holds
     */
    public record Column(String name, Kind kind) {}

    /** Copies the lists. */
    public Answer {
        columns = List.copyOf(columns);
        rows = Collections.unmodifiableList(new ArrayList<>(rows));
    }

    /** The answer with its first rows alone. */
    public Answer first(int most) {
        return rows.size() <= most ? this : new Answer(columns, rows.subList(0, most));
    }
}
