package almanac.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import almanac.config.PeriodType;
import almanac.config.Scenario;
import almanac.forecast.ForecastAccuracy;
import almanac.forecast.SegmentActuals;
import almanac.forecast.SegmentForecasts;
import almanac.forecast.engine.Verdict;
import almanac.table.TableSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What is forecast with its quantiles, what came before, and how far off past forecasts were. */
final class ForecastSection implements Section {

    private static final int MOST_AHEAD = 53;
    private static final int MOST_BEHIND = 60;
    private static final List<String> QUANTILES =
            List.of("p05_amount", "p10_amount", "p50_amount", "p90_amount", "p95_amount");
    private static final List<String> VERDICT = List.of("method_status", "status_reason");
    private static final List<String> ACCURACY =
            List.of("method", "n", "wape", "seasonal_naive_wape", "bias", "coverage_80_rate", "interval_count");
    private static final List<String> COLUMNS = Stream.of(QUANTILES, VERDICT, List.of("horizon"))
            .flatMap(List::stream)
            .toList();

    /** What is published is judged by its own past where nights have one, else by the back-test of the same kind of forecast. */
    private static final List<String> METHODS =
            List.of(Verdict.COMBINATION, ForecastAccuracy.RECONCILED, ForecastAccuracy.PUBLISHED);

    @Override
    public String id() {
        return "forecast";
    }

    @Override
    public List<TableSpec> needs() {
        return List.of(SegmentForecasts.SPEC);
    }

    @Override
    public Map<String, Object> data(ReportScope scope) {
        Column isAhead =
                col("scenario_id").equalTo(Scenario.BASE).and(col("horizon").leq(MOST_AHEAD));
        List<Row> ahead =
                scope.rows(SegmentForecasts.SPEC, COLUMNS).filter(isAhead).collectAsList();
        List<LocalDate> starts = starts(ahead);
        String type = ahead.isEmpty() ? "" : ahead.get(0).getAs("period_type");
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", type);
        data.put("season", season(type));
        data.put("starts", starts.stream().map(LocalDate::toString).toList());
        for (String quantile : QUANTILES) {
            data.put(quantile, Grid.courses(ahead, scope, "period_start", starts, quantile));
        }
        List<Row> first = ahead.stream()
                .filter(row -> row.getAs("period_start").equals(starts.get(0)))
                .toList();
        data.put("verdict", Grid.bySegment(first, scope, VERDICT));
        putActuals(data, scope);
        if (scope.night().has(ForecastAccuracy.SPEC)) {
            data.put("accuracy", accuracy(scope));
        }
        return data;
    }

    /** What seasonal naive repeats, in words: of days, weekdays; else the year. */
    static String season(String type) {
        return type.equals(PeriodType.DAY.id()) ? "week" : "year";
    }

    private static void putActuals(Map<String, Object> data, ReportScope scope) {
        if (!scope.night().has(SegmentActuals.SPEC)) {
            return;
        }
        Dataset<Row> actuals = scope.rows(SegmentActuals.SPEC, List.of("actual_amount"));
        List<Row> latest = actuals.select("period_start")
                .distinct()
                .orderBy(col("period_start").desc())
                .limit(MOST_BEHIND)
                .collectAsList();
        if (latest.isEmpty()) {
            return;
        }
        LocalDate from = latest.get(latest.size() - 1).getAs("period_start");
        List<Row> behind = actuals.filter(col("period_start").geq(lit(from))).collectAsList();
        List<LocalDate> starts = starts(behind);
        data.put("actualStarts", starts.stream().map(LocalDate::toString).toList());
        data.put("actual_amount", Grid.courses(behind, scope, "period_start", starts, "actual_amount"));
    }

    private static Map<String, Object> accuracy(ReportScope scope) {
        List<Row> rows = new ArrayList<>(scope.rows(ForecastAccuracy.SPEC, ACCURACY)
                .filter(col("horizon")
                        .equalTo(ForecastAccuracy.ALL_HORIZONS)
                        .and(col("method").isInCollection(METHODS)))
                .collectAsList());
        // Of several rows of a segment the last one stays.
        rows.sort((one, other) -> Integer.compare(
                METHODS.indexOf(one.<String>getAs("method")), METHODS.indexOf(other.<String>getAs("method"))));
        return Grid.bySegment(rows, scope, ACCURACY);
    }

    private static List<LocalDate> starts(List<Row> rows) {
        List<LocalDate> starts = new ArrayList<>(rows.stream()
                .map(row -> row.<LocalDate>getAs("period_start"))
                .distinct()
                .toList());
        Collections.sort(starts);
        return starts;
    }
}
