package almanac.job;

import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.lake.Sessions;
import almanac.sample.SampleParameters;
import almanac.sample.SampleSeries;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac bench}: what a night costs, how good forecasts are. Benchmarks, not tests: their figures are the machine's. */
@Command(
        name = "bench",
        description = "Measures a night over a sample lake of a size, or forecasts on the series of a competition.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  almanac bench night --rows 1000000",
            "  almanac bench market --rows 10000000",
            "  almanac bench forecast --data ../shared/data/m3",
            "  almanac bench forecast --segments 1000 --days 730"
        })
final class BenchCommand implements Callable<Integer> {

    private static final double LINES_AT_SCALE_1 = 100_000;

    /** The demand of the sample lake begins so many days before its default end, four weeks less. */
    private static final int LONGEST_DAYS = 1068;

    @Parameters(
            paramLabel = "WHAT",
            description =
                    "night: a first night, everything read and built; market: of it the tables of the market and of"
                            + " customers; forecast: accuracy and CPU time.")
    private String what = "night";

    @Option(names = "--rows", description = "Lines of sales, about. Default: ${DEFAULT-VALUE}.")
    private long rows = 1_000_000;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "forecast: where series.csv.gz and method_forecasts.csv.gz lie. Default: ${DEFAULT-VALUE}.")
    private String data = "../shared/data/m3";

    @Option(
            names = "--segments",
            description = "forecast: instead, so many daily series drawn by the demand of the sample lake, 1 to 2400.")
    private int segments;

    @Option(names = "--days", description = "Their days of history, 1 to 1068. Default: ${DEFAULT-VALUE}.")
    private int days = 730;

    @Override
    public Integer call() {
        return switch (what) {
            case "night" -> night(Set.of());
            case "market" -> night(Set.of("market", "customer"));
            case "forecast" -> forecast();
            default ->
                throw almanac.error.Failure.configuration(
                        "there is no benchmark `" + what + "`", "those there are: night, market, forecast", List.of());
        };
    }

    private int forecast() {
        if (segments < 0 || segments > SampleSeries.most() || days < 1 || days > LONGEST_DAYS) {
            throw almanac.error.Failure.configuration(
                    "--segments is " + segments + " and --days is " + days,
                    "give 1 to " + SampleSeries.most() + " segments and 1 to " + LONGEST_DAYS + " days",
                    List.of());
        }
        if (segments > 0) {
            String folder = Path.of(System.getProperty("almanac.home", "."), ".almanac/bench")
                    .toString();
            System.out.print(new SampleBench(Sessions.open("almanac bench"), segments, days, folder).text());
            return 0;
        }
        ForecastBench bench = new ForecastBench(Sessions.open("almanac bench"), data);
        bench.frequencies().forEach(frequency -> System.out.println(bench.text(frequency)));
        return 0;
    }

    /** @param areas whose tables are built, with those that they read; all where none is named */
    private int night(Set<String> areas) {
        Path home = Path.of(System.getProperty("almanac.home", "."));
        Path lake = home.resolve(".almanac/bench/lake-" + rows);
        Path warehouse = home.resolve(".almanac/bench/warehouse-" + rows);
        clear(warehouse);
        if (!Files.exists(lake.resolve("truth.json"))) {
            clear(lake);
            SampleParameters defaults = SampleParameters.defaults();
            SampleCommand.onThreads(
                    new SampleParameters(defaults.seed(), rows / LINES_AT_SCALE_1, defaults.end(), defaults.days()),
                    lake.toString());
        }
        Settings settings = SettingsReader.read(
                home.resolve("conf/demo.conf"),
                ConfigurationOptions.shapes(),
                Map.of(
                        "lake",
                        lake.toAbsolutePath().toString(),
                        "warehouse",
                        warehouse.toAbsolutePath().toString()));
        Set<String> only = NightlyPlan.tables(settings).stream()
                .map(Table::spec)
                .filter(spec -> areas.contains(spec.area()))
                .map(TableSpec::qualifiedName)
                .collect(Collectors.toSet());
        RunMeter meter = new RunMeter();
        PlanRunner runner = new PlanRunner(
                        Sessions.open("almanac bench"),
                        settings,
                        new Progress(new PrintStream(
                                java.io.OutputStream.nullOutputStream(),
                                false,
                                java.nio.charset.StandardCharsets.UTF_8)),
                        meter)
                .oneTableAtATime();
        RunReport report = runner.run(new PlanRunner.Options(null, LocalDate.now(ZoneOffset.UTC), false, only));
        System.out.print(meter.text(report));
        return 0;
    }

    private static void clear(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
