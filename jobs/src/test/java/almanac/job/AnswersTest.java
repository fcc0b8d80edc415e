package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.lake.Answer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the rows of a query are printed. */
class AnswersTest {

    @Test
    void numbersStandRightWithThousandsSeparatorsAndTextLeft() {
        Answer answer = answer(
                List.of(text("segment"), number("sales_amount"), number("orders"), number("share_rate")),
                Arrays.asList("Whisky", new BigDecimal("1234567.5000"), 12345L, 0.25),
                Arrays.asList("Gin\u001b[2J", new BigDecimal("-0.005"), new BigInteger("9999999999999999999"), null));

        assertThat(Answers.table(answer)).isEqualTo("""
                segment  sales_amount                     orders  share_rate
                -------  ------------  -------------------------  ----------
                Whisky   1,234,567.50                     12,345      0.2500
                Gin?[2J        -0.005  9,999,999,999,999,999,999
                (2 rows)
                """);
    }

    @Test
    void whatATerminalWouldObeyIsAQuestionMark() {
        assertThat(Answers.table(answer(List.of(text("t")), List.of("Gin\u009b2J\u0085\u007fRum"))))
                .contains("Gin?2J??Rum");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "=1+1|'=1+1",
                "+cmd|'+cmd",
                "-A1|'-A1",
                "@SUM(A1)|'@SUM(A1)",
                "-1.50|-1.50",
                "+49|+49",
                "-1e9|-1e9",
                "-1-1|'-1-1",
                "a=b|a=b"
            })
    void aTextThatASpreadsheetWouldRunGetsAnApostrophe(String text, String written) {
        assertThat(csv(text("t"), text)).isEqualTo("t\r\n" + written + "\r\n");
    }

    @Test
    void tabsAndReturnsAtTheStartAreFormulasToo() {
        assertThat(csv(text("t"), "\t=1")).isEqualTo("t\r\n'\t=1\r\n");
        assertThat(csv(text("t"), "\r=1")).isEqualTo("t\r\n\"'\r=1\"\r\n");
    }

    @Test
    void numbersOfACsvAreNotTouched() {
        assertThat(csv(number("n"), new BigDecimal("-1E+3"))).isEqualTo("n\r\n-1000\r\n");
        assertThat(csv(number("n"), -1.0e-7)).isEqualTo("n\r\n-1.0E-7\r\n");
    }

    @Test
    void namesOfColumnsAreCellsToo() {
        assertThat(csv(text("=1,\"x\""), "a")).isEqualTo("\"'=1,\"\"x\"\"\"\r\na\r\n");
    }

    @Test
    void aLineOfJsonIsAnObjectOfTheTypesOfItsColumns() {
        Answer answer = answer(
                List.of(text("t"), number("n"), number("d"), text("day"), text("map"), text("list"), number("nan")),
                Arrays.asList(
                        "a\"b\n",
                        new BigDecimal("10.10"),
                        null,
                        LocalDate.of(2025, 12, 31),
                        Map.of("x", 1L),
                        Arrays.asList(true, null),
                        Double.NaN));

        assertThat(Answers.json(answer))
                .isEqualTo("{\"t\":\"a\\\"b\\n\",\"n\":10.10,\"d\":null,\"day\":\"2025-12-31\",\"map\":{\"x\":1},"
                        + "\"list\":[true,null],\"nan\":\"NaN\"}\n");
    }

    private static String csv(Answer.Column column, Object value) {
        return Answers.csv(answer(List.of(column), List.of(value)));
    }

    private static Answer answer(List<Answer.Column> columns, List<?>... rows) {
        return new Answer(
                columns, Stream.of(rows).<List<Object>>map(ArrayList::new).toList());
    }

    private static Answer.Column text(String name) {
        return new Answer.Column(name, Answer.Kind.TEXT);
    }

    private static Answer.Column number(String name) {
        return new Answer.Column(name, Answer.Kind.NUMBER);
    }
}
