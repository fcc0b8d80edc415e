package almanac.lake.file;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the fields of a record from the parser: every name of a header, and of later records the wanted fields. */
final class CsvFields extends AbstractBaseCsvCallbackHandler<CsvFields.Fields> {

    /** A header of more names is no header: the file has no line ends, say. */
    static final int MOST_NAMES = 10_000;

    /**
     * The fields of one record.
     *
     * @param count how many the record has
     * @param texts those that are wanted
     */
    record Fields(int count, List<@Nullable String> texts) {}

    private final Set<String> nullValues;
    private final boolean emptyIsNull;
    private final int longestNull;

    private final List<@Nullable String> names = new ArrayList<>();
    private boolean naming = true;
    private int[] targets = {};
    private @Nullable String[] texts = {};
    private int count;

    CsvFields(Set<String> nullValues) {
        this.nullValues = nullValues;
        this.emptyIsNull = nullValues.contains("");
        this.longestNull = nullValues.stream().mapToInt(String::length).max().orElse(-1);
    }

    /** From the next record on, fields go where the header says. */
    void target(Header header) {
        naming = false;
        targets = header.targets().stream().mapToInt(Integer::intValue).toArray();
        texts = new String[header.columns().size()];
    }

    @Override
    protected void handleBegin(long startingLine) {
        count = 0;
        names.clear();
        texts = new String[texts.length];
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
        count++;
        if (naming) {
            if (index < MOST_NAMES) {
                names.add(Normal.name(buffer, offset, length));
            }
        } else if (index < targets.length && targets[index] >= 0) {
            texts[targets[index]] = value(buffer, offset, length, quoted);
        }
    }

    private @Nullable String value(char[] buffer, int offset, int length, boolean quoted) {
        if (length == 0) {
            return emptyIsNull ? null : "";
        }
        String text = Normal.text(buffer, offset, length);
        return !quoted && length <= longestNull && nullValues.contains(text) ? null : text;
    }

    @Override
    protected Fields buildRecord() {
        return new Fields(count, naming ? new ArrayList<>(names) : Collections.unmodifiableList(Arrays.asList(texts)));
    }
}
