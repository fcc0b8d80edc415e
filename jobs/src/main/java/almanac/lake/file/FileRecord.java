package almanac.lake.file;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record of a file: a CSV record, or the JSON object of one line.
 *
 * @param line the physical line on which the record starts, from 1
 * @param fields the texts of {@link RecordFile#columns()}, in that order; null is "no value". Where the record has a
 *     problem they are what could be read, good for showing and for nothing else
 * @param fieldCount how many fields the record has in the file, wanted or not
 * @param problems every rule that the record broke; empty for a sound record
 * @param raw the record as it stands in the file, without its line end, cut to {@value #RAW_CHARS} characters
 */
public record FileRecord(long line, List<@Nullable String> fields, int fieldCount, List<Problem> problems, String raw)
        implements Serializable {

    /** The longest {@link #raw()}, in characters. */
    public static final int RAW_CHARS = 1024;

    /** The lists are kept, not copied; hand over lists that nobody changes. */
    public FileRecord {
        fields = Collections.unmodifiableList(fields);
    }

    /** Whether the record broke no rule. */
    public boolean isSound() {
        return problems.isEmpty();
    }
}
