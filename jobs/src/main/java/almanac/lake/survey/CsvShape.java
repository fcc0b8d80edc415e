package almanac.lake.survey;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How a delimited text is written, told from its first lines.
 *
 * @param delimiter what stands between fields
 * @param header whether the first line names the columns
 * @param names the names of the columns: those of the header, else {@code c1}, {@code c2}, …
 */
record CsvShape(char delimiter, boolean header, List<String> names) {

    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final int LINES = 50;
    private static final Pattern VALUE =
            Pattern.compile("[-+]?[0-9][0-9.,]*([eE][-+]?[0-9]+)?|[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}([ T].*)?");

    /** The shape of a text with this beginning. */
    static CsvShape of(String head) {
        List<String> lines = lines(head);
        char best = ',';
        long mostFields = 0;
        for (char delimiter : DELIMITERS) {
            long fields = agreed(lines, delimiter);
            if (fields > mostFields) {
                mostFields = fields;
                best = delimiter;
            }
        }
        List<String> first = lines.isEmpty() ? List.of() : fields(lines.get(0), best);
        boolean header = isHeader(first);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            names.add(header ? first.get(i).trim() : "c" + (i + 1));
        }
        return new CsvShape(best, header, names);
    }

    /** Whole lines that are not blank: the last one may be cut off. */
    private static List<String> lines(String head) {
        List<String> lines = new ArrayList<>(head.lines().limit(LINES + 1L).toList());
        boolean isCut = lines.size() > 1 && !head.endsWith("\n") && lines.size() <= LINES;
        if (isCut) {
            lines.remove(lines.size() - 1);
        }
        return lines.stream().filter(line -> !line.isBlank()).limit(LINES).toList();
    }

    /** How many fields nine of ten lines have; 1 where they do not agree. */
    private static long agreed(List<String> lines, char delimiter) {
        if (lines.isEmpty()) {
            return 0;
        }
        int first = fields(lines.get(0), delimiter).size();
        long alike = lines.stream()
                .filter(line -> fields(line, delimiter).size() == first)
                .count();
        return alike * 10 >= lines.size() * 9L ? first : 1;
    }

    /** The fields of a line, quotes taken off; a field over several lines ends with the line. */
    static List<String> fields(String line, char delimiter) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == delimiter && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    private static boolean isHeader(List<String> first) {
        boolean named = first.stream().noneMatch(String::isBlank)
                && first.stream().noneMatch(field -> VALUE.matcher(field.trim()).matches());
        return named && new HashSet<>(first).size() == first.size();
    }
}
