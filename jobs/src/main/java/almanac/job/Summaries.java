package almanac.job;

/** The end of a run in words; {@link SummaryFile} has it for schedulers. */
final class Summaries {

    private Summaries() {}

    /** The summary for people. */
    static String text(RunReport report) {
        StringBuilder text = new StringBuilder("\n");
        text.append(
                report.status().equals("unchanged")
                        ? String.format(
                                "Nothing is new: the night of %s is already published (%s).%n",
                                report.asOf(), duration(report.seconds()))
                        : String.format(
                                "The night of %s is published as %s (%s).%n",
                                report.asOf(), report.runId(), duration(report.seconds())));
        inputs(report, text);
        tables(report, text);
        skipped(report, text);
        text.append(String.format("%nEverything lies in %s%n", report.warehouse()));
        text.append("Next:\n");
        text.append(
                "  scripts/almanac tables                                       what each table and column means\n");
        text.append("  scripts/almanac query \"SELECT * FROM ops.deliveries\"         what became of every file\n");
        text.append("  scripts/almanac query \"SELECT * FROM market.segment_sales WHERE segment = 'ALL'\"\n");
        return text.toString();
    }

    private static void inputs(RunReport report, StringBuilder text) {
        text.append(String.format(
                "%n  %-32s %6s %13s %13s %12s %11s %13s%n",
                "Input", "files", "records", "accepted", "quarantined", "duplicates", "left out"));
        for (RunReport.Read input : report.inputs()) {
            text.append(String.format(
                    "  %-32s %,6d %,13d %,13d %,12d %,11d %,13d%n",
                    input.input(),
                    input.files(),
                    input.rows(),
                    input.accepted(),
                    input.quarantined(),
                    input.duplicates(),
                    input.filtered()));
        }
        if (report.inputs().stream().anyMatch(input -> input.quarantined() > 0)) {
            text.append("  Quarantined rows, with file, line and rule, are in ops.quarantine.\n");
        }
    }

    private static void tables(RunReport report, StringBuilder text) {
        if (report.tables().isEmpty()) {
            return;
        }
        text.append(String.format("%n  %-32s %20s %10s%n", "Table", "rows written", "seconds"));
        for (RunReport.Built table : report.tables()) {
            text.append(String.format("  %-32s %,20d %10.1f%n", table.table(), table.rows(), table.seconds()));
        }
    }

    private static void skipped(RunReport report, StringBuilder text) {
        if (report.skipped().isEmpty()) {
            return;
        }
        text.append(String.format("%n  Skipped%n"));
        for (RunReport.Skipped table : report.skipped()) {
            text.append(String.format("  %-32s %s%n", table.table(), table.reason()));
        }
    }

    private static String duration(double seconds) {
        return seconds < 60
                ? String.format("%.1f s", seconds)
                : String.format("%d min %02d s", (long) seconds / 60, (long) seconds % 60);
    }
}
