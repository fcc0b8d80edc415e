package almanac.lake.file;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Fingerprints a file and tells what it holds, in one pass. */
public final class FileProbe {

    private FileProbe() {}

    /**
     * Reads a file once, from its first byte to its last.
     *
     * @param path a file on any file system that Hadoop knows
     * @throws almanac.error.Failure of kind {@code SOURCE} where it cannot be read
     */
    public static Probe probe(Configuration conf, String path) {
        Path file = new Path(path);
        MessageDigest digest = sha256();
        try (InputStream in = file.getFileSystem(conf).open(file)) {
            byte[] buffer = new byte[Content.SNIFFED_BYTES];
            int read = in.readNBytes(buffer, 0, buffer.length);
            Content content = Content.of(buffer, read);
            long bytes = 0;
            while (read > 0) {
                digest.update(buffer, 0, read);
                bytes += read;
                read = in.readNBytes(buffer, 0, buffer.length);
            }
            return new Probe(HexFormat.of().formatHex(digest.digest()), bytes, content);
        } catch (IOException e) {
            throw Refusal.unreadable(path, e);
        }
    }

    /** A digest of SHA-256, which every Java platform has. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
