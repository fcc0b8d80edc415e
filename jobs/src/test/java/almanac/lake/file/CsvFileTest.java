package almanac.lake.file;

import static almanac.lake.file.Sources.CONF;
import static almanac.lake.file.Sources.csv;
import static almanac.lake.file.Sources.gzip;
import static almanac.lake.file.Sources.rules;
import static almanac.lake.file.Sources.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.error.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each row of the list of ways in which a CSV reader can lose or change data, and what is done instead. */
class CsvFileTest {

    private static final CsvFormat ID_NAME = CsvFormat.of("id", "name");

    @TempDir
    Path folder;

    private String file(String content) {
        return write(folder, "sales.csv", content);
    }

    private List<FileRecord> read(String content) {
        return csv(file(content), ID_NAME);
    }

    private static List<List<String>> fields(List<FileRecord> records) {
        assertThat(records).allMatch(FileRecord::isSound);
        return records.stream().map(FileRecord::fields).toList();
    }

    // ---- fields ----

    @Test
    void textsAreHandedOutAsTheyStand() {
        assertThat(fields(read("id,name\n x ,1e400\n10.555,2026-02-30\n")))
                .containsExactly(List.of(" x ", "1e400"), List.of("10.555", "2026-02-30"));
    }

    @Test
    void anEmptyFieldIsNoValueQuotedOrNot() {
        assertThat(fields(read("id,name\n,\"\"\n"))).containsExactly(Arrays.asList(null, null));
    }

    @Test
    void anEmptyFieldIsAnEmptyTextWhereTheEmptyTextIsNoNullValue() {
        List<FileRecord> records = csv(file("id,name\n,\"\"\n"), ID_NAME.withNullValues("NULL"));
        assertThat(fields(records)).containsExactly(List.of("", ""));
    }

    @Test
    void nullValuesCountOnlyUnquoted() {
        List<FileRecord> records = csv(file("id,name\nNULL,\"NULL\"\n"), ID_NAME.withNullValues("", "NULL"));
        assertThat(fields(records)).containsExactly(Arrays.asList(null, "NULL"));
    }

    @Test
    void doubledQuotesDelimitersAndLineEndsInsideQuotesAreText() {
        assertThat(fields(read("id,name\n\"a \"\"b\"\", c\",\"one\ntwo\r\nthree\"\n4,end\n")))
                .containsExactly(List.of("a \"b\", c", "one\ntwo\r\nthree"), List.of("4", "end"));
    }

    @Test
    void aQuoteWithinAnUnquotedFieldIsAnOrdinaryCharacter() {
        assertThat(fields(read("id,name\n5\" pipe,6 \"x\"\n"))).containsExactly(List.of("5\" pipe", "6 \"x\""));
    }

    @Test
    void decomposedAccentsAreComposed() {
        assertThat(fields(read("id,name\n1,Cafe\u0301\n"))).containsExactly(List.of("1", "Caf\u00e9"));
    }

    // ---- lines ----

    @Test
    void everyKindOfLineEndEndsARecordAndTheLastNeedsNone() {
        List<FileRecord> records = read("id,name\r\n1,a\r2,b\n3,c");
        assertThat(fields(records)).containsExactly(List.of("1", "a"), List.of("2", "b"), List.of("3", "c"));
        assertThat(records).extracting(FileRecord::line).containsExactly(2L, 3L, 4L);
    }

    @Test
    void blankLinesAreCountedAndAreNoRecords() {
        try (CsvFile file = CsvFile.open(CONF, file("\r\nid,name\n\n1,a\r\n\r\n\n2,b\n\n"), ID_NAME)) {
            assertThat(file.next().line()).isEqualTo(4);
            assertThat(file.next().line()).isEqualTo(7);
            assertThat(file.hasNext()).isFalse();
            assertThat(file.blankLines()).isEqualTo(5);
        }
    }

