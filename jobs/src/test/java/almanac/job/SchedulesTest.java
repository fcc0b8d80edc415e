package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import almanac.error.Failure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine;

/** The files for schedulers call what is there, with options that are there, and agree on what is worth a retry. */
class SchedulesTest {

    private static final Path ROOT = Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
            .filter(folder -> Files.exists(folder.resolve("scripts/nightly")))
            .findFirst()
            .orElseThrow();
    private static final Path FOLDER = ROOT.resolve("scripts/schedule");
    private static final String INSTALLED = "/opt/almanac";

    /** What may be over when the night is tried again; everything else waits for somebody. */
    private static final Set<Failure.Kind> WORTH_A_RETRY = Set.of(Failure.Kind.STORAGE, Failure.Kind.LOCKED);

    @TempDir
    Path folder;

    @Test
    void cronLinesHaveTheirFieldsAndCallWhatIsThere() throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve("crontab")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.matches("[A-Z_]+=.*"))
                .toList();
        assertThat(lines).hasSize(2).allSatisfy(line -> {
            assertThat(line).matches("([0-9*]+ +){5}said=\\$\\(.* 2>&1\\) \\|\\| echo \"\\$said\"");
            // Cron takes a bare % for the end of the line.
            assertThat(line).doesNotContain("%");
            requireCommand(line.replaceFirst(".*\\$\\((.*) 2>&1\\).*", "$1"));
        });
    }

    @Test
    void systemdAcceptsTheUnits() throws Exception {
        assumeTrue(isThere("systemd-analyze", "--version"), "skipped: needs systemd-analyze, which is absent here");
        List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
        for (String name : List.of("almanac.service", "almanac.timer", "almanac-alert.service")) {
            String unit = Files.readString(FOLDER.resolve(name)).replace(INSTALLED, ROOT.toString());
            command.add(Files.writeString(folder.resolve(name), unit).toString());
        }
        // A setting that it does not know is a line of output and no exit code.
        assertThat(output(command, Map.of())).isEmpty();
    }

    @Test
    void theServiceCallsWhatIsThereAndRetriesWhatMayBeOver() throws IOException {
        String service = Files.readString(FOLDER.resolve("almanac.service"));
        requireCommand(setting(service, "ExecStart"));
        assertThat(setting(service, "RestartPreventExitStatus").split(" "))
                .containsExactlyInAnyOrder(Stream.of(Failure.Kind.values())
                        .filter(kind -> !WORTH_A_RETRY.contains(kind))
                        .map(kind -> String.valueOf(kind.exitCode()))
                        .toArray(String[]::new));
        assertThat(setting(service, "OnFailure")).isEqualTo("almanac-alert.service");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void theDagHasOneNightAtATimeAndRetriesWhatMayBeOver(int version) throws Exception {
        assumeTrue(isThere("python3", "--version"), "skipped: needs python3, which is absent here");
        Path dag = Files.copy(FOLDER.resolve("almanac_dag.py"), folder.resolve("almanac_dag.py"));
        assertThat(output(List.of("python3", "-m", "py_compile", dag.toString()), Map.of()))
                .isEmpty();
        Path stub = folder.resolve("stub.py");
        try (InputStream in = SchedulesTest.class.getResourceAsStream("airflow_stub.py")) {
            Files.copy(Objects.requireNonNull(in), stub);
        }
        String told = output(
                List.of("python3", stub.toString(), String.valueOf(version)),
                Map.of("ALMANAC_HOME", folder.toString()));
        JsonNode json = new ObjectMapper().readTree(told);

        assertThat(json.path("dags")).hasSize(2).allSatisfy(each -> {
            assertThat(each.path("max_active_runs").asInt()).isEqualTo(1);
            assertThat(each.path("catchup").asBoolean(true)).isFalse();
            assertThat(each.path("retries").asInt()).isEqualTo(3);
            assertThat(each.path("cron").asText()).matches("([0-9*]+ ){4}[0-9*]+");
            String command = each.path("command").asText().replaceAll("\\{\\{.*?}}", "2026-01-31");
            requireCommand(command.replace(folder.toString(), INSTALLED));
        });
        assertThat(json.path("dags").findValuesAsText("task")).containsExactly("night", "maintain");
        // What the task ends with, by the exit code in the summary.
        for (Failure.Kind kind : Failure.Kind.values()) {
            String end = json.path("ends").path(String.valueOf(kind.exitCode())).asText();
            assertThat(end)
                    .as("exit code %d", kind.exitCode())
                    .isEqualTo(
                            WORTH_A_RETRY.contains(kind)
                                    ? "AirflowException: the command failed"
                                    : "AirflowFailException: too few rows. What to do: deliver them again");
        }
        assertThat(json.path("ends").path("killed").asText()).isEqualTo("AirflowException: the command failed");
        assertThat(json.path("ends").path("no summary").asText()).isEqualTo("AirflowException: the command failed");
        assertThat(json.path("ends").path("0").asText()).isEqualTo("done");
    }

    @Test
    void theBundleRunsCommandsThatAreThere() throws IOException {
        Map<String, Map<String, Map<String, Object>>> bundle = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(FOLDER.resolve("databricks.yml")));
        Map<String, Object> jobs = bundle.get("resources").get("jobs");
        assertThat(jobs).containsOnlyKeys("night", "maintain", "doctor");
        jobs.forEach((name, value) -> {
            Map<?, ?> job = (Map<?, ?>) value;
            Map<?, ?> cluster = (Map<?, ?>) ((List<?>) job.get("job_clusters")).get(0);
            Map<?, ?> task = (Map<?, ?>) ((List<?>) job.get("tasks")).get(0);
            Map<?, ?> jar = (Map<?, ?>) task.get("spark_jar_task");
            assertThat(task.get("job_cluster_key")).isEqualTo(cluster.get("job_cluster_key"));
            assertThat(jar.get("main_class_name")).isEqualTo(Embedded.class.getName());
            requireArguments(((List<?>) jar.get("parameters"))
                    .stream().map(Object::toString).toList());
        });
        assertThat(((Map<?, ?>) jobs.get("night")).get("max_concurrent_runs")).isEqualTo(1);
        // Every variable that is used is declared.
        assertThat(matches("\\$\\{var\\.(\\w+)}", Files.readString(FOLDER.resolve("databricks.yml"))))
                .map(match -> match.group(1))
                .isNotEmpty()
                .isSubsetOf(bundle.get("variables").keySet());
    }

    @Test
    void theReadmeNamesWhatIsThere() throws IOException {
        String readme = Files.readString(FOLDER.resolve("README.md"));
        Set<String> commands = matches("(?:`|\\n)(scripts/(?:almanac|nightly|query) [^`\\n]+)", readme)
                .map(match -> requireCommand(INSTALLED + "/" + match.group(1)))
                .collect(Collectors.toSet());
        assertThat(commands).containsExactlyInAnyOrder("--version", "doctor", "backfill", "query");
        List<String> submitted = matches("almanac-jobs-all\\.jar\\b[^\\n]*?[\\s\"](run\\b[^\\n]*)", readme)
                .map(match -> match.group(1).replaceAll("[\",'\\[\\]{}]+", " ").trim())
                .toList();
        assertThat(submitted).hasSize(3).allSatisfy(command -> requireArguments(List.of(command.split(" +"))));
        assertThat(matches("]\\(([^)#]+)", readme).map(match -> match.group(1)))
                .isNotEmpty()
                .allSatisfy(link -> assertThat(FOLDER.resolve(link)).exists());
        for (Failure.Kind kind : Failure.Kind.values()) {
            assertThat(readme)
                    .containsPattern("(?m)^\\| " + kind.exitCode() + " \\| [^|]+ \\| "
                            + (WORTH_A_RETRY.contains(kind) ? "yes" : "no"));
        }
    }

    @Test
    void aFailureOfAnEmbeddedCommandIsThrown() {
        assertThatCode(() -> Embedded.main(new String[] {"--version"})).doesNotThrowAnyException();
        assertThatCode(() -> Embedded.main(new String[] {
                    "plan", "--conf", folder.resolve("none.conf").toString()
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exit code 2");
    }

    /** Requires a script of the project with arguments that it takes; the result is the command of Almanac. */
    private static String requireCommand(String line) {
        List<String> words =
                matches("\"[^\"]*\"|\\S+", line).map(MatchResult::group).toList();
        assertThat(words.get(0)).startsWith(INSTALLED + "/scripts/");
        Path script = ROOT.resolve(words.get(0).substring(INSTALLED.length() + 1));
        assertThat(script).isExecutable();
        List<String> arguments = new ArrayList<>(words.subList(1, words.size()));
        switch (script.getFileName().toString()) {
            case "almanac" -> {}
            case "nightly" -> arguments.add(0, "run");
            default -> arguments.add(0, script.getFileName().toString());
        }
        requireArguments(arguments);
        return arguments.get(0);
    }

    private static void requireArguments(List<String> arguments) {
        assertThatCode(() -> new CommandLine(Main.class)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .parseArgs(arguments.toArray(String[]::new)))
                .as("%s", arguments)
                .doesNotThrowAnyException();
    }

    private static String setting(String unit, String name) {
        return unit.lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .collect(Collectors.joining("\n"));
    }

    private static Stream<MatchResult> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results();
    }

    private static boolean isThere(String... command) {
        try {
            output(Arrays.asList(command), Map.of());
            return true;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a command to its end; the result is all that it printed. */
    private static String output(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, output).isZero();
        return output.strip();
    }
}
