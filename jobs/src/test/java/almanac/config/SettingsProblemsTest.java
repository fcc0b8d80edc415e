package almanac.config;

import static almanac.config.Texts.SHAPES;
import static almanac.config.Texts.problems;
import static almanac.config.Texts.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import almanac.error.Failure;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about configurations that are wrong: each problem with its place, its key and the reason. */
class SettingsProblemsTest {

    private static final String NAME_RULE =
            "is not a name: a lower-case letter, then up to 63 lower-case letters, digits and _";
    private static final String BELOW = "the path of a source starts at the lake and stays below it";

    static Stream<Arguments> values() {
        return Stream.of(
                arguments("name = Shop", "almanac.name: \"Shop\" " + NAME_RULE),
                arguments("name = \"../shop\"", "almanac.name: \"../shop\" " + NAME_RULE),
                arguments("name = \"a b\"", "almanac.name: \"a b\" " + NAME_RULE),
                arguments("name = \"%2e%2e\"", "almanac.name: \"%2e%2e\" " + NAME_RULE),
                arguments("name = \"a\\u0000b\"", "almanac.name: \"a\\u0000b\" " + NAME_RULE),
                arguments("name = \"\"", "almanac.name: \"\" " + NAME_RULE),
                arguments("name = null", "almanac.name: null is not text"),
                arguments("name = [shop]", "almanac.name: a list [ … ] is not text"),
                arguments("name { x = 1 }", "almanac.name: a block { … } is not text"),
                arguments(
                        "currency = EURO",
                        "almanac.currency: \"EURO\" is not a currency code of ISO 4217, such as USD"),
                arguments(
                        "currency = eur",
                        "almanac.currency: \"eur\" is not a currency code of ISO 4217, such as USD;"
                                + " did you mean \"EUR\"?"),
                arguments("currency = 978", "almanac.currency: 978 is not a currency code of ISO 4217, such as USD"),
                arguments("periods = week", "almanac.periods: \"week\" is not a list"),
                arguments("periods = []", "almanac.periods: is empty; it needs at least one entry"),
                arguments("periods = [week, week]", "almanac.periods: \"week\" is listed twice"),
                arguments(
                        "periods = [weak]",
                        "almanac.periods: \"weak\" is not one of day, week, month, quarter, year, fiscal_month,"
                                + " fiscal_quarter, fiscal_year; did you mean \"week\"?"),
                arguments("calendar = 445", "almanac.calendar: 445 is not a block"),
                arguments(
                        "forecast.scenarios { up { price = 5 } }",
                        "almanac.forecast.scenarios.up.price: 5 is not a change in percent, such as +5% or -10%"),
                arguments(
                        "forecast.scenarios { up { price = \"+51%\" } }",
                        "almanac.forecast.scenarios.up.price: \"+51%\" is not a change from -50% to +50%"),
                arguments(
                        "forecast.scenarios { up { promotion = 4 } }",
                        "almanac.forecast.scenarios.up.promotion: 4 is not a number from 0 to 3"),
                arguments(
                        "forecast.scenarios { up {} }",
                        "almanac.forecast.scenarios.up: changes nothing; it needs price, market or promotion"),
                arguments(
                        "forecast.scenarios { base { promotion = 0 } }",
                        "almanac.forecast.scenarios.base: is the forecast in which nothing differs; choose another name"),
                arguments(
                        "forecast.scenarios { up { prize = \"+5%\", promotion = 0 } }",
                        "almanac.forecast.scenarios.up.prize: unknown key; did you mean \"price\"?"),
                arguments(
                        "calendar.fiscal_year_start = 13",
                        "almanac.calendar.fiscal_year_start: 13 is not a whole number from 1 to 12"),
                arguments(
                        "calendar.fiscal_year_start = 1.5",
                        "almanac.calendar.fiscal_year_start: 1.5 is not a whole number from 1 to 12"),
                arguments(
                        "calendar.fiscal_year_start = april",
                        "almanac.calendar.fiscal_year_start: \"april\" is not a whole number from 1 to 12"),
                arguments(
                        "calendar.week_start = Sunday",
                        "almanac.calendar.week_start: \"Sunday\" is not one of monday, tuesday,"
                                + " wednesday, thursday, friday,"
                                + " saturday, sunday; did you mean \"sunday\"?"),
                arguments(
                        "calendar.pattern = 455",
                        "almanac.calendar.pattern: 455 is not one of month, 445, 454, 544;" + " did you mean \"445\"?"),
                arguments(
                        "calendar.year_end = first",
                        "almanac.calendar.year_end: \"first\" is not one of last, nearest"),
                arguments(
                        "calendar.holidays = [\"2024-02-30\"]",
                        "almanac.calendar.holidays: \"2024-02-30\" is not a date such as 2024-12-25"),
                arguments(
                        "calendar.holidays = [\"+12024-02-03\"]",
                        "almanac.calendar.holidays: \"+12024-02-03\" is not a date such as 2024-12-25"),
                arguments(
                        "calendar.closed_weekdays = [monday, tuesday, wednesday, thursday, friday, saturday, sunday]",
                        "almanac.calendar.closed_weekdays: closes all seven days, which leaves no day to sell on"),
                arguments(
                        "forecast.grain = quarter",
                        "almanac.forecast.grain: \"quarter\" is not one of day, week, month"),
                arguments("forecast.horizon = 0", "almanac.forecast.horizon: 0 is not a whole number from 1 to 366"),
                arguments(
                        "forecast.horizon = 367", "almanac.forecast.horizon: 367 is not a whole number from 1 to 366"),
                arguments(
                        "forecast.horizon = 1e999999999",
                        "almanac.forecast.horizon: 1e999999999 is not a whole number from 1 to 366"),
                arguments("forecast.origins = -1", "almanac.forecast.origins: -1 is not a whole number from 1 to 52"),
                arguments("forecast.seed = 0.5", "almanac.forecast.seed: 0.5 is not a whole number"),
                arguments(
                        "forecast.seed = 9223372036854775808",
                        // HOCON reads a number beyond 64 bits as text.
                        "almanac.forecast.seed: \"9223372036854775808\" is not a whole number"),
                arguments(
                        "gates.quarantine_rate = 1.01",
                        "almanac.gates.quarantine_rate: 1.01 is not a number from 0 to 1"),
                arguments(
                        "gates.quarantine_rate = -0.01",
                        "almanac.gates.quarantine_rate: -0.01 is not a number from 0 to 1"),
                arguments(
                        "gates.quarantine_rate = NaN",
                        "almanac.gates.quarantine_rate: \"NaN\" is not a number from 0 to 1"),
                arguments(
                        "gates.quarantine_rows = -1",
                        "almanac.gates.quarantine_rows: -1 is not a whole number from 0 to 2147483647"),
                arguments(
                        "gates.exchange_rate_days = 367",
                        "almanac.gates.exchange_rate_days: 367 is not a whole number from 0 to 366"),
                arguments(
                        "gates.earliest_date = 1990",
                        "almanac.gates.earliest_date: 1990 is not a date such as 2024-12-25"),
                arguments(
                        "gates.future_days = 3661",
                        "almanac.gates.future_days: 3661 is not a whole number from 0 to 3660"),
                arguments("catalog.register = maybe", "almanac.catalog.register: \"maybe\" is not one of true, false"),
                arguments("catalog.name = \"a.b\"", "almanac.catalog.name: \"a.b\" " + NAME_RULE),
                arguments(
                        "catalog.prefix = \"a.\"",
                        "almanac.catalog.prefix: \"a.\" is not a prefix: nothing, or a lower-case letter and then up to"
                                + " 31 lower-case letters, digits and _"),
                arguments("lake = \" \"", "almanac.lake: \" \" is blank"),
                arguments("lake = \"a\\u0000b\"", "almanac.lake: \"a\\u0000b\" has a control character"),
                arguments(
                        "lake = \"s3a:bucket\"",
                        "almanac.lake: \"s3a:bucket\" has a scheme without //, such as in s3a://bucket/folder"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueThatDoesNotFitIsNamedWithItsReason(String line, String problem) {
        assertThat(problems(with(line))).containsExactly("conf/x.conf:2 " + problem);
    }

    static Stream<Arguments> unknownKeys() {
        return Stream.of(
                arguments("curency = EUR", "almanac.curency: unknown key; did you mean \"currency\"?"),
                arguments("forecast.horizont = 3", "almanac.forecast.horizont: unknown key; did you mean \"horizon\"?"),
                arguments(
                        "forecast.method = ets",
                        "almanac.forecast.method: unknown key; the known ones are grain, horizon, origins, seed, retrain_days, retrain_drift, paths, scenarios"),
                arguments(
                        "gates.quarantine_rat = 0",
                        "almanac.gates.quarantine_rat: unknown key; did you mean \"quarantine_rate\"?"),
                arguments(
                        "calendar.weekstart = sunday",
                        "almanac.calendar.weekstart: unknown key; did you mean \"week_start\"?"),
                arguments(
                        "catalog.regsiter = true", "almanac.catalog.regsiter: unknown key; did you mean \"register\"?"),
                arguments(
                        "sources.sales_files.fromat = csv",
                        "almanac.sources.sales_files.fromat: unknown key; did you mean \"format\"?"),
                arguments(
                        "sources.sales_files.\"sub folder\" = x",
                        "almanac.sources.sales_files.\"sub folder\": unknown key; the known ones"
                                + " are format, path, order,"
                                + " on_missing, on_empty, on_bad_file, on_unknown_name, on_missing_column, encoding,"
                                + " delimiter, header, columns,"
                                + " null_values"),
                arguments("inputs.sales.form = x", "almanac.inputs.sales.form: unknown key; did you mean \"from\"?"),
                arguments(
                        "inputs.sales.columns.order_line_id { column = X, fromat = y }",
                        "almanac.inputs.sales.columns.order_line_id.fromat: unknown key; did you mean \"format\"?"),
                arguments(
                        "hierarchies.h { levels = [sales.order_id], level = x }",
                        "almanac.hierarchies.h.level: unknown key; did you mean \"levels\"?"));
    }

    @ParameterizedTest
    @MethodSource("unknownKeys")
    void anUnknownKeyIsNamedWithTheNearestKnownOne(String line, String problem) {
        assertThat(problems(with(line))).containsExactly("conf/x.conf:2 " + problem);
    }

    static Stream<Arguments> names() {
        return Stream.of(
                arguments("sources.\"../x\" { format = csv, path = x }", "almanac.sources.\"../x\""),
                arguments("sources.\"/x\" { format = csv, path = x }", "almanac.sources.\"/x\""),
                arguments("sources.\"a\\u0000\" { format = csv, path = x }", "almanac.sources.\"a\\u0000\""),
                arguments("sources.\"%2e%2e\" { format = csv, path = x }", "almanac.sources.\"%2e%2e\""),
                arguments("hierarchies.\"a b\" { levels = [sales.order_id] }", "almanac.hierarchies.\"a b\""),
                arguments(
                        "hierarchies.h { levels = [sales.order_id] }, segmentations.Big = [h]",
                        "almanac.segmentations.Big"),
                arguments(
                        "sources." + "x".repeat(65) + " { format = csv, path = x }",
                        "almanac.sources." + "x".repeat(65)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aKeyThatIsNoNameIsRefused(String line, String path) {
        assertThat(problems(with(line))).containsExactly("conf/x.conf:2 " + path + ": the key " + NAME_RULE);
    }

    @Test
    void everyProblemIsNamedAtOnceInTheOrderOfTheFile() {
        String text = """
                almanak { name = x }
                almanac {
                  calendar {
                    holidays = [
                      "2024-12-25"
                      christmas
                      easter
                    ]
                  }
                  sources.sales { fromat = csv, path = "../sales.csv" }
                  inputs.sales { from = sale, columns { order_id = A } }
                  hierarchies.geography { levels = [territories.land] }
                  segmentations.all = [geography.land, product]
                  currency = DM
                }
                """;

        Failure failure = catchThrowableOfType(
                Failure.class, () -> SettingsReader.read("conf/x.conf", text, SHAPES, Map.of("forecast.horizon", "0")));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
        assertThat(failure).hasMessage("conf/x.conf cannot be used: 12 problems");
        assertThat(failure.remedy())
                .isEqualTo(
                        "Correct what is named above. The comments of conf/almanac.conf say what each setting means.");
        assertThat(failure.details())
                .containsExactly(
                        "conf/x.conf:1 almanak: unknown key; did you mean \"almanac\"?",
                        "conf/x.conf:6 almanac.calendar.holidays: \"christmas\" is not a date such as 2024-12-25",
                        "conf/x.conf:7 almanac.calendar.holidays: \"easter\" is not a date such as 2024-12-25",
                        "conf/x.conf:10 almanac.sources.sales.format: missing",
                        "conf/x.conf:10 almanac.sources.sales.path: \"../sales.csv\" leaves the lake by ..; " + BELOW,
                        "conf/x.conf:10 almanac.sources.sales.fromat: unknown key; did you mean \"format\"?",
                        "conf/x.conf:11 almanac.inputs.sales.from: \"sale\" is not a source of this file; did you mean"
                                + " \"sales\"?",
                        "conf/x.conf:11 almanac.inputs.sales.columns: lacks order_date, product_id, quantity,"
                                + " net_amount; sales requires order_id, order_date, product_id,"
                                + " quantity, net_amount and"
                                + " has order_id",
                        "conf/x.conf:12 almanac.hierarchies.geography.levels: \"territories.land\""
                                + " names an unknown column"
                                + " of territories; the known ones are territory_id, territory_name, country",
                        "conf/x.conf:13 almanac.segmentations.all: \"product\" names an unknown"
                                + " hierarchy; the known ones"
                                + " are geography",
                        "conf/x.conf:14 almanac.currency: \"DM\" is not a currency code of ISO 4217, such as USD",
                        "--set almanac.forecast.horizon: \"0\" is not a whole number from 1 to 366");
    }

    @Test
    void aFileWithoutTheBlockSaysSo() {
        assertThat(problems("forecast { horizon = 3 }"))
                .containsExactly(
                        "conf/x.conf:1 forecast: unknown key; the known ones are almanac",
                        "conf/x.conf almanac: missing; every setting lies in this block");
    }

    @Test
    void anEmptyFileSaysThatTheBlockIsMissing() {
        assertThat(problems("")).containsExactly("conf/x.conf almanac: missing; every setting lies in this block");
    }

    @Test
    void anEmptyBlockSaysThatSalesAreMissing() {
        assertThat(problems("\nalmanac {}"))
                .containsExactly("conf/x.conf:2 almanac.inputs.sales: missing; it is the only input table"
                        + " that every night needs");
    }

    @Test
    void aValueOfTheEnvironmentIsNamedByTheLineThatAsksForIt() {
        assertThat(problems(with("\ncurrency = ${PATH}")))
                .singleElement()
                .asString()
                .startsWith("conf/x.conf:3 almanac.currency: ");
    }

    @Test
    void aBlockBuiltBySubstitutionIsNamedByTheLineThatBuildsIt() {
        String text = with("forecast { horizon = 5 }\n calendar { week_start = sunday }\n gates ="
                + " ${almanac.forecast} { future_days = -1 }");

        assertThat(problems(text))
                .containsExactlyInAnyOrder(
                        "conf/x.conf:2 almanac.gates.horizon: unknown key; the known ones are quarantine_rate,"
                                + " quarantine_rows, earliest_date, future_days, scale_shift, exchange_rate_days",
                        "conf/x.conf:4 almanac.gates.future_days: -1 is not a whole number from 0 to 3660");
    }
}
