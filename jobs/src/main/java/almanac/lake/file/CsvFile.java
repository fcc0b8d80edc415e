package almanac.lake.file;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV file (RFC 4180), by the names in its header.
 *
 * <p>FastCSV splits the records into fields; {@link RecordTap} before it keeps the line, the raw text and the problems.
 * Both count the fields of every record, and a disagreement stops the read.
 *
 * <ul>
 *   <li>Content decides, not the name: gzip is expanded whatever the file is called; UTF-8, UTF-16 and UTF-32
 *       byte-order marks are obeyed, else the declared character set is.
 *   <li>Lines end with LF, CRLF or CR; the last one needs no end. Blank lines are counted and are no records. A line of
 *       spaces is a record.
 *   <li>Header names are matched trimmed and in Unicode's NFC, in any order.
 *   <li>Fields are taken as they stand, spaces too, in NFC. A quote within a field that does not start with one is an
 *       ordinary character.
 *   <li>A record that broke a rule is handed out with the {@link Problem}; it never shifts or swallows another without
 *       saying so. One limit is inherent: a missing closing quote takes in what follows, up to the next quote or the end
 *       of the file, and is reported as such.
 * </ul>
 */
public final class CsvFile implements RecordFile {

    private final String path;
    private final CsvFormat format;
    private final RecordTap tap;
    private final CsvFields fields;
    private final CsvReader<CsvFields.Fields> parser;
    private final CloseableIterator<CsvFields.Fields> records;
    private final @Nullable Header header;

    private CsvFile(String path, CsvFormat format, Reader text) {
        this.path = path;
        this.format = format;
        this.tap = new RecordTap(text, format.delimiter(), format.limits().maxFieldChars());
        this.fields = new CsvFields(format.nullValues());
        this.parser = CsvReader.builder()
                .fieldSeparator(format.delimiter())
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(true)
                // A field of quotes alone is twice as long in the file as its text.
                .maxBufferSize(2 * format.limits().maxFieldChars() + (64 << 10))
                .build(fields, tap);
        this.records = parser.iterator();
        this.header = format.header() ? readHeader() : positions();
        if (header != null) {
            fields.target(header);
        }
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws almanac.error.Failure of kind {@code SOURCE}, naming the file: it is not text (Parquet, an archive,
     *     binary), its gzip data is broken, its header lacks a required column, names one twice or seems to have another
     *     delimiter. An empty file is none of these: see {@link #isEmpty()}
     */
    public static CsvFile open(Configuration conf, String path, CsvFormat format) {
        Reader text = TextSource.open(conf, path, format.charset(), format.limits(), "csv");
        try {
            return new CsvFile(path, format, text);
        } catch (RuntimeException e) {
            try {
                text.close();
            } catch (IOException onClose) {
                e.addSuppressed(onClose);
            }
            throw e;
        }
    }

    /** Without a header the columns are known before the first record; it is parsed to see whether there is one. */
    private @Nullable Header positions() {
        Header positional = Header.positional(format);
        fields.target(positional);
        return more() ? positional : null;
    }

    private @Nullable Header readHeader() {
        if (!more()) {
            return null;
        }
        CsvFields.Fields names = records.next();
        RecordTap.Account account = account(names);
        if (!account.problems().isEmpty()) {
            throw Refusal.of(
                    path,
                    "has a header that cannot be read.",
                    "Have the header delivered as text in the declared encoding, one short name per column.",
                    account.problems().stream().map(Problem::toString).toList());
        }
        if (names.count() > CsvFields.MOST_NAMES) {
            throw Refusal.of(
                    path,
                    String.format("has a first record of %,d fields, which is no header.", names.count()),
                    "Check the line ends and the delimiter of the file.",
                    List.of());
        }
        return Header.named(path, names.texts(), format);
    }

    @Override
    public boolean hasNext() {
        boolean more = more();
        if (!more) {
            close();
        }
        return more;
    }

    @Override
    public FileRecord next() {
        if (header == null || !more()) {
            throw new NoSuchElementException("the last record of " + path + " was handed out");
        }
        CsvFields.Fields parsed = records.next();
        RecordTap.Account account = account(parsed);
        List<Problem> problems = account.problems();
        if (account.fieldCount() != header.width()) {
            problems = new ArrayList<>(problems);
            problems.add(new Problem(
                    Problem.CSV_RAGGED,
                    String.format("%,d fields were expected, it has %,d", header.width(), account.fieldCount())));
        }
        return new FileRecord(account.line(), parsed.texts(), parsed.count(), problems, account.raw());
    }

    private boolean more() {
        try {
            return records.hasNext();
        } catch (CsvParseException | UncheckedIOException e) {
            throw unwrapped(e);
        }
    }

    /** The tap's account of a record that the parser delivered. */
    private RecordTap.Account account(CsvFields.Fields parsed) {
        RecordTap.Account account = tap.next();
        if (parsed.count() != account.fieldCount()) {
            throw new IllegalStateException("two ways of counting the fields of line " + account.line() + " of " + path
                    + " disagree: " + parsed.count() + " and " + account.fieldCount());
        }
        return account;
    }

    /** What went wrong below the parser, without the parser's wrapping. */
    private RuntimeException unwrapped(RuntimeException e) {
        if (e.getCause() instanceof IOException io) {
            return Refusal.unreadable(path, io);
        }
        return e.getCause() instanceof RuntimeException cause ? cause : e;
    }

    @Override
    public List<String> columns() {
        return header == null ? format.columns() : header.columns();
    }

    @Override
    public boolean isEmpty() {
        return header == null;
    }

    @Override
    public long blankLines() {
        return tap.blankLines();
    }

    @Override
    public List<String> ignoredColumns() {
        return header == null ? List.of() : header.ignored();
    }

    @Override
    public List<String> absentColumns() {
        return header == null ? List.of() : header.absent();
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw Refusal.unreadable(path, e);
        }
    }
}
