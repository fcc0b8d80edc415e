package almanac.onboard;

import java.util.Locale;

/**
 * Where a column of an input comes from.
 *
 * @param how in which way
 * @param text the source's column; of {@link How#CONSTANT} the value; of {@link How#SQL} the expression
 * @param pattern how a date is written, for {@link How#PATTERN}; else empty
 */
record Value(How how, String text, String pattern) {

    /** The name of the primary source in a SELECT. */
    static final String SOURCE = "s";

    /** The ways. */
    enum How {
        COLUMN,
        PATTERN,
        CONSTANT,
        SQL
    }

    static Value column(String name) {
        return new Value(How.COLUMN, name, "");
    }

    static Value parsed(String name, String pattern) {
        return new Value(How.PATTERN, name, pattern);
    }

    static Value constant(String value) {
        return new Value(How.CONSTANT, value, "");
    }

    static Value sql(String expression) {
        return new Value(How.SQL, expression, "");
    }

    /** A column of the primary source in SQL. */
    static String inSql(String column) {
        return SOURCE + "." + Texts.quoted(column);
    }

    /** What stands for it in a SELECT. */
    String expression() {
        return switch (how) {
            case COLUMN -> inSql(text);
            case PATTERN ->
                pattern.startsWith("yyyy-MM-dd")
                        ? "left(" + inSql(text) + ", 10)"
                        : "cast(try_to_timestamp(" + inSql(text) + ", '" + pattern.replace("'", "''") + "') AS DATE)";
            case CONSTANT -> text.matches("[0-9]{1,9}") ? text : "'" + text.replace("'", "''") + "'";
            case SQL -> text;
        };
    }

    /** What stands for it in a block of columns. */
    String hocon() {
        return switch (how) {
            case COLUMN -> Texts.hocon(text);
            case PATTERN -> String.format(Locale.ROOT, "{ column = %s, format = \"%s\" }", Texts.hocon(text), pattern);
            case CONSTANT -> "{ constant = " + Texts.hocon(text) + " }";
            case SQL -> throw new IllegalStateException("an expression needs a SELECT: " + text);
        };
    }
}
