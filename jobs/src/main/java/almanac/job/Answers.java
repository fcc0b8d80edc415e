package almanac.job;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The rows of a query as text. */
final class Answers {

    private static final int WIDEST = 60;

    private Answers() {}

    /** Aligned columns, numbers to the right with thousands separators. */
    static String table(StructType schema, List<Row> rows) {
        int columns = schema.size();
        int[] widths = new int[columns];
        List<String[]> lines = new ArrayList<>();
        String[] header = schema.fieldNames();
        for (int i = 0; i < columns; i++) {
            widths[i] = header[i].length();
        }
        for (Row row : rows) {
            String[] line = new String[columns];
            for (int i = 0; i < columns; i++) {
                line[i] = cut(shown(row.get(i)));
                widths[i] = Math.max(widths[i], line[i].length());
            }
            lines.add(line);
        }
        StringBuilder text = new StringBuilder();
        append(text, schema, header, widths);
        String[] rule = new String[columns];
        for (int i = 0; i < columns; i++) {
            rule[i] = "-".repeat(widths[i]);
        }
        append(text, schema, rule, widths);
        lines.forEach(line -> append(text, schema, line, widths));
        text.append(String.format("(%,d %s)%n", rows.size(), rows.size() == 1 ? "row" : "rows"));
        return text.toString();
    }

    /** RFC 4180; a text that a spreadsheet would run as a formula gets an apostrophe in front. */
    static String csv(StructType schema, List<Row> rows) {
        StringBuilder text = new StringBuilder(csvHeader(schema));
        rows.forEach(row -> text.append(csvLine(schema, row)));
        return text.toString();
    }

    /** The first line of {@link #csv}. */
    static String csvHeader(StructType schema) {
        return Arrays.stream(schema.fieldNames()).map(Answers::quoted).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** A row as a line of {@link #csv}. */
    static String csvLine(StructType schema, Row row) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            Object value = row.get(i);
            fields.add(value == null ? "" : quoted(safe(schema.fields()[i], plain(value))));
        }
        return String.join(",", fields) + "\r\n";
    }

    /** One JSON object a line. */
    static String json(List<Row> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(row.json()).append('\n'));
        return text.toString();
    }

    private static void append(StringBuilder text, StructType schema, String[] cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            boolean isNumber = schema.fields()[i].dataType() instanceof NumericType;
            line.append(String.format(isNumber ? "%" + widths[i] + "s" : "%-" + widths[i] + "s", cells[i]));
            line.append("  ");
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static String shown(@Nullable Object value) {
        if (value == null) {
            return "";
        } else if (value instanceof BigDecimal amount) {
            BigDecimal stripped = amount.stripTrailingZeros();
            return String.format("%,." + Math.max(2, stripped.scale()) + "f", stripped);
        } else if (value instanceof Long || value instanceof Integer) {
            return String.format("%,d", ((Number) value).longValue());
        } else if (value instanceof Double number) {
            return String.format("%,.4f", number);
        }
        // What a terminal would obey instead of show.
        return value.toString().replaceAll("\\p{Cntrl}", "?");
    }

    private static String cut(String text) {
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
    }

    private static String plain(Object value) {
        return value instanceof BigDecimal amount ? amount.toPlainString() : value.toString();
    }

    private static String safe(StructField field, String text) {
        boolean isFormula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        return isFormula && field.dataType() instanceof StringType ? "'" + text : text;
    }

    private static String quoted(String text) {
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
