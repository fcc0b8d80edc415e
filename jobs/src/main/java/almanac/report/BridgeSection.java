package almanac.report;

import static org.apache.spark.sql.functions.col;

import almanac.market.PriceVolumeMix;
import almanac.segment.Periods;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Map;

/** The bridge of each segment's sales from the year before: rates, price, volume, mix, new, lost and other. */
final class BridgeSection implements Section {

    private static final List<String> COLUMNS = List.of(
            "base_net_amount",
            "fx_effect_amount",
            "price_effect_amount",
            "volume_effect_amount",
            "mix_effect_amount",
            "new_amount",
            "lost_amount",
            "other_amount",
            "net_amount");

    @Override
    public String id() {
        return "bridge";
    }

    @Override
    public List<TableSpec> needs() {
        return List.of(PriceVolumeMix.SPEC);
    }

    @Override
    public Map<String, Object> data(ReportScope scope) {
        return Grid.byPeriod(
                scope.rows(PriceVolumeMix.SPEC, COLUMNS)
                        .filter(col("comparison")
                                .equalTo(Periods.PREVIOUS_YEAR)
                                .and(scope.periods().isHeadline()))
                        .collectAsList(),
                scope,
                COLUMNS);
    }
}
