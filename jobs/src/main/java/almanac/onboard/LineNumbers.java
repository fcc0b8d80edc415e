package almanac.onboard;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Finds the number of a line at the end of a column that holds order and line in one, such as {@code S0335840001}. */
final class LineNumbers {

    private static final int SHORTEST = 2;
    private static final int LONGEST = 6;
    private static final double NEARLY_ALL = 0.9;

    private LineNumbers() {}

    /**
     * How many digits at the end count lines: those before them come again, and with nearly each of those the digits begin
     * with 1. None where they do not.
     */
    static OptionalInt digits(Profile column) {
        if (!column.isUnique()) {
            return OptionalInt.empty();
        }
        for (int digits = LONGEST; digits >= SHORTEST; digits--) {
            if (counts(column.distinct(), digits)) {
                return OptionalInt.of(digits);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean counts(Set<String> values, int digits) {
        Map<String, Integer> first = new HashMap<>();
        Set<Integer> lines = new HashSet<>();
        for (String value : values) {
            int cut = value.length() - digits;
            if (cut < 1 || !value.substring(cut).matches("[0-9]+")) {
                return false;
            }
            int line = Integer.parseInt(value.substring(cut));
            first.merge(value.substring(0, cut), line, Math::min);
            lines.add(line);
        }
        long fromOne = first.values().stream().filter(line -> line == 1).count();
        return lines.size() > 1 && first.size() * 1.3 < values.size() && fromOne >= NEARLY_ALL * first.size();
    }
}
