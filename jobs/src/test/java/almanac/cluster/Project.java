package almanac.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder of the project, and what its scripts and Maven make in it. */
public final class Project {

    private Project() {}

    /** The root of the project. */
    public static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("scripts/submit")))
                .findFirst()
                .orElseThrow();
    }

    /** The class path of a server that a pom of {@code src/test/servers} names; fetched through Maven where it is not yet. */
    static String serverClassPath(String name) {
        Path jars = root().resolve("jobs/target/servers").resolve(name);
        if (!Files.isDirectory(jars)) {
            Path part = jars.resolveSibling(name + ".part");
            run(
                    jars.resolveSibling(name + ".log"),
                    List.of(
                            "mvn",
                            "-B",
                            "-q",
                            "-f",
                            root().resolve("jobs/src/test/servers/" + name + ".xml")
                                    .toString(),
                            "dependency:copy-dependencies",
                            "-DincludeScope=runtime",
                            "-DoutputDirectory=" + part));
            try {
                Files.move(part, jars);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return jars + "/*";
    }

    /** The Spark with which {@code scripts/submit} submits. */
    static Path sparkHome() {
        return Path.of(run(
                root().resolve("jobs/target/servers/spark.log"),
                List.of(root().resolve("scripts/submit").toString(), "--home")));
    }

    /** The start of a command that runs a class of the tests with Almanac, Spark and what {@code scripts/submit --s3} adds. */
    public static List<String> java(Class<?> main) {
        Path spark = sparkHome();
        Path s3 = Path.of(run(
                root().resolve("jobs/target/servers/s3.log"),
                List.of(root().resolve("scripts/submit").toString(), "--s3", "--home")));
        return List.of(
                Server.java(),
                "-Xmx256m",
                "-cp",
                String.join(
                        ":",
                        root().resolve("jobs/target/test-classes").toString(),
                        root().resolve("jobs/target/almanac-jobs-all.jar").toString(),
                        spark + "/jars/*",
                        s3 + "/jars/*"),
                main.getName());
    }

    /** Runs a command to its end, and gives the last line that it printed; what it says beside that goes to the log. */
    private static String run(Path log, List<String> command) {
        try {
            Files.createDirectories(log.getParent());
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            Process process = builder.start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + " failed:\n" + Files.readString(log) + printed);
            }
            return printed.lines().reduce((first, last) -> last).orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
