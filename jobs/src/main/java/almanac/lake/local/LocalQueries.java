package almanac.lake.local;

import almanac.config.Nearest;
import almanac.error.Failure;
import almanac.lake.Answer;
import almanac.lake.QueryEngine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * SELECTs over the tables of a local warehouse, in DuckDB's SQL, from the key press to the answer in a second or two.
 *
 * <p>A table becomes a view when a query names it. The database is in memory, reads no file outside the warehouse, and
 * fetches nothing.
 */
public final class LocalQueries implements QueryEngine {

    private static final String PUBLICATIONS = "ops.publications";
    private static final Pattern UNKNOWN_TABLE = Pattern.compile("Table with name (\\S+) does not exist");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");

    private final LocalWarehouse warehouse;
    private final Connection database;
    private final List<String> tables;
    private final Set<String> views = new HashSet<>();

    /** The versions of an older night; null for the newest of every table. */
    private @Nullable Map<String, Long> versions;

    private LocalQueries(LocalWarehouse warehouse, Connection database) {
        this.warehouse = warehouse;
        this.database = database;
        this.tables = warehouse.tables();
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
        try {
            Connection database = DriverManager.getConnection("jdbc:duckdb:");
            LocalQueries queries = new LocalQueries(warehouse, database);
            queries.prepare();
            if (runId != null) {
                queries.versions = queries.versionsOf(runId);
            }
            return queries;
        } catch (SQLException e) {
            throw new Failure(
                    Failure.Kind.CONFIGURATION,
                    "DuckDB does not start: " + e.getMessage(),
                    "add --spark; the jar for clusters has no DuckDB",
                    List.of(),
                    e);
        }
    }

    /** Shuts every door but the warehouse, then locks. */
    private void prepare() throws SQLException {
        run("SET TimeZone = 'UTC'");
        // DuckDB compares the path as it stands in the query with these.
        String root = warehouse.root().toString();
        run("SET allowed_directories = [" + View.text(root) + ", " + View.text(View.literally(root)) + "]");
        run("SET enable_external_access = false");
        run("SET autoload_known_extensions = false");
        run("SET autoinstall_known_extensions = false");
        run("SET lock_configuration = true");
        for (String area : tables.stream()
                .map(name -> name.substring(0, name.indexOf('.')))
                .distinct()
                .toList()) {
            run("CREATE SCHEMA IF NOT EXISTS " + View.quoted(area));
        }
    }

