package almanac.lake;

import java.util.List;

/** Answers SELECTs over the published tables, by their names {@code area.table}. */
public interface QueryEngine extends AutoCloseable {

    /**
     * Answers a SELECT.
     *
     * @param most how many rows at most
     * @throws almanac.error.Failure of kind CONFIGURATION if it is none, names what is not there, or cannot be computed
     */
    Answer answer(String sql, int most);

    /** The tables that can be named, {@code area.table}, ascending. */
    List<String> tables();

    /** The columns of one of them. */
    List<String> columns(String table);

    @Override
    void close();
}
