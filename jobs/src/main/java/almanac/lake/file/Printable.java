package almanac.lake.file;

/** Texts out of files, made fit for a message: what a file holds must not forge a log line or colour a terminal. */
final class Printable {

    private static final int NAME = 80;
    private static final int LINE = 400;

    private Printable() {}

    /** A name in double quotes, its control and formatting characters escaped, cut to 80 characters. */
    static String of(String name) {
        return '"' + escaped(name, NAME) + '"';
    }

    /** A text, escaped likewise, cut to 400 characters. */
    static String line(String text) {
        return escaped(text, LINE);
    }

    private static String escaped(String text, int most) {
        StringBuilder shown = new StringBuilder();
        int end = Math.min(text.length(), most);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (isHostile(c)) {
                shown.append(String.format("\\u%04X", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.append(end < text.length() ? "…" : "").toString();
    }

    private static boolean isHostile(char c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