    private Map<String, Long> versionsOf(String runId) throws SQLException {
        if (!tables.contains(PUBLICATIONS)) {
            throw nothingPublished();
        }
        view(PUBLICATIONS);
        Map<String, Map<?, ?>> published = new TreeMap<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT run_id, table_versions FROM ops.publications")) {
            while (rows.next()) {
                published.put(rows.getString(1), (Map<?, ?>) rows.getObject(2));
            }
        }
        Map<?, ?> found = published.get(runId);
        if (found == null) {
            throw Failure.configuration(
                    "no night was published by the run " + runId,
                    "name one of these runs",
                    published.keySet().stream().toList());
        }
        return found.entrySet().stream()
                .collect(Collectors.toMap(entry -> (String) entry.getKey(), entry -> (Long) entry.getValue()));
    }

    @Override
    public Answer answer(String sql, int most) {
        try {
            requireOneSelect(sql);
            viewsFor(sql);
            try (Statement statement = database.createStatement()) {
                statement.setMaxRows(most);
                try (ResultSet rows = statement.executeQuery(sql)) {
                    return DuckValues.answer(rows, most);
                }
            }
        } catch (SQLException e) {
            throw refused(String.valueOf(e.getMessage()), sql);
        }
    }

    /** What only reads is one SELECT, however it is written; DuckDB's own parser tells. */
    private void requireOneSelect(String sql) throws SQLException {
        try (PreparedStatement parser = database.prepareStatement(
                "SELECT tree->>'error_type', tree->>'error_message', json_array_length(tree, '$.statements')"
                        + " FROM (SELECT json_serialize_sql(?) AS tree)")) {
            parser.setString(1, sql);
            try (ResultSet parsed = parser.executeQuery()) {
                parsed.next();
                String error = parsed.getString(1);
                if (error != null && error.equals("parser")) {
                    throw refused("Parser Error: " + parsed.getString(2), sql);
                } else if (error != null || parsed.getInt(3) != 1) {
                    throw Failure.configuration(
                            "only queries are answered here, and this is none, or several: " + sql.strip(),
                            "write one SELECT; tables change through nights alone",
                            List.of());
                }
            }
        }
    }

    /** Makes the views of the tables whose names stand in a query, in whatever role. */
    private void viewsFor(String sql) {
        Set<String> words = new HashSet<>();
        Matcher word = WORD.matcher(sql.toLowerCase(Locale.ROOT));
        while (word.find()) {
            words.add(word.group());
        }
        boolean namesAll = words.contains("tables") || words.contains("information_schema");
        for (String table : tables) {
            if (namesAll || words.contains(withoutArea(table))) {
                view(table);
            }
        }
    }

    private void view(String table) {
        if (views.contains(table)) {
            return;
        }
        String view = View.of(read(table));
        try {
            run(view);
        } catch (SQLException e) {
            throw Failure.storage(
                    table + " cannot be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    versions == null
                            ? "let this user read the warehouse; if files are gone, run the night with --full"
                            : "maintenance has deleted files of that version; ask for a newer run",
                    e);
        }
        views.add(table);
    }

    private LocalTable read(String table) {
        if (versions == null || table.equals(PUBLICATIONS)) {
            return warehouse.read(table, null);
        }
        Long version = versions.get(table);
        if (version == null) {
            throw Failure.configuration(table + " was not published yet by that run", "ask for a newer run", List.of());
        }
        return warehouse.read(table, version);
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private Failure refused(String message, String sql) {
        if (tables.isEmpty()) {
            return nothingPublished();
        }
        String problem = "the query cannot be answered: " + message.strip();
        Matcher unknown = UNKNOWN_TABLE.matcher(message);
        if (unknown.find()) {
            // DuckDB would suggest tables of its own.
            String written = asWritten(unknown.group(1), sql);
            Optional<String> nearest = nearest(written);
            return Failure.configuration(
                    "there is no table " + written
                            + nearest.map(table -> "; did you mean \"" + table + "\"?")
                                    .orElse(""),
                    "`almanac tables` lists every table and column",
                    nearest.isPresent() ? List.of() : tables);
        }
        return Failure.configuration(
                problem,
                "`DESCRIBE area.table` shows its columns; this is DuckDB's SQL, --spark takes Spark's",
                List.of());
    }

    /** A table's name with its area, where the query has that. */
    private static String asWritten(String name, String sql) {
        Matcher written = Pattern.compile("\\w+\\." + Pattern.quote(name)).matcher(sql);
        return written.find() ? written.group() : name;
    }

    /** The table that a name was meant to be, with or without its area. */
    private Optional<String> nearest(String written) {
        if (written.contains(".")) {
            return Nearest.word(written, tables);
        }
        List<String> names = tables.stream().map(LocalQueries::withoutArea).toList();
        return Nearest.word(written, names).map(name -> tables.get(names.indexOf(name)));
    }

    private static String withoutArea(String table) {
        return table.substring(table.indexOf('.') + 1);
    }

    private Failure nothingPublished() {
        return Failure.configuration(
                "nothing is published yet below " + warehouse.root(), "run a night first: scripts/nightly", List.of());
    }

    @Override
    public List<String> tables() {
        return tables;
    }

    @Override
    public List<String> columns(String table) {
        return read(table).schema().fieldNames();
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB does not stop: " + e.getMessage(), e);
        }
    }
}
