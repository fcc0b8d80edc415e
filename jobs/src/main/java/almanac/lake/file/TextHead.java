package almanac.lake.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The beginning of a file that nobody has described yet.
 *
 * @param content what its first bytes are
 * @param text its first characters, expanded and decoded; empty where it is no text
 */
public record TextHead(Content content, String text) {

    private static final int CHARACTERS = 64 << 10;

    /**
     * Reads the first 64 Ki characters of a file.
     *
     * @throws almanac.error.Failure of kind {@code SOURCE} where it cannot be read
     */
    public static TextHead read(Configuration conf, String path, String charset) {
        Content content = content(conf, path);
        boolean isText = switch (content) {
            case GZIP, TEXT, UTF8_BOM, UTF16_LE, UTF16_BE, UTF32 -> true;
            case EMPTY, ZIP, ZSTD, BZIP2, PARQUET, ORC, AVRO, BINARY -> false;
        };
        if (!isText) {
            return new TextHead(content, "");
        }
        try (Reader reader = TextSource.open(conf, path, charset, ReadLimits.DEFAULT, "text")) {
            char[] buffer = new char[CHARACTERS];
            int length = 0;
            int read = reader.read(buffer, 0, buffer.length);
            while (read > 0) {
                length += read;
                read = reader.read(buffer, length, buffer.length - length);
            }
            return new TextHead(content, new String(buffer, 0, length));
        } catch (IOException e) {
            throw Refusal.unreadable(path, e);
        }
    }

    private static Content content(Configuration conf, String path) {
        Path file = new Path(path);
        try (InputStream in = file.getFileSystem(conf).open(file)) {
            byte[] head = in.readNBytes(Content.SNIFFED_BYTES);
            return Content.of(head, head.length);
        } catch (IOException e) {
            throw Refusal.unreadable(path, e);
        }
    }
}
