package almanac.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.TestSession;
import almanac.error.Failure;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH x AS (SELECT 1 AS n) INSERT INTO t SELECT n FROM x",
                "FROM VALUES (1) AS t(n) INSERT INTO a SELECT n INSERT INTO b SELECT n",
                "WITH x AS (SELECT 1 AS n) FROM x INSERT INTO a SELECT n INSERT OVERWRITE TABLE b SELECT n",
                "EXPLAIN INSERT INTO t SELECT 1",
                "EXECUTE IMMEDIATE 'DROP TABLE t'",
                "CALL spark_catalog.system.f()",
                "BEGIN SELECT 1; DROP TABLE t; END",
                "OPTIMIZE delta.`/tmp/t`",
                "SET spark.sql.ansi.enabled = false",
                "CACHE TABLE t AS SELECT 1"
            })
    void whateverWritesIsRefusedHoweverItBegins(String sql) {
        assertThatThrownBy(() -> queries().answer(sql, 1))
                .isInstanceOf(Failure.class)
                .hasMessage("only queries are answered here, and this is none: " + sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- seven\nSELECT 7",
                "(SELECT 7)",
                "VALUES (7)",
                "FROM VALUES (7) AS t(n) SELECT n",
                "WITH x AS (SELECT 7 AS n) SELECT n FROM x",
                "SHOW DATABASES",
                "DESCRIBE QUERY SELECT 7 AS n",
                "EXPLAIN SELECT 7"
            })
    void whateverReadsIsAnsweredHoweverItIsWritten(String sql) {
        assertThat(queries().answer(sql, 1).rows()).hasSize(1);
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
