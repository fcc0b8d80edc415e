package almanac.forecast.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SharedData;
import almanac.TestSession;
import almanac.forecast.engine.ForecastEngine;
import almanac.forecast.engine.Frequency;
import almanac.forecast.engine.OriginForecasts;
import almanac.forecast.engine.RawValues;
import almanac.forecast.engine.SeriesForecast;
import almanac.lake.LooseFiles;
import almanac.stats.Accuracy;
import almanac.stats.Naive2;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * The engine on the real series of the M3 competition and what they did next, which it has not seen. The error is that of the
 * M4 competition: the mean of sMAPE and MASE, each relative to those of Naive2 (archive of M3: S. Makridakis and M. Hibon 2000,
 * doi:10.1016/S0169-2070(00)00057-1).
 */
class M3ForecastTest {

    private static final SeriesColumns COLUMNS =
            new SeriesColumns("series_id", "period_index", "value", List.of(), List.of());

    /**
     * How good the forecasts are.
     *
     * @param relativeError next to Naive2
     * @param coverage of the intervals of 90, 80 and 50 %
     */
    private record Measured(double relativeError, double[] coverage) {}

    @Test
    void monthlySeriesAreForecastBetterThanByAnyMethodAloneAndIntervalsHold() {
        Measured monthly = measure(Frequency.MONTHLY, 18);

        // Measured: 0.785; 0.920, 0.809 and 0.502.
        assertThat(monthly.relativeError()).isLessThanOrEqualTo(0.80);
        assertThat(monthly.coverage()).containsExactly(new double[] {0.9, 0.8, 0.5}, within(0.03));
    }

    @Test
    void quarterlySeriesAreForecastBetterThanByAnyMethodAloneAndIntervalsHold() {
        Measured quarterly = measure(Frequency.QUARTERLY, 8);

        // Measured: 0.847; 0.914, 0.830 and 0.516.
        assertThat(quarterly.relativeError()).isLessThanOrEqualTo(0.86);
        assertThat(quarterly.coverage()).containsExactly(new double[] {0.9, 0.8, 0.5}, within(0.04));
    }

    private static Measured measure(Frequency frequency, int horizon) {
        Dataset<Row> rows = new LooseFiles(TestSession.get())
                .read(
                        SharedData.require("m3/series.csv.gz").toString(),
                        List.of("series_id", "frequency", "set", "period_index", "value"))
                .filter("frequency = '" + frequency.name() + "'")
                // Every fourth series: enough to tell, in a fourth of the time.
                .filter("pmod(hash(series_id), 4) = 0")
                .cache();
        Map<String, double[]> actuals = actuals(rows);
        LongSeries read = LongSeries.of(
                rows.filter("set = 'train'"),
                LooseFiles.PLACE,
                COLUMNS,
                frequency,
                horizon,
                LongSeries.Missing.UNKNOWN);
        List<SeriesForecast> forecasts = new ForecastEngine(TestSession.get(), read.timeline(), 4, 42, step -> {})
                .forecasts(read.series())
                .collect();
        rows.unpersist();
        assertThat(forecasts).hasSizeGreaterThan(80);
        double[] errors = new double[4];
        double[] covered = new double[3];
        for (SeriesForecast forecast : forecasts) {
            double[] actual =
                    actuals.get(forecast.backtest().series().name().keys().get(0));
            double[] history = RawValues.of(forecast.backtest().series());
            double[] ours = RawValues.forecasts(forecast, "combination");
            double[] naive = new Naive2().forecast(history, frequency.season(), horizon);
            errors[0] += Accuracy.smape(actual, ours).orElseThrow();
            errors[1] += Accuracy.smape(actual, naive).orElseThrow();
            errors[2] +=
                    Accuracy.mase(actual, ours, history, frequency.season()).orElse(0);
            errors[3] +=
                    Accuracy.mase(actual, naive, history, frequency.season()).orElse(0);
            addCovered(covered, forecast, actual);
        }
        for (int i = 0; i < 3; i++) {
            covered[i] /= (double) forecasts.size() * horizon;
        }
        return new Measured((errors[0] / errors[1] + errors[2] / errors[3]) / 2, covered);
    }

    private static void addCovered(double[] covered, SeriesForecast forecast, double[] actual) {
        List<OriginForecasts> origins = forecast.backtest().origins();
        for (int h = 0; h < actual.length; h++) {
            double[] quantiles = forecast.quantiles()
                    .around(origins.get(origins.size() - 1), "combination", h + 1)
                    .orElseThrow();
            for (int i = 0; i < 3; i++) {
                covered[i] += quantiles[i] <= actual[h] && actual[h] <= quantiles[6 - i] ? 1 : 0;
            }
        }
    }

    /** What each series did in the test part. */
    private static Map<String, double[]> actuals(Dataset<Row> rows) {
        Map<String, TreeMap<Integer, Double>> byPeriod = new TreeMap<>();
        rows.filter("set = 'test'")
                .collectAsList()
                .forEach(row -> byPeriod.computeIfAbsent(row.getAs("series_id"), absent -> new TreeMap<>())
                        .put(Integer.valueOf(row.getAs("period_index")), Double.valueOf(row.getAs("value"))));
        return byPeriod.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> entry.getValue().values().stream()
                                .mapToDouble(value -> value)
                                .toArray()));
    }
}
