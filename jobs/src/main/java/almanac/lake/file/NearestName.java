package almanac.lake.file;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The name that somebody probably meant. */
final class NearestName {

    private static final int LONGEST = 100;

    private NearestName() {}

    /** The candidate fewest edits away, case and the characters between words aside; none where it is another word. */
    static Optional<String> of(String name, List<String> candidates) {
        String wanted = plain(name);
        int allowed = Math.max(1, wanted.length() / 3);
        return candidates.stream()
                .filter(candidate -> candidate.length() <= LONGEST && edits(wanted, plain(candidate)) <= allowed)
                .min(Comparator.comparingInt(candidate -> edits(wanted, plain(candidate))));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_.-]", "");
    }

    /** Levenshtein's distance: insertions, deletions and replacements that turn one text into the other. */
    private static int edits(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
