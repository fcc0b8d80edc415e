package almanac;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The real data that trials read, which is not part of the repository: the folder named by the environment variable
 * {@code ALMANAC_SHARED}, else the first {@code shared/data} below or beside a folder on the way up from the working
 * directory.
 */
public final class SharedData {

    private SharedData() {}

    /** The path of a shared file or folder; skips the test where it is absent. */
    public static Path require(String relative) {
        Path path = root().resolve(relative);
        Assumptions.assumeTrue(
                Files.exists(path),
                "skipped: needs the shared trial data at .../" + relative + ", which is absent here");
        return path;
    }

    private static Path root() {
        String named = System.getenv("ALMANAC_SHARED");
        if (named != null) {
            return Path.of(named);
        }
        Path start = Path.of("").toAbsolutePath();
        return Stream.iterate(start, folder -> folder != null, Path::getParent)
                .flatMap(folder -> Stream.of(folder.resolve("shared/data"), folder.resolveSibling("shared/data")))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(start.resolve("shared/data"));
    }
}
