package almanac.forecast.engine;

import almanac.stats.QuantileLevels;
import java.io.Serializable;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;

/**
 * How good the combination was in the back-test of all series, next to seasonal naive. Every forecast counts the same in the
 * means; in WAPE every unit does.
 *
 * @param series how many there are
 * @param byStatus how many have which status
 * @param forecasts compared with what came
 * @param absoluteError of the combination, added up
 * @param naiveError of seasonal naive, added up
 * @param absoluteActual what came, without signs, added up
 * @param scaledError of the combination in units of the error of seasonal naive within the history, added up; of
 *     {@code scaled} forecasts
 * @param intervals of 80 % that were compared with what came
 * @param covered of them that held it
 */
public record BacktestSummary(
        long series,
        TreeMap<MethodStatus, Long> byStatus,
        long forecasts,
        double absoluteError,
        double naiveError,
        double absoluteActual,
        double scaledError,
        long scaled,
        long intervals,
        long covered)
        implements Serializable {

    private static final int LOW = QuantileLevels.ALL.indexOf(0.1);
    private static final int HIGH = QuantileLevels.ALL.indexOf(0.9);

    /** Of many forecasts. Runs a Spark job. */
    public static BacktestSummary of(JavaRDD<SeriesForecast> forecasts) {
        return forecasts
                .map(BacktestSummary::of)
                .fold(new BacktestSummary(0, new TreeMap<>(), 0, 0, 0, 0, 0, 0, 0, 0), BacktestSummary::plus);
    }

    private static BacktestSummary of(SeriesForecast forecast) {
        long count = 0;
        double error = 0;
        double naive = 0;
        double size = 0;
        double scaled = 0;
        long scaledCount = 0;
        long intervals = 0;
        long covered = 0;
        for (OriginForecasts at : forecast.backtest().origins()) {
            for (int ahead = 1; ahead <= at.horizon(); ahead++) {
                OptionalDouble actual = forecast.backtest().actual(at, ahead);
                if (actual.isPresent()) {
                    double value = actual.getAsDouble();
                    double distance = Math.abs(at.forecast(Verdict.COMBINATION, ahead) - value);
                    count++;
                    error += distance;
                    naive += Math.abs(at.forecast(Verdict.YARDSTICK, ahead) - value);
                    size += Math.abs(value);
                    Double unit = at.scale().seasonalError();
                    if (unit != null) {
                        scaled += distance / unit;
                        scaledCount++;
                    }
                    double[] quantiles = forecast.quantiles()
                            .around(at, Verdict.COMBINATION, ahead)
                            .orElse(null);
                    if (quantiles != null) {
                        intervals++;
                        covered += quantiles[LOW] <= value && value <= quantiles[HIGH] ? 1 : 0;
                    }
                }
            }
        }
        TreeMap<MethodStatus, Long> status = new TreeMap<>();
        status.put(forecast.verdict().status(), 1L);
        return new BacktestSummary(1, status, count, error, naive, size, scaled, scaledCount, intervals, covered);
    }

    private BacktestSummary plus(BacktestSummary other) {
        TreeMap<MethodStatus, Long> status = new TreeMap<>(byStatus);
        other.byStatus.forEach((key, count) -> status.merge(key, count, Long::sum));
        return new BacktestSummary(
                series + other.series,
                status,
                forecasts + other.forecasts,
                absoluteError + other.absoluteError,
                naiveError + other.naiveError,
                absoluteActual + other.absoluteActual,
                scaledError + other.scaledError,
                scaled + other.scaled,
                intervals + other.intervals,
                covered + other.covered);
    }
}
