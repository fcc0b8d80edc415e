package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.error.Failure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryFileTest {

    private static final LocalDate DATE = LocalDate.of(2026, 3, 31);

    private static final RunReport REPORT = new RunReport(
            "run-000007",
            "published",
            DATE,
            12.5,
            List.of(new RunReport.Built("market.market_share", 40, 1.5)),
            List.of(new RunReport.Skipped("plan.plan_targets", "needs targets")),
            List.of(
                    new RunReport.Read("sales", 2, 100, 95, 3, 2, 0),
                    new RunReport.Read("products", 1, 10, 6, 4, 0, 0)),
            "/warehouse");

    @TempDir
    Path folder;

    @Test
    void aNightThatIsUnderWayReplacesWhatTheNightBeforeSaid() throws IOException {
        SummaryFile earlier = summary();
        earlier.follow(DATE, () -> earlier.write(REPORT, List.of()));
        summary().follow(DATE, () -> {
            assertThat(read().path("status").asText()).isEqualTo("running");
            assertThat(read().has("exit_code")).isFalse();
        });
        // A night that says nothing at its end was killed.
        assertThat(read().path("status").asText()).isEqualTo("running");
        assertThat(Files.list(folder)).containsExactly(file());
    }

    @Test
    void aPublishedNightHasItsDateRowsAndWarnings() {
        SummaryFile summary = summary();
        summary.follow(null, () -> summary.write(REPORT, List.of("the report was not written")));
        JsonNode json = read();
        assertThat(json.path("status").asText()).isEqualTo("published");
        assertThat(json.path("exit_code").asInt(-1)).isZero();
        assertThat(json.path("run_id").asText()).isEqualTo("run-000007");
        assertThat(json.path("as_of_date").asText()).isEqualTo("2026-03-31");
        assertThat(json.path("quarantined_rows").asLong()).isEqualTo(7);
        assertThat(json.path("warnings").path(0).asText()).isEqualTo("the report was not written");
        assertThat(json.path("tables").path(0).toString())
                .isEqualTo("{\"table\":\"market.market_share\",\"rows\":40,\"seconds\":1.5}");
    }

    @Test
    void aFailedNightSaysTheProblemAndWhatToDo() {
        Failure gate = Failure.gate("too few rows", "deliver them again", List.of("sales: 3"));
        assertThatThrownBy(() -> summary().follow(DATE, () -> {
                    throw gate;
                }))
                .isSameAs(gate);
        JsonNode json = read();
        assertThat(json.path("status").asText()).isEqualTo("failed");
        assertThat(json.path("exit_code").asInt()).isEqualTo(4);
        assertThat(json.path("as_of_date").asText()).isEqualTo("2026-03-31");
        assertThat(json.path("problem").asText()).isEqualTo("too few rows");
        assertThat(json.path("details").path(0).asText()).isEqualTo("sales: 3");
        assertThat(json.path("remedy").asText()).isEqualTo("deliver them again");
    }

    @Test
    void aConfigurationThatIsNotThereIsInTheSummaryToo() {
        String none = folder.resolve("none.conf").toString();
        assertThat(Main.execute("run", "--conf", none, "--summary", file().toString()))
                .isEqualTo(2);
        assertThat(read().path("exit_code").asInt()).isEqualTo(2);
        assertThat(read().path("as_of_date").isNull()).isTrue();
        assertThat(read().path("problem").asText()).contains("there is no configuration at " + none);
    }

    @Test
    void aFileThatCannotBeWrittenStopsTheNightBeforeItBegins() throws IOException {
        Files.writeString(folder.resolve("logs"), "a file where the folder should be");
        SummaryFile summary =
                new SummaryFile(folder.resolve("logs/summary.json").toString());
        assertThatThrownBy(() -> summary.follow(DATE, () -> {
                    throw new AssertionError("the night began");
                }))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.describe())
                                .contains("logs/summary.json")
                                .contains("name a file in a folder that may be written, with --summary"));
    }

    private SummaryFile summary() {
        return new SummaryFile(file().toString());
    }

    private Path file() {
        return folder.resolve("summary.json");
    }

    private JsonNode read() {
        try {
            return new ObjectMapper().readTree(Files.readString(file()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
