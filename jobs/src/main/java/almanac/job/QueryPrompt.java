package almanac.job;

import almanac.error.Failure;
import almanac.lake.QueryEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Asks for queries until there are no more. A query ends with a semicolon and may go over several lines; a mistake in
 * one does not end the prompt. What was asked is kept for the arrow keys in {@code .almanac/query_history}.
 */
final class QueryPrompt {

    private static final Set<String> ENDS = Set.of("exit", "quit", "\\q");

    private final QueryEngine engine;
    private final BiConsumer<QueryEngine, String> printer;

    /** @param printer answers a query and prints it */
    QueryPrompt(QueryEngine engine, BiConsumer<QueryEngine, String> printer) {
        this.engine = engine;
        this.printer = printer;
    }

    /** Asks at the terminal. */
    void run() {
        try (Terminal terminal = TerminalBuilder.builder().dumb(true).build()) {
            run(reader(terminal));
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal cannot be opened", e);
        }
    }

    private void run(LineReader reader) {
        System.err.printf(
                "%,d tables; end a query with ; and leave with exit. Tab completes names.%n",
                engine.tables().size());
        while (true) {
            try {
                String line = reader.readLine("almanac> ").strip();
                String query = line.endsWith(";") ? line.substring(0, line.length() - 1) : line;
                if (ENDS.contains(query)) {
                    return;
                } else if (!query.isBlank()) {
                    printer.accept(engine, query);
                }
            } catch (Failure e) {
                System.err.println(e.describe());
            } catch (UserInterruptException abandoned) {
                // Ctrl-C leaves the line, not the prompt.
            } catch (EndOfFileException end) {
                return;
            }
        }
    }

    private LineReader reader(Terminal terminal) {
        Path history = Path.of(System.getProperty("almanac.home", "."), ".almanac", "query_history");
        return LineReaderBuilder.builder()
                .terminal(terminal)
                .parser(new Statements())
                .completer(new NameCompleter(engine))
                .variable(LineReader.HISTORY_FILE, history)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "      -> ")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    /** Takes text up to a semicolon as one line, and names with their dots as words. */
    static final class Statements extends DefaultParser {

        Statements() {
            setEscapeChars(new char[0]);
            setQuoteChars(new char[0]);
        }

        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            String text = line.strip();
            if (context == ParseContext.ACCEPT_LINE && !text.isEmpty() && !text.endsWith(";") && !ENDS.contains(text)) {
                throw new EOFError(-1, cursor, "a query ends with ;");
            }
            return super.parse(line, cursor, context);
        }

        @Override
        public boolean isDelimiterChar(CharSequence text, int position) {
            char c = text.charAt(position);
            return !Character.isLetterOrDigit(c) && c != '_' && c != '.';
        }
    }
}
