package almanac.lake;

import almanac.error.Failure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The version of each table that makes up one published night, as a row of {@code ops.publications} has them, so that whoever
 * reads several tables reads one night and not parts of two.
 *
 * <p>It knows no Spark: queries on a local disk start without it.
 */
public final class NightVersions {

    /** The table that has a row for each published night. */
    public static final String PUBLICATIONS = "ops.publications";

    /** They grow after a night is published, so that of them the newest rows count. */
    private static final Set<String> LEDGERS = Set.of(PUBLICATIONS, "ops.runs");

    private final String runId;
    private final Map<String, Long> versions;

    /**
     * The night that a run published.
     *
     * @param runId the run
     * @param versions of every table of the warehouse, by {@code area.table}
     */
    public NightVersions(String runId, Map<String, Long> versions) {
        this.runId = runId;
        this.versions = Map.copyOf(versions);
    }

    /** Whether the night has a table of the warehouse. */
    public boolean has(String table) {
        return LEDGERS.contains(table) || versions.containsKey(table);
    }

    /**
     * The version of a table; null stands for its newest.
     *
     * @throws Failure of kind CONFIGURATION if the night does not have it
     */
    public @Nullable Long of(String table) {
        if (isLedger(table)) {
            return null;
        }
        Long version = versions.get(table);
        if (version == null) {
            throw lacks(table);
        }
        return version;
    }

    /** What is wrong with a query of a table that is in the warehouse and not in this night. */
    public Failure lacks(String table) {
        return Failure.configuration(
                table + " was not published yet by the run " + runId,
                "ask for a newer run, or wait for the one that publishes it",
                List.of());
    }

    /** Whether of a table the newest rows count. */
    public static boolean isLedger(String table) {
        return LEDGERS.contains(table);
    }
}
