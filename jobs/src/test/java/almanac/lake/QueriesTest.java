package almanac.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.TestSession;
import almanac.error.Failure;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a query may be, and what it says when it cannot be answered. */
class QueriesTest {

    @TempDir
    Path folder;

    @Test
    void aSelectGivesItsColumnsAndItsFirstRows() {
        Answer answer = queries().answer("SELECT n, n * 2 AS twice FROM VALUES (1), (2), (3) AS t(n)", 2);

        assertThat(answer.columns()).extracting(Answer.Column::name).containsExactly("n", "twice");
        assertThat(answer.rows()).containsExactly(List.of(1, 2), List.of(2, 4));
    }

    @Test
    void onlyQueriesAreAnswered() {
        assertThatThrownBy(() -> queries().answer("DROP TABLE market.market_share", 1))
                .isInstanceOf(Failure.class)
                .hasMessage("only queries are answered here, and this is none: DROP TABLE market.market_share");
    }

    @Test
    void aTableThatIsNotThereIsTheUsersMistake() {
        assertThatThrownBy(() -> queries().answer("SELECT * FROM market.nothing", 1))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION))
                .hasMessageStartingWith("the query cannot be answered: [TABLE_OR_VIEW_NOT_FOUND]");
    }

    @Test
    void aDivisionByZeroIsTheUsersMistake() {
        assertThatThrownBy(() -> queries().answer("SELECT sum(n) / sum(n - n) FROM VALUES (1) AS t(n)", 1))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION))
                .hasMessageStartingWith("the query cannot be computed: [DIVIDE_BY_ZERO]");
    }

    private Queries queries() {
        return new Queries(TestSession.get(), Warehouse.open(TestSession.get(), folder.toString()), List.of());
    }
}
