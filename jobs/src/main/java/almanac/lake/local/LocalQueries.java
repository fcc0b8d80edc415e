package almanac.lake.local;

import almanac.error.Failure;
import almanac.lake.Answer;
import almanac.lake.NamedTables;
import almanac.lake.QueryEngine;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SELECTs over the tables of a local warehouse, in DuckDB's SQL, from the key press to the answer in a second or two.
 *
 * <p>Every query reads one published night; the newest one is followed from query to query. A table becomes a view when a query
 * names it.
 */
public final class LocalQueries implements QueryEngine {

    private final DuckDatabase database;
    private final LocalNight night;

    private LocalQueries(DuckDatabase database, LocalNight night) {
        this.database = database;
        this.night = night;
    }

    /**
     * Opens the tables of a warehouse.
     *
     * @param root a folder of the local disk
     * @param runId the night whose tables are read, or null for the newest
     * @throws Failure of kind CONFIGURATION if no such night was published, or DuckDB is not there
     */
    public static LocalQueries open(String root, @Nullable String runId) {
        LocalWarehouse warehouse = new LocalWarehouse(LocalFiles.path(root));
        DuckDatabase database = DuckDatabase.over(warehouse.root());
        LocalNight night = new LocalNight(warehouse, database, runId);
        try {
            night.refresh();
        } catch (SQLException e) {
            throw Failure.storage(
                    "the published nights cannot be read: " + e.getMessage(), "let this user read the warehouse", e);
        }
        if (runId != null && night.tables().isEmpty()) {
            throw QueryMistakes.nothingPublished(night);
        }
        return new LocalQueries(database, night);
    }

    @Override
    public Answer answer(String sql, int most) {
        try {
            database.requireOneSelect(sql);
            night.refresh();
            for (String table : NamedTables.in(sql, night.tables())) {
                night.show(table);
            }
            return database.answer(sql, most);
        } catch (SQLException e) {
            throw new QueryMistakes(night, sql).of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<String> tables() {
        return night.tables();
    }

    @Override
    public List<String> columns(String table) {
        return night.read(table).schema().fieldNames();
    }

    @Override
    public void close() {
        database.close();
    }
}
