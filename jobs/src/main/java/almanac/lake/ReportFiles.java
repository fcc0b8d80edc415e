package almanac.lake;

/** The reports of nights: one file for each run below {@code <warehouse>/_reports}, and {@code latest.html}. */
public final class ReportFiles {

    private static final String FOLDER = "_reports/";

    private ReportFiles() {}

    /**
     * Writes the report of a run and makes it the latest one; a reader sees the old file or the new one, never a part.
     *
     * @return where the report of the run lies
     * @throws almanac.error.Failure of kind STORAGE if it cannot be written
     */
    public static String write(Warehouse warehouse, String runId, String html) {
        String file = FOLDER + runId + ".html";
        warehouse.store().write(file, html);
        warehouse.store().write(FOLDER + "latest.html", html);
        return warehouse.store().path(file).toString();
    }
}
