package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of a real night, and what becomes of the night where it cannot be written. */
class ReportCommandTest {

    @TempDir
    Path folder;

    @Test
    void aNightEndsWithItsReport() {
        TestNight night = TestNight.in(folder).delivers("sales/d1.csv", "o1,1,2026-01-05,p,1,1.00,c,");
        night.run();

        assertThat(afterNight(night)).contains("The report: ").doesNotContain("Warning");
        assertThat(folder.resolve("warehouse/_reports/run-000001.html"))
                .content()
                .contains("The night of 5 January 2026 was published")
                .contains("1 input came in 1 file with 1 records");
        assertThat(folder.resolve("warehouse/_reports/latest.html")).exists();
    }

    @Test
    void aReportThatCannotBeWrittenIsAWarning() throws Exception {
        TestNight night = TestNight.in(folder).delivers("sales/d1.csv", "o1,1,2026-01-05,p,1,1.00,c,");
        night.run();
        Files.writeString(folder.resolve("warehouse/_reports"), "a file where the folder should be");

        assertThat(afterNight(night))
                .contains("Warning: the night is published, but its report was not written: cannot write")
                .contains("`almanac report` writes it anew.");
        assertThat(night.runs()).containsExactly("1 published");
    }

    private static String afterNight(TestNight night) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        ReportCommand.afterNight(TestNight.spark(), night.settings(), new Progress(print));
        return out.toString(StandardCharsets.UTF_8);
    }
}
