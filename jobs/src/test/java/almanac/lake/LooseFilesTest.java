package almanac.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.TestSession;
import almanac.error.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LooseFilesTest {

    private static final String SALES = "shop,month,amount\na,2024-01,1\na,2024-02,\n";

    @TempDir
    Path folder;

    @Test
    void rowsOfACsvFileAreTextsWithTheirLines() throws IOException {
        Files.writeString(folder.resolve("sales.csv"), SALES);

        assertThat(read("sales.csv", "shop", "amount"))
                .extracting(row -> row.getAs("shop") + " " + row.getAs("amount") + " " + row.getAs(LooseFiles.PLACE))
                .containsExactlyInAnyOrder("a 1 sales.csv, line 2", "a null sales.csv, line 3");
    }

    @Test
    void globTakesAllItsFilesCompressedOnesToo() throws IOException {
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(folder.resolve("one.csv.gz")))) {
            gzip.write(SALES.getBytes(StandardCharsets.UTF_8));
        }
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(folder.resolve("two.csv.gz")))) {
            gzip.write("amount,shop,month\n7,b,2024-01\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read("*.csv.gz", "shop", "amount"))
                .extracting(row -> row.getAs("shop") + " " + row.getAs("amount"))
                .containsExactlyInAnyOrder("a 1", "a null", "b 7");
    }

    @Test
    void jsonLinesAreReadByTheirName() throws IOException {
        Files.writeString(folder.resolve("sales.jsonl"), "{\"shop\": \"a\", \"amount\": 1.5}\n");

        assertThat(read("sales.jsonl", "shop", "amount"))
                .extracting(row -> row.getAs("shop") + " " + row.getAs("amount"))
                .containsExactly("a 1.5");
    }

    @Test
    void parquetThatIsWrittenIsReadWithItsTypes() {
        LooseFiles files = new LooseFiles(TestSession.get());
        String location = folder.resolve("sales.parquet").toString();
        for (int time = 0; time < 2; time++) {
            files.writeParquet(
                    TestSession.get().sql("SELECT 'a' AS shop, DATE'2024-01-31' AS month, 1.5D AS amount"), location);
        }

        List<Row> rows = read("sales.parquet/*.parquet", "shop", "month", "amount");

        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).<Double>getAs("amount")).isEqualTo(1.5);
        assertThat(rows.get(0).<String>getAs(LooseFiles.PLACE)).endsWith(".parquet, row 0");
        assertThat(LooseFiles.isParquet(location)).isTrue();
        assertThat(LooseFiles.isParquet("parquet.csv")).isFalse();
    }

    @Test
    void missingColumnIsNamedWithTheNearestOne() throws IOException {
        Files.writeString(folder.resolve("sales.csv"), SALES);

        assertThatThrownBy(() -> read("sales.csv", "shop", "ammount", "colour"))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Failure.Kind.SOURCE);
                    assertThat(failure.describe()).contains("name the columns that it has: shop, month, amount");
                })
                .hasMessage("sales.csv has no column ammount; did you mean \"amount\"?, colour");
    }

    @Test
    void recordWithTooManyFieldsIsNamedWithItsLine() throws IOException {
        Files.writeString(folder.resolve("sales.csv"), SALES + "a,2024-03,1,2\n");

        assertThatThrownBy(() -> read("sales.csv", "shop"))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Failure.Kind.SOURCE);
                    assertThat(failure.describe()).contains("sales.csv, line 4: ");
                })
                .hasMessage("some records cannot be read");
    }

    @Test
    void fileThatEndsTooEarlyIsRefused() throws IOException {
        Path whole = folder.resolve("whole.gz");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(whole))) {
            gzip.write(SALES.repeat(50).getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(folder.resolve("sales.csv.gz"), java.util.Arrays.copyOf(bytes, bytes.length - 9));

        assertThatThrownBy(() -> read("sales.csv.gz", "shop"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.SOURCE));
    }

    @Test
    void fileThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> read("nothing.csv", "shop"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.SOURCE))
                .hasMessageContaining("nothing.csv");
    }

    @Test
    void textReplacesTheOldOneAndLeavesNothingBesideIt() throws IOException {
        LooseFiles files = new LooseFiles(TestSession.get());
        Path path = folder.resolve("forecasts.csv");

        files.write(path.toString(), List.of("old\n", "older\n").iterator());
        files.write(path.toString(), List.of("new\n").iterator());

        assertThat(path).hasContent("new\n");
        try (java.util.stream.Stream<Path> all = Files.list(folder)) {
            assertThat(all.map(file -> file.getFileName().toString()).filter(name -> !name.endsWith(".crc")))
                    .containsExactly("forecasts.csv");
        }
    }

    @Test
    void placeThatCannotBeWrittenIsTheOperators() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> new LooseFiles(TestSession.get())
                        .write(file.resolve("below").toString(), List.of("text").iterator()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.STORAGE))
                .hasMessageContaining("file/below cannot be written: ");
    }

    private List<Row> read(String name, String... required) {
        return new LooseFiles(TestSession.get())
                .read(folder.resolve(name).toString(), List.of(required))
                .collectAsList();
    }
}
