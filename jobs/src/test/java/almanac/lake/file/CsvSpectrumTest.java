package almanac.lake.file;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.SharedData;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** csv-spectrum: valid CSV on which careless readers break, each file with its expected parse as JSON beside it. */
class CsvSpectrumTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "comma_in_quotes",
                "empty",
                "empty_crlf",
                "escaped_quotes",
                "json",
                "newlines",
                "newlines_crlf",
                "quotes_and_newlines",
                "simple",
                "simple_crlf",
                "utf8"
            })
    void aFileParsesAsItsTwinSays(String name) throws IOException {
        Path corpus = SharedData.require("badinput/csv-spectrum");
        List<Map<String, String>> twin = new ObjectMapper()
                .readValue(corpus.resolve("json/" + name + ".json").toFile(), new TypeReference<>() {});
        // The corpus declares its *_crlf.csv as eol=crlf in .gitattributes; a copy by other means than git lacks the
        // CRs.
        String content =
                Files.readString(corpus.resolve("csvs/" + name + ".csv")).replace("\r\n", "\n");
        String path = Sources.write(folder, name, name.endsWith("_crlf") ? content.replace("\n", "\r\n") : content);
        // No null values: an empty field is the empty text here, as the twin has it.
        CsvFormat format = CsvFormat.of().withNullValues();
        List<Map<String, String>> parsed = new ArrayList<>();
        try (CsvFile file = CsvFile.open(Sources.CONF, path, format)) {
            while (file.hasNext()) {
                FileRecord record = file.next();
                assertThat(record.problems()).isEmpty();
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < file.columns().size(); i++) {
                    row.put(file.columns().get(i), record.fields().get(i));
                }
                parsed.add(row);
            }
        }

        assertThat(parsed).isEqualTo(twin);
        assertThat(RecordCounter.count(Sources.CONF, path, format)).isEqualTo(twin.size());
    }
}
