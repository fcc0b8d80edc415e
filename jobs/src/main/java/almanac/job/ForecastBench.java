package almanac.job;

import static org.apache.spark.sql.functions.col;

import almanac.forecast.engine.ForecastEngine;
import almanac.forecast.engine.Frequency;
import almanac.forecast.engine.OriginForecasts;
import almanac.forecast.engine.SeriesForecast;
import almanac.forecast.engine.Verdict;
import almanac.forecast.series.LongSeries;
import almanac.forecast.series.SeriesColumns;
import almanac.lake.LooseFiles;
import almanac.stats.Accuracy;
import almanac.stats.Naive2;
import almanac.stats.QuantileLevels;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * {@code almanac bench forecast}: the accuracy of the engine on series of a forecasting competition whose test part it has not
 * seen, next to Naive 2 and to the forecasts that the participants of the competition submitted.
 *
 * <p>sMAPE is the mean of 200 |y - f| / (|y| + |f|), MASE is scaled by seasonal naive within the training part, OWA is the mean
 * of the two relative to Naive 2, each a mean over series, as in the M4 competition.
 */
final class ForecastBench {

    private static final int ORIGINS = 4;
    private static final long SEED = 42;

    private final SparkSession spark;
    private final Dataset<Row> values;
    private final Dataset<Row> archived;

    /**
     * @param folder with {@code series.csv.gz} (series_id, category, frequency, set: train or test, period_index, value) and
     *     {@code method_forecasts.csv.gz} (method, series_id, horizon, forecast)
     */
    ForecastBench(SparkSession spark, String folder) {
        LooseFiles files = new LooseFiles(spark);
        this.spark = spark;
        this.values = files.read(
                folder + "/series.csv.gz",
                List.of("series_id", "category", "frequency", "set", "period_index", "value"));
        this.archived =
                files.read(folder + "/method_forecasts.csv.gz", List.of("method", "series_id", "horizon", "forecast"));
    }

    /** The frequencies of the series that there are. */
    List<Frequency> frequencies() {
        return values.select("frequency").distinct().collectAsList().stream()
                .map(row -> Frequency.valueOf(row.getString(0).toUpperCase(Locale.ROOT)))
                .sorted()
                .toList();
    }

