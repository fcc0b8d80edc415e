package almanac.config;

import static almanac.config.Texts.SHAPES;
import static almanac.config.Texts.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import almanac.error.Failure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about text that is not HOCON, and what is never said. */
class SyntaxAndSecretsTest {

    private static final String HIDDEN = ": this is not HOCON; why is not shown, for the line speaks of a secret";

    static Stream<Arguments> syntax() {
        return Stream.of(
                arguments(
                        "almanac {\n  periods = [\n}",
                        "conf/x.conf:3: List should have ] or a first element after the open [,"
                                + " instead had token: '}'"),
                arguments("almanac {\n  name = a : b\n}", "conf/x.conf:2: Expecting close brace } or a comma, got ':'"),
                arguments(
                        "[1, 2]",
                        "conf/x.conf:1: a block or list stands where it cannot be joined with what is beside it"),
                arguments(
                        "a = 1\na = [1] {x = 1}",
                        "conf/x.conf:2: a block or list stands where it cannot be joined with what is beside it"),
                arguments(
                        "\nname = ${ALMANAC_TEST_IS_NEVER_SET}",
                        "conf/x.conf:2: Could not resolve substitution to a value: ${ALMANAC_TEST_IS_NEVER_SET}"),
                arguments(
                        "name = ${name}",
                        "conf/x.conf:1: Could not resolve substitution to a value: ${name} was part of a cycle of"
                                + " substitutions involving ${name}, ${name}"),
                arguments(
                        "..x = 1",
                        "conf/x.conf:1: path has a leading, trailing, or two adjacent period '.' (use quoted \"\" empty"
                                + " string if you want an empty element)"));
    }

    @ParameterizedTest
    @MethodSource("syntax")
    void textThatIsNotHoconIsNamedByItsLine(String text, String problem) {
        assertThat(failure(text).details()).containsExactly(problem);
    }

    @ParameterizedTest
    @MethodSource("includes")
    void anIncludeIsRefusedBeforeAnythingIsOpened(String include, String named) {
        assertThat(failure("almanac {}\n" + include).details())
                .containsExactly(
                        "conf/x.conf:2: include \"" + named + "\" is not possible: a configuration is one file");
    }

    static Stream<Arguments> includes() {
        return Stream.of(
                arguments("include \"base.conf\"", "base.conf"),
                arguments("include file(\"/etc/hostname\")", "/etc/hostname"),
                arguments("include required(file(\"/etc/hostname\"))", "/etc/hostname"),
                arguments("include url(\"http://localhost:1/x\")", "http://localhost:1/x"),
                arguments("include classpath(\"almanac/config/almanac.conf\")", "almanac/config/almanac.conf"));
    }

    static Stream<Arguments> overrides() {
        return Stream.of(
                arguments(
                        "forecast.horizon",
                        "many",
                        "--set almanac.forecast.horizon: \"many\" is not a whole number from 1 to 366"),
                arguments(
                        "forecast.horizn",
                        "3",
                        "--set almanac.forecast.horizn: unknown key; did you mean \"horizon\"?"),
                arguments(
                        "almanac.currency",
                        "EURO",
                        "--set almanac.currency: \"EURO\" is not a currency code of ISO 4217, such as USD"),
                arguments(
                        "periods",
                        "[day, noon]",
                        "--set almanac.periods: \"noon\" is not one of day, week, month, quarter,"
                                + " year, fiscal_month, fiscal_quarter, fiscal_year"),
                arguments("sources.new", "{ format = csv }", "--set almanac.sources.new.path: missing"),
                arguments(
                        "periods",
                        "[day",
                        "--set periods: the value begins like a list, a block or quoted text, but does not end so"),
                arguments(
                        "forecast..horizon",
                        "3",
                        "--set forecast..horizon: is not a key; write it with dots, such as forecast.horizon"),
                arguments("", "3", "--set : is not a key; write it with dots, such as forecast.horizon"),
                arguments("almanac", "3", "--set almanac: \"3\" is not a block"));
    }

