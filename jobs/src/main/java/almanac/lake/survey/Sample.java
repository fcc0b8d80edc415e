package almanac.lake.survey;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a source, column by column, as texts.
 *
 * @param columns every column, in the order of the source
 * @param rows how many rows were read
 * @param unsound how many of them break a rule as records, such as a missing field; they are not among the values
 * @param isWhole whether these are all rows of the source
 */
public record Sample(List<Column> columns, int rows, int unsound, boolean isWhole) {

    /** Copies the list. */
    public Sample {
        columns = List.copyOf(columns);
    }

    /**
     * One column.
     *
     * @param name as the source names it
     * @param type in the words of its format; {@code text} for a text file
     * @param values a value for each row, null where there is none
     */
    public record Column(String name, String type, List<@Nullable String> values) {

        /** Whether the source itself says what type the values have. */
        public boolean isTyped() {
            return !type.equals("text");
        }
    }
}
