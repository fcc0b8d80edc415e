package almanac.job;

import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.lake.RunListener;
import almanac.lake.Sessions;
import almanac.sample.SampleParameters;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
    private static final double NANOS = 1e9;
    private static final long MEBIBYTE = 1L << 20;

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
        Meter meter = new Meter();
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

    /** Reads the clocks and the memory at every step of a run. */
    private static final class Meter implements RunListener {
        private final OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        private final List<String> lines = new ArrayList<>();
        private final long firstCpu = system.getProcessCpuTime();
        private final long firstWall = System.nanoTime();
        private long cpu = firstCpu;
        private long wall = firstWall;

        @Override
        public void completed(String step) {
            long cpuNow = system.getProcessCpuTime();
            long wallNow = System.nanoTime();
            lines.add(String.format(
                    "  %-44s %10.1f %10.1f %14s", step, (cpuNow - cpu) / NANOS, (wallNow - wall) / NANOS, peakHeap()));
            cpu = cpuNow;
            wall = wallNow;
        }

        String text(RunReport report) {
            StringBuilder text = new StringBuilder();
            long records =
                    report.inputs().stream().mapToLong(RunReport.Read::rows).sum();
            text.append(String.format(
                    "A first night: %,d records read, %,d rows written, heap limit %,d MiB, %d cores%n%n",
                    records,
                    report.tables().stream().mapToLong(RunReport.Built::rows).sum(),
                    Runtime.getRuntime().maxMemory() / MEBIBYTE,
                    Runtime.getRuntime().availableProcessors()));
            text.append(
                    String.format("  %-44s %10s %10s %14s%n", "up to this step", "CPU s", "wall s", "peak heap MiB"));
            lines.forEach(line -> text.append(line).append('\n'));
            text.append(String.format(
                    "  %-44s %10.1f %10.1f%n",
                    "all", (system.getProcessCpuTime() - firstCpu) / NANOS, (System.nanoTime() - firstWall) / NANOS));
            return text.toString();
        }

        /** The highest heap use since the last reading; garbage that was not collected yet is in it. */
        private static String peakHeap() {
            long peak = 0;
            for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
                if (pool.getType() == MemoryType.HEAP) {
                    peak += pool.getPeakUsage().getUsed();
                    pool.resetPeakUsage();
                }
            }
            return String.format("%,d", peak / MEBIBYTE);
        }
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
