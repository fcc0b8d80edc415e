package almanac.lake.file;

import java.io.IOException;
import java.io.Reader;

/** Lines of a text, ended by LF, CRLF or CR, of which no more than a limit is kept. */
final class LineReader implements AutoCloseable {

    private final Reader in;
    private final int maxChars;
    private final char[] block = new char[16 << 10];
    private int at;
    private int end;
    private boolean carriageReturn;

    private final StringBuilder text = new StringBuilder();
    private long line;
    private long chars;
    private boolean replaced;

    LineReader(Reader in, int maxChars) {
        this.in = in;
        this.maxChars = maxChars;
    }

    /** Moves to the next line; whether there is one. A line end at the end of the text starts no further line. */
    boolean next() throws IOException {
        text.setLength(0);
        chars = 0;
        replaced = false;
        line++;
        while (fill()) {
            char c = block[at++];
            boolean secondOfPair = c == '\n' && carriageReturn;
            carriageReturn = c == '\r';
            if (secondOfPair) {
                continue;
            }
            if (c == '\n' || c == '\r') {
                return true;
            }
            chars++;
            replaced |= c == '\uFFFD';
            if (chars <= maxChars) {
                text.append(c);
            }
        }
        return chars > 0;
    }

    private boolean fill() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(in.read(block), 0);
        }
        return end > 0;
    }

    /** The number of the line, from 1. */
    long line() {
        return line;
    }

    /** Its text, as much as is kept. */
    String text() {
        return text.toString();
    }

    /** How many characters it has, kept or not. */
    long chars() {
        return chars;
    }

    /** Whether U+FFFD is among them. */
    boolean replaced() {
        return replaced;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
