package almanac.lake.file;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Finds out whether a Parquet file is whole before anybody computes with it. A default reader takes a flipped bit for a
 * number, and answers a count from a footer whose pages are gone.
 *
 * <p>What is found is thrown as {@link almanac.error.Failure} of kind {@code SOURCE} that names the file and what is
 * wrong in it; a broken file neither crashes nor hangs the process, and claims of absurd sizes are refused before memory
 * is given to them. A flipped bit in a page without a checksum can still decode to another value: see
 * {@link ParquetFacts#pagesWithoutChecksum()}.
 */
public final class ParquetCheck {

    /** More rows than this per byte of the file are no data; a million equal values take some ten bytes a page. */
    private static final long MOST_ROWS_PER_BYTE = 100_000;

    private static final Duration SHORT = Duration.ofMinutes(1);

    private final FileStatus status;
    private final FSDataInputStream file;
    private final ParquetFileReader reader;

    private ParquetCheck(FileStatus status, FSDataInputStream file, ParquetFileReader reader) {
        this.status = status;
        this.file = file;
        this.reader = reader;
    }

    /**
     * Reads the footer and checks that what it claims fits the file and does not contradict itself: cheap, a read of the
     * last few kilobytes.
     *
     * @throws almanac.error.Failure of kind {@code SOURCE} where the file is broken or is no Parquet
     */
    public static ParquetFacts verifyFooter(Configuration conf, String path) {
        return TimeLimit.run(path, SHORT, () -> open(conf, path, check -> check.facts(0, 0)));
    }

    /**
     * Reads every page of every column: verifies checksums where there are any, compares the sizes of the pages with
     * their sums in the footer, decodes every value, counts the rows of each column, and compares values and nulls with
     * the ranges that readers trust when they skip row groups. Page indexes are not looked at. The time allowed is one
     * minute, and one second more for every 256 KiB.
     *
     * @throws almanac.error.Failure of kind {@code SOURCE} where the file is broken, is no Parquet or takes too long
     */
    public static ParquetFacts verify(Configuration conf, String path) {
        Path file = new Path(path);
        long size = TimeLimit.run(
                path, SHORT, () -> file.getFileSystem(conf).getFileStatus(file).getLen());
        return verify(conf, path, SHORT.plusSeconds(size / (256 << 10)));
    }

    /** As {@link #verify(Configuration, String)}, in at most this time. */
    public static ParquetFacts verify(Configuration conf, String path, Duration limit) {
        return TimeLimit.run(path, limit, () -> open(conf, path, ParquetCheck::decodeAll));
    }

    /** What is done with an open file. */
    private interface Look {
        ParquetFacts at(ParquetCheck check) throws IOException;
    }

    private static ParquetFacts open(Configuration conf, String path, Look look) throws IOException {
        Path where = new Path(path);
        FileSystem files = where.getFileSystem(conf);
        FileStatus status = files.getFileStatus(where);
        try (FSDataInputStream file = files.open(where)) {
            ParquetFooter.check(path, file, status.getLen());
            var options = HadoopReadOptions.builder(conf, where)
                    .usePageChecksumVerification()
                    .build();
            try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromStatus(status, conf), options)) {
                ParquetCheck check = new ParquetCheck(status, file, reader);
                check.footer();
                return look.at(check);
            }
        }
    }

    /** Checks that what the footer claims fits the file. */
    private void footer() throws IOException {
        for (BlockMetaData group : reader.getRowGroups()) {
            Claim.require(
                    group.getRowCount() >= 0 && group.getRowCount() / MOST_ROWS_PER_BYTE <= status.getLen(),
                    "a row group claims " + group.getRowCount() + " rows in a file of " + status.getLen() + " bytes");
            if (group.getRowCount() > 0) { // writers put anything for the place of nothing
                for (ColumnChunkMetaData chunk : group.getColumns()) {
                    chunk(group, chunk);
                }
            }
        }
    }

    private void chunk(BlockMetaData group, ColumnChunkMetaData chunk) throws IOException {
        String name = chunk.getPath().toDotString();
        long start = chunk.getStartingPos();
        long size = chunk.getTotalSize();
        Claim.require(
                start >= ParquetFooter.MAGIC_BYTES && size >= 0 && size <= dataEnd() - start,
                "column " + name + " claims " + size + " bytes from byte " + start + " on, in a file of "
                        + status.getLen());
        boolean flat = schema().getColumnDescription(chunk.getPath().toArray()).getMaxRepetitionLevel() == 0;
        Claim.require(
                chunk.getValueCount() >= 0
                        && chunk.getValueCount() / MOST_ROWS_PER_BYTE <= status.getLen()
                        && (!flat || chunk.getValueCount() == group.getRowCount()),
                "column " + name + " claims " + chunk.getValueCount() + " values, its row group " + group.getRowCount()
                        + " rows");
    }

    private ParquetFacts decodeAll() throws IOException {
        ParquetPages pages = new ParquetPages(file, dataEnd());
        for (int i = 0; i < reader.getRowGroups().size(); i++) {
            BlockMetaData group = reader.getRowGroups().get(i);
            if (group.getRowCount() > 0) {
                for (ColumnChunkMetaData chunk : group.getColumns()) {
                    pages.walk(chunk);
                    decode(i, chunk);
                }
            }
        }
        return facts(pages.pages(), pages.withoutChecksum());
    }

    private void decode(int group, ColumnChunkMetaData chunk) throws IOException {
        ColumnDescriptor column = schema().getColumnDescription(chunk.getPath().toArray());
        reader.setRequestedSchema(List.of(column)); // one column at a time: no more is in memory
        ParquetValues.decode(reader.readRowGroup(group), column, chunk, reader.getFileMetaData());
    }

    private ParquetFacts facts(long pages, long pagesWithoutChecksum) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (Type field : schema().getFields()) {
            columns.put(field.getName(), words(field));
        }
        return new ParquetFacts(
                reader.getRecordCount(), columns, reader.getRowGroups().size(), pages, pagesWithoutChecksum);
    }

    private static String words(Type field) {
        if (!field.isPrimitive()) {
            return field.getLogicalTypeAnnotation() == null
                    ? "group"
                    : String.valueOf(field.getLogicalTypeAnnotation());
        }
        String name = field.asPrimitiveType().getPrimitiveTypeName().name().toLowerCase(Locale.ROOT);
        int length = field.asPrimitiveType().getTypeLength();
        return name
                + (length > 0 ? "(" + length + ")" : "")
                + (field.getLogicalTypeAnnotation() == null ? "" : " (" + field.getLogicalTypeAnnotation() + ")");
    }

    /** Before the length of the footer and the last magic bytes. */
    private long dataEnd() {
        return status.getLen() - ParquetFooter.TAIL_BYTES;
    }

    private MessageType schema() {
        return reader.getFileMetaData().getSchema();
    }
}
