package almanac.job;

import almanac.forecast.engine.ForecastEngine;
import almanac.forecast.engine.Frequency;
import almanac.forecast.engine.OriginForecasts;
import almanac.forecast.engine.SeriesForecast;
import almanac.forecast.engine.Verdict;
import almanac.forecast.series.LongSeries;
import almanac.forecast.series.SeriesColumns;
import almanac.lake.LooseFiles;
import almanac.sample.SampleParameters;
import almanac.sample.SampleSeries;
import almanac.stats.QuantileLevels;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * {@code almanac bench forecast --segments N --days D}: time, accuracy and coverage of the engine on daily series drawn by the
 * demand of the sample lake. They lie in a file as a user's would; the last four weeks are held back and then compared.
 */
final class SampleBench {

    private static final int HORIZON = 28;
    private static final int ORIGINS = 4;
    private static final long SEED = 42;

    /** Makes a product sell some three and a half lines a day in a store, and a slow one in a small store few. */
    private static final double SCALE = 100;

    private static final int LOW = QuantileLevels.ALL.indexOf(0.1);
    private static final int HIGH = QuantileLevels.ALL.indexOf(0.9);

    private final SparkSession spark;
    private final List<SampleSeries> series;
    private final String file;

    /**
     * @param segments how many series
     * @param days of history, the held back ones not among them
     * @param folder where the series are written
     */
    SampleBench(SparkSession spark, int segments, int days, String folder) {
        SampleParameters defaults = SampleParameters.defaults();
        this.spark = spark;
        this.series = SampleSeries.draw(
                new SampleParameters(defaults.seed(), SCALE, defaults.end(), days + HORIZON), segments);
        this.file = folder + "/series-" + segments + "-" + days + ".csv";
        new LooseFiles(spark).write(file, lines().iterator());
    }

    private Stream<String> lines() {
        return Stream.concat(
                Stream.of("series,category,region,day,amount\n"),
                series.stream()
                        .flatMap(one -> IntStream.range(0, known(one))
                                .mapToObj(t -> String.join(
                                        ",",
                                        one.id(),
                                        one.category(),
                                        one.region(),
                                        one.first().plusDays(t).toString(),
                                        one.amounts()[t] + "\n"))));
    }

    private static int known(SampleSeries one) {
        return Math.max(0, one.amounts().length - HORIZON);
    }

    /** The figures as text. */
    String text() {
        double cpu = cpuSeconds();
        long start = System.nanoTime();
        SeriesColumns columns = new SeriesColumns("series", "day", "amount", List.of("category", "region"), List.of());
        LongSeries read = LongSeries.of(
                new LooseFiles(spark).read(file, columns.all()),
                LooseFiles.PLACE,
                columns,
                Frequency.DAILY,
                HORIZON,
                LongSeries.Missing.ZERO);
        List<SeriesForecast> forecasts = new ForecastEngine(spark, read.timeline(), ORIGINS, SEED, step -> {})
                .forecasts(read.series())
                .collect();
        String time = String.format(
                "%,d daily series, %d periods ahead, the last %d days unseen: %.1f s, %.1f CPU s%n",
                forecasts.size(), HORIZON, HORIZON, (System.nanoTime() - start) / 1e9, cpuSeconds() - cpu);
        return time + accuracy(forecasts);
    }

    private String accuracy(List<SeriesForecast> forecasts) {
        Map<String, double[]> tests = new HashMap<>();
        series.forEach(one -> tests.put(one.id(), Arrays.copyOfRange(one.amounts(), known(one), one.amounts().length)));
        double size = 0;
        double error = 0;
        double naive = 0;
        long intervals = 0;
        long covered = 0;
        for (SeriesForecast forecast : forecasts) {
            List<OriginForecasts> origins = forecast.backtest().origins();
            OriginForecasts last = origins.get(origins.size() - 1);
            String method = forecast.verdict().method();
            double[] test = Objects.requireNonNull(
                    tests.get(forecast.backtest().series().name().keys().get(0)));
            for (int h = 0; h < test.length; h++) {
                boolean isZero = method.equals(Verdict.ZERO);
                size += test[h];
                error += Math.abs(test[h] - (isZero ? 0 : last.forecast(method, h + 1)));
                naive += Math.abs(test[h] - last.forecast(Verdict.YARDSTICK, h + 1));
                Optional<double[]> quantiles = forecast.quantiles().around(last, method, h + 1);
                if (quantiles.isPresent()) {
                    intervals++;
                    covered += quantiles.get()[LOW] <= test[h]
                                    && test[h] <= quantiles.get()[HIGH]
                            ? 1
                            : 0;
                }
            }
        }
        return String.format(
                "  WAPE %.1f %%, seasonal naive %.1f %%; 80 %% interval held %.1f %% of what came%n",
                100 * error / size, 100 * naive / size, 100.0 * covered / intervals);
    }

    private static double cpuSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }
}
