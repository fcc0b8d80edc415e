package almanac.report;

import static org.apache.spark.sql.functions.col;

import almanac.market.SegmentSales;
import almanac.segment.Periods;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Size and growth of each segment, and its course over time. */
final class SalesSection implements Section {

    private static final List<String> COLUMNS = List.of(
            "net_amount",
            "base_net_amount",
            "change_amount",
            "growth_rate",
            "contribution_pp",
            "comparable_growth_rate",
            "margin_rate");

    @Override
    public String id() {
        return "sales";
    }

    @Override
    public List<TableSpec> needs() {
        return List.of(SegmentSales.SPEC);
    }

    @Override
    public Map<String, Object> data(ReportScope scope) {
        List<ReportPeriods.Period> course = scope.periods().course();
        List<Row> rows = scope.rows(SegmentSales.SPEC, COLUMNS)
                .filter(col("comparison").equalTo(Periods.PREVIOUS_YEAR))
                .filter(scope.periods().isHeadline().or(ReportPeriods.isOf(course)))
                .collectAsList();
        return Map.of(
                "periods", Grid.byPeriod(rows, scope, COLUMNS),
                "course", Courses.of(course, rows, scope, "net_amount", "growth_rate"));
    }
}