    /** The table of one frequency as text. */
    String text(Frequency frequency) {
        Dataset<Row> ofFrequency =
                values.filter(col("frequency").equalTo(frequency.id().toUpperCase(Locale.ROOT)));
        Map<String, double[]> tests = byName(ofFrequency.filter("set = 'test'"), "period_index", "value");
        Map<String, double[]> trains = byName(ofFrequency.filter("set = 'train'"), "period_index", "value");
        int horizon =
                tests.values().stream().mapToInt(test -> test.length).max().orElse(0);
        double before = cpuSeconds();
        LongSeries series = LongSeries.of(
                ofFrequency.filter("set = 'train'"),
                LooseFiles.PLACE,
                new SeriesColumns("series_id", "period_index", "value", List.of("category"), List.of()),
                frequency,
                horizon,
                LongSeries.Missing.UNKNOWN);
        List<SeriesForecast> forecasts = new ForecastEngine(spark, series.timeline(), ORIGINS, SEED, step -> {})
                .forecasts(series.series())
                .collect();
        double cpu = cpuSeconds() - before;
        Map<String, Map<String, double[]>> said = new TreeMap<>();
        forecasts.forEach(forecast -> add(forecast, said));
        trains.forEach((name, train) -> said.computeIfAbsent("naive2", none -> new HashMap<>())
                .put(name, new Naive2().forecast(train, season(frequency), horizon)));
        archivedByMethod(tests.keySet()).forEach((method, byName) -> said.put("(archived) " + method, byName));
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                "%,d %s series, %d periods ahead, test part unseen; %.1f CPU s, %.1f per 1,000 series%n",
                tests.size(), frequency.id(), horizon, cpu, 1000 * cpu / tests.size()));
        text.append(String.format("  %-34s %8s %8s %8s%n", "method", "sMAPE", "MASE", "OWA"));
        scores(said, trains, tests, frequency).forEach(text::append);
        text.append(coverage(forecasts, tests, horizon));
        return text.toString();
    }

    /** The values of each series in their order. */
    private static Map<String, double[]> byName(Dataset<Row> rows, String order, String value) {
        return byName(rows.collectAsList(), order, value);
    }

    private static Map<String, double[]> byName(List<Row> rows, String order, String value) {
        Map<String, List<double[]>> points = new HashMap<>();
        for (Row row : rows) {
            points.computeIfAbsent(row.getAs("series_id"), none -> new ArrayList<>())
                    .add(new double[] {Double.parseDouble(row.getAs(order)), Double.parseDouble(row.getAs(value))});
        }
        Map<String, double[]> byName = new TreeMap<>();
        points.forEach((name, ofOne) -> byName.put(
                name,
                ofOne.stream()
                        .sorted(Comparator.comparingDouble(point -> point[0]))
                        .mapToDouble(point -> point[1])
                        .toArray()));
        return byName;
    }

    private Map<String, Map<String, double[]>> archivedByMethod(Set<String> names) {
        Map<String, List<Row>> rows = archived.collectAsList().stream()
                .filter(row -> names.contains(row.<String>getAs("series_id")))
                .collect(Collectors.groupingBy(row -> row.<String>getAs("method")));
        Map<String, Map<String, double[]>> byMethod = new HashMap<>();
        rows.forEach((method, ofMethod) -> byMethod.put(method, byName(ofMethod, "horizon", "forecast")));
        return byMethod;
    }

    private static void add(SeriesForecast forecast, Map<String, Map<String, double[]>> said) {
        String name = name(forecast);
        OriginForecasts last = last(forecast);
        last.forecasts()
                .forEach((method, values) ->
                        said.computeIfAbsent(method, none -> new HashMap<>()).put(name, values));
        String method = forecast.verdict().method();
        double[] published = method.equals(Verdict.ZERO)
                ? new double[last.horizon()]
                : last.forecasts().get(method);
        said.computeIfAbsent("published", none -> new HashMap<>()).put(name, published);
    }

    private static String name(SeriesForecast forecast) {
        return forecast.backtest().series().name().keys().get(0);
    }

    private static OriginForecasts last(SeriesForecast forecast) {
        List<OriginForecasts> origins = forecast.backtest().origins();
        return origins.get(origins.size() - 1);
    }

    /** A line of each method that forecast every series, the best first. */
    private static List<String> scores(
            Map<String, Map<String, double[]>> said,
            Map<String, double[]> trains,
            Map<String, double[]> tests,
            Frequency frequency) {
        Map<String, double[]> means = new LinkedHashMap<>();
        said.forEach((method, byName) -> {
            if (byName.keySet().containsAll(tests.keySet())) {
                means.put(method, means(byName, trains, tests, frequency));
            }
        });
        double[] benchmark = Objects.requireNonNull(means.get("naive2"));
        record Score(String method, double smape, double mase, double owa) {}
        return means.entrySet().stream()
                .map(entry -> new Score(
                        entry.getKey(),
                        entry.getValue()[0],
                        entry.getValue()[1],
                        (entry.getValue()[0] / benchmark[0] + entry.getValue()[1] / benchmark[1]) / 2))
                .sorted(Comparator.comparingDouble(Score::owa))
                .map(score -> String.format(
                        "  %-34s %8.3f %8.3f %8.4f%n", score.method(), score.smape(), score.mase(), score.owa()))
                .toList();
    }

    private static double[] means(
            Map<String, double[]> byName,
            Map<String, double[]> trains,
            Map<String, double[]> tests,
            Frequency frequency) {
        double smape = 0;
        double mase = 0;
        for (Map.Entry<String, double[]> test : tests.entrySet()) {
            double[] forecast = Arrays.copyOf(byName.get(test.getKey()), test.getValue().length);
            smape += Accuracy.smape(test.getValue(), forecast).orElseThrow();
            mase += Accuracy.mase(
                            test.getValue(),
                            forecast,
                            Objects.requireNonNull(trains.get(test.getKey())),
                            season(frequency))
                    .orElse(0);
        }
        return new double[] {smape / tests.size(), mase / tests.size()};
    }

    /** How often the intervals of what is published held, over all horizons, and at the worst of them. */
    private static String coverage(List<SeriesForecast> forecasts, Map<String, double[]> tests, int horizon) {
        StringBuilder text = new StringBuilder();
        for (double level : List.of(0.25, 0.1, 0.05)) {
            int low = QuantileLevels.ALL.indexOf(level);
            int high = QuantileLevels.ALL.size() - 1 - low;
            long[] covered = new long[horizon];
            long[] counts = new long[horizon];
            for (SeriesForecast forecast : forecasts) {
                double[] test = Objects.requireNonNull(tests.get(name(forecast)));
                for (int h = 0; h < test.length; h++) {
                    Optional<double[]> quantiles = forecast.quantiles()
                            .around(last(forecast), forecast.verdict().method(), h + 1);
                    if (quantiles.isPresent()) {
                        counts[h]++;
                        covered[h] += quantiles.get()[low] <= test[h]
                                        && test[h] <= quantiles.get()[high]
                                ? 1
                                : 0;
                    }
                }
            }
            double least = 1;
            double most = 0;
            double sum = 0;
            double of = 0;
            for (int h = 0; h < horizon; h++) {
                double rate = (double) covered[h] / Math.max(1, counts[h]);
                least = Math.min(least, rate);
                most = Math.max(most, rate);
                sum += covered[h];
                of += counts[h];
            }
            text.append(String.format(
                    "  %.0f %% interval held %.1f %% of what came, by horizon %.1f to %.1f %%%n",
                    100 * (1 - 2 * level), 100 * sum / of, 100 * least, 100 * most));
        }
        return text.toString();
    }

    /** The season of Naive 2 and of MASE in the M4 competition: none for weeks and days. */
    private static int season(Frequency frequency) {
        return frequency == Frequency.WEEKLY || frequency == Frequency.DAILY ? 1 : frequency.season();
    }

    private static double cpuSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }
}
