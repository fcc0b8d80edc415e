package almanac.report;

import static org.apache.spark.sql.functions.col;

import almanac.market.MarketShare;
import almanac.segment.Periods;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Own share of the market, its change and its course over time. */
final class ShareSection implements Section {

    private static final List<String> COLUMNS = List.of(
            "share_rate",
            "share_change_pp",
            "market_growth_rate",
            "market_effect_amount",
            "share_effect_amount",
            "relative_share_rate",
            "largest_competitor_id",
            "coverage_rate");

    @Override
    public String id() {
        return "share";
    }

    @Override
    public List<TableSpec> needs() {
        return List.of(MarketShare.SPEC);
    }

    @Override
    public Map<String, Object> data(ReportScope scope) {
        List<ReportPeriods.Period> course = scope.periods().course();
        List<Row> rows = scope.rows(MarketShare.SPEC, COLUMNS)
                .filter(col("comparison").equalTo(Periods.PREVIOUS_YEAR))
                .filter(scope.periods().isHeadline().or(ReportPeriods.isOf(course)))
                .collectAsList();
        return Map.of(
                "periods", Grid.byPeriod(rows, scope, COLUMNS),
                "course", Courses.of(course, rows, scope, "share_rate"));
    }
}
