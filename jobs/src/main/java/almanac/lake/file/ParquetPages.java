package almanac.lake.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;

/**
 * Walks the page headers of a column chunk without reading the pages: what they claim must fit the file before a reader
 * allocates what they claim.
 */
final class ParquetPages {

    /** Pages that expand to this much are let through at any ratio: zeros compress very well. */
    private static final long FREE_BYTES = 64L << 20;

    /** What deflate can do at best is 1,032 : 1. */
    private static final long MOST_EXPANSION = 1_100;

    private final FSDataInputStream file;
    private final long end;
    private long pages;
    private long withoutChecksum;

    /**
     * @param file the open file
     * @param end where its data ends and its footer may begin
     */
    ParquetPages(FSDataInputStream file, long end) {
        this.file = file;
        this.end = end;
    }

    /** Pages walked so far. */
    long pages() {
        return pages;
    }

    /** Those of them that carry no checksum. */
    long withoutChecksum() {
        return withoutChecksum;
    }

    /**
     * Walks one chunk.
     *
     * @throws IOException saying in which column which claim does not hold
     */
    void walk(ColumnChunkMetaData chunk) throws IOException {
        String column = "column " + chunk.getPath().toDotString() + ": ";
        file.seek(chunk.getStartingPos());
        CountedStream in = new CountedStream(new BufferedInputStream(file, 4 << 10), end - chunk.getStartingPos());
        long values = 0;
        long headers = 0;
        long dictionaryHeader = 0;
        long bodies = 0;
        long expansions = 0;
        while (values < chunk.getValueCount()) {
            long before = in.left;
            PageHeader header = Util.readPageHeader(in);
            long headerBytes = before - in.left;
            int compressed = header.getCompressed_page_size();
            int expanded = header.getUncompressed_page_size();
            Claim.require(
                    compressed >= 0 && compressed <= in.left,
                    column + "a page claims " + compressed + " bytes, and " + in.left + " are left");
            Claim.require(
                    expanded >= 0 && (expanded <= FREE_BYTES || expanded / MOST_EXPANSION <= compressed),
                    column + "a page of " + compressed + " bytes claims to expand to " + expanded);
            in.skipNBytes(compressed);
            values += dataValues(column, header, compressed);
            headers += headerBytes;
            dictionaryHeader += header.getType() == PageType.DICTIONARY_PAGE ? headerBytes : 0;
            bodies += compressed;
            expansions += expanded;
            pages++;
            withoutChecksum += header.isSetCrc() ? 0 : 1;
        }
        Claim.require(
                values == chunk.getValueCount(),
                column + "its pages hold " + values + " values, the footer says " + chunk.getValueCount());
        // No checksum covers a page's header, but the footer has the sums of its sizes. Some writers leave headers out.
        List<Long> possible = List.of(headers, headers - dictionaryHeader, 0L);
        Claim.require(
                possible.contains(chunk.getTotalSize() - bodies)
                        && possible.contains(chunk.getTotalUncompressedSize() - expansions),
                column + "its pages take " + (headers + bodies) + " bytes, expanded " + (headers + expansions)
                        + ", and the footer says " + chunk.getTotalSize() + " and "
                        + chunk.getTotalUncompressedSize());
    }

    private static long dataValues(String column, PageHeader header, int compressed) throws IOException {
        PageType type = header.getType();
        if (type == PageType.DATA_PAGE && header.isSetData_page_header()) {
            return counted(column, header.getData_page_header().getNum_values());
        }
        if (type == PageType.DATA_PAGE_V2 && header.isSetData_page_header_v2()) {
            var page = header.getData_page_header_v2();
            long definition = counted(column, page.getDefinition_levels_byte_length());
            long repetition = counted(column, page.getRepetition_levels_byte_length());
            Claim.require(
                    definition + repetition <= compressed,
                    column + "a page's levels are longer than the page: " + (definition + repetition) + " bytes");
            counted(column, page.getNum_rows());
            counted(column, page.getNum_nulls());
            return counted(column, page.getNum_values());
        }
        if (type == PageType.DICTIONARY_PAGE && header.isSetDictionary_page_header()) {
            counted(column, header.getDictionary_page_header().getNum_values());
            return 0;
        }
        throw new IOException(column + "a page is of a kind that does not belong there: " + type);
    }

    private static long counted(String column, int number) throws IOException {
        Claim.require(number >= 0, column + "a page claims a negative number: " + number);
        return number;
    }

    /** Knows how much of the file is left. */
    private static final class CountedStream extends InputStream {
        private final InputStream in;
        private long left;

        CountedStream(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            int read = left > 0 ? in.read() : -1;
            left -= read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = left > 0 ? in.read(buffer, offset, (int) Math.min(length, left)) : -1;
            left -= Math.max(read, 0);
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = in.skip(Math.min(bytes, left));
            left -= skipped;
            return skipped;
        }
    }
}
