package almanac.config;

import static almanac.config.Texts.only;
import static almanac.config.Texts.read;
import static almanac.config.Texts.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsDigestTest {

    private static final String TWO_HIERARCHIES =
            "hierarchies { b { levels = [sales.order_id] }, c { levels = [sales.product_id, sales.order_date] } }, ";

    @Test
    void itIsTheSha256OfTheCanonicalText() {
        // printf '{"a":["1","x"],"b":null}' | sha256sum (GNU coreutils 9.1)
        Map<String, Object> content = new TreeMap<>();
        content.put("b", null);
        content.put("a", List.of(1, "x"));

        assertThat(Digest.canonical(content)).isEqualTo("{\"a\":[\"1\",\"x\"],\"b\":null}");
        assertThat(Digest.of(content)).isEqualTo("c71e61f0a3359cf5c960be7c4ef0c1a449b308297c1397e2b59952c8e0f4bb96");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lake = other",
                "currency = EUR",
                "periods = [day, week]",
                "calendar.fiscal_year_start = 2",
                "calendar.week_start = sunday",
                "calendar.pattern = 454",
                "calendar.year_end = nearest",
                "calendar.closed_weekdays = [sunday]",
                "calendar.holidays = [\"2024-12-25\"]",
                "market.growth_rule = median",
                "market.growth_threshold = 0.05",
                "market.relative_share_threshold = 1.5",
                "market.target_quantile = 0.5",
                "market.class_a = 0.7",
                "market.class_b = 0.9",
                "market.class_x = 0.4",
                "market.class_y = 1.2",
                "forecast.grain = day",
                "forecast.horizon = 14",
                "forecast.origins = 5",
                "forecast.seed = 43",
                "customers.horizon_days = 364",
                "customers.discount_rate = 0.11",
                "customers.holdout_days = 91",
                "customers.rfm_thresholds = \"2025-01-31\"",
                "prices.max_step = 0.2",
                "prices.parity_band = 0.1",
                "gates.quarantine_rate = 0.06",
                "gates.quarantine_rows = 21",
                "gates.scale_shift = 31",
                "gates.exchange_rate_days = 8",
                "gates.earliest_date = \"1990-01-02\"",
                "gates.future_days = 1",
                "sources.sales_files.order = modified",
                "sources.sales_files.on_missing = accept",
                "sources.sales_files.on_empty = accept",
                "sources.sales_files.on_bad_file = quarantine",
                "sources.sales_files.on_unknown_name = accept",
                "sources.sales_files.on_missing_column = accept",
                "sources.sales_files.encoding = latin1",
                "sources.sales_files.delimiter = \";\"",
                "sources.sales_files { header = false, columns = [A, B, C, D, E] }",
                "sources.sales_files.null_values = [NULL]",
                "sources.more { format = delta, path = more }",
                "inputs.sales.columns.order_line_id = F",
                "inputs.sales.columns.currency_code { constant = F }",
                "inputs.sales.columns.currency_code { column = F }",
                "inputs.sales.columns.currency_code { column = F, format = G }",
                "inputs.sales.key = [order_id]",
                "inputs.market.select = \"SELECT 1\"",
                "hierarchies.h { levels = [sales.order_id] }",
                "hierarchies.h { levels = [sales.order_id], market { key = category_key, level = order_id } }",
                TWO_HIERARCHIES + "segmentations.s = [b, c]",
                TWO_HIERARCHIES + "segmentations.s = [c, b]",
                TWO_HIERARCHIES + "segmentations.s = [b, c.product_id]",
                TWO_HIERARCHIES + "segmentations.t = [b, c]"
            })
    void aSettingThatChangesResultsChangesIt(String line) {
        assertThat(read(with(line)).digest()).isNotEqualTo(read(with("")).digest());
    }

    @Test
    void differentSettingsHaveDifferentDigests() {
        List<String> lines = List.of(
                "inputs.sales.columns.currency_code = F",
                "inputs.sales.columns.currency_code { constant = F }",
                "inputs.sales.columns.currency_code { column = F, format = G }",
                TWO_HIERARCHIES + "segmentations.s = [b, c]",
                TWO_HIERARCHIES + "segmentations.s = [c, b]",
                TWO_HIERARCHIES + "segmentations { s = [b], t = [c] }");

        assertThat(lines.stream().map(line -> read(with(line)).digest())).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name = shop",
                "warehouse = elsewhere",
                "catalog { register = true, name = unity, prefix = x }",
                "# a comment that moves every line\n\n",
                "lake = \"./lake\"",
                "forecast.horizon = 13",
                "forecast.horizon = \"13\"",
                "gates.quarantine_rate = 5e-2",
                "periods = [year, quarter, month, week, day]",
                "sources.sales_files.encoding = utf-8"
            })
    void aSettingThatChangesNoResultLeavesItAsItIs(String line) {
        assertThat(read(with(line)).digest()).isEqualTo(read(with("")).digest());
    }

    @Test
    void theOrderOfTheFileDoesNotCount() {
        List<String> lines = new ArrayList<>(Arrays.asList(
                "sources.a { format = delta, path = a }",
                "sources.b { path = b, format = delta }",
                "inputs.sales { from = a, columns { order_id = A\n order_date = B\n product_id ="
                        + " C\n quantity = D\n net_amount = E } }",
                "calendar.holidays = [\"2024-12-25\", \"2024-01-01\"]",
                "hierarchies.x { levels = [sales.order_id] }",
                "hierarchies.y { levels = [sales.order_date] }"));
        Settings forwards = read(only(String.join("\n", lines)));
        Collections.reverse(lines);
        lines.replaceAll(line -> line.replace("order_id = A\n order_date = B", "order_date = B\n order_id = A")
                .replace("\"2024-12-25\", \"2024-01-01\"", "\"2024-01-01\", \"2024-12-25\""));
        Settings backwards = read(only(String.join("\n", lines)));

        assertThat(backwards.sources()).isNotEqualTo(forwards.sources());
        assertThat(backwards.digest()).isEqualTo(forwards.digest());
    }
}
