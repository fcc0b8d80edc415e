package almanac.lake.file;

import java.util.Iterator;
import java.util.List;

/**
 * The records of one open file, streamed: the file is never held in memory. It closes itself after the last record;
 * close it where you stop earlier.
 *
 * <p>Reading throws {@link almanac.error.Failure} of kind {@code SOURCE}, naming the file, where the file as a whole
 * cannot be trusted (cut short, not what it claims, vanished).
 */
public interface RecordFile extends Iterator<FileRecord>, AutoCloseable {

    /** The names of {@link FileRecord#fields()}, in order: the declared columns, or where none were declared the file's. */
    List<String> columns();

    /** Whether the file holds nothing, not even a header: no byte, or only a byte-order mark and blank lines. */
    boolean isEmpty();

    /** Blank lines met so far; they are no records. */
    long blankLines();

    /** Columns that the file names (JSON: so far) and that nobody asked for, in the file's order. */
    List<String> ignoredColumns();

    /**
     * Declared columns that the file does not have (JSON: did not have so far): their fields are null. A CSV file may
     * lack only optional ones, JSON any, since nothing announces them.
     */
    List<String> absentColumns();

    @Override
    void close();
}
