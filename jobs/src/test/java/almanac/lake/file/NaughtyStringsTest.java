package almanac.lake.file;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.SharedData;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The big list of naughty strings, 515 texts that break programs, as the labels of a file. */
class NaughtyStringsTest {

    @TempDir
    Path folder;

    private static List<String> strings() throws IOException {
        Path list = SharedData.require("badinput/naughty-strings/blns.json");
        return List.of(new ObjectMapper().readValue(list.toFile(), String[].class));
    }

    private static String expected(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    @Test
    void everyOneComesBackFromCsv() throws IOException {
        Path file = folder.resolve("naughty.csv");
        List<String> expected = new ArrayList<>();
        try (CsvWriter writer = CsvWriter.builder().build(file)) {
            writer.writeRecord("number", "label");
            for (String text : strings()) {
                expected.add(text.isEmpty() ? null : expected(text));
                writer.writeRecord(String.valueOf(expected.size()), text);
            }
        }
        List<FileRecord> records = Sources.csv(file.toString(), CsvFormat.of("label"));
        assertThat(records).hasSizeGreaterThan(500).allMatch(FileRecord::isSound);
        assertThat(records.stream().map(record -> record.fields().get(0))).containsExactlyElementsOf(expected);
    }

    @Test
    void everyOneComesBackFromJson() throws IOException {
        Path file = folder.resolve("naughty.json");
        ObjectMapper mapper = new ObjectMapper();
        StringBuilder lines = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (String text : strings()) {
            expected.add(expected(text));
            lines.append("{\"label\":").append(mapper.writeValueAsString(text)).append("}\n");
        }
        Files.writeString(file, lines);
        List<FileRecord> records = Sources.json(file.toString(), JsonFormat.of("label"));
        assertThat(records).allMatch(FileRecord::isSound);
        assertThat(records.stream().map(record -> record.fields().get(0))).containsExactlyElementsOf(expected);
    }
}
