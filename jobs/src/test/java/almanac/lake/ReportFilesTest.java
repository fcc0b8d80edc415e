package almanac.lake;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.Frames;
import almanac.TestSession;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long reports stay. */
class ReportFilesTest {

    @TempDir
    Path folder;

    @Test
    void reportsOfNightsBeforeADayGoAndTheNewestStays() {
        Warehouse warehouse = Warehouse.open(TestSession.get(), folder.toString());
        Frames.of(
                        Ops.PUBLICATIONS,
                        "run_id, run_number, published_at",
                        row("run-000001", 1, Instant.parse("2026-01-01T02:00:00Z")),
                        row("run-000002", 2, Instant.parse("2026-01-05T02:00:00Z")),
                        row("run-000003", 3, Instant.parse("2026-01-06T02:00:00Z")))
                .write()
                .format("delta")
                .save(folder.resolve("ops/publications").toString());
        for (int run = 1; run <= 3; run++) {
            ReportFiles.write(warehouse, "run-00000" + run, "<p>the night</p>");
        }

        ReportFiles.sweep(warehouse, Instant.parse("2026-01-03T00:00:00Z"));
        assertThat(warehouse.store().names("_reports"))
                .containsExactlyInAnyOrder("latest.html", "run-000002.html", "run-000003.html");

        ReportFiles.sweep(warehouse, Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(warehouse.store().names("_reports")).containsExactlyInAnyOrder("latest.html", "run-000003.html");
    }
}
