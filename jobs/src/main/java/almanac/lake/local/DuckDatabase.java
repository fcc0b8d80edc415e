package almanac.lake.local;

import almanac.error.Failure;
import almanac.lake.Answer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** DuckDB in memory. It reads no file outside one folder, and fetches nothing. */
final class DuckDatabase implements AutoCloseable {

    private final Connection connection;

    private DuckDatabase(Connection connection) {
        this.connection = connection;
    }

    /**
     * Starts one that reads the files of a folder.
     *
     * @throws Failure of kind CONFIGURATION if DuckDB is not there
     */
    static DuckDatabase over(Path root) {
        try {
            DuckDatabase database = new DuckDatabase(DriverManager.getConnection("jdbc:duckdb:"));
            database.shutEveryDoorBut(root.toString());
            return database;
        } catch (SQLException e) {
            throw new Failure(
                    Failure.Kind.CONFIGURATION,
                    "DuckDB does not start: " + e.getMessage(),
                    "add --spark; the jar for clusters has no DuckDB",
                    List.of(),
                    e);
        }
    }

    private void shutEveryDoorBut(String root) throws SQLException {
        run("SET TimeZone = 'UTC'");
        // DuckDB compares the path as it stands in the query with these.
        run("SET allowed_directories = [" + View.text(root) + ", " + View.text(View.literally(root)) + "]");
        run("SET enable_external_access = false");
        run("SET autoload_known_extensions = false");
        run("SET autoinstall_known_extensions = false");
        run("SET lock_configuration = true");
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first rows of a query. */
    Answer answer(String sql, int most) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(most);
            try (ResultSet rows = statement.executeQuery(sql)) {
                return DuckValues.answer(rows, most);
            }
        }
    }

    /**
     * Refuses what is not one SELECT, however it is written: that is what only reads, and DuckDB's own parser tells.
     *
     * @throws SQLException if it is no SQL
     * @throws Failure of kind CONFIGURATION if it is something else
     */
    void requireOneSelect(String sql) throws SQLException {
        try (PreparedStatement parser = connection.prepareStatement(
                "SELECT tree->>'error_type', tree->>'error_message', json_array_length(tree, '$.statements')"
                        + " FROM (SELECT json_serialize_sql(?) AS tree)")) {
            parser.setString(1, sql);
            try (ResultSet parsed = parser.executeQuery()) {
                parsed.next();
                String error = parsed.getString(1);
                if (error != null && error.equals("parser")) {
                    throw new SQLException("Parser Error: " + parsed.getString(2));
                } else if (error != null || parsed.getInt(3) != 1) {
                    throw Failure.configuration(
                            "only queries are answered here, and this is none, or several: " + sql.strip(),
                            "write one SELECT; tables change through nights alone",
                            List.of());
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB does not stop: " + e.getMessage(), e);
        }
    }
}
