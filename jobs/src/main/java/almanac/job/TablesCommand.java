package almanac.job;

import almanac.config.Settings;
import almanac.staging.InputTable;
import almanac.staging.StagingTables;
import almanac.table.Check;
import almanac.table.ColumnDoc;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac tables}: the data dictionary. */
@Command(
        name = "tables",
        description = "Prints the data dictionary: every table with its grain, columns and checks.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  almanac tables", "  almanac tables market.market_share", "  almanac tables --markdown > tables.md"
        })
final class TablesCommand implements Callable<Integer> {

    @Mixin
    private ConfigurationOptions configuration = new ConfigurationOptions();

    @Option(names = "--markdown", description = "As Markdown.")
    private boolean markdown;

    @Parameters(arity = "0..*", paramLabel = "TABLE", description = "Only these, such as market.market_share.")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        Settings settings = configuration.settings();
        for (TableSpec spec : PlanCommand.specs(settings)) {
            if (names.isEmpty() || names.contains(spec.qualifiedName())) {
                System.out.print(markdown ? markdown(spec) : text(spec));
            }
        }
        return 0;
    }

    static String text(TableSpec spec) {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%n%s: one row per %s%n", spec.qualifiedName(), String.join(", ", spec.key())));
        text.append("  ").append(spec.description()).append('\n');
        int widest = spec.columns().stream()
                .mapToInt(column -> column.name().length())
                .max()
                .orElse(0);
        for (ColumnDoc column : spec.columns()) {
            text.append(String.format(
                    "    %-" + widest + "s  %-14s  %s%n",
                    column.name(),
                    type(column),
                    column.doc() + required(spec, column)));
        }
        for (Check check : spec.checks()) {
            text.append(String.format("  check %s: %s%n", check.name(), check.condition()));
        }
        return text.toString();
    }

    static String markdown(TableSpec spec) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                "## %s%n%n%s One row per `%s`.%n%n| column | type | meaning |%n|---|---|---|%n",
                spec.qualifiedName(), spec.description(), String.join("`, `", spec.key())));
        for (ColumnDoc column : spec.columns()) {
            text.append(String.format(
                    "| `%s` | %s | %s |%n",
                    column.name(), type(column), (column.doc() + required(spec, column)).replace("|", "\\|")));
        }
        for (Check check : spec.checks()) {
            text.append(String.format("%nCheck `%s`: `%s`%n", check.name(), check.condition()));
        }
        return text.append('\n').toString();
    }

    /** For a staging table, whether a mapping must give the column. */
    private static String required(TableSpec spec, ColumnDoc column) {
        return StagingTables.ALL.stream()
                        .filter(input -> input.spec().equals(spec))
                        .map(InputTable::required)
                        .anyMatch(required -> required.contains(column.name()))
                ? " (required)"
                : "";
    }

    private static String type(ColumnDoc column) {
        return column.type().catalogString().toLowerCase(Locale.ROOT);
    }
}
