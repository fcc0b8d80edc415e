package almanac.onboard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is right for a lake: a source's column for each column of an input, {@code a|b} where either is. A line that starts with
 * {@code ?} may be proposed and need not be.
 */
final class Right {

    private final Map<String, List<String>> columns = new LinkedHashMap<>();
    private final Map<String, List<String>> allowed = new LinkedHashMap<>();

    private Right() {}

    static Right of(String text) {
        Right right = new Right();
        text.lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] parts = line.replaceFirst("^[?]", "").split(" = ", -1);
            (line.startsWith("?") ? right.allowed : right.columns)
                    .put(parts[0].strip(), Arrays.asList(parts[1].strip().split("\\|", -1)));
        });
        return right;
    }

    /** How many columns are right, left open with the right candidate, missing, and wrong. */
    record Score(int right, int open, int missing, int expected, List<String> wrong, List<String> lacking) {

        double rate() {
            return expected == 0 ? 1 : (double) right / expected;
        }
    }

    /** Counts the required columns, or the optional ones. */
    Score score(Proposal proposal, boolean required) {
        Map<String, Mapping> mappings = new LinkedHashMap<>();
        proposal.mappings().forEach(mapping -> mappings.put(mapping.table(), mapping));
        int right = 0;
        int open = 0;
        List<String> wrong = new ArrayList<>();
        List<String> lacking = new ArrayList<>();
        List<String> counted = columns.keySet().stream()
                .filter(name -> isRequired(name) == required)
                .toList();
        for (String name : counted) {
            String[] parts = name.split("[.]", -1);
            Mapping mapping = mappings.get(parts[0]);
            Value value = mapping == null ? null : mapping.columns().get(parts[1]);
            if (value != null && isAmong(value, columns.get(name))) {
                right++;
            } else if (value != null) {
                wrong.add(name + " is " + value.expression());
            } else if (mapping != null && mapping.open().containsKey(parts[1])) {
                open++;
            } else {
                lacking.add(name);
            }
        }
        mappings.values()
                .forEach(mapping -> mapping.columns().forEach((column, value) -> {
                    String name = mapping.table() + "." + column;
                    boolean isKnown = columns.containsKey(name)
                            || isAmong(
                                    value,
                                    allowed.getOrDefault(
                                            name, allowed.getOrDefault(mapping.table() + ".*", List.of())));
                    if (isRequired(name) == required && !isKnown) {
                        wrong.add(name + " is " + value.expression() + ", unasked");
                    }
                }));
        return new Score(right, open, lacking.size(), counted.size(), wrong, lacking);
    }

    private static boolean isRequired(String name) {
        String[] parts = name.split("[.]", -1);
        return Inputs.named(parts[0]).required().contains(parts[1]);
    }

    private static boolean isAmong(Value value, List<String> expected) {
        return expected.stream()
                .anyMatch(column -> column.equals("*")
                        || Stream.of("." + Texts.quoted(column), column)
                                .anyMatch(text -> value.expression().equals(text)
                                        || value.expression().contains("." + Texts.quoted(column))));
    }
}