    @Test
    void aLineOfSpacesIsARecordAndNotLost() {
        assertThat(read("id,name\n  \n"))
                .singleElement()
                .satisfies(record -> assertThat(rules(record)).containsExactly("csv.ragged"));
    }

    @Test
    void aRecordTellsItsFirstLineAndItsRawText() {
        FileRecord record = read("id,name\n\n1,\"a\nb\"\n").get(0);
        assertThat(record.line()).isEqualTo(3);
        assertThat(record.raw()).isEqualTo("1,\"a\nb\"");
        assertThat(record.fieldCount()).isEqualTo(2);
    }

    @Test
    void rawTextIsCutToAThousandCharactersAndNeverWithinOne() {
        String sixTimes = "\uD83D\uDE00".repeat(600);
        String raw = read("id,name\n1," + sixTimes + "\n").get(0).raw();
        assertThat(raw).isEqualTo("1," + "\uD83D\uDE00".repeat(511));
        assertThat(read("id,name\n" + sixTimes + "1,x\n").get(0).raw()).hasSize(1024);
        assertThat(read("id,name\n1" + sixTimes + ",x\n").get(0).raw()).hasSize(1023);
    }

    // ---- header ----

    @Test
    void columnsAreFoundByNameInWhateverOrderTheyStand() {
        String ordered = "id,name\n1,a\n2,b\n";
        String reordered = "name,id\na,1\nb,2\n";
        assertThat(fields(read(reordered))).isEqualTo(fields(read(ordered)));
    }

    @Test
    void namesAreTrimmedAndComposed() {
        CsvFormat format = CsvFormat.of("caf\u00e9", "id");
        assertThat(fields(csv(file(" cafe\u0301\u00a0 ,\t\"id\"\n1,2\n"), CsvFormat.of("caf\u00e9"))))
                .containsExactly(List.of("1"));
        assertThat(fields(csv(file("id , cafe\u0301\n1,2\n"), format))).containsExactly(List.of("2", "1"));
    }

    @Test
    void anAddedColumnIsIgnoredAndNamed() {
        try (CsvFile file = CsvFile.open(CONF, file("new,id,name,\n9,1,a,\n"), ID_NAME)) {
            assertThat(file.ignoredColumns()).containsExactly("new"); // a field without a name has none to tell
            assertThat(file.next().fields()).containsExactly("1", "a");
        }
    }

    @Test
    void withoutDeclaredColumnsAllOfTheFileAreRead() {
        try (CsvFile file = CsvFile.open(CONF, file("b,a\n1,2\n"), CsvFormat.of())) {
            assertThat(file.columns()).containsExactly("b", "a");
            assertThat(file.next().fields()).containsExactly("1", "2");
        }
    }

