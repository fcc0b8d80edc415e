package almanac.job;

import almanac.lake.Answer;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of a query as text. */
final class Answers {

    private static final int WIDEST = 60;
    private static final String FORMULA_STARTS = "=+-@\t\r";
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final JsonFactory JSON = new JsonFactory();

    private Answers() {}

    /** Aligned columns, numbers to the right with thousands separators. */
    static String table(Answer answer) {
        List<Answer.Column> columns = answer.columns();
        int[] widths =
                columns.stream().mapToInt(column -> column.name().length()).toArray();
        List<List<String>> lines = new ArrayList<>();
        for (List<@Nullable Object> row : answer.rows()) {
            List<String> line = row.stream().map(value -> cut(shown(value))).toList();
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
            lines.add(line);
        }
        StringBuilder text = new StringBuilder();
        append(text, columns, columns.stream().map(Answer.Column::name).toList(), widths);
        append(text, columns, Arrays.stream(widths).mapToObj("-"::repeat).toList(), widths);
        lines.forEach(line -> append(text, columns, line, widths));
        text.append(String.format("(%,d %s)%n", lines.size(), lines.size() == 1 ? "row" : "rows"));
        return text.toString();
    }

    /** RFC 4180; a text that a spreadsheet would run as a formula gets an apostrophe in front. */
    static String csv(Answer answer) {
        StringBuilder text = new StringBuilder(csvHeader(answer.columns()));
        answer.rows().forEach(row -> text.append(csvLine(answer.columns(), row)));
        return text.toString();
    }

    /** The first line of {@link #csv}. */
    static String csvHeader(List<Answer.Column> columns) {
        return columns.stream().map(column -> quoted(safe(column.name()))).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** A row as a line of {@link #csv}. */
    static String csvLine(List<Answer.Column> columns, List<@Nullable Object> row) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String text = plain(row.get(i));
            fields.add(quoted(columns.get(i).kind() == Answer.Kind.NUMBER ? text : safe(text)));
        }
        return String.join(",", fields) + "\r\n";
    }

    /** One JSON object a line; a number that JSON has no word for, such as NaN, is a text. */
    static String json(Answer answer) {
        StringWriter text = new StringWriter();
        for (List<@Nullable Object> row : answer.rows()) {
            // A writer of its own for each line, and so no blank between two.
            try (JsonGenerator json = JSON.createGenerator(text)) {
                json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                json.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
                json.writeStartObject();
                for (int i = 0; i < row.size(); i++) {
                    json.writeFieldName(answer.columns().get(i).name());
                    write(json, row.get(i));
                }
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException("text in memory cannot be written", e);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof BigDecimal amount) {
            json.writeNumber(amount);
        } else if (value instanceof BigInteger whole) {
            json.writeNumber(whole);
        } else if (value instanceof Double || value instanceof Float) {
            json.writeNumber(((Number) value).doubleValue());
        } else if (value instanceof Number whole) {
            json.writeNumber(whole.longValue());
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(json, element);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else {
            json.writeString(value.toString());
        }
    }

    private static void append(StringBuilder text, List<Answer.Column> columns, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String blanks = " ".repeat(widths[i] - cells.get(i).length());
            boolean isNumber = columns.get(i).kind() == Answer.Kind.NUMBER;
            line.append(isNumber ? blanks + cells.get(i) : cells.get(i) + blanks)
                    .append("  ");
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static String shown(@Nullable Object value) {
        if (value == null) {
            return "";
        } else if (value instanceof BigDecimal amount) {
            BigDecimal stripped = amount.stripTrailingZeros();
            return String.format("%,." + Math.max(2, stripped.scale()) + "f", stripped);
        } else if (value instanceof Double || value instanceof Float) {
            return String.format("%,.4f", ((Number) value).doubleValue());
        } else if (value instanceof Number whole) {
            return String.format("%,d", whole);
        }
        // What a terminal would obey instead of show.
        return value.toString().replaceAll("\\p{Cc}", "?");
    }

    private static String cut(String text) {
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
    }

    private static String plain(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof BigDecimal amount ? amount.toPlainString() : value.toString();
    }

    private static String safe(String text) {
        boolean isFormula = !text.isEmpty()
                && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0
                && !NUMBER.matcher(text).matches();
        return isFormula ? "'" + text : text;
    }

    private static String quoted(String text) {
        return text.matches("(?s).*[\",\r\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
