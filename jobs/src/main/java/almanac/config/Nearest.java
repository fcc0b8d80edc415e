package almanac.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a misspelt word was probably meant to be. */
public final class Nearest {

    private Nearest() {}

    /** The end of a message about an unknown word: the known word nearest to it, or else all of them. */
    static String hint(String word, Collection<String> known) {
        return suggestion(word, known)
                .orElseGet(() ->
                        known.isEmpty() ? "; there are none here" : "; the known ones are " + String.join(", ", known));
    }

    /** {@code ; did you mean "x"?} for the known word nearest to this one, if any is near; the first of equals. */
    public static Optional<String> suggestion(String word, Collection<String> known) {
        return word(word, known).map(candidate -> "; did you mean \"" + candidate + "\"?");
    }

    /** The known word nearest to this one, if any is near; the first of equals. */
    public static Optional<String> word(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> isNear(word, candidate))
                .min(Comparator.comparingInt(candidate -> distanceIgnoringCase(word, candidate)));
    }

    /** Whether at most every third character differs; the lengths alone keep a very long word from being compared. */
    private static boolean isNear(String word, String candidate) {
        int edits = candidate.length() / 3;
        return Math.abs(word.length() - candidate.length()) <= edits && distanceIgnoringCase(word, candidate) <= edits;
    }

    private static int distanceIgnoringCase(String a, String b) {
        return distance(a.toLowerCase(Locale.ROOT), b.toLowerCase(Locale.ROOT));
    }

    /**
     * The Damerau-Levenshtein distance: the fewest insertions, deletions, substitutions and swaps of neighbours that
     * turn one word into the other. Lowrance and Wagner, An Extension of the String-to-String Correction Problem,
     * Journal of the ACM 22(2), 1975, doi:10.1145/321879.321880.
     */
    static int distance(String a, String b) {
        int longer = a.length() + b.length();
        // Row and column 0 are a border of values too large to be chosen; index 1 stands for the empty prefix.
        int[][] edits = new int[a.length() + 2][b.length() + 2];
        edits[0][0] = longer;
        for (int i = 0; i <= a.length(); i++) {
            edits[i + 1][0] = longer;
            edits[i + 1][1] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            edits[0][j + 1] = longer;
            edits[1][j + 1] = j;
        }
        Map<Character, Integer> lastRowOf = new HashMap<>();
        for (int i = 1; i <= a.length(); i++) {
            int lastMatch = 0;
            for (int j = 1; j <= b.length(); j++) {
                int swapRow = lastRowOf.getOrDefault(b.charAt(j - 1), 0);
                int swapColumn = lastMatch;
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                if (same) {
                    lastMatch = j;
                }
                int substituted = edits[i][j] + (same ? 0 : 1);
                int inserted = edits[i + 1][j] + 1;
                int deleted = edits[i][j + 1] + 1;
                int swapped = edits[swapRow][swapColumn] + (i - swapRow - 1) + 1 + (j - swapColumn - 1);
                edits[i + 1][j + 1] = Math.min(Math.min(substituted, swapped), Math.min(inserted, deleted));
            }
            lastRowOf.put(a.charAt(i - 1), i);
        }
        return edits[a.length() + 1][b.length() + 1];
    }
}