    @Test
    void aMissingColumnRefusesTheFileAndNamesTheNearest() {
        assertThatThrownBy(() -> csv(file("Id,nmae,qty\n1,a,2\n"), CsvFormat.of("id", "name", "amount")))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Failure.Kind.SOURCE);
                    assertThat(failure)
                            .hasMessage("The file " + folder.resolve("sales.csv") + " lacks columns that are needed.");
                    assertThat(failure.details())
                            .containsExactly(
                                    "\"id\" is missing; did you mean \"Id\"?",
                                    "\"name\" is missing; did you mean \"nmae\"?",
                                    "\"amount\" is missing",
                                    "the header has: \"Id\", \"nmae\", \"qty\"");
                });
    }

    @Test
    void aMissingOptionalColumnIsNullAndNamed() {
        try (CsvFile file = CsvFile.open(CONF, file("id\n1\n"), ID_NAME.withOptional("name"))) {
            assertThat(file.absentColumns()).containsExactly("name");
            assertThat(file.next().fields()).containsExactly("1", null);
        }
    }

    @Test
    void aColumnNamedTwiceRefusesTheFile() {
        assertThatThrownBy(() -> read("id,name, id\n1,a,2\n"))
                .hasMessageContaining("names a column more than once")
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.details()).containsExactly("\"id\""));
    }

    @Test
    void anotherDelimiterIsSuspected() {
        assertThatThrownBy(() -> read("id;name\n1;a\n"))
                .hasMessageContaining("has a header of one field, in which there is a ';'");
        assertThatThrownBy(() -> csv(file("id\tname\n1\ta\n"), CsvFormat.of())).hasMessageContaining("there is a tab");
        assertThatThrownBy(() -> csv(file("id|name\n"), CsvFormat.of())).hasMessageContaining("there is a '|'");
        assertThatThrownBy(() -> csv(file("id,name\n"), ID_NAME.withDelimiter(';')))
                .hasMessageContaining("there is a ','");
        assertThat(csv(file("a;b\n1;2\n"), CsvFormat.of("a;b"))).hasSize(1);
    }

    @Test
    void aHeaderThatCannotBeReadRefusesTheFile() {
        assertThatThrownBy(() -> read("id,\"na\"me\n1,a\n"))
                .hasMessageContaining("has a header that cannot be read")
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.details())
                                .singleElement()
                                .asString()
                                .startsWith("csv.quote"));
    }

    @Test
    void aFirstRecordOfTenThousandFieldsIsNoHeader() {
        assertThatThrownBy(() -> read(",x".repeat(10_000) + "\n"))
                .hasMessageContaining("10,001 fields, which is no header");
    }

    @Test
    void controlCharactersOfAHeaderDoNotReachTheMessage() {
        assertThatThrownBy(() -> read("id,\u001b[31mname\u202e\n"))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.describe())
                                .contains("\"\\u001B[31mname\\u202E\"")
                                .doesNotContain("\u001b", "\u202e"));
    }

    @Test
    void withoutAHeaderFieldsAreColumnsByPosition() {
        assertThat(fields(csv(file("1,a\n2,b\n"), ID_NAME.withoutHeader())))
                .containsExactly(List.of("1", "a"), List.of("2", "b"));
    }

    // ---- nothing delivered ----

    @Test
    void anEmptyFileAndAHeaderAloneAreDifferent() {
        for (String nothing : List.of("", "\n\r\n", "\uFEFF")) {
            try (CsvFile file = CsvFile.open(CONF, file(nothing), ID_NAME)) {
                assertThat(file.isEmpty()).isTrue();
                assertThat(file.hasNext()).isFalse();
                assertThatThrownBy(file::next).isInstanceOf(NoSuchElementException.class);
            }
        }
        try (CsvFile file = CsvFile.open(CONF, file("id,name"), ID_NAME)) {
            assertThat(file.isEmpty()).isFalse();
            assertThat(file.hasNext()).isFalse();
            assertThat(file.hasNext()).isFalse();
        }
        try (CsvFile file = CsvFile.open(CONF, file(""), ID_NAME.withoutHeader())) {
            assertThat(file.isEmpty()).isTrue();
        }
    }

    // ---- problems of a record ----

    @Test
    void tooFewAndTooManyFieldsAreReportedWithBothCounts() {
        List<FileRecord> records = read("id,name\n1\n1,a,b\n1,a\n");
        assertThat(records.get(0).problems())
                .containsExactly(new Problem("csv.ragged", "2 fields were expected, it has 1"));
        assertThat(records.get(1).problems())
                .containsExactly(new Problem("csv.ragged", "2 fields were expected, it has 3"));
        assertThat(records.get(2).isSound()).isTrue();
        assertThat(records.get(1).fieldCount()).isEqualTo(3);
    }

    @Test
    void latin1ReadAsUtf8IsFlaggedOnItsRecordOnly() {
        byte[] content = "id,name\n1,Caf\u00e9\n2,b\n".getBytes(StandardCharsets.ISO_8859_1);
        String path = write(folder, "sales.csv", content);
        List<FileRecord> records = csv(path, ID_NAME);
        assertThat(records).extracting(Sources::rules).containsExactly(List.of("csv.encoding"), List.of());
        assertThat(fields(csv(path, ID_NAME.withCharset("ISO-8859-1"))))
                .containsExactly(List.of("1", "Caf\u00e9"), List.of("2", "b"));
    }

    @Test
    void aLiteralReplacementCharacterIsFlaggedToo() {
        assertThat(rules(read("id,name\n1,a\uFFFDb\n").get(0))).containsExactly("csv.encoding");
    }

    @Test
    void nulIsFlagged() {
        List<FileRecord> records = read("id,name\n1,a\0b\n2,c\n");
        assertThat(records).extracting(Sources::rules).containsExactly(List.of("csv.nul"), List.of());
    }

    @Test
    void anUnclosedQuoteSaysWhatItSwallowed() {
        List<FileRecord> records = read("id,name\n1,a\n2,\"b\n3,c\n4,d\n");
        assertThat(records).hasSize(2);
        assertThat(records.get(1).line()).isEqualTo(3);
        assertThat(records.get(1).problems())
                .containsExactly(new Problem(
                        "csv.unclosed_quote",
                        "the quote that opens field 2 on line 3 is never closed: it swallowed the 2 lines after it, up"
                                + " to the end of the file"));
        assertThat(read("id,name\n2,\"b\n3,c\n4,d").get(0).problems().get(0).detail())
                .contains("swallowed the 2 lines");
        assertThat(read("id,name\n2,\"b").get(0).problems().get(0).detail()).contains("swallowed the 0 lines");
    }

    @Test
    void anUnclosedQuoteInALargeFileIsBoundedInMemory() {
        String swallowed = "3,c\n".repeat(100_000);
        CsvFormat small = ID_NAME.withLimits(new ReadLimits(1_000, 1L << 30, 200));
        FileRecord record = csv(file("id,name\n2,\"b\n" + swallowed), small).get(0);
        assertThat(rules(record)).containsExactly("csv.unclosed_quote", "field.length");
        assertThat(record.problems().get(0).detail()).contains("swallowed the 100,000 lines");
        assertThat(record.fields().get(1)).hasSize(1_000);
    }

    @Test
    void aQuoteThatOpensTwiceDoesNotSwallowRecordsInSilence() {
        List<FileRecord> records = read("id,name\n1,\"abc\n2,\"def\n3,g\n");
        assertThat(records.get(0).problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "csv.quote: text follows a closing quote in field 2: a quote inside is not doubled, or one is"
                                + " missing; the record ends on line 3");
        assertThat(records.get(0).raw()).isEqualTo("1,\"abc\n2,\"def");
        assertThat(records.get(1).isSound()).isTrue();
    }

    @Test
    void textAfterAClosingQuoteIsKeptAndFlagged() {
        FileRecord record = read("id,name\n1,\"Pedro \"the\" legend\"\n").get(0);
        assertThat(rules(record)).containsExactly("csv.quote");
        assertThat(record.fields()).containsExactly("1", "Pedro \"the\" legend");
    }

    @Test
    void everyProblemOfARecordIsGivenAtOnce() {
        byte[] content = "id,name\n1,\"a\"b\u00e9\0,3\n".getBytes(StandardCharsets.ISO_8859_1);
        FileRecord record = csv(write(folder, "sales.csv", content), ID_NAME).get(0);
        assertThat(rules(record)).containsExactlyInAnyOrder("csv.nul", "csv.encoding", "csv.quote", "csv.ragged");
    }

    // ---- long fields ----

    @Test
    void aFieldOfTheLongestLengthPassesAndOneMoreIsCut() {
        CsvFormat ten = ID_NAME.withLimits(new ReadLimits(10, 1L << 30, 200));
        List<FileRecord> records = csv(file("id,name\n1,0123456789\n2,0123456789x\n3,c\n"), ten);
        assertThat(records).extracting(Sources::rules).containsExactly(List.of(), List.of("field.length"), List.of());
        assertThat(records.get(1).problems().get(0).detail()).isEqualTo("field 2 has 11 characters, the limit is 10");
        assertThat(records.get(1).fields()).containsExactly("2", "0123456789");
        assertThat(records.get(2).fields()).containsExactly("3", "c");
    }

    @Test
    void aLongQuotedFieldIsCutWithoutShiftingWhatFollows() {
        CsvFormat ten = ID_NAME.withLimits(new ReadLimits(10, 1L << 30, 200));
        for (String quoted : List.of(
                "0123456789\"\"x,\ny",
                "012345678\"\"\"\"x",
                "01234567890\"\"",
                "\"\"".repeat(11),
                "x".repeat(10) + "\"\"")) {
            List<FileRecord> records = csv(file("id,name\n\"" + quoted + "\",b\n3,c\n"), ten);
            assertThat(records)
                    .as(quoted)
                    .extracting(Sources::rules)
                    .containsExactly(List.of("field.length"), List.of());
            assertThat(records.get(0).fields().get(1)).as(quoted).isEqualTo("b");
            assertThat(records.get(1).fields()).as(quoted).containsExactly("3", "c");
        }
        List<FileRecord> records = csv(file("id,name\n\"" + "\"\"".repeat(10) + "\",b\n"), ten);
        assertThat(fields(records)).containsExactly(List.of("\"".repeat(10), "b"));
    }

    @Test
    void quotesThatBecomeTextCountAsText() {
        CsvFormat ten = ID_NAME.withLimits(new ReadLimits(10, 1L << 30, 200));
        FileRecord record =
                csv(file("id,name\n1,\"" + "a\"b\"".repeat(20) + "c\"\n"), ten).get(0);
        assertThat(rules(record)).containsExactlyInAnyOrder("field.length", "csv.quote");
        assertThat(record.fields()).containsExactly("1", "a\"b\"a\"b\"a");
    }

    @Test
    void aTenMegabyteFieldIsCutAtTheUsualLimit() {
        List<FileRecord> records = read("id,name\n1," + "x".repeat(10_000_000) + "\n2,b\n");
        assertThat(records.get(0).problems())
                .containsExactly(
                        new Problem("field.length", "field 2 has 10,000,000 characters, the limit is 1,000,000"));
        assertThat(records.get(0).raw()).hasSize(1_024);
        assertThat(records.get(1).fields()).containsExactly("2", "b");
    }

    // ---- content ----

    @Test
    void byteOrderMarksAreObeyed() {
        String text = "id,name\n1,Caf\u00e9 \uD83D\uDE00\n";
        List<List<String>> expected = List.of(List.of("1", "Caf\u00e9 \uD83D\uDE00"));
        for (String charset : List.of("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
            byte[] content = ("\uFEFF" + text).getBytes(Charset.forName(charset));
            assertThat(fields(csv(write(folder, "bom.csv", content), ID_NAME)))
                    .as(charset)
                    .isEqualTo(expected);
            assertThat(fields(csv(write(folder, "bom.csv", gzip(content)), ID_NAME)))
                    .as(charset)
                    .isEqualTo(expected);
        }
    }

    @Test
    void utf16WithoutAMarkIsReadWhereDeclaredAndElseRefused() {
        byte[] content = "id,name\n1,a\n".getBytes(StandardCharsets.UTF_16LE);
        String path = write(folder, "wide.csv", content);
        assertThat(fields(csv(path, ID_NAME.withCharset("UTF-16LE")))).containsExactly(List.of("1", "a"));
        assertThatThrownBy(() -> csv(path, ID_NAME))
                .hasMessageContaining("holds binary data, which is not csv text in UTF-8")
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.remedy()).contains("encoding = UTF-16LE"));
    }

    @Test
    void contentDecidesAndNotTheName() {
        String text = "id,name\n1,a\n";
        assertThat(fields(csv(write(folder, "zipped.csv", gzip(text)), ID_NAME)))
                .containsExactly(List.of("1", "a"));
        assertThat(fields(csv(write(folder, "plain.csv.gz", text), ID_NAME))).containsExactly(List.of("1", "a"));
    }

    @Test
    void aParquetFileUnderACsvNameIsRefused() {
        byte[] parquet = {'P', 'A', 'R', '1', 0x15, 0, 0x15, 0x4c, 'P', 'A', 'R', '1'};
        String path = write(folder, "sales.csv", parquet);
        assertThatThrownBy(() -> csv(path, ID_NAME))
                .hasMessage("The file " + path + " holds a Parquet file, although its source is declared as csv.");
        assertThatThrownBy(() -> csv(write(folder, "sales.csv", gzip(parquet)), ID_NAME))
                .hasMessageContaining("holds gzip around a Parquet file");
    }

    @Test
    void archivesOtherCompressionsAndDoubleGzipAreRefused() {
        assertThatThrownBy(() -> csv(write(folder, "a.csv", new byte[] {'P', 'K', 3, 4, 20, 0}), ID_NAME))
                .hasMessageContaining("holds a ZIP archive (an Excel workbook is one too), which is not read as csv");
        assertThatThrownBy(() ->
                        csv(write(folder, "a.csv", new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD}), ID_NAME))
                .hasMessageContaining("holds zstd-compressed data");
        assertThatThrownBy(() -> csv(write(folder, "a.csv", gzip(gzip("id,name\n"))), ID_NAME))
                .hasMessageContaining("holds gzip around gzip-compressed data");
    }

    @Test
    void aWordThatIsAlsoAMagicNumberIsText() {
        assertThat(fields(csv(file("PAR1,ORC\n1,2\n"), CsvFormat.of("PAR1")))).containsExactly(List.of("1"));
        assertThat(fields(csv(file("ORCHARD,x\n1,2\n"), CsvFormat.of("ORCHARD"))))
                .containsExactly(List.of("1"));
        assertThat(fields(csv(file("BZh9,x\n1,2\n"), CsvFormat.of("BZh9")))).containsExactly(List.of("1"));
    }

    @Test
    void aVanishedFileIsSaidToHaveVanished() throws IOException {
        String path = file("id,name\n");
        Files.delete(Path.of(path));
        assertThatThrownBy(() -> csv(path, ID_NAME)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.SOURCE);
            assertThat(failure).hasMessageStartingWith("The file " + path + " has vanished");
        });
    }

    @Test
    void bytesThatDoNotMatchTheirChecksumFileAreRefused() throws IOException {
        var files = org.apache.hadoop.fs.FileSystem.getLocal(CONF);
        var path = new org.apache.hadoop.fs.Path(folder.toUri() + "summed.csv");
        try (var out = files.create(path)) {
            out.write("id,name\n1,a\n".getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(folder.resolve("summed.csv"), "id,name\n7,a\n");
        assertThatThrownBy(() -> csv(path.toString(), ID_NAME))
                .hasMessageContaining("does not match the checksum in its .crc side file");
    }

    @Test
    void recordsCrossToAnotherProcess() throws Exception {
        FileRecord record = read("id,name\n1\n").get(0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(record);
            out.writeObject(ID_NAME);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(record);
            assertThat(in.readObject()).isEqualTo(ID_NAME);
        }
    }

    // ---- format ----

    @Test
    void aFormatThatNoFileCanHaveIsAConfigurationFailure() {
        assertThatThrownBy(() -> ID_NAME.withDelimiter('"'))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION));
        assertThatThrownBy(() -> CsvFormat.of().withoutHeader()).hasMessageContaining("has no column names");
        assertThatThrownBy(() -> CsvFormat.of("a", "a")).hasMessageContaining("repeat a name");
        assertThatThrownBy(() -> ID_NAME.withCharset("UTF-9"))
                .hasMessage("The encoding \"UTF-9\" of a source is no character set that Java knows.");
    }
}
