package almanac.lake.file;

import static almanac.lake.file.Sources.CONF;
import static almanac.lake.file.Sources.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.error.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A footer that was changed, over pages that were not. */
class ParquetFooterTest {

    private static final int TAIL = 8;

    private static final MessageType SALE = MessageTypeParser.parseMessageType(
            "message sale { required int64 amount (DECIMAL(18,2)); optional binary segment (STRING); }");

    @TempDir
    Path folder;

    private byte[] whole = {};

    @BeforeEach
    void tenRowsOneWithoutASegment() throws IOException {
        Path file = folder.resolve("sales.parquet");
        try (var writer = ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toString()))
                .withConf(CONF)
                .withType(SALE)
                .build()) {
            for (int i = 0; i < 10; i++) {
                Group row = new SimpleGroup(SALE);
                row.add("amount", 100L * i);
                if (i > 0) {
                    row.add("segment", "north");
                }
                writer.write(row);
            }
        }
        whole = Files.readAllBytes(file);
    }

    /** Writes the file with another footer, and verifies it. */
    private ParquetFacts verify(Consumer<FileMetaData> change) throws IOException {
        int length = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(whole.length - TAIL);
        int start = whole.length - TAIL - length;
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(whole, start, length));
        change.accept(footer);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(whole, 0, start);
        Util.writeFileMetaData(footer, file);
        ByteBuffer tail = ByteBuffer.allocate(TAIL).order(ByteOrder.LITTLE_ENDIAN);
        tail.putInt(file.size() - start).put(Arrays.copyOfRange(whole, 0, 4));
        file.write(tail.array());
        return ParquetCheck.verify(CONF, write(folder, "changed.parquet", file.toByteArray()));
    }

    private static ColumnChunk chunk(FileMetaData footer, int column) {
        return footer.getRow_groups().get(0).getColumns().get(column);
    }

    private static ColumnMetaData column(FileMetaData footer, int column) {
        return chunk(footer, column).getMeta_data();
    }

    private static Arguments change(String message, Consumer<FileMetaData> change) {
        return Arguments.of(message, change);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("the footer says 11 rows, its row groups add up to 10", footer -> footer.setNum_rows(11)),
                change("a row group claims 1099511627776 rows in a file of", footer -> {
                    footer.setNum_rows(1L << 40);
                    footer.getRow_groups().get(0).setNum_rows(1L << 40);
                }),
                change("a row group claims -1 rows", footer -> {
                    footer.setNum_rows(-1);
                    footer.getRow_groups().get(0).setNum_rows(-1);
                }),
                change(
                        "column amount claims 11 values, its row group 10 rows",
                        footer -> column(footer, 0).setNum_values(11)),
                change("column amount claims 10 values, its row group 9 rows", footer -> {
                    footer.setNum_rows(9);
                    footer.getRow_groups().get(0).setNum_rows(9);
                }),
                change(
                        "column amount claims 9223372036854775807 bytes from byte 4 on",
                        footer -> column(footer, 0).setTotal_compressed_size(Long.MAX_VALUE)),
                change(
                        "and the footer says",
                        footer -> column(footer, 0)
                                .setTotal_uncompressed_size(column(footer, 0).getTotal_uncompressed_size() + 1)),
                change(
                        "column amount is of type INT64 in the schema and DOUBLE in a row group",
                        footer -> column(footer, 0).setType(Type.DOUBLE)),
                change(
                        "column amuont of a row group is not in the schema",
                        footer -> column(footer, 0).setPath_in_schema(List.of("amuont"))),
                change(
                        "column amount is a decimal(18,2) and a decimal(18,3) at once",
                        footer -> footer.getSchema().get(1).setScale(3)),
                change(
                        "column segment has 1 nulls, the footer says 0",
                        footer -> column(footer, 1).getStatistics().setNull_count(0)),
                change(
                        "column amount has values from 0 to 900, the footer says from 0 to 899",
                        footer -> column(footer, 0)
                                .getStatistics()
                                .setMax(little(899))
                                .setMax_value(little(899))),
                change(
                        "column segment is kept in another file",
                        footer -> chunk(footer, 1).setFile_path("elsewhere.parquet")),
                change(
                        "a row group has 1 columns, the schema 2",
                        footer -> footer.getRow_groups().get(0).getColumns().remove(1)),
                change(
                        "the schema has the column amount twice",
                        footer -> footer.getSchema().get(2).setName("amount")));
    }

    private static byte[] little(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aFooterThatDoesNotFitIsRefused(String message, Consumer<FileMetaData> change) {
        assertThatThrownBy(() -> verify(change))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.SOURCE))
                .hasMessageContaining("changed.parquet is no whole Parquet file: ")
                .hasMessageContaining(message);
    }

    @Test
    void theSameFooterIsAccepted() throws IOException {
        assertThat(verify(footer -> {}).rowCount()).isEqualTo(10);
    }

    @Test
    void aSumThatLeavesTheHeadersOfPagesOutIsAccepted() throws IOException {
        // Ten values of eight bytes, stored plain, in one page.
        assertThat(verify(footer -> column(footer, 0).setTotal_uncompressed_size(80))
                        .rowCount())
                .isEqualTo(10);
    }

    /** As Arrow writes them: the place of no pages is 0. */
    @Test
    void aRowGroupWithoutRowsMayBeAnywhere() throws IOException {
        ParquetFacts facts = verify(footer -> {
            footer.setNum_rows(0);
            footer.getRow_groups().get(0).setNum_rows(0);
            for (int i = 0; i < 2; i++) {
                column(footer, i).setNum_values(0).setData_page_offset(0).setTotal_compressed_size(15);
            }
        });
        assertThat(facts.rowCount()).isZero();
        assertThat(facts.rowGroups()).isEqualTo(1);
    }

    @Test
    void aCodecThatIsNotInstalledIsNoBrokenFile() {
        assertThatThrownBy(() -> verify(footer -> column(footer, 0).setCodec(CompressionCodec.BROTLI)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("is compressed in a way that this installation cannot expand")
                .hasMessageContaining("BrotliCodec");
    }
}
