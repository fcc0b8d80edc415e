package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.cluster.Project;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.package$;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine;

/** The manifests say what the operator and Kubernetes know, and name what the image holds. */
class KubernetesTest {

    private static final Path FOLDER = Project.root().resolve("scripts/kubernetes");

    @ParameterizedTest
    @ValueSource(strings = {"night.yaml", "nightly.yaml", "pod-template.yaml"})
    void aManifestHasOnlyFieldsThatAreThereWithValuesThatTheyTake(String name) throws IOException {
        Map<?, ?> manifest = manifest(name);
        assertThat(problems(manifest, schemas().get(manifest.get("kind")), "")).isEmpty();
    }

    @Test
    void aMistakeIsFound() throws IOException {
        Map<String, Object> schema = Map.of("name!", "string", "size", "integer", "mode", List.of("a", "b"));
        assertThat(problems(Map.of("size", "many", "mode", "c", "sise", 1), schema, "spec"))
                .containsExactlyInAnyOrder(
                        "spec.name is missing",
                        "spec.size is no integer: many",
                        "spec.mode is none of [a, b]: c",
                        "spec.sise is unknown");
        assertThat(schemas()).containsOnlyKeys("SparkApplication", "ScheduledSparkApplication", "Pod");
    }

    @ParameterizedTest
    @ValueSource(strings = {"night.yaml", "nightly.yaml"})
    void anApplicationRunsACommandOfThisVersionInTheImage(String name) throws IOException {
        Map<?, ?> spec = (Map<?, ?>) manifest(name).get("spec");
        Map<?, ?> application = spec.containsKey("template") ? (Map<?, ?>) spec.get("template") : spec;
        String image = Files.readString(FOLDER.resolve("Dockerfile"));
        String spark = package$.MODULE$.SPARK_VERSION();
        assertThat(application.get("sparkVersion")).isEqualTo(spark);
        assertThat(image).contains("FROM apache/spark:" + spark + "-scala2.13-java17-ubuntu");
        assertThat(image).contains(" -t " + application.get("image") + " ");
        String jar = application.get("mainApplicationFile").toString();
        assertThat(jar).startsWith("local://");
        assertThat(image).contains("jobs/target/almanac-jobs-all.jar " + jar.substring("local://".length()) + "\n");
        assertThat(application.get("mainClass")).isEqualTo(Main.class.getName());
        List<String> arguments = ((List<?>) application.get("arguments"))
                .stream().map(Object::toString).toList();
        assertThat(new CommandLine(new RunCommand())
                        .parseArgs(arguments.stream().skip(1).toArray(String[]::new))
                        .errors())
                .isEmpty();
        assertThat(arguments.get(0)).isEqualTo("run");
    }

    private static List<String> problems(Object value, Object schema, String where) {
        List<String> problems = new ArrayList<>();
        if (schema instanceof Map<?, ?> fields) {
            if (!(value instanceof Map<?, ?> object)) {
                return List.of(where + " is no object: " + value);
            }
            Set<String> known = fields.keySet().stream()
                    .map(field -> field.toString().replace("!", ""))
                    .collect(Collectors.toSet());
            object.keySet().stream()
                    .filter(field -> !known.contains(field))
                    .forEach(field -> problems.add(where + "." + field + " is unknown"));
            fields.forEach((field, type) -> {
                String name = field.toString().replace("!", "");
                if (object.containsKey(name)) {
                    problems.addAll(problems(object.get(name), type, where + "." + name));
                } else if (field.toString().endsWith("!")) {
                    problems.add(where + "." + name + " is missing");
                }
            });
        } else if (schema instanceof List<?> list && list.get(0) instanceof Map<?, ?> element) {
            if (!(value instanceof List<?> elements)) {
                return List.of(where + " is no list: " + value);
            }
            elements.forEach(each -> problems.addAll(problems(each, element, where + "[]")));
        } else if (schema instanceof List<?> values) {
            if (!values.contains(value)) {
                problems.add(where + " is none of " + values + ": " + value);
            }
        } else if (!fits(value, schema.toString())) {
            problems.add(where + " is no " + schema + ": " + value);
        }
        return problems;
    }

    private static boolean fits(Object value, String type) {
        return switch (type) {
            case "string" -> value instanceof String;
            case "integer" -> value instanceof Integer;
            case "boolean" -> value instanceof Boolean;
            case "strings" -> value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
            case "map" ->
                value instanceof Map<?, ?> map && map.values().stream().allMatch(String.class::isInstance);
            default -> throw new IllegalArgumentException("the extract names a type that there is not: " + type);
        };
    }

    private static Map<?, ?> manifest(String name) throws IOException {
        return yaml().load(Files.readString(FOLDER.resolve(name)));
    }

    private static Map<String, Object> schemas() throws IOException {
        try (InputStream extract = KubernetesTest.class.getResourceAsStream("spark-operator-v1beta2.yaml")) {
            return yaml().load(Objects.requireNonNull(extract));
        }
    }

    private static Yaml yaml() {
        return new Yaml(new SafeConstructor(new LoaderOptions()));
    }
}
