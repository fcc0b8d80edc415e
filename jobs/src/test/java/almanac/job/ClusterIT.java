package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.TestSession;
import almanac.cluster.Content;
import almanac.cluster.HdfsServer;
import almanac.cluster.Project;
import almanac.cluster.S3Server;
import almanac.cluster.Server;
import almanac.cluster.StandaloneCluster;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.lake.RunListener;
import almanac.sample.ForEachDay;
import almanac.sample.SampleLake;
import almanac.sample.SampleParameters;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nights of one lake, with new and changed files for the second: on a local disk, on HDFS, and by a cluster on S3. What they
 * publish is the same, though a run is killed half way through its commits, and an executor in the middle of a night.
 */
class ClusterIT {

    private static final SampleParameters PARAMETERS = new SampleParameters(7, 0.1, LocalDate.of(2024, 4, 14), 105);

    /** With all that they need: the cube, the market, forecasts and their models. */
    private static final Set<String> TABLES = Set.of("market.market_share", "forecast.segment_forecasts");

    private static final String C1 = " -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m -XX:+UseSerialGC";

    /** Files that come for the second night. */
    private static final List<String> LATE = List.of("sales/sales-2024-04-13.csv", "sales/sales-2024-04-14.csv");

    /** A file of which the second night finds another content. */
    private static final String CHANGED = "sales/sales-2024-03-05.csv";

    @TempDir
    static Path folder;

    private static final Path CONFIGURATION =
            Project.root().resolve("jobs/src/test/resources/almanac/job/cluster.conf");

    private static Path lake;
    private static Map<String, List<String>> expected;

    @BeforeAll
    static void runsOnALocalDisk() throws IOException {
        lake = folder.resolve("sample");
        SampleLake.generate(PARAMETERS, lake.toString(), new Configuration(), ForEachDay.onThreads(2));
        Path local = folder.resolve("local");
        Settings settings = settings(local.toString());
        deliverFirst((name, file) -> copy(file, local.resolve("lake").resolve(name)));
        night(settings, RunListener.NONE);
        deliverSecond((name, file) -> copy(file, local.resolve("lake").resolve(name)));
        night(settings, RunListener.NONE);
        expected = Content.of(TestSession.get(), settings.warehouse());
        assertThat(expected.get("market.segment_sales")).isNotEmpty();
        assertThat(expected.get("ops.model_registry")).isNotEmpty();
    }

    @Test
    void hdfsHoldsTheSameTablesThoughARunIsKilledHalfWayThroughItsCommits() throws IOException {
        try (HdfsServer hdfs = HdfsServer.start(folder.resolve("hdfs"))) {
            Settings settings = settings(hdfs.uri());
            FileSystem files = new org.apache.hadoop.fs.Path(hdfs.uri())
                    .getFileSystem(TestSession.get().sparkContext().hadoopConfiguration());
            BiConsumer<String, Path> deliver = (name, file) -> upload(files, file, hdfs.uri() + "/lake/" + name);
            deliverFirst(deliver);
            assertThatThrownBy(() -> night(settings, step -> {
                        if (step.equals("committed market.segment_sales")) {
                            throw new AssertionError("killed");
                        }
                    }))
                    .hasMessage("killed");
            deliverSecond(deliver);
            List<String> steps = new ArrayList<>();
            night(settings, steps::add);
            assertThat(steps).contains("recovered 1", "committed staging.stores", "published");
            assertSame(Content.of(TestSession.get(), settings.warehouse()));
        }
    }

