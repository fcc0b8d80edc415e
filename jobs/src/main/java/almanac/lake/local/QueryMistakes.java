package almanac.lake.local;

import almanac.config.Nearest;
import almanac.error.Failure;
import almanac.lake.NamedTables;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What DuckDB says of a query that it cannot answer, in the words of a warehouse. */
final class QueryMistakes {

    private static final Pattern UNKNOWN_TABLE = Pattern.compile("Table with name (\\S+) does not exist");

    private final LocalNight night;
    private final String sql;

    QueryMistakes(LocalNight night, String sql) {
        this.night = night;
        this.sql = sql;
    }

    /** The failure behind a message of DuckDB. */
    Failure of(String message) {
        if (night.tables().isEmpty()) {
            return nothingPublished(night);
        }
        Matcher unknown = UNKNOWN_TABLE.matcher(message);
        if (unknown.find()) {
            return unknownTable(asWritten(unknown.group(1)));
        }
        return Failure.configuration(
                "the query cannot be answered: " + message.strip(),
                "`DESCRIBE area.table` shows its columns; this is DuckDB's SQL, --spark takes Spark's",
                List.of());
    }

    static Failure nothingPublished(LocalNight night) {
        return Failure.configuration(
                "nothing is published yet below " + night.root(), "run a night first: scripts/nightly", List.of());
    }

    /** DuckDB would suggest tables of its own. */
    private Failure unknownTable(String written) {
        if (night.lacks(written)) {
            return night.versions().lacks(written);
        }
        Optional<String> nearest = nearest(written);
        return Failure.configuration(
                "there is no table " + written
                        + nearest.map(table -> "; did you mean \"" + table + "\"?")
                                .orElse(""),
                "`almanac tables` lists every table and column",
                nearest.isPresent() ? List.of() : night.tables());
    }

    /** A table's name with its area, where the query has that. */
    private String asWritten(String name) {
        Matcher written = Pattern.compile("\\w+\\." + Pattern.quote(name)).matcher(sql);
        return written.find() ? written.group() : name;
    }

    /** The table that a name was meant to be, with or without its area. */
    private Optional<String> nearest(String written) {
        List<String> tables = night.tables();
        if (written.contains(".")) {
            return Nearest.word(written, tables);
        }
        List<String> names = tables.stream().map(NamedTables::withoutArea).toList();
        return Nearest.word(written, names).map(name -> tables.get(names.indexOf(name)));
    }
}
