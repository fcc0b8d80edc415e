package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.lake.Answer;
import almanac.lake.QueryEngine;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jline.reader.Candidate;
import org.jline.reader.EOFError;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser.ParseContext;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;

/** What Tab offers at the prompt, and where a query ends. */
class NameCompleterTest {

    private static final Map<String, List<String>> COLUMNS = new TreeMap<>(Map.of(
            "market.market_share", List.of("segment", "share_rate"), "market.segment_sales", List.of("net_amount")));

    @Test
    void tablesAreCompletedByTheirWholeName() throws Exception {
        assertThat(offered("SELECT * FROM mar")).containsExactly("market.market_share", "market.segment_sales");
        assertThat(offered("SELECT * FROM market.s")).containsExactly("market.segment_sales");
        assertThat(offered("SELECT * FROM staging.")).isEmpty();
    }

    @Test
    void columnsAreThoseOfTheTablesThatTheQueryNames() throws Exception {
        assertThat(offered("FROM market.market_share SELECT s")).containsExactly("segment", "share_rate");
        assertThat(offered("FROM market.market_share SELECT max(sh")).containsExactly("share_rate");
        assertThat(offered("FROM market.market_share m SELECT m.sh")).containsExactly("m.share_rate");
        assertThat(offered("FROM market.segment_sales SELECT sh")).isEmpty();
    }

    @Test
    void aQueryGoesOnUntilItsSemicolon() {
        QueryPrompt.Statements statements = new QueryPrompt.Statements();

        assertThatThrownBy(() -> statements.parse("SELECT 1", 8, ParseContext.ACCEPT_LINE))
                .isInstanceOf(EOFError.class);
        assertThat(statements.parse("SELECT 'it''s' \\;", 16, ParseContext.ACCEPT_LINE))
                .isNotNull();
        assertThat(statements.parse("exit", 4, ParseContext.ACCEPT_LINE)).isNotNull();
    }

    private static List<String> offered(String typed) throws Exception {
        InputStream nobodyTypes = new ByteArrayInputStream(new byte[0]);
        try (DumbTerminal terminal = new DumbTerminal(nobodyTypes, OutputStream.nullOutputStream())) {
            LineReader reader = LineReaderBuilder.builder().terminal(terminal).build();
            ParsedLine line = new QueryPrompt.Statements().parse(typed, typed.length(), ParseContext.COMPLETE);
            List<Candidate> candidates = new ArrayList<>();
            new NameCompleter(new Names()).complete(reader, line, candidates);
            return candidates.stream().map(Candidate::value).toList();
        }
    }

    /** Tables without rows. */
    private static final class Names implements QueryEngine {

        @Override
        public Answer answer(String sql, int most) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> tables() {
            return List.copyOf(COLUMNS.keySet());
        }

        @Override
        public List<String> columns(String table) {
            return COLUMNS.get(table);
        }

        @Override
        public void close() {}
    }
}
