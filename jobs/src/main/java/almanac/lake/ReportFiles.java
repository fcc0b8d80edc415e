package almanac.lake;

import java.time.Instant;
import java.util.Set;

/** The reports of nights: one file for each run below {@code <warehouse>/_reports}, and {@code latest.html}. */
public final class ReportFiles {

    private static final String FOLDER = "_reports";
    private static final String LATEST = "latest";

    private ReportFiles() {}

    /**
     * Writes the report of a run and makes it the latest one; a reader sees the old file or the new one, never a part.
     *
     * @return where the report of the run lies
     * @throws almanac.error.Failure of kind STORAGE if it cannot be written
     */
    public static String write(Warehouse warehouse, String runId, String html) {
        warehouse.store().write(file(runId), html);
        warehouse.store().write(file(LATEST), html);
        return warehouse.store().path(file(runId)).toString();
    }

    /** Deletes the reports of nights that were published before; that of the newest night stays however old it is. */
    static void sweep(Warehouse warehouse, Instant before) {
        Set<String> names = Set.copyOf(warehouse.store().names(FOLDER));
        for (String runId : Publications.replacedBefore(warehouse, before)) {
            if (names.contains(runId + ".html")) {
                warehouse.store().delete(file(runId));
            }
        }
    }

    private static String file(String name) {
        return FOLDER + "/" + name + ".html";
    }
}
