package almanac.lake.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;

/** Files for tests, and what is read from them. */
final class Sources {

    static final Configuration CONF = new Configuration();

    private Sources() {}

    static String write(Path folder, String name, byte[] content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String write(Path folder, String name, String content) {
        return write(folder, name, content.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    static byte[] gzip(String content) {
        return gzip(content.getBytes(StandardCharsets.UTF_8));
    }

    static List<FileRecord> all(RecordFile file) {
        try (file) {
            List<FileRecord> records = new ArrayList<>();
            file.forEachRemaining(records::add);
            return records;
        }
    }

    static List<FileRecord> csv(String path, CsvFormat format) {
        return all(CsvFile.open(CONF, path, format));
    }

    static List<FileRecord> json(String path, JsonFormat format) {
        return all(JsonLines.open(CONF, path, format));
    }

    static List<String> rules(FileRecord record) {
        return record.problems().stream().map(Problem::rule).toList();
    }
}
