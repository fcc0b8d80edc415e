package almanac.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import almanac.TestSession;
import almanac.error.Failure;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a SELECT of a mapping may say, and what becomes of it. */
class SelectMappingTest {

    private static final Set<String> DECLARED = Set.of("sale", "product");

    @ParameterizedTest
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '\0', textBlock = """
            SELECT java_method('java.lang.System', 'exit', 1) AS x FROM sale ~ the function java_method is not among those allowed
            SELECT reflect('java.lang.System', 'getenv', 'HOME') AS x FROM sale ~ the function reflect is not among those allowed
            SELECT upper(reflect('a', 'b')) AS x FROM sale ~ the function reflect is not among those allowed
            SELECT a AS x FROM sale WHERE reflect('a', 'b') = 'c' ~ the function reflect is not among those allowed
            SELECT p.a AS x FROM sale s LEFT JOIN product p ON reflect('a', 'b') = s.a ~ the function reflect is not among those allowed
            SELECT CASE WHEN a = 1 THEN input_file_name() ELSE b END AS x FROM sale ~ the function input_file_name is not among those allowed
            SELECT default.upper(a) AS x FROM sale ~ the function default.upper is not among those allowed
            SELECT rand() AS x FROM sale ~ the function rand is not among those allowed
            SELECT now() AS x FROM sale ~ the function now is not among those allowed
            SELECT from_json(a, 'b INT') AS x FROM sale ~ the function from_json is not among those allowed
            SELECT count(a) AS x FROM sale ~ the function count is not among those allowed
            SELECT sum(a) OVER (PARTITION BY b) AS x FROM sale ~ the function sum is not among those allowed
            SELECT upper(a) OVER (PARTITION BY b) AS x FROM sale ~ a SELECT of a mapping may not use
            SELECT current_date AS x FROM sale LEFT JOIN product ON true ~ may not
            SELECT current_user AS x FROM sale ~ may not
            SELECT a AS x FROM text.`/etc/passwd` ~ `text./etc/passwd` is not a declared source; declared are [product, sale]
            SELECT a AS x FROM parquet.`file:/tmp/x` ~ `parquet.file:/tmp/x` is not a declared source
            SELECT a AS x FROM delta.`../other` ~ `delta.../other` is not a declared source
            SELECT a AS x FROM secrets ~ `secrets` is not a declared source
            SELECT a AS x FROM spark_catalog.default.sale ~ `spark_catalog.default.sale` is not a declared source
            SELECT a AS x FROM sale LEFT JOIN text.`/etc/passwd` t ON t.value = sale.a ~ `text./etc/passwd` is not a declared source
            SELECT (SELECT max(a) FROM product) AS x FROM sale ~ a SELECT of a mapping may not use scalar subquery
            SELECT a AS x FROM sale WHERE a IN (SELECT a FROM product) ~ a SELECT of a mapping may not use
            SELECT a AS x FROM sale WHERE EXISTS (SELECT 1 FROM product) ~ a SELECT of a mapping may not use exists
            SELECT a AS x FROM (SELECT a FROM sale) s ~ FROM may hold declared sources and LEFT JOINs only
            SELECT a AS x FROM sale UNION ALL SELECT a FROM product ~ it is not a plain SELECT … FROM … [WHERE …] but a Union
            SELECT a AS x FROM sale EXCEPT SELECT a FROM product ~ it is not a plain SELECT
            SELECT a AS x FROM sale GROUP BY a ~ it is not a plain SELECT … FROM … [WHERE …] but a Aggregate
            SELECT DISTINCT a AS x FROM sale ~ it is not a plain SELECT … FROM … [WHERE …] but a Distinct
            SELECT ALL a AS x FROM sale ~ SELECT ALL is SELECT: leave ALL out
            SELECT a AS x FROM sale ORDER BY a ~ it is not a plain SELECT … FROM … [WHERE …] but a Sort
            SELECT a AS x FROM sale LIMIT 1 ~ it is not a plain SELECT … FROM … [WHERE …] but a GlobalLimit
            SELECT /*+ BROADCAST(sale) */ a AS x FROM sale ~ it is not a plain SELECT
            SELECT a AS x FROM sale TABLESAMPLE (10 PERCENT) ~ FROM may hold declared sources and LEFT JOINs only
            SELECT a AS x FROM sale VERSION AS OF 1 ~ FROM may hold declared sources and LEFT JOINs only
            SELECT a AS x FROM range(10) ~ FROM may hold declared sources and LEFT JOINs only
            SELECT a AS x FROM sale LATERAL VIEW explode(array(1)) t AS y ~ FROM may hold declared sources and LEFT JOINs only
            SELECT s.a AS x FROM sale s JOIN product p ON p.a = s.a ~ only LEFT JOIN keeps every record of the first source; it has Inner
            SELECT sale.a AS x FROM sale, product ~ only LEFT JOIN keeps every record of the first source; it has Inner
            SELECT s.a AS x FROM sale s RIGHT JOIN product p ON p.a = s.a ~ only LEFT JOIN keeps every record of the first source; it has RightOuter
            SELECT s.a AS x FROM sale s FULL JOIN product p ON p.a = s.a ~ only LEFT JOIN keeps every record of the first source; it has FullOuter
            SELECT s.a AS x FROM sale s LEFT ANTI JOIN product p ON p.a = s.a ~ only LEFT JOIN keeps every record of the first source; it has LeftAnti
            SELECT * FROM sale ~ every column needs a name (AS …)
            SELECT upper(a) FROM sale ~ every column needs a name (AS …)
            SELECT a AS x, b AS x FROM sale ~ the column x is given twice
            SELECT transform(a, v -> v + 1) AS x FROM sale ~ the function transform is not among those allowed
            SELECT a AS x FROM sale; DROP TABLE y ~ it is not SQL
            SELECT a AS x FROM sale WHERE a = ~ it is not SQL
            DROP TABLE sale ~ it does not start with SELECT
            SET spark.sql.ansi.enabled = false ~ it does not start with SELECT
            ADD JAR 'x.jar' ~ it does not start with SELECT
            INSERT INTO sale SELECT a FROM product ~ it does not start with SELECT
            WITH t AS (SELECT a FROM sale) SELECT a AS x FROM t ~ it does not start with SELECT
            """)
    void whatIsNotKnownToBeHarmlessIsRefusedByName(String sql, String reason) {
        assertThatThrownBy(() -> SelectMapping.parse("my.conf:7", sql, DECLARED))
                .asInstanceOf(type(Failure.class))
                .satisfies(failure -> {
                    assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
                    assertThat(failure.kind().exitCode()).isEqualTo(2);
                    assertThat(failure).hasMessage("my.conf:7: the SELECT of this mapping is refused");
                    assertThat(failure.remedy())
                            .isEqualTo(
                                    "write one SELECT of columns over declared sources, with LEFT JOINs and a WHERE at most");
                    assertThat(failure.details())
                            .anySatisfy(detail -> assertThat(detail).contains(reason));
                });
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThatThrownBy(() -> SelectMapping.parse(
                        "c", "SELECT rand() AS x, a AS x, upper(b) FROM text.`/etc/passwd` WHERE now() > b", DECLARED))
                .asInstanceOf(type(Failure.class))
                .satisfies(failure -> assertThat(failure.details()).hasSize(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT s.item AS x FROM sale s WHERE s.item = 'WHERE b'",
                "select item as x from sale where item = 'WHERE b'",
                "SELECT item AS x FROM sale WHERE (item = 'WHERE b')",
                "SELECT item AS x FROM sale WHERE ((item) = 'WHERE b') -- where it ends",
                "SELECT item AS x FROM sale WHERE /* where it begins */ item = 'WHERE b'",
                "SELECT where.item AS x FROM sale where WHERE where.item = 'WHERE b'",
                "SELECT item AS x FROM sale -- where\nWHERE item = 'WHERE b';",
                "SELECT item AS x, 'straße' AS `groß` FROM sale WHERE item = 'WHERE b'",
                "SELECT item AS x, '\uD83D\uDCE6 where' AS y FROM sale WHERE item = 'WHERE b'",
                "SELECT `s w`.item AS x FROM sale AS `s w` WHERE `s w`.item = 'WHERE b'",
                "SELECT item AS x FROM sale WHERE\nitem = 'WHERE b' AND NOT item = 'a' OR false",
                "SELECT s.item AS x, p.name AS y FROM sale s LEFT JOIN product p ON p.item = s.item WHERE s.item LIKE 'WHERE%'"
            })
    void theWhereBecomesAColumnWhereverTheWordStands(String sql) {
        assertThat(selected(sql)).containsExactly("1 a false", "2 WHERE b true", "3 null false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT item AS x FROM sale",
                "SELECT item AS x FROM sale;",
                "SELECT item AS x FROM sale where",
                "SELECT item AS x FROM sale -- no WHERE here",
                "\n  SELECT item AS x /* WHERE */ FROM sale\n",
                "SELECT coalesce(item, null) AS x FROM sale `sa``le`"
            })
    void withoutWhereEveryRowIsSelected(String sql) {
        assertThat(selected(sql)).containsExactly("1 a true", "2 WHERE b true", "3 null true");
    }

    @Test
    void aVariableInTheTextStaysTheText() {
        Dataset<Row> rows = run("SELECT '${env:HOME} ${system:user.home} ${spark.master}' AS x FROM sale");
        assertThat(rows.select("x").distinct().first().getString(0))
                .isEqualTo("${env:HOME} ${system:user.home} ${spark.master}");
    }

    @Test
    void theFirstSourceIsTheDeliveryAndItsColumnsAreKnown() {
        SelectMapping mapping = SelectMapping.parse(
                "c",
                "SELECT s.item AS product_id, p.`long name` AS product_name, amount AS net_amount"
                        + " FROM sale s LEFT JOIN product p ON p.id = s.item WHERE p.kind = 'x'",
                DECLARED);
        assertThat(mapping.primary()).isEqualTo("sale");
        assertThat(mapping.sources()).containsExactly("sale", "product");
        assertThat(mapping.columns()).containsExactly("product_id", "product_name", "net_amount");
        assertThat(mapping.references().get("sale")).containsExactly("amount", "item");
        assertThat(mapping.references().get("product")).containsExactly("amount", "id", "kind", "long name");
    }

    private static List<String> selected(String sql) {
        return run(sql).select("_line", "x", Acceptance.SELECTED).collectAsList().stream()
                .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2))
                .sorted()
                .toList();
    }

    private static Dataset<Row> run(String sql) {
        SparkSession spark = TestSession.get();
        spark.sql(
                        "SELECT 'f' AS _file, CAST(line AS BIGINT) AS _line, '' AS _raw, CAST(NULL AS STRING) AS _problem, item"
                                + " FROM VALUES (1, 'a'), (2, 'WHERE b'), (3, NULL) AS t(line, item)")
                .createOrReplaceTempView("sale");
        spark.sql("SELECT 'a' AS item, 'A' AS name").createOrReplaceTempView("product");
        return spark.sql(SelectMapping.parse("c", sql, DECLARED).sql());
    }
}
