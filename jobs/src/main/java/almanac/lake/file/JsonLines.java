package almanac.lake.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The records of a file that holds one JSON object a line (RFC 8259), streamed.
 *
 * <p>Keys are matched in Unicode's NFC. Texts come out as they are (in NFC), numbers and booleans as they are written,
 * null and a missing key as null, objects and arrays as their JSON. An empty text stays one. Content decides, not the
 * name, as for {@link CsvFile}. A line longer than {@value #FIELDS_A_LINE} fields of the longest size is not parsed.
 */
public final class JsonLines implements RecordFile {

    private static final int FIELDS_A_LINE = 10;
    private static final int MOST_KEYS = 10_000;

    private final String path;
    private final JsonFormat format;
    private final LineReader lines;
    private final Set<String> met = new LinkedHashSet<>();
    private long blankLines;
    private String line = "";
    private boolean ready;
    private boolean done;
    private final boolean empty;

    private JsonLines(String path, JsonFormat format, LineReader lines) {
        this.path = path;
        this.format = format;
        this.lines = lines;
        this.empty = !hasNext();
    }

    /**
     * Opens a file.
     *
     * @throws almanac.error.Failure of kind {@code SOURCE}, naming the file, where it is not text or its gzip data is
     *     broken
     */
    public static JsonLines open(Configuration conf, String path, JsonFormat format) {
        int longest = (int) Math.min(
                Integer.MAX_VALUE, (long) FIELDS_A_LINE * format.limits().maxFieldChars());
        return new JsonLines(
                path,
                format,
                new LineReader(TextSource.open(conf, path, format.charset(), format.limits(), "json"), longest));
    }

    /**
     * Every key of the objects of a file, in the order in which they first stand there: one read of the whole file.
     *
     * @throws almanac.error.Failure as {@link #open} does
     */
    public static List<String> keys(Configuration conf, String path, JsonFormat format) {
        return keys(conf, path, format, Long.MAX_VALUE);
    }

    /** Every key of the first objects of a file: as many as are asked for. */
    public static List<String> keys(Configuration conf, String path, JsonFormat format, long objects) {
        try (JsonLines file = open(conf, path, format)) {
            for (long read = 0; read < objects && file.hasNext(); read++) {
                file.next();
            }
            return List.copyOf(file.met);
        }
    }

    @Override
    public boolean hasNext() {
        try {
            while (!ready && !done) {
                done = !lines.next();
                line = lines.text();
                ready = !done && !isBlank(line);
                blankLines += done || ready ? 0 : 1;
            }
            if (done) {
                lines.close();
            }
            return ready;
        } catch (IOException e) {
            throw Refusal.unreadable(path, e);
        }
    }

    private static boolean isBlank(String line) {
        return line.chars().allMatch(c -> c == ' ' || c == '\t');
    }

    @Override
    public FileRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the last record of " + path + " was handed out");
        }
        ready = false;
        String raw = line.substring(0, Math.min(line.length(), FileRecord.RAW_CHARS));
        List<Problem> problems = new ArrayList<>();
        if (lines.chars() > line.length()) {
            problems.add(new Problem(
                    Problem.FIELD_LENGTH,
                    String.format("the line has %,d characters, the limit is %,d", lines.chars(), line.length())));
            return new FileRecord(lines.line(), new ArrayList<>(none()), 0, problems, raw);
        }
        Map<String, @Nullable String> values = JsonObjectText.parse(line, problems);
        boolean replaced = lines.replaced();
        boolean nul = false;
        for (Map.Entry<String, @Nullable String> entry : values.entrySet()) {
            String text = entry.getValue();
            if (met.size() < MOST_KEYS) {
                met.add(entry.getKey());
            }
            if (text != null) {
                replaced |= text.indexOf('\uFFFD') >= 0;
                nul |= text.indexOf(0) >= 0;
                entry.setValue(withinLimit(entry.getKey(), text, problems));
            }
        }
        if (replaced) {
            problems.add(new Problem(
                    Problem.JSON_ENCODING,
                    "it holds bytes that are not text in the file's encoding, or U+FFFD itself"));
        }
        if (nul) {
            problems.add(new Problem(Problem.JSON_NUL, "it holds a NUL character"));
        }
        List<@Nullable String> fields = new ArrayList<>();
        format.columns().forEach(column -> fields.add(values.get(column)));
        return new FileRecord(lines.line(), fields, values.size(), List.copyOf(problems), raw);
    }

    private List<@Nullable String> none() {
        return Collections.nCopies(format.columns().size(), null);
    }

    private String withinLimit(String key, String text, List<Problem> problems) {
        int limit = format.limits().maxFieldChars();
        if (text.length() <= limit) {
            return Normal.text(text);
        }
        problems.add(new Problem(
                Problem.FIELD_LENGTH,
                String.format("%s has %,d characters, the limit is %,d", Printable.of(key), text.length(), limit)));
        return text.substring(0, limit);
    }

    @Override
    public List<String> columns() {
        return format.columns();
    }

    @Override
    public boolean isEmpty() {
        return empty;
    }

    @Override
    public long blankLines() {
        return blankLines;
    }

    @Override
    public List<String> ignoredColumns() {
        return met.stream().filter(key -> !format.columns().contains(key)).toList();
    }

    @Override
    public List<String> absentColumns() {
        return format.columns().stream().filter(column -> !met.contains(column)).toList();
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw Refusal.unreadable(path, e);
        }
    }
}
