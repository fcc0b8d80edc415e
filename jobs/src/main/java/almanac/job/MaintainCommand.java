package almanac.job;

import almanac.config.Settings;
import almanac.error.Failure;
import almanac.lake.Maintenance;
import almanac.lake.Sessions;
import almanac.lake.Warehouse;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac maintain}: compacts and clears. */
@Command(
        name = "maintain",
        description = "Compacts small files, and deletes files that no night of the last days needs.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  almanac maintain --conf my.conf --keep-days 30")
final class MaintainCommand implements Callable<Integer> {

    private static final int FEWEST_DAYS = 7;

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--keep-days",
            description =
                    "Older states of the tables, and their reports, stay for so many days. Default: ${DEFAULT-VALUE}.")
    private int keepDays = 30;

    @Override
    public Integer call() {
        Settings settings = configuration.settings();
        if (keepDays < FEWEST_DAYS) {
            throw Failure.configuration(
                    "--keep-days " + keepDays + " could delete files that a query is still reading",
                    "keep at least " + FEWEST_DAYS + " days",
                    List.of());
        }
        Warehouse warehouse = Warehouse.open(Sessions.open("almanac maintain"), settings.warehouse());
        new Maintenance(warehouse)
                .run(
                        PlanCommand.specs(settings),
                        keepDays,
                        (spec, saved) -> System.out.printf("  %-32s %,12d KiB%n", spec.qualifiedName(), saved / 1024));
        return 0;
    }
}
