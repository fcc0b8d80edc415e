package almanac.job;

import almanac.config.Settings;
import almanac.error.Failure;
import almanac.lake.ReportFiles;
import almanac.lake.Sessions;
import almanac.lake.StorageFailures;
import almanac.lake.Warehouse;
import almanac.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac report}: the last published night as one HTML file. */
@Command(
        name = "report",
        description = "Writes the last published night as one HTML file that a browser opens without a network.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  almanac report --conf my.conf", "  almanac report --conf my.conf --output night.html"})
final class ReportCommand implements Callable<Integer> {

    private static final Logger LOG = LogManager.getLogger(ReportCommand.class);

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "A local file. Default: <warehouse>/_reports/<run>.html, and latest.html beside it.")
    private @Nullable Path output;

    @Override
    public Integer call() {
        Settings settings = configuration.settings();
        SparkSession spark = Sessions.open("almanac report");
        Path file = output;
        System.out.println("The report: " + (file == null ? publish(spark, settings) : save(spark, settings, file)));
        return 0;
    }

    /**
     * Writes the report after a night. Whatever is wrong with it is told, and leaves the published night as it is; the
     * result is what was wrong.
     */
    static List<String> afterNight(SparkSession spark, Settings settings, Progress progress) {
        progress.says("Writing the report …");
        try {
            progress.says("The report: " + publish(spark, settings));
            return List.of();
        } catch (RuntimeException e) {
            LOG.warn("the report was not written", e);
            Failure failure = StorageFailures.behind(e);
            String warning = "the night is published, but its report was not written: "
                    + (failure == null ? e : failure.getMessage());
            progress.says("Warning: " + warning);
            progress.says("  What to do: "
                    + (failure == null ? "report it with the log" : failure.remedy())
                    + "; `almanac report` writes it anew.");
            return List.of(warning);
        }
    }

    /** Writes the report into the warehouse; the result is where. */
    private static String publish(SparkSession spark, Settings settings) {
        Warehouse warehouse = Warehouse.open(spark, settings.warehouse());
        Report report = report(warehouse, settings);
        return ReportFiles.write(warehouse, report.runId(), report.html());
    }

    private static Path save(SparkSession spark, Settings settings, Path file) {
        String html =
                report(Warehouse.open(spark, settings.warehouse()), settings).html();
        try {
            return Files.writeString(file, html);
        } catch (IOException e) {
            throw Failure.storage(
                    "the report cannot be written to " + file.toAbsolutePath() + ": " + e,
                    "name a file in a folder that is there and may be written, with --output",
                    e);
        }
    }

    private static Report report(Warehouse warehouse, Settings settings) {
        return Report.of(warehouse, settings.name(), settings.currency(), PlanCommand.specs(settings));
    }
}
