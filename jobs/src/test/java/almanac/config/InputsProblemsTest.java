package almanac.config;

import static almanac.config.Texts.only;
import static almanac.config.Texts.problems;
import static almanac.config.Texts.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about input tables that cannot be made as declared. */
class InputsProblemsTest {

    static Stream<Arguments> inputs() {
        String five = "order_id = A, order_date = B, product_id = C, quantity = D, net_amount = E";
        return Stream.of(
                arguments(
                        "inputs.sale { from = s, columns { " + five + " } }",
                        List.of(
                                "almanac.inputs.sale: unknown input table; did you mean \"sales\"?",
                                "almanac.inputs.sales: missing; it is the only input table that every night needs")),
                arguments(
                        "inputs.sales { from = z, columns { " + five + " } }",
                        List.of("almanac.inputs.sales.from: \"z\" is not a source of this file; the known ones"
                                + " are s")),
                arguments("inputs.sales { columns { " + five + " } }", List.of("almanac.inputs.sales.from: missing")),
                arguments(
                        "inputs.sales { from = s, columns { order_dat = B, order_id = A, product_id = C } }",
                        List.of(
                                "almanac.inputs.sales.columns.order_dat: unknown column of sales; did you mean"
                                        + " \"order_date\"?",
                                "almanac.inputs.sales.columns: lacks order_date, quantity, net_amount; sales requires"
                                        + " order_id, order_date, product_id, quantity, net_amount and has order_dat,"
                                        + " order_id, product_id")),
                arguments(
                        "inputs.sales { from = s }",
                        List.of("almanac.inputs.sales: has neither columns nor select; an input table is made in one of"
                                + " the two ways")),
                arguments(
                        "inputs.sales { from = s, select = \"SELECT 1\", columns { " + five + " } }",
                        List.of("almanac.inputs.sales: has both columns and select; an input table"
                                + " is made in one of the"
                                + " two ways")),
                arguments(
                        "inputs.sales { from = s, select = \"SELECT 1\" }",
                        List.of("almanac.inputs.sales.from: stands beside a select, which names its sources itself;"
                                + " remove it")),
                arguments("inputs.sales { select = \" \" }", List.of("almanac.inputs.sales.select: \" \" is blank")),
                arguments("inputs.sales = s", List.of("almanac.inputs.sales: \"s\" is not a block")),
                arguments(
                        "inputs.sales { from = s, columns = [A] }",
                        List.of("almanac.inputs.sales.columns: a list [ … ] is not a block")),
                arguments(
                        "inputs.sales { from = s, columns { " + five + " }, key = [order_idd] }",
                        List.of("almanac.inputs.sales.key: \"order_idd\" is not a column of sales; did you mean"
                                + " \"order_id\"?")),
                arguments(
                        "inputs.sales { from = s, columns { " + five + " }, key = [territory_id] }",
                        List.of("almanac.inputs.sales.key: \"territory_id\" identifies rows but does not stand under"
                                + " columns; add it there")),
                arguments(
                        "inputs.sales { from = s, columns { " + five + " }, key = [] }",
                        List.of("almanac.inputs.sales.key: is empty; it needs at least one entry")),
                arguments(
                        "inputs.sales { from = s, columns { " + five
                                + ", currency_code { constant = X, column = Y } } }",
                        List.of("almanac.inputs.sales.columns.currency_code: has a constant beside column or format; it"
                                + " is either one or the other")),
                arguments(
                        "inputs.sales { from = s, columns { " + five + ", currency_code { format = yyyy } } }",
                        List.of("almanac.inputs.sales.columns.currency_code.column: missing")),
                arguments(
                        "inputs.sales { from = s, columns { " + five + ", currency_code = [X] } }",
                        List.of("almanac.inputs.sales.columns.currency_code: a list [ … ] is not text")),
                arguments(
                        "inputs.sales { from = s, columns { " + five + ", currency_code = \"\" } }",
                        List.of("almanac.inputs.sales.columns.currency_code: \"\" is blank")),
                arguments(
                        "sources.s { header = false, columns = [A, B, C, D, F] }, inputs.sales { from = s, columns { "
                                + five + " } }",
                        List.of("almanac.inputs.sales.columns.net_amount: \"E\" is not a column of the source s; the"
                                + " known ones are A, B, C, D, F")));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void anInputThatCannotBeMadeSoIsNamedWithItsReason(String line, List<String> problems) {
        assertThat(problems(only("sources.s { format = csv, path = x }, " + line)))
                .containsExactlyInAnyOrderElementsOf(
                        problems.stream().map(text -> "conf/x.conf:2 " + text).toList());
    }

    static Stream<Arguments> patterns() {
        return Stream.of(
                arguments("", "is blank"),
                // The classic slip: the year of the week, not of the date.
                arguments("YYYY-MM-dd", "counts years by weeks, which Spark does not parse; the year is yyyy"),
                arguments("yyyy-MM-dd nn", "has a letter that Spark does not parse, or too often"),
                arguments("MMMMM yyyy", "has a letter that Spark does not parse, or too often"),
                arguments(
                        "yyyy-MM-dd'T",
                        "is not a pattern such as \"yyyy-MM-dd HH:mm:ss\": Pattern ends with an"
                                + " incomplete string literal:"
                                + " yyyy-MM-dd'T"),
                arguments("yyyy-jj", "is not a pattern such as \"yyyy-MM-dd HH:mm:ss\": Unknown pattern letter: j"));
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void aPatternThatSparkCannotParseIsRefused(String pattern, String reason) {
        String line = "inputs.sales.columns.territory_id { column = X, format = \"" + pattern + "\" }";

        assertThat(problems(with(line)))
                .containsExactly("conf/x.conf:2 almanac.inputs.sales.columns.territory_id.format: \"" + pattern + "\" "
                        + reason);
    }
}
