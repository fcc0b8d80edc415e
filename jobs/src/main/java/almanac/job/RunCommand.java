package almanac.job;

import almanac.config.Settings;
import almanac.lake.RunListener;
import almanac.lake.Sessions;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac run}: one night. */
@Command(
        name = "run",
        description = "Runs a night: reads what is new, builds every table, checks it, and publishes all or nothing.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  almanac run --conf conf/demo.conf",
            "  almanac run --conf my.conf --as-of 2025-12-31",
            "  almanac run --conf my.conf --only market.market_share",
            "  almanac run --conf my.conf --full --set lake=/data/lake"
        })
final class RunCommand implements Callable<Integer> {

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--as-of",
            paramLabel = "DATE",
            description = "The business date of the night. Default: the latest date of sales in the lake.")
    private @Nullable LocalDate asOf;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "TABLE",
            description = "Builds these tables and what they need, such as market.market_share.")
    private List<String> only = List.of();

    @Option(names = "--full", description = "Reads every file and builds every table anew.")
    private boolean full;

    @Option(
            names = "--summary",
            paramLabel = "FILE",
            description = "Where the state of the run is kept as JSON. Default: summary.json beside the log.")
    private @Nullable String summary;

    @Override
    public Integer call() {
        SummaryFile summaryFile = new SummaryFile(summary);
        summaryFile.follow(asOf, () -> {
            Settings settings = configuration.settings();
            PlanRunner.Options options =
                    new PlanRunner.Options(asOf, LocalDate.now(java.time.ZoneOffset.UTC), full, names(settings));
            run(settings, options, summaryFile, System.out);
        });
        return 0;
    }

    /** Runs a night and tells of it. */
    static void run(Settings settings, PlanRunner.Options options, SummaryFile summary, PrintStream out) {
        Progress progress = new Progress(out);
        progress.says("Almanac " + CodeVersion.get() + ": a night of `" + settings.name() + "`, from " + settings.lake()
                + " to " + settings.warehouse());
        SparkSession spark = Sessions.open("almanac " + settings.name());
        RunReport report = new PlanRunner(spark, settings, progress, RunListener.NONE).run(options);
        summary.write(report, List.of());
        if (report.status().equals("published")) {
            List<String> warnings = ReportCommand.afterNight(spark, settings, progress);
            summary.write(report, warnings);
        }
        out.print(Summaries.text(report));
    }

    private Set<String> names(Settings settings) {
        Set<String> known = new TreeSet<>();
        NightlyPlan.tables(settings).forEach(table -> known.add(table.spec().qualifiedName()));
        List<String> unknown =
                only.stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw almanac.error.Failure.configuration(
                    "--only names what the night does not build: " + unknown,
                    "choose from: " + String.join(", ", known),
                    List.of());
        }
        return Set.copyOf(only);
    }
}
