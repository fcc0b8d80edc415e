package almanac.job;

import almanac.config.Settings;
import almanac.config.Source;
import almanac.error.Failure;
import almanac.ingest.MappedInput;
import almanac.lake.Health;
import almanac.lake.Sessions;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code almanac doctor}: what would keep a night from succeeding. */
@Command(
        name = "doctor",
        description =
                "Checks the configuration, the sources, the rights and the space before a night. Changes nothing.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  almanac doctor --conf my.conf")
final class DoctorCommand implements Callable<Integer> {

    private static final long MEBIBYTE = 1L << 20;

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    private int worst;

    @Override
    public Integer call() {
        Settings settings = configuration.settings();
        line("ok", "configuration", settings.name());
        visit("mappings", () -> {
            int mapped = MappedInput.all(settings).size();
            return mapped + " inputs are mapped";
        });
        Health health = new Health(Sessions.open("almanac doctor"));
        for (Source source : settings.sources()) {
            visit("source " + source.name(), () -> {
                Health.SourceState state = health.source(settings.lake(), source);
                return String.format(
                        "%,d files, %,.1f MiB%s",
                        state.files(),
                        (double) state.bytes() / MEBIBYTE,
                        state.columns().isEmpty() ? "" : "; the newest has " + String.join(", ", state.columns()));
            });
        }
        visit("warehouse", () -> settings.warehouse() + " can be written and locked; " + space(health, settings));
        line(
                "ok",
                "memory",
                String.format("%,d MiB of heap", Runtime.getRuntime().maxMemory() / MEBIBYTE));
        return worst;
    }

    private static String space(Health health, Settings settings) {
        OptionalLong free = health.warehouse(settings.warehouse());
        return free.isPresent()
                ? String.format("%,d MiB are free", free.getAsLong() / MEBIBYTE)
                : "its store sets no limit";
    }

    private void visit(String what, Supplier<String> look) {
        try {
            line("ok", what, look.get());
        } catch (Failure e) {
            worst = worst == 0 ? e.kind().exitCode() : worst;
            line("FAIL", what, e.describe());
        }
    }

    private static void line(String verdict, String what, String text) {
        System.out.printf("  %-5s %-24s %s%n", verdict, what, text);
    }
}
