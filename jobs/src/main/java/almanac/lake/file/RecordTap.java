package almanac.lake.file;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Passes the characters of a CSV file on to a parser and keeps an account of every record: what a parser does not tell.
 * That is the line, the raw text, the number of fields, and the problems of its characters and quotes.
 *
 * <p>A quote opens a field only as its first character; inside a field so opened every quote changes sides, so a doubled
 * one stays inside. What the parser sees is always well formed: a field that is too long is cut here, before the parser
 * buffers it, and a closing quote that was dropped is put in again; a quote with text after it is doubled.
 */
final class RecordTap extends Reader {

    /**
     * One record that was passed on whole.
     *
     * @param fieldCount fields by the delimiters outside quotes
     */
    record Account(long line, int fieldCount, List<Problem> problems, String raw) {}

    private enum State {
        FIELD_START,
        UNQUOTED,
        QUOTED,
        QUOTE_IN_QUOTED,
        AFTER_QUOTED;

        /** Where a character that does not end the field leads. */
        State after(char c) {
            boolean quote = c == '"';
            return switch (this) {
                case FIELD_START -> quote ? QUOTED : UNQUOTED;
                case UNQUOTED -> UNQUOTED;
                case QUOTED -> quote ? QUOTE_IN_QUOTED : QUOTED;
                case QUOTE_IN_QUOTED, AFTER_QUOTED -> quote ? QUOTED : AFTER_QUOTED;
            };
        }
    }

    private static final int BLOCK = 16 << 10;

    private final Reader in;
    private final char delimiter;
    private final int maxFieldChars;
    private final Queue<Account> accounts = new ArrayDeque<>();
    private final RecordNotes notes = new RecordNotes();

    private final char[] block = new char[BLOCK];
    private final char[] ready = new char[2 * BLOCK]; // one character in, at most two out
    private int readyFrom;
    private int readyTo;

    private State state = State.FIELD_START;
    private char last;
    private long line = 1;
    private long blankLines;
    private int field = 1;
    private long fieldChars;
    private long quoteLine;
    private boolean passedQuoteOpen;

    RecordTap(Reader in, char delimiter, int maxFieldChars) {
        this.in = in;
        this.delimiter = delimiter;
        this.maxFieldChars = maxFieldChars;
    }

    /** The account of the next record; blank lines have none. */
    Account next() {
        return accounts.remove();
    }

    /** Blank lines passed so far. */
    long blankLines() {
        return blankLines;
    }

    @Override
    public int read(char[] out, int offset, int length) throws IOException {
        while (readyFrom == readyTo) {
            int read = in.read(block);
            if (read < 0) {
                endOfFile();
                return -1;
            }
            readyFrom = 0;
            readyTo = 0;
            for (int i = 0; i < read; i++) {
                pass(block[i]);
            }
        }
        int given = Math.min(length, readyTo - readyFrom);
        System.arraycopy(ready, readyFrom, out, offset, given);
        readyFrom += given;
        return given;
    }

    /** Accounts for one character and readies what the parser is to see of it. */
    private void pass(char c) {
        boolean lineEnd = c == '\n' || c == '\r';
        boolean secondOfPair = c == '\n' && last == '\r';
        last = c;
        if (lineEnd && !secondOfPair) {
            line++;
        }
        if (state != State.QUOTED && lineEnd) {
            endField();
            if (!secondOfPair) {
                endRecord(line - 1);
            }
            ready[readyTo++] = c;
        } else if (state != State.QUOTED && c == delimiter) {
            endField();
            field++;
            notes.keep(c);
            ready[readyTo++] = c;
        } else {
            passWithinField(c);
        }
    }

    private void passWithinField(char c) {
        State before = state;
        state = before.after(c);
        boolean opening = before == State.FIELD_START;
        boolean stray = before == State.QUOTE_IN_QUOTED && state == State.AFTER_QUOTED;
        notes.keep(c);
        if (opening) {
            quoteLine = line;
        }
        if (stray) {
            notes.strayAfterQuote(field);
        }
        boolean delimits = c == '"' && (opening || before == State.QUOTED);
        fieldChars += delimits ? 0 : stray ? 2 : 1; // a stray character makes text of the quote before it
        if (fieldChars <= maxFieldChars) {
            boolean quoteIsText = stray || (before == State.AFTER_QUOTED && c == '"');
            if (quoteIsText) {
                ready[readyTo++] = '"'; // doubled
                passedQuoteOpen = true;
            } else if (c == '"' && state != State.UNQUOTED) {
                passedQuoteOpen = !passedQuoteOpen;
            }
            ready[readyTo++] = c;
        }
    }

    private void endField() {
        if (passedQuoteOpen) {
            ready[readyTo++] = '"';
            passedQuoteOpen = false;
        }
        if (fieldChars > maxFieldChars) {
            notes.tooLong(field, fieldChars, maxFieldChars);
        }
        state = State.FIELD_START;
        fieldChars = 0;
    }

    private void endRecord(long lastLine) {
        if (notes.anything()) {
            accounts.add(notes.account(field, lastLine));
        } else {
            blankLines++;
        }
        notes.startOn(line);
        field = 1;
    }

    private void endOfFile() {
        if (!notes.anything()) {
            return;
        }
        if (state == State.QUOTED) {
            boolean endsWithLine = last == '\n' || last == '\r';
            notes.unclosedQuote(field, quoteLine, line - quoteLine - (endsWithLine ? 1 : 0));
        }
        passedQuoteOpen = false; // the parser sees the end of the file instead of a quote
        endField();
        endRecord(line);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
