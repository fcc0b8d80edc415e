package almanac.onboard;

import java.util.Locale;

/** How figures are told. */
final class Texts {

    private Texts() {}

    /** A share as a percentage; all only where it is all. */
    static String percent(double share) {
        if (share >= 1) {
            return "100 %";
        }
        if (share > 0 && share < 0.001) {
            return "less than 0.1 %";
        }
        return String.format(Locale.ROOT, "%.1f %%", Math.min(99.9, 100 * share));
    }

    /** A name of a column in SQL. */
    static String quoted(String column) {
        return column.matches("[A-Za-z_][A-Za-z0-9_]*") ? column : "`" + column.replace("`", "``") + "`";
    }

    /** A text in HOCON: bare where it may be. */
    static String hocon(String text) {
        return text.matches("[A-Za-z_][A-Za-z0-9_]*")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** A text in a comment: on one line, without anything that a terminal would obey. */
    static String comment(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
