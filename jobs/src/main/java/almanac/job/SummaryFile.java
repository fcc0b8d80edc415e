package almanac.job;

import almanac.error.Failure;
import almanac.lake.StorageFailures;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a night as JSON, for schedulers: {@code running} from the first moment on, then {@code published},
 * {@code unchanged} or {@code failed}. What an earlier night said is gone at once, so that a night that was killed is never
 * taken for one that succeeded. A reader sees the old file or the new one, never half of one.
 */
final class SummaryFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final @Nullable Path file;
    private final Instant start = Instant.now();

    /** Writes to a file, or beside the log where none is named and there is a log. */
    SummaryFile(@Nullable String file) {
        String log = System.getProperty("almanac.log");
        this.file =
                file != null ? Path.of(file) : log == null ? null : Path.of(log).resolveSibling("summary.json");
    }

    /**
     * Runs a night, which tells of its success itself, and tells of its failure.
     *
     * @param asOf the business date that was asked for; null for none
     * @throws Failure of the night; or of kind CONFIGURATION, before the night, where the file cannot be written
     */
    void follow(@Nullable LocalDate asOf, Runnable night) {
        write(state("running", asOf));
        try {
            night.run();
        } catch (RuntimeException e) {
            // Spark stops first where a signal ends the process; what fails then is no failure of the night.
            if (!Main.isStopping()) {
                failed(e, asOf);
            }
            throw e;
        }
    }

    /**
     * A night that ended well.
     *
     * @param warnings what went wrong after it was published
     */
    void write(RunReport report, List<String> warnings) {
        Map<String, Object> json = state(report.status(), report.asOf());
        json.put("exit_code", 0);
        json.put("run_id", report.runId());
        json.put("seconds", report.seconds());
        json.put("warehouse", report.warehouse());
        json.put("warnings", warnings);
        json.put(
                "quarantined_rows",
                report.inputs().stream().mapToLong(RunReport.Read::quarantined).sum());
        json.put("inputs", report.inputs());
        json.put("tables", report.tables());
        json.put("skipped", report.skipped());
        write(json);
    }

    private void failed(RuntimeException thrown, @Nullable LocalDate asOf) {
        Failure failure = StorageFailures.behind(thrown);
        Map<String, Object> json = state("failed", asOf);
        json.put(
                "exit_code",
                failure == null ? Failure.Kind.BUG.exitCode() : failure.kind().exitCode());
        json.put("seconds", Duration.between(start, Instant.now()).toMillis() / 1000.0);
        json.put("problem", failure == null ? thrown.toString() : failure.getMessage());
        json.put("details", failure == null ? List.of() : failure.details());
        json.put("remedy", failure == null ? "report it with the log" : failure.remedy());
        try {
            write(json);
        } catch (Failure alsoFailed) {
            thrown.addSuppressed(alsoFailed);
        }
    }

    private Map<String, Object> state(String status, @Nullable LocalDate asOf) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("status", status);
        json.put("started_at", start.truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("as_of_date", asOf == null ? null : asOf.toString());
        return json;
    }

    private void write(Map<String, Object> json) {
        if (file == null) {
            return;
        }
        Path target = file.toAbsolutePath();
        Path part = target.resolveSibling(
                target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Path folder = target.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(part, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.CONFIGURATION,
                    "the summary of the run cannot be written to " + target + ": " + e,
                    "name a file in a folder that may be written, with --summary",
                    List.of(),
                    e);
        }
    }
}
