package almanac.lake.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hadoop.io.compress.DecompressorStream;
import org.apache.hadoop.io.compress.zlib.BuiltInGzipDecompressor;

/**
 * The expanded bytes of a gzip file of one or more members, each checked against its CRC and length.
 *
 * <p>Hadoop's decompressor in Java rather than the JDK's stream: the latter takes a pause of the file system (nothing
 * "available") at a member's end for the end of the file, and ignores whatever follows the last member.
 */
final class GunzipStream extends InputStream {

    private final String path;
    private final SourceStream stored;
    private final InputStream expanded;
    private final ReadLimits limits;
    private long bytes;

    /**
     * @param stored counts the compressed bytes
     * @param compressed the same bytes, from the first one on
     */
    GunzipStream(String path, SourceStream stored, InputStream compressed, ReadLimits limits) throws IOException {
        this.path = path;
        this.stored = stored;
        this.expanded = new DecompressorStream(compressed, new BuiltInGzipDecompressor(), Content.SNIFFED_BYTES);
        this.limits = limits;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            int read = expanded.read(buffer, offset, length);
            bytes += Math.max(read, 0);
            refuseBomb();
            return read;
        } catch (IOException e) {
            throw Refusal.brokenGzip(path, e);
        }
    }

    private void refuseBomb() {
        boolean tooMuch = bytes > limits.maxExpandedBytes();
        boolean tooDense = bytes > ReadLimits.FREE_BYTES && bytes / limits.maxExpansionRatio() > stored.bytes();
        if (tooMuch || tooDense) {
            throw Refusal.of(
                    path,
                    String.format(
                            "expands without end: %,d bytes of it have become %,d, and the limit is %s.",
                            stored.bytes(),
                            bytes,
                            tooMuch
                                    ? String.format("%,d bytes", limits.maxExpandedBytes())
                                    : limits.maxExpansionRatio() + " times its size"),
                    "If it is really meant to be that large, deliver it in several files or uncompressed.",
                    List.of());
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public void close() throws IOException {
        expanded.close();
    }
}
