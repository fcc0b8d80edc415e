package almanac.report;

import static org.apache.spark.sql.functions.col;

import almanac.market.Alerts;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What was not as forecast: the latest period and causes first, then by impact; at most {@value #MOST}. */
final class AlertsSection implements Section {

    private static final int MOST = 200;
    private static final List<String> COLUMNS = List.of(
            "period_start",
            "is_root",
            "severity",
            "alert_status",
            "actual_amount",
            "expected_amount",
            "deviation_amount",
            "deviation_rate",
            "text");

    @Override
    public String id() {
        return "alerts";
    }

    @Override
    public List<TableSpec> needs() {
        return List.of(Alerts.SPEC);
    }

    @Override
    public Map<String, Object> data(ReportScope scope) {
        List<Row> rows = scope.night()
                .rows(Alerts.SPEC)
                .orderBy(
                        col("is_latest").desc(),
                        col("is_root").desc(),
                        col("impact_rate").desc_nulls_last(),
                        col("segment"),
                        col("period_start"))
                .limit(MOST)
                .collectAsList();
        Map<String, Object> data = Grid.table(rows, scope.rounding(), COLUMNS);
        Dataset<Row> all = scope.night().rows(Alerts.SPEC);
        data.put("total", all.count());
        data.put("causes", all.filter(col("is_root")).count());
        return data;
    }
}
