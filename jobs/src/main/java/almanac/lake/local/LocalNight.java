package almanac.lake.local;

import almanac.error.Failure;
import almanac.lake.Answer;
import almanac.lake.NightVersions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a local warehouse as one published night has them, each a view once it is asked for. The newest night is followed:
 * when another one is published, the views of the old one are gone.
 */
final class LocalNight {

    private static final NightVersions NONE = new NightVersions("", Map.of());

    private final LocalWarehouse warehouse;
    private final DuckDatabase database;

    /** The run of an older night; null for the newest. */
    private final @Nullable String runId;

    private final Set<String> views = new HashSet<>();
    private List<String> tables = List.of();
    private NightVersions versions = NONE;

    /** The version of the publications that the night was read from. */
    private long publication = -1;

    LocalNight(LocalWarehouse warehouse, DuckDatabase database, @Nullable String runId) {
        this.warehouse = warehouse;
        this.database = database;
        this.runId = runId;
    }

    Path root() {
        return warehouse.root();
    }

    /** Goes on to the newest night where another one was published. */
    void refresh() throws SQLException {
        long newest = warehouse.newestVersion(NightVersions.PUBLICATIONS);
        if (newest == publication) {
            return;
        }
        for (String view : views) {
            database.run("DROP VIEW " + View.qualified(view));
        }
        views.clear();
        List<String> written = warehouse.tables();
        for (String area : written.stream().map(View::schema).distinct().toList()) {
            database.run("CREATE SCHEMA IF NOT EXISTS " + area);
        }
        versions = published();
        tables = written.stream().filter(versions::has).toList();
        publication = newest;
    }

    private NightVersions published() throws SQLException {
        LocalTable publications = warehouse.read(NightVersions.PUBLICATIONS, null);
        // Every night adds a file, and the last one written has the newest night; of an older one, it may be any.
        LocalTable searched = runId == null ? publications.lastFile() : publications;
        String rows = "SELECT run_id, table_versions, run_number FROM (" + View.rows(searched) + ")";
        Answer nights = database.answer(
                runId == null
                        ? rows + " ORDER BY run_number DESC LIMIT 1"
                        : rows + " WHERE run_id = " + View.text(runId),
                1);
        if (nights.rows().isEmpty() && runId != null) {
            throw unknownRun(runId, database.answer("SELECT run_id FROM (" + rows + ") ORDER BY 1", Integer.MAX_VALUE));
        }
        return nights.rows().isEmpty() ? NONE : versions(nights.rows().get(0));
    }

    private static NightVersions versions(List<@Nullable Object> night) {
        Map<?, ?> byTable = night.get(1) instanceof Map<?, ?> map ? map : Map.of();
        return new NightVersions(
                String.valueOf(night.get(0)),
                byTable.entrySet().stream()
                        .collect(Collectors.toMap(entry -> (String) entry.getKey(), entry -> (Long) entry.getValue())));
    }

    private static Failure unknownRun(String run, Answer runs) {
        return Failure.configuration(
                "no night was published by the run " + run,
                "name one of these runs",
                runs.rows().stream().map(row -> String.valueOf(row.get(0))).toList());
    }

    /** The tables of the night, {@code area.table}, ascending; none where none is published. */
    List<String> tables() {
        return tables;
    }

    /** Whether a table lies in the warehouse that is not part of the night. */
    boolean lacks(String table) {
        return !tables.contains(table) && warehouse.tables().contains(table);
    }

    NightVersions versions() {
        return versions;
    }

    LocalTable read(String table) {
        return warehouse.read(table, versions.of(table));
    }

    /** Makes the view of a table. Ledgers grow while they are looked at. */
    void show(String table) throws SQLException {
        if (views.contains(table) && !NightVersions.isLedger(table)) {
            return;
        }
        LocalTable read = read(table);
        try {
            database.run(View.of(read));
        } catch (SQLException e) {
            throw Failure.storage(
                    table + " cannot be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    runId == null
                            ? "let this user read the warehouse; if files are gone, run the night with --full"
                            : "maintenance has deleted files of that version; ask for a newer run",
                    e);
        }
        views.add(table);
    }
}
