package almanac.job;

import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.lake.Sessions;
import almanac.sample.SampleParameters;
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
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac bench night}: what a night costs. A benchmark, not a test: its figures are those of the machine. */
@Command(
        name = "bench",
        description = "Runs a night over a sample lake of a size and prints what each step costs.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  almanac bench night --rows 1000000")
final class BenchCommand implements Callable<Integer> {

    private static final double LINES_AT_SCALE_1 = 100_000;

    @Parameters(paramLabel = "WHAT", description = "night: a first night, everything read and built.")
    private String what = "night";

    @Option(names = "--rows", description = "Lines of sales, about. Default: ${DEFAULT-VALUE}.")
    private long rows = 1_000_000;

    @Override
    public Integer call() {
        if (!what.equals("night")) {
            throw almanac.error.Failure.configuration(
                    "there is no benchmark `" + what + "`", "the one there is: night", List.of());
        }
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
        RunMeter meter = new RunMeter();
        PlanRunner runner = new PlanRunner(
                Sessions.open("almanac bench"),
                settings,
                new Progress(new PrintStream(
                        java.io.OutputStream.nullOutputStream(), false, java.nio.charset.StandardCharsets.UTF_8)),
                meter);
        RunReport report = runner.run(new PlanRunner.Options(null, LocalDate.now(ZoneOffset.UTC), false, Set.of()));
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
