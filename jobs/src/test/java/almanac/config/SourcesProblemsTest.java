package almanac.config;

import static almanac.config.Texts.problems;
import static almanac.config.Texts.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about sources that are declared wrongly. */
class SourcesProblemsTest {

    private static final String BELOW = "the path of a source starts at the lake and stays below it";

    static Stream<Arguments> sources() {
        return Stream.of(
                arguments("{ path = x }", "almanac.sources.s.format: missing"),
                arguments("{ format = csv }", "almanac.sources.s.path: missing"),
                arguments(
                        "{ format = cvs, path = x }",
                        "almanac.sources.s.format: \"cvs\" is not one of csv, parquet, json, delta, table;"
                                + " did you mean \"csv\"?"),
                arguments("{ format = csv, path = \"\" }", "almanac.sources.s.path: \"\" is blank; " + BELOW),
                arguments(
                        "{ format = csv, path = \"/etc/x\" }",
                        "almanac.sources.s.path: \"/etc/x\" is absolute; " + BELOW),
                arguments(
                        "{ format = csv, path = \"../x\" }",
                        "almanac.sources.s.path: \"../x\" leaves the lake by ..; " + BELOW),
                arguments(
                        "{ format = csv, path = \"a/../../x\" }",
                        "almanac.sources.s.path: \"a/../../x\" leaves the lake by ..; " + BELOW),
                arguments(
                        "{ format = csv, path = \"%2e%2E/x%\" }",
                        "almanac.sources.s.path: \"%2e%2E/x%\" leaves the lake by ..; " + BELOW),
                arguments(
                        "{ format = csv, path = \"a/..%2fx\" }",
                        "almanac.sources.s.path: \"a/..%2fx\" leaves the lake by ..; " + BELOW),
                arguments(
                        "{ format = csv, path = \"{a,..}/x\" }",
                        "almanac.sources.s.path: \"{a,..}/x\" leaves the lake by ..; " + BELOW),
                // Hadoop's GlobExpander makes ../x of the first alternative.
                arguments(
                        "{ format = csv, path = \".{./x,y}\" }",
                        "almanac.sources.s.path: \".{./x,y}\" has a / inside { }; give each folder"
                                + " a source of its own"),
                arguments(
                        "{ format = csv, path = \".{{b},./x}\" }",
                        "almanac.sources.s.path: \".{{b},./x}\" has a / inside { }; give each"
                                + " folder a source of its own"),
                arguments(
                        "{ format = csv, path = \"\\\\.\\\\./x\" }",
                        "almanac.sources.s.path: \"\\\\.\\\\./x\" has a backslash; " + BELOW
                                + ", with / between folders"),
                arguments(
                        "{ format = csv, path = \"file:///etc/x\" }",
                        "almanac.sources.s.path: \"file:///etc/x\" has a scheme; " + BELOW),
                arguments(
                        "{ format = csv, path = \"a\\u0000b\" }",
                        "almanac.sources.s.path: \"a\\u0000b\" has a control character"),
                arguments(
                        "{ format = delta, path = \"x/*\" }",
                        "almanac.sources.s.path: \"x/*\" is a glob; a Delta table is one folder"),
                arguments(
                        "{ format = table, path = \"x; DROP\" }",
                        "almanac.sources.s.path: \"x; DROP\" is not the name of a table, such as sales or shop.sales"),
                arguments(
                        "{ format = csv, path = x, on_missing = quarantine }",
                        "almanac.sources.s.on_missing: \"quarantine\" is not one of fail, accept"),
                arguments(
                        "{ format = csv, path = x, on_bad_file = accept }",
                        "almanac.sources.s.on_bad_file: \"accept\" is not one of fail, quarantine"),
                arguments(
                        "{ format = csv, path = x, encoding = utf9 }",
                        "almanac.sources.s.encoding: \"utf9\" is not a character set that Java knows, such as UTF-8 or"
                                + " windows-1252"),
                arguments(
                        "{ format = csv, path = x, encoding = \"no such!\" }",
                        "almanac.sources.s.encoding: \"no such!\" is not a character set that Java"
                                + " knows, such as UTF-8 or"
                                + " windows-1252"),
                arguments(
                        "{ format = csv, path = x, delimiter = \"||\" }",
                        "almanac.sources.s.delimiter: \"||\" is not one character, or is a quote or the end of a line"),
                arguments(
                        "{ format = csv, path = x, delimiter = \"\\\"\" }",
                        "almanac.sources.s.delimiter: \"\\\"\" is not one character, or is a quote"
                                + " or the end of a line"),
                arguments(
                        "{ format = parquet, path = x, delimiter = \";\" }",
                        "almanac.sources.s.delimiter: only for csv; this source is parquet"),
                arguments(
                        "{ format = parquet, path = x, encoding = latin1 }",
                        "almanac.sources.s.encoding: only for csv and json; this source is parquet"),
                arguments(
                        "{ format = delta, path = x, order = name }",
                        "almanac.sources.s.order: only for csv, parquet and json; this source is delta"),
                arguments(
                        "{ format = csv, path = x, columns = [a] }",
                        "almanac.sources.s.columns: only for files without a header; set header = false if these are"),
                arguments(
                        "{ format = csv, path = x, header = false }",
                        "almanac.sources.s.header: a file without a header needs columns = [ … ], the names in order"),
                arguments(
                        "{ format = csv, path = x, header = false, columns = [] }",
                        "almanac.sources.s.header: a file without a header needs columns = [ … ], the names in order"),
                arguments(
                        "{ format = csv, path = x, header = false, columns = [a, b, a] }",
                        "almanac.sources.s.columns: \"a\" is listed twice"),
                arguments("\"sales.csv\"", "almanac.sources.s: \"sales.csv\" is not a block"));
    }

    @ParameterizedTest
    @MethodSource("sources")
    void aSourceThatCannotBeReadSoIsNamedWithItsReason(String source, String problem) {
        assertThat(problems(with("sources.s = " + source))).containsExactly("conf/x.conf:2 " + problem);
    }
}