    @ParameterizedTest
    @MethodSource("overrides")
    void aWrongSettingOfTheCommandLineIsNamedAsSuch(String key, String value, String problem) {
        Failure failure = catchThrowableOfType(
                Failure.class, () -> SettingsReader.read("conf/x.conf", with(""), SHAPES, Map.of(key, value)));

        assertThat(failure.details()).containsExactly(problem);
    }

    static Stream<Arguments> secrets() {
        return Stream.of(
                arguments(with("password = hunter2"), "conf/x.conf:2 almanac.password: unknown key"),
                arguments(
                        with("inputs.sales.columns.private_label { constant = [hunter2] }"),
                        "conf/x.conf:2 almanac.inputs.sales.columns.private_label.constant: a list [ … ] is not text"),
                arguments(
                        with("sources.token { format = hunter2, path = x }"),
                        "conf/x.conf:2 almanac.sources.token.format: *** is not one of csv,"
                                + " parquet, json, delta, table"),
                arguments(
                        with("currency = hunter2 # the api_key"),
                        "conf/x.conf:2 almanac.currency: *** is not a currency code of ISO 4217, such as USD"),
                arguments(with("db.password = hunt\"er2"), "conf/x.conf:2" + HIDDEN),
                arguments("almanac {\n secret = hunter2 : x\n}", "conf/x.conf:2" + HIDDEN),
                arguments("almanac {\n secret =\n hunter2 : x\n}", "conf/x.conf:3" + HIDDEN),
                arguments(with("x { password = hunter2 } [1]"), "conf/x.conf:2" + HIDDEN),
                arguments(
                        with("lake = \"s3a://key:hunter2@b/x\"\nwarehouse = \"s3a://key:hunter2@b/x/y\""),
                        "conf/x.conf:3 almanac.warehouse: lies in the lake, s3a://***@b/x; keep"
                                + " sources and tables apart"),
                arguments(
                        with("sources.s { format = csv, path = \"ftp://me:hunter2@host/x\" }"),
                        "conf/x.conf:2 almanac.sources.s.path: \"ftp://***@host/x\" has a scheme; the path of a source"
                                + " starts at the lake and stays below it"));
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void aSecretIsNeverShown(String text, String problem) {
        Failure failure = failure(text);

        assertThat(failure.details()).singleElement().asString().startsWith(problem);
        assertThat(everythingOf(failure)).doesNotContain("hunter2").doesNotContain("er2");
    }

    @Test
    void aSecretOfTheCommandLineIsNeverShown() {
        for (String value : new String[] {"hunter2", "[hunter2", "\"hunter2", "{ x = hunter2 }"}) {
            Failure failure = catchThrowableOfType(
                    Failure.class,
                    () -> SettingsReader.read("conf/x.conf", with(""), SHAPES, Map.of("catalog.password", value)));

            assertThat(failure.details()).singleElement().asString().startsWith("--set ");
            assertThat(everythingOf(failure)).doesNotContain("hunter2");
        }
    }

    @Test
    void aSecretInTheLocationIsNeverShown() {
        Failure failure = catchThrowableOfType(
                Failure.class,
                () -> SettingsReader.read("s3a://key:hunter2@bucket/x.conf", with("naem = x"), SHAPES, Map.of()));

        assertThat(failure.details())
                .containsExactly("s3a://***@bucket/x.conf:2 almanac.naem: unknown key; did you mean \"name\"?");
        assertThat(everythingOf(failure)).doesNotContain("hunter2");
    }

    @Test
    void aVeryLongValueIsShownInPart() {
        assertThat(failure(with("currency = " + "x".repeat(1000))).details())
                .containsExactly("conf/x.conf:2 almanac.currency: \"" + "x".repeat(80)
                        + "…\" is not a currency code of ISO 4217, such as USD");
    }

    private static Failure failure(String text) {
        return catchThrowableOfType(Failure.class, () -> SettingsReader.read("conf/x.conf", text, SHAPES, Map.of()));
    }

    /** Whatever a log might show of a failure, its causes included. */
    private static String everythingOf(Failure failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text + failure.describe();
    }
}
