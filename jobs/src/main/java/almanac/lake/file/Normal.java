package almanac.lake.file;

import java.text.Normalizer;

/** Unicode's canonical composition (NFC): the same word is the same text, whichever way its accents were typed. */
final class Normal {

    private Normal() {}

    /** The characters as text in NFC; ASCII, which is most fields, passes untouched. */
    static String text(char[] buffer, int offset, int length) {
        String text = new String(buffer, offset, length);
        for (int i = offset; i < offset + length; i++) {
            if (buffer[i] > 127) {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        }
        return text;
    }

    /** A name, likewise, without the spaces around it; spreadsheets leave non-breaking ones there. */
    static String name(char[] buffer, int offset, int length) {
        int start = offset;
        int end = offset + length;
        while (start < end && isSpace(buffer[start])) {
            start++;
        }
        while (end > start && isSpace(buffer[end - 1])) {
            end--;
        }
        return text(buffer, start, end - start);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /** The text in NFC. */
    static String text(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
