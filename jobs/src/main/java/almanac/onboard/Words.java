package almanac.onboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The words of a name, each as the one that stands for all of its meaning; see {@code words.txt}. */
final class Words {

    private static final Map<String, String> MEANINGS = meanings();

    /** Words that say little: half a match. */
    private static final Set<String> LIGHT = Set.of("id", "name", "amount", "is");

    private static final int SHORTEST_PART = 3;

    private Words() {}

    private static Map<String, String> meanings() {
        Map<String, String> meanings = new HashMap<>();
        for (String line : lines("words.txt")) {
            String[] words = line.split(" ", -1);
            Arrays.stream(words).forEach(word -> meanings.putIfAbsent(word, words[0]));
        }
        return meanings;
    }

    /** The lines of a resource beside this class, comments and blank ones left out. */
    static List<String> lines(String resource) {
        try (InputStream in = Words.class.getResourceAsStream(resource)) {
            String text = new String(
                    Objects.requireNonNull(in, resource + " is missing from the build")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
            return text.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }

    /** The words of a name: {@code StockCode} and {@code item_no} are both product, id. */
    static Set<String> of(String name) {
        String spaced = name.replaceAll("([a-z0-9])([A-Z])", "$1 $2")
                .replaceAll("([A-Z]+)([A-Z][a-z])", "$1 $2")
                .toLowerCase(Locale.ROOT);
        Set<String> words = new LinkedHashSet<>();
        for (String part : spaced.split("[^\\p{L}\\p{Nd}]+", -1)) {
            if (!part.isEmpty()) {
                parts(part).forEach(word -> words.add(meaning(word)));
            }
        }
        return words;
    }

    private static String meaning(String word) {
        String known = MEANINGS.get(word);
        if (known != null) {
            return known;
        }
        String singular = word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
        return MEANINGS.getOrDefault(singular, singular);
    }

    /** Words written without a gap, such as {@code orderdate}; the word itself where it is not made of known ones. */
    private static List<String> parts(String word) {
        if (MEANINGS.containsKey(word)) {
            return List.of(word);
        }
        for (int cut = word.length() - 2; cut >= SHORTEST_PART; cut--) {
            String first = word.substring(0, cut);
            if (MEANINGS.containsKey(first)) {
                List<String> rest = parts(word.substring(cut));
                if (rest.stream().allMatch(MEANINGS::containsKey)) {
                    List<String> parts = new ArrayList<>(List.of(first));
                    parts.addAll(rest);
                    return parts;
                }
            }
        }
        return List.of(word);
    }

    /** How alike two sets of words are, 0 to 1: twice what they share over what they have (Dice's coefficient). */
    static double likeness(Set<String> one, Set<String> other) {
        double all = weight(one) + weight(other);
        Set<String> shared = new LinkedHashSet<>(one);
        shared.retainAll(other);
        return all == 0 ? 0 : 2 * weight(shared) / all;
    }

    private static double weight(Set<String> words) {
        return words.stream()
                .mapToDouble(word -> LIGHT.contains(word) ? 0.5 : 1)
                .sum();
    }
}
