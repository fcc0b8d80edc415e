package almanac.lake.file;

import static almanac.lake.file.Sources.CONF;
import static almanac.lake.file.Sources.gzip;
import static almanac.lake.file.Sources.json;
import static almanac.lake.file.Sources.rules;
import static almanac.lake.file.Sources.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {

    private static final JsonFormat A = JsonFormat.of("a");

    @TempDir
    Path folder;

    private String file(String content) {
        return write(folder, "sales.json", content);
    }

    private FileRecord one(String line) {
        List<FileRecord> records = json(file(line + "\n"), A);
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    private String value(String json) {
        FileRecord record = one("{\"a\":" + json + "}");
        assertThat(record.problems()).isEmpty();
        return record.fields().get(0);
    }

    @Test
    void numbersKeepTheirLiteralText() {
        assertThat(value("10.10")).isEqualTo("10.10");
        assertThat(value("1e400")).isEqualTo("1e400");
        assertThat(value("-0")).isEqualTo("-0");
        assertThat(value("12345678901234567890123456789.000000000000000001"))
                .isEqualTo("12345678901234567890123456789.000000000000000001");
        assertThat(value("1".repeat(2_000))).hasSize(2_000);
    }

    @Test
    void booleansTextsAndNullAreWhatTheyAre() {
        assertThat(value("true")).isEqualTo("true");
        assertThat(value("false")).isEqualTo("false");
        assertThat(value("null")).isNull();
        assertThat(value("\"\"")).isEmpty();
        assertThat(value("\" x\\n\\u00e9\\\"\"")).isEqualTo(" x\n\u00e9\"");
        assertThat(value("\"e\\u0301\"")).isEqualTo("\u00e9");
    }

    @Test
    void objectsAndArraysAreTheirJson() {
        assertThat(value(" { \"b\" : [1, 2.50] } ")).isEqualTo("{ \"b\" : [1, 2.50] }");
        assertThat(value("[]")).isEqualTo("[]");
        assertThat(value("[\"" + "x".repeat(50_000) + "\"]")).hasSize(50_004);
    }

    @Test
    void aMissingKeyIsNullAndOthersAreNamed() {
        try (JsonLines lines = JsonLines.open(CONF, file("{\"b\":1,\"c\":2}\n{\"a\":3}\n"), JsonFormat.of("a", "z"))) {
            assertThat(lines.next().fields()).containsExactly(null, null);
            assertThat(lines.absentColumns()).containsExactly("a", "z");
            assertThat(lines.next().fields()).containsExactly("3", null);
            assertThat(lines.ignoredColumns()).containsExactly("b", "c");
            assertThat(lines.absentColumns()).containsExactly("z");
            assertThat(lines.columns()).containsExactly("a", "z");
        }
    }

    @Test
    void theKeysOfAFileAreThoseOfAllItsObjects() {
        String path = file("{\"b\":1,\"a\":{\"x\":1}}\nbroken\n{\"c\":null,\"a\":2}\n");
        assertThat(JsonLines.keys(CONF, path, JsonFormat.of())).containsExactly("b", "a", "c");
    }

    @Test
    void recordsKnowTheirLinesAndBlankOnesAreCounted() {
        try (JsonLines lines = JsonLines.open(CONF, file("\n{\"a\":1}\r\n \t\r\n{\"a\":2}\r{\"a\":3}"), A)) {
            FileRecord first = lines.next();
            assertThat(first.line()).isEqualTo(2);
            assertThat(first.raw()).isEqualTo("{\"a\":1}");
            assertThat(first.fieldCount()).isEqualTo(1);
            assertThat(lines.next().line()).isEqualTo(4);
            assertThat(lines.next().line()).isEqualTo(5);
            assertThat(lines.hasNext()).isFalse();
            assertThat(lines.hasNext()).isFalse();
            assertThat(lines.blankLines()).isEqualTo(2);
            assertThatThrownBy(lines::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void anEmptyFileSaysSo() {
        for (String nothing : List.of("", "\n", " \n")) {
            try (JsonLines lines = JsonLines.open(CONF, file(nothing), A)) {
                assertThat(lines.isEmpty()).isTrue();
                assertThat(lines.hasNext()).isFalse();
            }
        }
        try (JsonLines lines = JsonLines.open(CONF, file("{}"), A)) {
            assertThat(lines.isEmpty()).isFalse();
        }
    }

    /** RFC 8259 has none of these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{'a':1}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":\"tab\there\"}",
                "{\"a\":[1,2}",
                "{\"a\":tru}",
                "{\"a\":1} {\"a\":2}",
                "{\"a\":1}]",
                "[{\"a\":1}]",
                "\"a\"",
                "17",
                "not json",
                "}"
            })
    void whatIsNoObjectIsMalformedAndDoesNotHarmTheNext(String line) {
        List<FileRecord> records = json(file(line + "\n{\"a\":2}\n"), A);
        assertThat(records).extracting(Sources::rules).containsExactly(List.of("json.malformed"), List.of());
        assertThat(records.get(0).raw()).isEqualTo(line);
    }

    @Test
    void aMalformedLineSaysWhere() {
        assertThat(one("{\"a\":1,\"b\" 2}").problems().get(0).detail()).startsWith("at character 12: ");
    }

    @Test
    void depthIsBounded() {
        String hundred = "[".repeat(99) + "]".repeat(99);
        assertThat(value(hundred)).isEqualTo(hundred);
        assertThat(rules(one("{\"a\":[" + hundred + "]}"))).containsExactly("json.depth");
        assertThat(rules(one("{\"a\":" + "[".repeat(100_000)))).containsExactly("json.depth");
        assertThat(rules(one("{\"a\":" + "{\"a\":".repeat(100_000)))).containsExactly("json.depth");
    }

    @Test
    void aKeyNamedTwiceIsFlaggedAtAnyDepth() {
        assertThat(one("{\"a\":1,\"a\":2}").problems())
                .containsExactly(new Problem("json.duplicate_key", "it names \"a\" more than once"));
        assertThat(rules(one("{\"a\":[{\"x\":1,\"x\":1}]}"))).containsExactly("json.duplicate_key");
        assertThat(rules(one("{\"caf\\u00e9\":1,\"cafe\\u0301\":1}"))).containsExactly("json.duplicate_key");
        assertThat(one("{\"a\":[{\"x\":1},{\"x\":1}],\"x\":1}").isSound()).isTrue();
    }

    @Test
    void undecodableBytesAndNulAreFlagged() {
        byte[] latin1 = "{\"a\":\"Caf\u00e9\"}\n{\"a\":1}\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(json(write(folder, "a.json", latin1), A))
                .extracting(Sources::rules)
                .containsExactly(List.of("json.encoding"), List.of());
        assertThat(rules(one("{\"a\":\"\\ufffd\"}"))).containsExactly("json.encoding");
        assertThat(rules(one("{\"a\":\"x\\u0000\"}"))).containsExactly("json.nul");
        assertThat(rules(one("{\"a\":\"x\0\"}"))).containsExactly("json.malformed");
    }

    @Test
    void longTextsAndLongLinesAreCut() {
        JsonFormat ten = A.withLimits(new ReadLimits(10, 1L << 20, 200));
        List<FileRecord> records = json(
                file("{\"a\":\"0123456789\"}\n{\"a\":\"0123456789x\"}\n{\"a\":\"" + "x".repeat(1_000)
                        + "\"}\n{\"a\":1}"),
                ten);
        assertThat(records)
                .extracting(Sources::rules)
                .containsExactly(List.of(), List.of("field.length"), List.of("field.length"), List.of());
        assertThat(records.get(1).fields()).containsExactly("0123456789");
        assertThat(records.get(1).problems().get(0).detail()).isEqualTo("\"a\" has 11 characters, the limit is 10");
        assertThat(records.get(2).fields()).isEqualTo(Arrays.asList((String) null));
        assertThat(records.get(2).problems().get(0).detail())
                .isEqualTo("the line has 1,008 characters, the limit is 100");
    }

    @Test
    void contentDecidesAndNotTheName() {
        String text = "{\"a\":\"\u00e9\"}\n";
        assertThat(json(write(folder, "a.json", gzip(text)), A).get(0).fields()).containsExactly("\u00e9");
        byte[] wide = ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE);
        assertThat(json(write(folder, "a.json", wide), A).get(0).fields()).containsExactly("\u00e9");
        assertThatThrownBy(() -> json(write(folder, "a.json", new byte[] {'P', 'K', 3, 4}), A))
                .hasMessageContaining("which is not read as json");
    }
}
