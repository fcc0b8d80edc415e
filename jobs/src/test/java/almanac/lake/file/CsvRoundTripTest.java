package almanac.lake.file;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What an independent writer writes is what is read. */
class CsvRoundTripTest {

    private static Path folder = Path.of("");

    @BeforeContainer
    static void folder() throws IOException {
        folder = Files.createTempDirectory("round-trip");
    }

    @AfterContainer
    static void remove() throws IOException {
        Files.deleteIfExists(folder.resolve("table.csv"));
        Files.delete(folder);
    }

    /** Texts full of what matters in CSV; not NUL and U+FFFD, which are flagged, and no half of a surrogate pair. */
    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> hostile = Arbitraries.strings()
                .withChars("\",;\t|\r\n' a\u00e9e\u0301\uFEFF\u202e")
                .ofMaxLength(8);
        Arbitrary<String> any = Arbitraries.strings()
                .all()
                .ofMaxLength(12)
                .filter(text -> text.indexOf(0) < 0
                        && text.indexOf('\uFFFD') < 0
                        && StandardCharsets.UTF_8.newEncoder().canEncode(text));
        Arbitrary<String> texts = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(3, hostile),
                net.jqwik.api.Tuple.of(1, any),
                net.jqwik.api.Tuple.of(1, Arbitraries.just("")));
        return Arbitraries.integers()
                .between(1, 5)
                .flatMap(width -> texts.list().ofSize(width).list().ofMaxSize(12));
    }

    @Property(tries = 400)
    void anyTableReadsBackTheSame(
            @ForAll("tables") List<List<String>> table,
            @ForAll @IntRange(max = 2) int lineEnd,
            @ForAll @IntRange(max = 2) int charset,
            @ForAll boolean semicolon,
            @ForAll boolean quoteAll)
            throws IOException {
        int width = table.isEmpty() ? 1 : table.get(0).size();
        List<String> names =
                IntStream.range(0, width).mapToObj(i -> "column " + i).toList();
        Path file = folder.resolve("table.csv");
        Charset encoding =
                Charset.forName(List.of("UTF-8", "UTF-16LE", "UTF-16BE").get(charset));
        CsvWriter.CsvWriterBuilder builder = CsvWriter.builder()
                .fieldSeparator(semicolon ? ';' : ',')
                .lineDelimiter(List.of(LineDelimiter.LF, LineDelimiter.CRLF, LineDelimiter.CR)
                        .get(lineEnd));
        if (quoteAll) {
            builder.quoteStrategy(QuoteStrategies.ALWAYS);
        }
        try (CsvWriter writer = builder.build(file, encoding)) {
            writer.writeRecord(names);
            table.forEach(writer::writeRecord);
        }
        CsvFormat format = CsvFormat.of(names.toArray(String[]::new))
                .withCharset(encoding.name())
                .withDelimiter(semicolon ? ';' : ',');

        List<FileRecord> records = Sources.csv(file.toString(), format);

        assertThat(records).allMatch(FileRecord::isSound);
        assertThat(records).extracting(FileRecord::fields).isEqualTo(expected(table, quoteAll));
        assertThat(RecordCounter.count(Sources.CONF, file.toString(), format)).isEqualTo(records.size());
    }

    /** An empty text is no value; a row of one empty text, unquoted, is a blank line and so no record. */
    private static List<List<String>> expected(List<List<String>> table, boolean quoteAll) {
        List<List<String>> expected = new ArrayList<>();
        for (List<String> row : table) {
            if (row.equals(List.of("")) && !quoteAll) {
                continue;
            }
            List<String> texts = new ArrayList<>();
            row.forEach(text -> texts.add(text.isEmpty() ? null : Normalizer.normalize(text, Normalizer.Form.NFC)));
            expected.add(texts);
        }
        return expected;
    }

    /** Whatever the bytes are, nothing is lost in silence: both counts agree, and no exception but a refusal escapes. */
    @Property(tries = 2_000)
    void anyTextIsReadAsManyTimesAsItIsCounted(@ForAll("csvLike") String text) throws IOException {
        Path file = folder.resolve("table.csv");
        Files.writeString(file, text);
        CsvFormat format = CsvFormat.of("a", "b").withoutHeader().withLimits(new ReadLimits(5, 1L << 20, 200));

        List<FileRecord> records = Sources.csv(file.toString(), format);

        assertThat(RecordCounter.count(Sources.CONF, file.toString(), format)).isEqualTo(records.size());
    }

    @Provide
    Arbitrary<String> csvLike() {
        return Arbitraries.strings()
                .withChars("\"\"\",,\r\n\nab c\0\uFFFD")
                .ofMaxLength(60)
                .filter(CsvRoundTripTest::isText);
    }

    /** Eight NULs and more make a short text binary. */
    private static boolean isText(String text) {
        return text.chars().filter(c -> c == 0).count() < 8;
    }
}
