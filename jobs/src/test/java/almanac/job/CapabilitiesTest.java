package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.market.SegmentProfit;
import almanac.table.TableSpec;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Why a table cannot be built where a column is not mapped. */
class CapabilitiesTest {

    private static final SegmentProfit PROFIT = new SegmentProfit();

    @Test
    void ofColumnsThatCanStandForEachOtherOneIsEnough() {
        Settings demo = SettingsReader.read(
                Nights.conf("demo.conf"), ConfigurationOptions.shapes(), Map.of("lake", "/l", "warehouse", "/w"));

        assertThat(Capabilities.of(demo).missing(PROFIT, inputs(), Map.of())).isNull();
    }

    @Test
    void whereNoneIsMappedTheReasonNamesThemAll() {
        Settings bare = TestSettings.of(PeriodType.MONTH);

        assertThat(Capabilities.of(bare).missing(PROFIT, inputs(), Map.of()))
                .isEqualTo("no column is mapped to `sales.cost_amount` or `products.standard_cost_amount`: add"
                        + " almanac.inputs.sales.columns.cost_amount or"
                        + " almanac.inputs.products.columns.standard_cost_amount to the configuration");
    }

    private static Set<String> inputs() {
        return PROFIT.inputs().stream().map(TableSpec::qualifiedName).collect(Collectors.toSet());
    }
}
