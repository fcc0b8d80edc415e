package almanac.job;

import almanac.error.Failure;
import almanac.lake.StorageFailures;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The end of a run: in words for people, in JSON for schedulers. */
final class Summaries {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final @Nullable Path file;

    /** Writes JSON to a file, or beside the log where none is named and there is a log. */
    Summaries(@Nullable String file) {
        String log = System.getProperty("almanac.log");
        this.file =
                file != null ? Path.of(file) : log == null ? null : Path.of(log).resolveSibling("summary.json");
    }

    void write(RunReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run_id", report.runId());
        json.put("status", report.status());
        json.put("exit_code", 0);
        json.put("as_of_date", String.valueOf(report.asOf()));
        json.put("seconds", report.seconds());
        json.put("warehouse", report.warehouse());
        json.put("inputs", report.inputs());
        json.put("tables", report.tables());
        json.put("skipped", report.skipped());
        write(json);
    }

    void write(RuntimeException thrown) {
        Failure failure = StorageFailures.behind(thrown);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", "failed");
        json.put(
                "exit_code",
                failure == null ? Failure.Kind.BUG.exitCode() : failure.kind().exitCode());
        json.put("problem", failure == null ? thrown.toString() : failure.getMessage());
        json.put("details", failure == null ? List.of() : failure.details());
        json.put("remedy", failure == null ? "report it with the log" : failure.remedy());
        try {
            write(json);
        } catch (UncheckedIOException alsoFailed) {
            thrown.addSuppressed(alsoFailed);
        }
    }

    private void write(Map<String, Object> json) {
        if (file == null) {
            return;
        }
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the summary " + file + " cannot be written", e);
        }
    }

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
