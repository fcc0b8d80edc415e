package almanac.job;

import almanac.error.Failure;
import almanac.forecast.engine.BacktestSummary;
import almanac.forecast.engine.ForecastEngine;
import almanac.forecast.engine.Frequency;
import almanac.forecast.engine.SeriesForecast;
import almanac.forecast.series.LongForecasts;
import almanac.forecast.series.LongSeries;
import almanac.forecast.series.SeriesColumns;
import almanac.lake.Answer;
import almanac.lake.LooseFiles;
import almanac.lake.Sessions;
import almanac.lake.SparkAnswers;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almanac forecast}: any series of a file, forecast by the engine of the nights. */
@Command(
        name = "forecast",
        description = "Forecasts the series of a file: a row for each series and period, CSV, JSON lines or Parquet.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  almanac forecast --input series.csv --frequency monthly --horizon 18 --output forecasts.csv",
            "  almanac forecast --input 'sales/*.parquet' --series store --period week --value amount \\",
            "      --frequency weekly --horizon 13 --missing zero --output forecasts.parquet"
        })
final class ForecastCommand implements Callable<Integer> {

    private static final int LONGEST_HORIZON = 1000;

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "A file, or a glob of files.")
    private String input = "";

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "Where to: CSV, or a folder of Parquet where the name ends in .parquet. Overwritten.")
    private String output = "";

    @Option(
            names = "--frequency",
            required = true,
            description = "hourly, daily, weekly, monthly, quarterly or yearly.")
    private @Nullable Frequency frequency;

    @Option(names = "--horizon", required = true, paramLabel = "N", description = "Periods to forecast.")
    private int horizon;

    @Option(names = "--series", paramLabel = "COLUMN", description = "Names the series. Default: ${DEFAULT-VALUE}.")
    private String series = "series_id";

    @Option(
            names = "--period",
            paramLabel = "COLUMN",
            description =
                    "A date, a month such as 2024-03, a quarter such as 2024-Q1, a number. Default: ${DEFAULT-VALUE}.")
    private String period = "period";

    @Option(names = "--value", paramLabel = "COLUMN", description = "What is forecast. Default: ${DEFAULT-VALUE}.")
    private String value = "value";

    @Option(
            names = "--attributes",
            split = ",",
            paramLabel = "COLUMN",
            description =
                    "What series have in common, such as region,category: where a series has few errors of its own,"
                            + " its intervals come from those with the same values.")
    private List<String> attributes = List.of();

    @Option(
            names = "--drivers",
            split = ",",
            paramLabel = "COLUMN",
            description = "What moves the value, such as price,promotion: numbers, also in rows without a value for the"
                    + " periods ahead. Used where the back-test says that it helps.")
    private List<String> drivers = List.of();

    @Option(
            names = "--missing",
            description = "A period within a series without a value: unknown (the default) or zero.")
    private LongSeries.Missing missing = LongSeries.Missing.UNKNOWN;

    @Option(names = "--origins", description = "Rolling origins of the back-test. Default: ${DEFAULT-VALUE}.")
    private int origins = 4;

    @Option(names = "--seed", description = "Of everything random. Default: ${DEFAULT-VALUE}.")
    private long seed = 42;

    @Override
    public Integer call() {
        if (horizon < 1 || horizon > LONGEST_HORIZON || origins < 1) {
            throw Failure.configuration(
                    "--horizon is " + horizon + " and --origins is " + origins,
                    "give a horizon of 1 to " + LONGEST_HORIZON + " periods, and at least one origin",
                    List.of());
        }
        Frequency of = Objects.requireNonNull(frequency, "picocli requires it");
        SeriesColumns columns = new SeriesColumns(series, period, value, attributes, drivers);
        Progress progress = new Progress(System.err);
        long start = System.nanoTime();
        progress.says("Reading " + input);
        SparkSession spark = Sessions.open("almanac forecast");
        LooseFiles files = new LooseFiles(spark);
        Dataset<Row> rows = files.read(input, columns.all());
        LongSeries read = LongSeries.of(rows, LooseFiles.PLACE, columns, of, horizon, missing);
        JavaRDD<SeriesForecast> forecasts = new ForecastEngine(spark, read.timeline(), origins, seed, progress::says)
                .forecasts(read.series())
                .persist(StorageLevel.MEMORY_AND_DISK());
        BacktestSummary summary = BacktestSummary.of(forecasts);
        progress.says("Writing " + output);
        write(files, LongForecasts.rows(spark, forecasts, columns, of, horizon));
        progress.says(text(summary, (System.nanoTime() - start) / 1e9));
        return 0;
    }

    private void write(LooseFiles files, Dataset<Row> rows) {
        if (LooseFiles.isParquet(output)) {
            files.writeParquet(rows, output);
            return;
        }
        List<Answer.Column> header = SparkAnswers.columns(rows.schema());
        Iterator<Row> sorted = rows.toLocalIterator();
        files.write(output, new Iterator<>() {
            private boolean isFirst = true;

            @Override
            public boolean hasNext() {
                return isFirst || sorted.hasNext();
            }

            @Override
            public String next() {
                if (isFirst) {
                    isFirst = false;
                    return Answers.csvHeader(header);
                }
                return Answers.csvLine(header, SparkAnswers.values(sorted.next()));
            }
        });
    }

    private String text(BacktestSummary summary, double seconds) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                "%n%,d series, %,d periods ahead each, in %.0f s:%n", summary.series(), horizon, seconds));
        summary.byStatus()
                .forEach((status, count) -> text.append(String.format(
                        "  %,9d  %s%n",
                        count, status.name().toLowerCase(Locale.ROOT).replace('_', ' '))));
        if (summary.forecasts() == 0) {
            return text + "The series are too short for a back-test: how good the forecasts are is not known.";
        }
        text.append(String.format("In the back-test, of %,d forecasts:%n", summary.forecasts()));
        if (summary.absoluteActual() > 0) {
            text.append(String.format(
                    "  WAPE      %7.1f %%   seasonal naive %.1f %%%n",
                    100 * summary.absoluteError() / summary.absoluteActual(),
                    100 * summary.naiveError() / summary.absoluteActual()));
        }
        if (summary.scaled() > 0) {
            text.append(String.format("  MASE      %7.3f%n", summary.scaledError() / summary.scaled()));
        }
        if (summary.intervals() > 0) {
            text.append(String.format(
                    "  coverage  %7.1f %%   of the 80 %% interval%n", 100.0 * summary.covered() / summary.intervals()));
        }
        return text.append("The forecasts are in ").append(output).toString();
    }
}
