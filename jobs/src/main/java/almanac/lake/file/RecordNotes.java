package almanac.lake.file;

import java.util.ArrayList;
import java.util.List;

/** What is noted of one record while its characters pass by: its start, its raw text and the rules that it breaks. */
final class RecordNotes {

    private final char[] raw = new char[FileRecord.RAW_CHARS];
    private int rawLength;
    private long line = 1;
    private boolean anything;
    private boolean nul;
    private boolean replaced;
    private int strayField;
    private final List<Problem> problems = new ArrayList<>();

    /** Whether the record has a character; a blank line has none. */
    boolean anything() {
        return anything;
    }

    /** Notes one character of the record. */
    void keep(char c) {
        anything = true;
        nul |= c == 0;
        replaced |= c == '\uFFFD';
        if (rawLength < raw.length) {
            raw[rawLength++] = c;
        }
    }

    /** Text follows the closing quote of this field, counted from 1. */
    void strayAfterQuote(int field) {
        strayField = strayField == 0 ? field : strayField;
    }

    /** This field, counted from 1, was cut. */
    void tooLong(int field, long chars, int limit) {
        problems.add(new Problem(
                Problem.FIELD_LENGTH,
                String.format("field %d has %,d characters, the limit is %,d", field, chars, limit)));
    }

    /** The quote that opens this field, counted from 1, is open at the end of the file. */
    void unclosedQuote(int field, long quoteLine, long swallowedLines) {
        problems.add(new Problem(
                Problem.CSV_UNCLOSED_QUOTE,
                String.format(
                        "the quote that opens field %d on line %,d is never closed: it swallowed the %,d lines after"
                                + " it, up to the end of the file",
                        field, quoteLine, swallowedLines)));
    }

    /** The record as a whole, which ends on this line. */
    RecordTap.Account account(int fieldCount, long lastLine) {
        if (nul) {
            problems.add(new Problem(Problem.CSV_NUL, "it holds a NUL character"));
        }
        if (replaced) {
            problems.add(new Problem(
                    Problem.CSV_ENCODING, "it holds bytes that are not text in the file's encoding, or U+FFFD itself"));
        }
        if (strayField > 0) {
            problems.add(new Problem(
                    Problem.CSV_QUOTE,
                    String.format(
                            "text follows a closing quote in field %d: a quote inside is not doubled, or one is"
                                    + " missing; the record ends on line %,d",
                            strayField, lastLine)));
        }
        return new RecordTap.Account(line, fieldCount, List.copyOf(problems), rawText());
    }

    private String rawText() {
        boolean halfPair = rawLength == raw.length && Character.isHighSurrogate(raw[rawLength - 1]);
        return new String(raw, 0, halfPair ? rawLength - 1 : rawLength);
    }

    /** Forgets the record; the next one starts on this line. */
    void startOn(long nextLine) {
        line = nextLine;
        rawLength = 0;
        anything = false;
        nul = false;
        replaced = false;
        strayField = 0;
        problems.clear();
    }
}
