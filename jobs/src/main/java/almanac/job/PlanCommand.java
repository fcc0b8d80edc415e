package almanac.job;

import almanac.config.Settings;
import almanac.ingest.MappedInput;
import almanac.staging.InputTable;
import almanac.staging.StagingTables;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code almanac plan}: what a night would build, and why not the rest. */
@Command(
        name = "plan",
        description = "Says what a night would build, and why not the rest, without reading a row.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  almanac plan --conf my.conf")
final class PlanCommand implements Callable<Integer> {

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Override
    public Integer call() {
        System.out.print(plan(configuration.settings()));
        return 0;
    }

    static String plan(Settings settings) {
        List<MappedInput> mapped = MappedInput.all(settings);
        Set<String> available = new HashSet<>();
        StringBuilder text = new StringBuilder(String.format("The night of `%s`:%n%n", settings.name()));
        for (InputTable input : StagingTables.ALL) {
            String name = input.spec().qualifiedName();
            mapped.stream()
                    .filter(candidate -> candidate.input().name().equals(input.name()))
                    .findFirst()
                    .ifPresentOrElse(
                            found -> {
                                available.add(name);
                                line(
                                        text,
                                        "read",
                                        name,
                                        "from `" + found.primary().name() + "`: "
                                                + found.primary().path());
                            },
                            () -> line(text, "-", name, "no source is mapped to `" + input.name() + "`"));
        }
        Capabilities capabilities = Capabilities.of(settings);
        Map<String, String> skipped = new HashMap<>();
        for (Table table : NightlyPlan.tables(settings)) {
            String name = table.spec().qualifiedName();
            String reason = capabilities.missing(table, available, skipped);
            if (reason == null) {
                available.add(name);
                line(
                        text,
                        "build",
                        name,
                        "one row per " + String.join(", ", table.spec().key()));
            } else {
                skipped.put(name, reason);
                line(text, "-", name, reason);
            }
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String verb, String table, String what) {
        text.append(String.format("  %-6s %-32s %s%n", verb, table, what));
    }

    /** The specs of the tables that a configuration builds. */
    static List<TableSpec> specs(Settings settings) {
        return NightlyPlan.specs(NightlyPlan.tables(settings));
    }
}
