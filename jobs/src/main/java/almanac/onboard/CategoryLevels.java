package almanac.onboard;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The columns that say what kind of product one is, coarsest first. */
final class CategoryLevels {

    private static final Set<String> WORDS = Set.of("category", "class", "series");
    private static final int MOST = 4;

    private CategoryLevels() {}

    /** Columns of texts whose names say category, class, type or the like; those with fewer values first. */
    static List<Profile> of(Profiled products) {
        return products.columns().stream()
                .filter(column -> isCategory(products, column))
                .sorted(Comparator.comparingInt(column -> column.distinct().size()))
                .limit(MOST)
                .toList();
    }

    private static boolean isCategory(Profiled products, Profile column) {
        Set<String> words = products.words(column);
        return words.stream().anyMatch(WORDS::contains)
                && !words.contains("id")
                && column.numbers() < 0.5
                && column.distinct().size() > 0
                && !column.isUnique();
    }
}
