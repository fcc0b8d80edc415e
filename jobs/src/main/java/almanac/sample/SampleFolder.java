package almanac.sample;

import almanac.error.Failure;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folder that the lake is written to, on any file system that Hadoop knows. It can be sent to another process.
 *
 * <p>On a local disk it leaves no checksum files behind: somebody who edits a delivery by hand to see what happens would
 * otherwise meet an error about the checksum.
 */
final class SampleFolder implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String root;
    private final HashMap<String, String> settings = new HashMap<>();
    private transient volatile @Nullable Configuration configuration;

    SampleFolder(String root, Configuration configuration) {
        this.root = root;
        for (Map.Entry<String, String> setting : configuration) {
            settings.put(setting.getKey(), setting.getValue());
        }
        String scheme = new Path(root).toUri().getScheme();
        if (scheme == null || scheme.equals("file")) {
            // For the lake alone: connectors of other stores want Hadoop's own local disk for what they buffer.
            settings.put("fs.file.impl", PlainLocalFiles.class.getName());
            settings.put("fs.file.impl.disable.cache", "true");
        }
    }

    /** What is written into a file. */
    interface Body {
        void writeTo(OutputStream bytes) throws IOException;
    }

    /** Writes a file; one of that name is replaced. */
    void write(String relative, Body body) {
        Path path = path(relative);
        try {
            FileSystem files = path.getFileSystem(configuration());
            try (OutputStream bytes = files.create(path, true)) {
                body.writeTo(bytes);
            }
        } catch (IOException | UncheckedIOException e) {
            throw failed("writing " + path, e);
        }
    }

    /** Writes a file of comma-separated values, in UTF-8. */
    void writeCsv(String relative, String header, Consumer<CsvWriter> rows) {
        write(relative, bytes -> {
            CsvWriter csv = CsvWriter.builder()
                    .lineDelimiter(LineDelimiter.LF)
                    .build(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
            csv.writeRecord(header.split(",", -1));
            rows.accept(csv);
            csv.flush();
        });
    }

    Path path(String relative) {
        return new Path(root, relative);
    }

    Configuration configuration() {
        Configuration known = configuration;
        if (known == null) {
            known = new Configuration(false);
            settings.forEach(known::set);
            configuration = known;
        }
        return known;
    }

    /** Stops where something lies in the folder: nothing of it may be overwritten, nor stay among the new files. */
    void requireEmpty() {
        Path path = new Path(root);
        try {
            FileSystem files = path.getFileSystem(configuration());
            if (files.exists(path) && files.listStatus(path).length > 0) {
                throw Failure.configuration(
                        "the folder for the sample lake is not empty: " + root,
                        "name a folder that is new or empty, or remove this one first",
                        List.of());
            }
        } catch (IOException e) {
            throw failed("looking into " + path, e);
        }
    }

    /** What to throw when the storage failed. */
    static Failure failed(String doing, Exception cause) {
        return Failure.storage(
                doing + " failed: " + cause.getMessage(),
                "check that the folder can be written and that the disk has room, then write the sample lake anew",
                cause);
    }
}
