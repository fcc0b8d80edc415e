package almanac.onboard;

import almanac.staging.Dimensions;
import almanac.staging.InputTable;
import almanac.staging.StagingTables;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known of the input tables beyond their columns. */
final class Inputs {

    /** The input that every night needs. */
    static final String SALES = "sales";

    private static final Map<String, Set<String>> FOLDERS = folders();

    private Inputs() {}

    private static Map<String, Set<String>> folders() {
        Map<String, Set<String>> folders = new LinkedHashMap<>();
        for (String line : Words.lines("folders.txt")) {
            int colon = line.indexOf(':');
            folders.put(line.substring(0, colon), Words.of(line.substring(colon + 1)));
        }
        return folders;
    }

    static boolean isDimension(String table) {
        return Dimensions.ALL.stream().anyMatch(input -> input.name().equals(table));
    }

    static InputTable named(String table) {
        return StagingTables.named(table)
                .orElseThrow(() -> new IllegalArgumentException("no input table is called " + table));
    }

    /** How far the name of a folder or file speaks for an input, 0 to 1. */
    static double affinity(String table, Set<String> words) {
        if (words.equals(Words.of(table))) {
            return 1;
        }
        Set<String> shared = new LinkedHashSet<>(FOLDERS.getOrDefault(table, Set.of()));
        int known = shared.size();
        shared.retainAll(words);
        return known == 0 ? 0 : Math.min(0.9, (double) shared.size() / Math.min(known, words.size() + 1));
    }

    /** Sets of optional columns of which an input needs one at least. */
    static boolean hasWhatItNeeds(Match match) {
        List<String> scope = List.of("store_id", "territory_id", "customer_id");
        return !match.table().equals("campaign_exposures")
                || scope.stream().anyMatch(column -> match.found(column).isPresent());
    }
}
