package almanac.job;

import almanac.lake.QueryEngine;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes names: tables anywhere, and the columns of the tables that the query names. */
final class NameCompleter implements Completer {

    private final QueryEngine engine;

    NameCompleter(QueryEngine engine) {
        this.engine = engine;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String prefix = line.word().substring(0, line.wordCursor());
        for (String table : engine.tables()) {
            if (table.startsWith(prefix)) {
                candidates.add(candidate(table, "tables"));
            }
            if (line.line().contains(table)) {
                // s.net completes as net does: what stands before the dot is the alias.
                String alias = prefix.contains(".") ? prefix.substring(0, prefix.lastIndexOf('.') + 1) : "";
                engine.columns(table).stream()
                        .map(column -> alias + column)
                        .filter(column -> column.startsWith(prefix))
                        .forEach(column -> candidates.add(candidate(column, "columns of " + table)));
            }
        }
    }

    private static Candidate candidate(String name, String group) {
        return new Candidate(name, name, group, null, null, null, true);
    }
}
