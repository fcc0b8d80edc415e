package almanac.job;

import almanac.config.InputShape;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.error.Failure;
import almanac.lake.Locations;
import almanac.staging.InputTable;
import almanac.staging.Sales;
import almanac.staging.StagingTables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options by which every command finds its configuration. */
final class ConfigurationOptions {

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "The configuration: a path, or a URI of any file system that Hadoop knows. Default: the"
                    + " environment's ALMANAC_CONF, else conf/demo.conf of the project.")
    private String location = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Sets a key of the configuration for this run, such as --set lake=/data/lake. May be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /** Reads and checks the configuration. */
    Settings settings() {
        String from = location();
        return Locations.isRemote(from)
                ? SettingsReader.read(from, Locations.read(from), shapes(), overrides)
                : SettingsReader.read(local(from), shapes(), overrides);
    }

    /** Reads where the warehouse lies, and no more: Spark stays unloaded. */
    String warehouse() {
        String from = location();
        return Locations.isRemote(from)
                ? SettingsReader.warehouse(from, Locations.read(from), overrides)
                : SettingsReader.warehouse(local(from).toString(), SettingsReader.text(local(from)), overrides);
    }

    private String location() {
        if (!location.isEmpty()) {
            return location;
        }
        String fromEnvironment = System.getenv("ALMANAC_CONF");
        if (fromEnvironment != null && !fromEnvironment.isEmpty()) {
            return fromEnvironment;
        }
        return Path.of(System.getProperty("almanac.home", "."))
                .resolve("conf/demo.conf")
                .toString();
    }

    private static Path local(String location) {
        Path path = Path.of(location.replaceFirst("^file:(//)?", ""));
        if (!Files.isRegularFile(path)) {
            throw Failure.configuration(
                    "there is no configuration at " + path.toAbsolutePath(),
                    "name one with --conf FILE; conf/almanac.conf shows every setting",
                    List.of());
        }
        return path;
    }

    /** What a configuration may map, sales first: the one input that it must. */
    static Map<String, InputShape> shapes() {
        Map<String, InputShape> shapes = new LinkedHashMap<>();
        shapes.put(Sales.INPUT.name(), shape(Sales.INPUT));
        StagingTables.ALL.forEach(input -> shapes.putIfAbsent(input.name(), shape(input)));
        return shapes;
    }

    private static InputShape shape(InputTable input) {
        return new InputShape(input.required(), input.optional(), input.key());
    }
}
