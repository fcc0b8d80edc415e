package almanac.lake.file;

import java.io.IOException;
import java.io.InputStream;

/** The stored bytes of one file, counted; what the file system reports as an error becomes a failure naming the file. */
final class SourceStream extends InputStream {

    private final String path;
    private final InputStream stored;
    private long bytes;

    SourceStream(String path, InputStream stored) {
        this.path = path;
        this.stored = stored;
    }

    /** How many bytes were read so far. */
    long bytes() {
        return bytes;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        try {
            int read = stored.read(buffer, offset, length);
            bytes += Math.max(read, 0);
            return read;
        } catch (IOException e) {
            throw Refusal.unreadable(path, e);
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public void close() throws IOException {
        stored.close();
    }
}
