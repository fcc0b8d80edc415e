package almanac.lake;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables whose names stand in a query, in whatever role: one too many costs a moment, one too few the answer. */
public final class NamedTables {

    private static final Pattern WORD = Pattern.compile("[a-z_][a-z0-9_]*");

    /** What lists tables. */
    private static final Set<String> ALL = Set.of("tables", "views", "information_schema");

    private NamedTables() {}

    /** Those of these tables, {@code area.table}, that a query may mean; all where it asks which there are. */
    public static List<String> in(String sql, Collection<String> tables) {
        Set<String> words = new HashSet<>();
        Matcher word = WORD.matcher(sql.toLowerCase(Locale.ROOT));
        while (word.find()) {
            words.add(word.group());
        }
        boolean isAll = ALL.stream().anyMatch(words::contains);
        return tables.stream()
                .filter(table -> isAll || words.contains(withoutArea(table)))
                .toList();
    }

    /** The name of a table in its area. */
    public static String withoutArea(String table) {
        return table.substring(table.indexOf('.') + 1);
    }
}
