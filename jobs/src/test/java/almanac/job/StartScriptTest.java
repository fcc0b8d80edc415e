package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/almanac} does about the archive of classes, with a Java that only notes how it was called. */
class StartScriptTest {

    private static final String JAVA = """
            #!/usr/bin/env bash
            printf '%s\\n' "$@" > "$ALMANAC_TEST/arguments"
            for argument; do
              case $argument in -XX:ArchiveClassesAtExit=*) echo classes > "${argument#*=}" ;; esac
            done
            if [ "${*: -1}" = "--wait" ]; then
              trap 'echo terminated > "$ALMANAC_TEST/ended"; exit 143' TERM
              touch "$ALMANAC_TEST/started"
              sleep 60 &
              wait
            fi
            [ "${*: -1}" = "--fail" ] && exit 2
            cat > "$ALMANAC_TEST/read"
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void install() throws IOException {
        Path scripts = Files.createDirectories(folder.resolve("scripts"));
        Path script = Stream.of(Path.of("../scripts/almanac"), Path.of("scripts/almanac"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        Files.copy(script, scripts.resolve("almanac"));
        for (String file : List.of("pom.xml", "jobs/pom.xml", "jobs/src/main/x", "conf/almanac.conf")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), "");
        }
        Files.writeString(folder.resolve("conf/spark-defaults.conf"), "");
        Files.createDirectories(folder.resolve("jobs/target"));
        Files.writeString(folder.resolve("jobs/target/classpath"), "a.jar");
        Files.writeString(folder.resolve("jobs/target/almanac-jobs.jar"), "jar");
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, JAVA);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"17.0.9\"\n");
    }

    @Test
    void aCommandThatEndsWellLeavesAnArchiveThatLaterOnesShare() throws Exception {
        assertThat(run("query", "SELECT 1")).isZero();

        assertThat(archives()).singleElement().asString().startsWith("query-").endsWith(".jsa");
        assertThat(run("query", "SELECT 1")).isZero();
        assertThat(arguments()).anyMatch(argument -> argument.startsWith("-XX:SharedArchiveFile="));
        assertThat(run("run", "--conf", "x")).isZero();
        assertThat(archives()).hasSize(2);
    }

    @Test
    void usageAndFailuresLeaveNone() throws Exception {
        assertThat(run("query", "--help")).isZero();
        assertThat(run("query", "-V")).isZero();
        assertThat(run("run", "-h")).isZero();
        assertThat(run("query", "--fail")).isEqualTo(2);
        assertThat(run("run", "--fail")).isEqualTo(2);

        assertThat(archives()).isEmpty();
    }

    @Test
    void theFirstCommandReadsWhatIsTypedToo() throws Exception {
        Process process = start("query");
        process.getOutputStream().write("SELECT 1;".getBytes());
        process.getOutputStream().close();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("read")).hasContent("SELECT 1;");
    }

    @Test
    void whoEndsTheScriptEndsTheCommand() throws Exception {
        Process process = start("run", "--wait");
        for (int i = 0; i < 200 && !Files.exists(folder.resolve("started")); i++) {
            Thread.sleep(50);
        }

        process.destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(folder.resolve("ended")).exists();
        assertThat(archives()).isEmpty();
    }

    private int run(String... arguments) throws Exception {
        Process process = start(arguments);
        process.getOutputStream().close();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Process start(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                        Stream.of("bash", folder.resolve("scripts/almanac").toString()), Arrays.stream(arguments))
                .toList());
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().put("ALMANAC_TEST", folder.toString());
        return builder.redirectErrorStream(true).start();
    }

    private List<String> arguments() throws IOException {
        return Files.readAllLines(folder.resolve("arguments"));
    }

    private List<String> archives() throws IOException {
        Path state = folder.resolve(".almanac");
        if (!Files.exists(state)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(state)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(".jsa"))
                    .toList();
        }
    }
}
