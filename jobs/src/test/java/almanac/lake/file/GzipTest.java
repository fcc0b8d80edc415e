package almanac.lake.file;

import static almanac.lake.file.Sources.csv;
import static almanac.lake.file.Sources.gzip;
import static almanac.lake.file.Sources.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.error.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GzipTest {

    private static final CsvFormat FORMAT = CsvFormat.of("id", "name");

    @TempDir
    Path folder;

    private static String rows(int count) {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder("id,name\n");
        for (int i = 0; i < count; i++) {
            text.append(i)
                    .append(',')
                    .append(Long.toHexString(random.nextLong()))
                    .append('\n');
        }
        return text.toString();
    }

    /** Where a file is cut, and what is said of it. With 0 bytes there is no gzip left, and with 1 no magic number. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1    | lacks columns that are needed
                    4    | is cut short: its gzip data stops before its end
                    12   | is cut short: its gzip data stops before its end
                    half | is cut short: its gzip data stops before its end
                    n-8  | is cut short: its gzip data stops before its end
                    n-1  | is cut short: its gzip data stops before its end
                    """)
    void aTruncatedFileIsRefused(String cut, String message) {
        byte[] whole = gzip(rows(5_000));
        IntUnaryOperator length = n -> switch (cut) {
            case "half" -> n / 2;
            case "n-8" -> n - 8;
            case "n-1" -> n - 1;
            default -> Integer.parseInt(cut);
        };
        String path = write(folder, "cut.csv.gz", Arrays.copyOf(whole, length.applyAsInt(whole.length)));
        assertThatThrownBy(() -> csv(path, FORMAT)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.SOURCE);
            assertThat(failure).hasMessageContaining("The file " + path).hasMessageContaining(message);
        });
    }

    @Test
    void aFileCutToNothingIsEmpty() {
        try (CsvFile file = CsvFile.open(Sources.CONF, write(folder, "cut.csv.gz", new byte[0]), FORMAT)) {
            assertThat(file.isEmpty()).isTrue();
        }
    }

    @Test
    void aFlippedBitIsRefused() {
        byte[] whole = gzip(rows(5_000));
        whole[whole.length / 2] ^= 4;
        String path = write(folder, "flipped.csv", whole);
        assertThatThrownBy(() -> csv(path, FORMAT))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("holds broken gzip data");
        assertThatThrownBy(() -> RecordCounter.count(Sources.CONF, path, FORMAT))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("holds broken gzip data");
    }

    @Test
    void allMembersAreRead() throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        for (String part : List.of("id,name\n1,", "a\n", "", "2,b\n")) {
            members.write(gzip(part));
        }
        assertThat(csv(write(folder, "members.csv", members.toByteArray()), FORMAT))
                .extracting(FileRecord::fields)
                .containsExactly(List.of("1", "a"), List.of("2", "b"));
    }

    @Test
    void whatFollowsTheLastMemberIsNotIgnored() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(gzip("id,name\n1,a\n"));
        bytes.write("2,b\n".repeat(10).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThatThrownBy(() -> csv(write(folder, "garbage.csv", bytes.toByteArray()), FORMAT))
                .hasMessageContaining("holds broken gzip data");
    }

    @Test
    void aBombIsStoppedByItsRatio() {
        byte[] bomb = gzip(new byte[100 << 20]);
        assertThat(bomb.length).isLessThan(200_000);
        // NULs are binary: the bomb needs a longer head of text to get that far.
        String text = "id,name\n" + "1,a\n".repeat(8 << 20);
        byte[] dense = gzip(text);
        assertThatThrownBy(() -> csv(write(folder, "bomb.csv", dense), FORMAT))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("expands without end")
                .hasMessageContaining("the limit is 200 times its size");
        assertThatThrownBy(() -> csv(write(folder, "bomb.csv", bomb), FORMAT)).hasMessageContaining("binary data");
    }

    @Test
    void aBombIsStoppedByItsSize() {
        CsvFormat small = FORMAT.withLimits(new ReadLimits(1_000, 50_000, 200));
        assertThat(csv(write(folder, "a.csv", gzip(rows(1_000))), small)).hasSize(1_000);
        assertThatThrownBy(() -> csv(write(folder, "b.csv", gzip(rows(5_000))), small))
                .hasMessageContaining("the limit is 50,000 bytes");
    }

    @Test
    void aDenseButSmallFileIsNoBomb() {
        String text = "id,name\n" + "1,a\n".repeat(2_000_000);
        assertThat(csv(write(folder, "dense.csv", gzip(text)), FORMAT)).hasSize(2_000_000);
    }
}
