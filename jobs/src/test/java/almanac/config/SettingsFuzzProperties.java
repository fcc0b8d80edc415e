package almanac.config;

import static almanac.config.Texts.SHAPES;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.error.Failure;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Whatever stands in a configuration, it is read or refused as a configuration: never our own bug. */
class SettingsFuzzProperties {

    private static final String GOOD = """
            almanac {
              lake = lake, warehouse = tables, currency = GBP
              sources.s { format = csv, path = "s/*.csv", header = false, columns = [a, b, c, d, e, f] }
              inputs.sales {
                from = s
                columns {
                  order_id = a, order_date { column = b, format = "yyyy" }, product_id = c, quantity = d, net_amount = e
                  territory_id { constant = ${?HOME} }
                }
                key = [order_id]
              }
              hierarchies.h {
                levels = [sales.product_id, sales.order_id]
                market { key = category_key, level = order_id }
              }
              segmentations { one = [h], two = [h.product_id] }
              periods = [week, fiscal_month]
              calendar { pattern = 445, holidays = ["2024-12-25"], closed_weekdays = [sunday] }
              forecast.horizon = 5
              gates.quarantine_rate = 0.1
            }
            """;

    /** Pieces that mean something to HOCON, to paths or to numbers. */
    private static final List<String> PIECES = List.of(
            "",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\"\"\"",
            "=",
            ":",
            "+=",
            ",",
            ".",
            "..",
            "/",
            "\n",
            "#",
            "${",
            "${?",
            "${h}",
            "${almanac}",
            "${almanac.sources}",
            "null",
            "true",
            "-1",
            "1e400",
            "NaN",
            "\u0000",
            "\uFEFF",
            "\uD800",
            "é",
            "include \"x\"",
            "sales",
            "almanac",
            "%2e",
            "\\",
            "*",
            "0",
            "9999999999999999999",
            " ",
            "periods",
            "x = {}");

    @Property(tries = 3000)
    void aDamagedConfigurationIsReadOrRefused(@ForAll("damaged") String text) {
        Statistics.label("read").collect(isRead(text, Map.of()));
    }

    @Property(tries = 500)
    void anySettingOfTheCommandLineIsReadOrRefused(@ForAll("keys") String key, @ForAll("values") String value) {
        Statistics.label("read").collect(isRead(GOOD, Map.of(key, value)));
    }

    @Property(tries = 500)
    void anyTextIsReadOrRefused(@ForAll String text) {
        // No text without an input table is a configuration.
        assertThat(isRead(text, Map.of())).isFalse();
    }

    @Provide
    Arbitrary<String> damaged() {
        Arbitrary<Integer> positions = Arbitraries.integers().between(0, GOOD.length());
        Arbitrary<Integer> lengths = Arbitraries.integers().between(0, 12);
        Arbitrary<String> pieces = Arbitraries.of(PIECES);
        return Combinators.combine(positions, lengths, pieces).as(SettingsFuzzProperties::damage);
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.of(
                        "almanac",
                        "forecast",
                        "horizon",
                        "inputs",
                        "sales",
                        "columns",
                        "from",
                        ".",
                        "\"",
                        " ",
                        "periods")
                .list()
                .ofMaxSize(4)
                .map(parts -> String.join(".", parts));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.strings(),
                Arbitraries.of(PIECES),
                Arbitraries.of(PIECES).map(piece -> "[" + piece + "]"),
                Arbitraries.of(PIECES).map(piece -> "{ a = " + piece + " }"));
    }

    private static String damage(int position, int length, String piece) {
        int end = Math.min(GOOD.length(), position + length);
        return GOOD.substring(0, position) + piece + GOOD.substring(end);
    }

    /** Whether it is read; false where it is refused properly. Anything else that is thrown fails the property. */
    private static boolean isRead(String text, Map<String, String> overrides) {
        try {
            Settings settings = SettingsReader.read("/etc/x.conf", text, SHAPES, overrides);
            assertThat(settings.digest()).matches("[0-9a-f]{64}");
            return true;
        } catch (Failure failure) {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
            assertThat(failure.details())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("/etc/x.conf") || line.startsWith("--set "));
            return false;
        }
    }
}
