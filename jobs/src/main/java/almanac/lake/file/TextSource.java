package almanac.lake.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Opens a text file for what it is: expanded if gzip, decoded by its byte-order mark or else as declared. */
final class TextSource {

    private TextSource() {}

    /**
     * The characters of a file, without a byte-order mark. Bytes that the character set does not know come out as
     * U+FFFD.
     *
     * @param format what the file should be, for messages: csv or json
     * @throws almanac.error.Failure where it holds anything but text, or cannot be read
     */
    static Reader open(Configuration conf, String path, String charset, ReadLimits limits, String format) {
        Charset declared = Charsets.require(charset);
        Path file = new Path(path);
        SourceStream stored;
        try {
            stored = new SourceStream(path, file.getFileSystem(conf).open(file));
        } catch (IOException e) {
            throw Refusal.unreadable(path, e);
        }
        try {
            return decode(path, stored, declared, limits, format);
        } catch (IOException | RuntimeException e) {
            try {
                stored.close();
            } catch (IOException onClose) {
                e.addSuppressed(onClose);
            }
            throw e instanceof IOException io ? Refusal.unreadable(path, io) : (RuntimeException) e;
        }
    }

    private static Reader decode(String path, SourceStream stored, Charset declared, ReadLimits limits, String format)
            throws IOException {
        PushbackInputStream text = pushback(stored);
        Content content = sniff(text);
        String wrapping = "";
        if (content == Content.GZIP) {
            text = pushback(new GunzipStream(path, stored, text, limits));
            content = sniff(text);
            wrapping = "gzip around ";
        }
        // Half the bytes of UTF-16 are NUL: that is binary only where nobody declared it.
        boolean wide = declared.name().startsWith("UTF-16") || declared.name().startsWith("UTF-32");
        if (content == Content.BINARY && wide) {
            content = Content.TEXT;
        }
        Charset charset = switch (content) {
            case EMPTY, TEXT -> declared;
            case UTF8_BOM -> skipping(3, text, StandardCharsets.UTF_8);
            case UTF16_LE -> skipping(2, text, StandardCharsets.UTF_16LE);
            case UTF16_BE -> skipping(2, text, StandardCharsets.UTF_16BE);
            case UTF32 -> Charset.forName("UTF-32"); // reads its mark itself
            case GZIP, ZIP, ZSTD, BZIP2 ->
                throw Refusal.of(
                        path,
                        "holds " + wrapping + content.words() + ", which is not read as " + format + ".",
                        "Deliver it uncompressed, or compressed once with gzip.",
                        List.of());
            case PARQUET ->
                throw Refusal.of(
                        path,
                        "holds " + wrapping + content.words() + ", although its source is declared as " + format + ".",
                        "Set format = parquet for it, or deliver it as " + format + ".",
                        List.of());
            case ORC, AVRO, BINARY ->
                throw Refusal.of(
                        path,
                        "holds " + wrapping + content.words() + ", which is not " + format + " text in "
                                + declared.name() + ".",
                        "Deliver it as " + format + "; if it is text in UTF-16 without a byte-order mark, set"
                                + " encoding = UTF-16LE or UTF-16BE.",
                        List.of());
        };
        return new InputStreamReader(
                text,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE));
    }

    private static PushbackInputStream pushback(InputStream in) {
        return new PushbackInputStream(in, Content.SNIFFED_BYTES);
    }

    private static Content sniff(PushbackInputStream in) throws IOException {
        byte[] head = in.readNBytes(Content.SNIFFED_BYTES);
        in.unread(head);
        return Content.of(head, head.length);
    }

    private static Charset skipping(int bytes, InputStream in, Charset charset) throws IOException {
        in.skipNBytes(bytes);
        return charset;
    }
}
