package almanac.job;

import almanac.config.SettingsReader;
import almanac.error.Failure;
import almanac.lake.Locations;
import almanac.lake.Sessions;
import almanac.lake.survey.LakeSurvey;
import almanac.onboard.ConfigurationText;
import almanac.onboard.Proposal;
import almanac.onboard.Summary;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almanac init}: a configuration for a lake that nobody has described yet. */
@Command(
        name = "init",
        description = "Looks at a lake and proposes a configuration for it, with what speaks for each choice.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  almanac init --lake /data/lake --output my.conf",
            "  almanac init --lake /data/market --own \"DIAGEO AMERICAS\""
        })
final class InitCommand implements Callable<Integer> {

    @Option(
            names = "--lake",
            required = true,
            paramLabel = "PATH",
            description = "The folder of the deliveries: a path, or a URI of any file system that Hadoop knows.")
    private String lake = "";

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Where the configuration goes; never over one that is there. Default: ${DEFAULT-VALUE}.")
    private Path output = Path.of("my.conf");

    @Option(
            names = "--own",
            paramLabel = "TEXT",
            description = "Where the lake has the lines of every supplier: the value of a supplier, vendor or brand"
                    + " column that is us. All lines are the market then.")
    private @Nullable String own;

    @Override
    public Integer call() {
        if (Files.exists(output)) {
            throw there();
        }
        boolean isRemote = Locations.isRemote(lake);
        String location = isRemote
                ? lake
                : Path.of(lake.replaceFirst("^file:(//)?", ""))
                        .toAbsolutePath()
                        .normalize()
                        .toString();
        Proposal proposal = Proposal.of(LakeSurvey.of(Sessions.open("almanac init"), location), own);
        String name = name(location);
        String text = ConfigurationText.of(proposal, name, location, ".almanac/" + name);
        if (proposal.isComplete()) {
            SettingsReader.read(output.toString(), text, ConfigurationOptions.shapes(), Map.of());
        }
        write(text);
        System.out.print(Summary.of(proposal, location, output.toString()));
        return 0;
    }

    private void write(String text) {
        try {
            Path folder = output.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(output, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw there();
        } catch (IOException e) {
            throw new Failure(
                    Failure.Kind.CONFIGURATION,
                    "the configuration cannot be written to " + output + ": " + e,
                    "name another file with --output",
                    List.of(),
                    e);
        }
    }

    private Failure there() {
        return Failure.configuration(
                "there is a file " + output + " already, and it may hold decisions",
                "name another with --output, or move it away",
                List.of());
    }

    /** What results are called: the name of the lake's folder. */
    private static String name(String location) {
        String last = location.replaceFirst("/+$", "").replaceFirst("^.*/", "").toLowerCase(Locale.ROOT);
        String plain = last.replaceAll("[^a-z0-9]+", "_").replaceAll("^[_0-9]+|_+$", "");
        return plain.isEmpty() ? "lake" : plain.substring(0, Math.min(63, plain.length()));
    }
}