    /** Its machines keep other times and speak other languages than the one of the local night. */
    @Test
    void aClusterOnS3PublishesTheSameTablesThoughItLosesAnExecutor() throws IOException {
        try (S3Server s3 = S3Server.start(folder.resolve("s3"));
                StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("cluster"))) {
            String only = String.join(",", TABLES);
            s3.put("night.conf", CONFIGURATION);
            deliverFirst((name, file) -> s3.put("lake/" + name, file));
            try (Server submit = submit(cluster, s3, "first", "run", "--only", only)) {
                submit.await(Pattern.compile("\\d+/\\d+ +(market\\.segment_sales)"));
                assertThat(cluster.killAnExecutor()).isTrue();
                assertThat(submit.exitCode()).as(submit.output()).isZero();
            }
            deliverSecond((name, file) -> s3.put("lake/" + name, file));
            try (Server submit = submit(cluster, s3, "second", "run", "--only", only)) {
                assertThat(submit.exitCode()).as(submit.output()).isZero();
                assertThat(submit.output()).contains("published");
            }
            assertSame(Content.of(
                    TestSession.get(), s3.folder().resolve("warehouse").toString()));
            try (Server submit = submit(
                    cluster,
                    s3,
                    "query",
                    "query",
                    "--format",
                    "csv",
                    "SELECT count(*) AS nights FROM ops.publications")) {
                assertThat(submit.exitCode()).as(submit.output()).isZero();
                assertThat(submit.output()).containsPattern("nights\\R2\\R");
            }
        }
    }

    private static void assertSame(Map<String, List<String>> content) {
        assertThat(Content.differences(expected, content)).isEmpty();
    }

    private static Server submit(StandaloneCluster cluster, S3Server s3, String name, String... command) {
        List<String> words =
                new ArrayList<>(List.of(Project.root().resolve("scripts/submit").toString(), "--s3"));
        Map<String, String> options = new LinkedHashMap<>();
        options.put("spark.master", cluster.master());
        options.put("spark.driver.memory", "1g");
        options.put("spark.executor.memory", "1g");
        options.put("spark.sql.shuffle.partitions", "3");
        options.put("spark.ui.enabled", "false");
        // As in the tests of one JVM: small data never earns compiled plans back.
        options.put("spark.sql.codegen.wholeStage", "false");
        options.put("spark.executor.extraJavaOptions", "-Duser.timezone=Pacific/Kiritimati -Duser.language=tr" + C1);
        options.put("spark.driver.extraJavaOptions", "-Duser.timezone=America/New_York -Duser.language=de" + C1);
        s3.hadoopSettings().forEach((key, value) -> options.put("spark.hadoop." + key, value));
        options.forEach((key, value) -> words.addAll(List.of("--conf", key + "=" + value)));
        words.add("--");
        words.add(command[0]);
        words.addAll(List.of("--conf", "s3a://bucket/night.conf"));
        overrides("s3a://bucket").forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
        words.addAll(List.of(command).subList(1, command.length));
        return Server.start(folder.resolve("submit-" + name + ".log"), words, Map.of());
    }

    private static Settings settings(String root) {
        return SettingsReader.read(CONFIGURATION, ConfigurationOptions.shapes(), overrides(root));
    }

    private static Map<String, String> overrides(String root) {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("lake", root + "/lake");
        overrides.put("warehouse", root + "/warehouse");
        return overrides;
    }

    private static void night(Settings settings, RunListener listener) {
        PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        new PlanRunner(TestSession.get(), settings, new Progress(silent), listener)
                .run(new PlanRunner.Options(null, LocalDate.of(2026, 6, 30), false, TABLES));
    }

    private static void deliverFirst(BiConsumer<String, Path> deliver) throws IOException {
        try (Stream<Path> files = Files.walk(lake)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !LATE.contains(lake.relativize(file).toString()))
                    .forEach(file -> deliver.accept(lake.relativize(file).toString(), file));
        }
    }

    private static void deliverSecond(BiConsumer<String, Path> deliver) throws IOException {
        LATE.forEach(name -> deliver.accept(name, lake.resolve(name)));
        List<String> lines = Files.readAllLines(lake.resolve(CHANGED), StandardCharsets.ISO_8859_1);
        Path changed = folder.resolve("changed.csv");
        Files.write(changed, lines.subList(0, lines.size() - 1), StandardCharsets.ISO_8859_1);
        deliver.accept(CHANGED, changed);
    }

    private static void copy(Path file, Path target) {
        try {
            Files.createDirectories(target.getParent());
            Files.deleteIfExists(target);
            Files.copy(file, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void upload(FileSystem files, Path file, String target) {
        try {
            files.copyFromLocalFile(
                    false, true, new org.apache.hadoop.fs.Path(file.toUri()), new org.apache.hadoop.fs.Path(target));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
