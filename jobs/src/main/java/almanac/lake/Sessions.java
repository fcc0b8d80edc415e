package almanac.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * The Spark session of a run.
 *
 * <p>Started through {@code spark-submit}, a run takes the master and the resources it is given; started by itself it
 * embeds a local Spark. Settings that results depend on are set in both cases; settings that only speed up a small local
 * night are set there alone, and never over a value that the user gave.
 */
public final class Sessions {

    /** What the correctness of a night depends on, on any cluster; a user cannot switch these off. */
    private static final Map<String, String> REQUIRED = ordered(
            "spark.sql.session.timeZone", "UTC",
            "spark.sql.ansi.enabled", "true",
            "spark.sql.datetime.java8API.enabled", "true",
            // A configuration is data: nothing in it is substituted.
            "spark.sql.variable.substitute", "false",
            // A file that vanishes or rots is an error, not an empty result.
            "spark.sql.files.ignoreMissingFiles", "false",
            "spark.sql.files.ignoreCorruptFiles", "false",
            "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS",
            "spark.sql.sources.partitionOverwriteMode", "static",
            "spark.databricks.delta.schema.autoMerge.enabled", "false",
            // Delta's short cut for the least and greatest date of a table breaks on the dates of java.time.
            "spark.databricks.delta.optimizeMetadataQuery.enabled", "false",
            "spark.databricks.delta.commit.idempotencyCheck.enabled", "true");

    private static final String EXTENSIONS = "spark.sql.extensions";
    private static final String DELTA = "io.delta.sql.DeltaSparkSessionExtension";

    private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";
    private static final String ALIKE = "-Duser.timezone=UTC -Duser.language=en -Duser.country=US";

    /** What Delta needs before a session exists, page checksums for every Parquet read, and how joins are planned. */
    private static final Map<String, String> STATIC = ordered(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
            // Every write rebuilds the snapshot of its table, whose log is short; by default in 50 tasks.
            "spark.databricks.delta.snapshotPartitions", "1",
            "spark.hadoop.parquet.page.verify-checksum.enabled", "true",
            // Rows that lie together by segment are joined by segment and period where they are.
            "spark.sql.requireAllClusterKeysForCoPartition", "false");

    /** The defaults of a local night, from {@code conf/spark-defaults.conf}. */
    private static final String LOCAL = "spark-defaults.conf";

    /** Parts small enough for the memory of one task; adaptive execution puts too small ones together again. */
    private static final int PARTITIONS_PER_CORE = 4;

    private Sessions() {}

    /** Opens the session of this process, or takes the one that is there. */
    public static SparkSession open(String appName) {
        SparkConf conf = new SparkConf();
        boolean local =
                !conf.contains("spark.master") || conf.get("spark.master").startsWith("local");
        conf.setIfMissing("spark.master", "local[*]");
        conf.setIfMissing("spark.app.name", appName);
        STATIC.forEach(conf::setIfMissing);
        withDelta(conf);
        if (local) {
            localDefaults().forEach((key, value) -> conf.setIfMissing(String.valueOf(key), String.valueOf(value)));
            int cores = Runtime.getRuntime().availableProcessors();
            conf.setIfMissing("spark.sql.shuffle.partitions", String.valueOf(PARTITIONS_PER_CORE * cores));
        } else {
            speakAlike(conf);
        }
        SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
        REQUIRED.forEach((key, value) -> spark.conf().set(key, value));
        return spark;
    }

    /** Delta beside the extensions of the cluster, and for S3 a log that several drivers can write, unless the user has one. */
    static void withDelta(SparkConf conf) {
        String others = conf.get(EXTENSIONS, "");
        if (!others.contains(DELTA)) {
            conf.set(EXTENSIONS, others.isBlank() ? DELTA : others + "," + DELTA);
        }
        if (!conf.contains("spark.delta.logStore.class")) {
            S3LogStore.SCHEMES.forEach(
                    scheme -> conf.setIfMissing(S3LogStore.setting(scheme), S3LogStore.class.getName()));
        }
    }

    /** Executors write texts with numbers in them, and so all of them write as the driver does; of two values the last one holds. */
    static void speakAlike(SparkConf conf) {
        conf.set(EXECUTOR_OPTIONS, (conf.get(EXECUTOR_OPTIONS, "") + " " + ALIKE).strip());
    }

    /** The file has the format of Spark's own, which is that of properties. */
    private static Properties localDefaults() {
        Properties defaults = new Properties();
        try (InputStream file = Sessions.class.getResourceAsStream(LOCAL)) {
            defaults.load(Objects.requireNonNull(file, LOCAL + " is missing from the build"));
        } catch (IOException e) {
            throw new UncheckedIOException(LOCAL + " cannot be read", e);
        }
        return defaults;
    }

    private static Map<String, String> ordered(String... keysAndValues) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return settings;
    }
}
