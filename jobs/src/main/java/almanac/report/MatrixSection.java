package almanac.report;

import almanac.market.GrowthShareMatrix;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Map;

/** Where each segment stands in the growth-share matrix. */
final class MatrixSection implements Section {

    private static final List<String> COLUMNS = List.of(
            "own_amount",
            "relative_share_rate",
            "market_growth_rate",
            "relative_share_threshold",
            "market_growth_threshold",
            "quadrant",
            "previous_quadrant");

    @Override
    public String id() {
        return "matrix";
    }

    @Override
    public List<TableSpec> needs() {
        return List.of(GrowthShareMatrix.SPEC);
    }

    @Override
    public Map<String, Object> data(ReportScope scope) {
        return Grid.byPeriod(
                scope.rows(GrowthShareMatrix.SPEC, COLUMNS)
                        .filter(scope.periods().isHeadline())
                        .collectAsList(),
                scope,
                COLUMNS);
    }
}
