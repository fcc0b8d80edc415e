package almanac.job;

import almanac.config.Settings;
import almanac.error.Failure;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac backfill}: the nights of a run of dates. */
@Command(
        name = "backfill",
        description = "Runs the night of every date from one to another, the earliest first.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  almanac backfill --conf my.conf --from 2025-12-01 --to 2025-12-31")
final class BackfillCommand implements Callable<Integer> {

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--from", required = true, paramLabel = "DATE", description = "The first business date.")
    private LocalDate from = LocalDate.MIN;

    @Option(names = "--to", required = true, paramLabel = "DATE", description = "The last business date.")
    private LocalDate to = LocalDate.MIN;

    @Option(
            names = "--summary",
            paramLabel = "FILE",
            description = "Where the state of the latest night is kept as JSON. Default: summary.json beside the log.")
    private @Nullable String summary;

    @Override
    public Integer call() {
        Settings settings = configuration.settings();
        if (to.isBefore(from)) {
            throw Failure.configuration(
                    "--to " + to + " lies before --from " + from, "name the earlier date with --from", List.of());
        }
        List<LocalDate> dates = from.datesUntil(to.plusDays(1)).toList();
        for (LocalDate date : dates) {
            System.out.printf("%nNight %,d of %,d: %s%n", dates.indexOf(date) + 1, dates.size(), date);
            PlanRunner.Options options = new PlanRunner.Options(date, LocalDate.now(ZoneOffset.UTC), false, Set.of());
            SummaryFile summaryFile = new SummaryFile(summary);
            summaryFile.follow(date, () -> RunCommand.run(settings, options, summaryFile, System.out));
        }
        return 0;
    }
}
