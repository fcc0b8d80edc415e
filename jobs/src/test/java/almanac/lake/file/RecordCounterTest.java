package almanac.lake.file;

import static almanac.lake.file.Sources.CONF;
import static almanac.lake.file.Sources.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordCounterTest {

    @TempDir
    Path folder;

    private long count(String content) {
        return RecordCounter.count(CONF, write(folder, "a.csv", content), CsvFormat.of());
    }

    @Test
    void neitherTheHeaderNorBlankLinesCount() {
        assertThat(count("")).isZero();
        assertThat(count("\n\n")).isZero();
        assertThat(count("id\n")).isZero();
        assertThat(count("\nid\r\n\r\n1\r2\n\n3")).isEqualTo(3);
    }

    @Test
    void lineEndsInsideQuotesDoNotCount() {
        assertThat(count("id,name\n1,\"a\nb\"\n2,\"a\"\"\n\"\"b\"\n")).isEqualTo(2);
    }

    @Test
    void aQuoteWithinAFieldOpensNothing() {
        assertThat(count("id,name\n1,5\" pipe\n2,6\" pipe\n")).isEqualTo(2);
    }

    @Test
    void anUnclosedQuoteMakesOneRecordOfTheRest() {
        assertThat(count("id,name\n1,a\n2,\"b\n3,c\n")).isEqualTo(2);
    }

    @Test
    void withoutAHeaderTheFirstRecordCounts() {
        String path = write(folder, "a.csv", "1\n2\n");
        assertThat(RecordCounter.count(CONF, path, CsvFormat.of("id").withoutHeader()))
                .isEqualTo(2);
    }

    @Test
    void linesOfJsonCountUnlessBlank() {
        String path = write(folder, "a.json", "{}\r\n \t\n\n{}\n{");
        assertThat(RecordCounter.count(CONF, path, JsonFormat.of())).isEqualTo(3);
    }
}
