package almanac.job;

import almanac.config.Settings;
import almanac.error.Failure;
import almanac.lake.ModelRegistry;
import almanac.lake.Night;
import almanac.lake.Ops;
import almanac.lake.Replace;
import almanac.lake.RunListener;
import almanac.lake.Sessions;
import almanac.lake.Warehouse;
import almanac.table.ModelCard;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac models}: the trained models, and the way back to an earlier one. */
@Command(
        name = "models",
        description = "Lists the trained models, or goes back to an earlier one.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  almanac models --conf my.conf", "  almanac models --conf my.conf --roll-back MODEL"})
final class ModelsCommand implements Callable<Integer> {

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(
            names = "--roll-back",
            paramLabel = "MODEL",
            description = "Makes this model champion again; the next night applies it.")
    private @Nullable String rollBack;

    @Override
    public Integer call() {
        Settings settings = configuration.settings();
        Warehouse warehouse = Warehouse.open(Sessions.open("almanac models"), settings.warehouse());
        if (rollBack != null) {
            rollBack(warehouse, settings, rollBack, System.out);
        }
        print(ModelRegistry.published(warehouse), System.out);
        return 0;
    }

    /** Publishes the registry with another champion, as a run of its own. */
    static void rollBack(Warehouse warehouse, Settings settings, String model, PrintStream out) {
        try (Night night =
                Night.begin(warehouse, NightRun.identity(settings), PlanCommand.specs(settings), RunListener.NONE)) {
            try {
                Night.LastNight last = night.last();
                if (last == null) {
                    throw Failure.configuration(
                            "no night is published in " + warehouse.root(), "run a night first", List.of());
                }
                if (!last.identity().equals(NightRun.identity(settings))) {
                    throw Failure.configuration(
                            "the configuration or Almanac itself has changed since the last night",
                            "run a night with it first, then roll back",
                            List.of());
                }
                night.of(last.asOf());
                Optional<ModelCard> replaced = night.models().rollBack(model, last.asOf());
                night.stage(Ops.MODEL_REGISTRY, night.models().rows(), Replace.everything());
                night.publish();
                out.printf(
                        "%s is champion again%s. The next night with new data applies it; `almanac run --full` does so now.%n%n",
                        model,
                        replaced.map(card -> ", in place of " + card.id()).orElse(""));
            } catch (Failure e) {
                night.failed(e.kind(), String.valueOf(e.getMessage()));
                throw e;
            }
        }
    }

    private static void print(List<ModelCard> cards, PrintStream out) {
        if (cards.isEmpty()) {
            out.println("No model has been trained yet.");
            return;
        }
        int widest = cards.stream().mapToInt(card -> card.id().length()).max().orElse(0);
        String format = "%-" + widest + "s  %-10s  %-10s  %9s  %s%n";
        out.printf(format, "MODEL", "TRAINED", "STATUS", "ERROR", "WHY");
        for (ModelCard card : cards) {
            out.printf(
                    format,
                    card.id(),
                    card.trainedDate(),
                    card.status().id(),
                    String.format("%.4f", card.error()),
                    card.reason());
        }
    }
}
