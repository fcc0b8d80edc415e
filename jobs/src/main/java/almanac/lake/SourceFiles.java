package almanac.lake;

import almanac.config.Order;
import almanac.config.Policy;
import almanac.config.Source;
import almanac.error.Failure;
import almanac.lake.file.FileListing;
import almanac.lake.file.FileProbe;
import almanac.lake.file.FoundFile;
import almanac.lake.file.JsonFormat;
import almanac.lake.file.JsonLines;
import almanac.lake.file.Listing;
import almanac.lake.file.NaturalOrder;
import almanac.lake.file.ParquetCheck;
import almanac.lake.file.ReadLimits;
import almanac.lake.file.RecordCounter;
import almanac.lake.file.RecordFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** The files of a source: which there are, in which order they were delivered, what changed, what they hold. */
public final class SourceFiles {

    private final SparkSession spark;
    private final Configuration hadoop;
    private final String lake;

    /** The files below a lake. */
    public SourceFiles(SparkSession spark, String lake) {
        this.spark = spark;
        this.hadoop = spark.sparkContext().hadoopConfiguration();
        this.lake = lake;
    }

    /**
     * The files of a source, the earliest delivery first.
     *
     * @throws Failure of kind SOURCE if there is none, or one that the source does not expect, and its policy says so
     */
    public List<FoundFile> list(Source source) {
        if (!source.format().isFiles()) {
            return List.of(SourceTable.open(spark, lake, source).version());
        }
        Listing listing = FileListing.list(hadoop, lake, source.path());
        if (!listing.notTaken().isEmpty() && source.onUnknownName() == Policy.FAIL) {
            throw SourceReader.refused(
                    source,
                    "does not expect " + listing.notTaken().size() + " of the files in its folder: its path is `"
                            + source.path() + "`",
                    "rename them, widen the path, move them away, or set on_unknown_name = accept",
                    firstOf(listing.notTaken()));
        }
        if (listing.files().isEmpty() && source.onMissing() == Policy.FAIL) {
            throw SourceReader.refused(
                    source,
                    "has no file: nothing below " + lake + " matches `" + source.path() + "`",
                    "check `lake` and the source's path, or set on_missing = accept",
                    List.of());
        }
        List<FoundFile> files = new ArrayList<>(listing.files());
        files.sort(order(source));
        return files;
    }

    /** The order of deliveries of a source. */
    public static Comparator<FoundFile> order(Source source) {
        Comparator<FoundFile> byName = Comparator.comparing(FoundFile::relativePath, NaturalOrder.OF_NAMES);
        return source.order() == Order.NAME
                ? byName
                : Comparator.comparingLong(FoundFile::modifiedAt).thenComparing(byName);
    }

    /** The SHA-256 of each file by its relative path; of a table its version. */
    public Map<String, String> checksums(Source source, List<FoundFile> files) {
        if (!source.format().isFiles()) {
            return each(files, FoundFile::relativePath);
        }
        return each(files, file -> FileProbe.probe(hadoop, file.path()).sha256());
    }

    /**
     * The columns of each file by its relative path.
     *
     * @param refused takes the message of every file that cannot be read as declared; such a file has no entry
     */
    public Map<String, List<SourceColumn>> columns(Source source, List<FoundFile> files, Map<String, String> refused) {
        Map<String, String> messages = new ConcurrentHashMap<>();
        Map<String, List<SourceColumn>> found = each(files, file -> {
            try {
                return columns(source, file);
            } catch (Failure e) {
                messages.put(file.relativePath(), e.describe());
                return List.of();
            }
        });
        found.keySet().removeAll(messages.keySet());
        refused.putAll(new TreeMap<>(messages));
        return found;
    }

    private List<SourceColumn> columns(Source source, FoundFile file) {
        return switch (source.format()) {
            case CSV -> {
                try (RecordFile records = TextRecords.open(hadoop, file.path(), source, List.of(), Set.of())) {
                    yield records.columns().stream().map(SourceColumn::text).toList();
                }
            }
            case JSON ->
                JsonLines.keys(hadoop, file.path(), json(source)).stream()
                        .map(SourceColumn::text)
                        .toList();
            case PARQUET ->
                ParquetCheck.verify(hadoop, file.path()).columns().entrySet().stream()
                        .map(column -> new SourceColumn(column.getKey(), column.getValue()))
                        .toList();
            case DELTA, TABLE -> SourceTable.open(spark, lake, source).columns();
        };
    }

    /**
     * The records of each file by its relative path, counted without Spark and without the reader of the night.
     *
     * @return no entry for a table, whose rows only Spark can count
     */
    public Map<String, Long> recordCounts(Source source, List<FoundFile> files) {
        return switch (source.format()) {
            case CSV ->
                each(
                        files,
                        file -> RecordCounter.count(hadoop, file.path(), TextRecords.csv(source, List.of(), Set.of())));
            case JSON -> each(files, file -> RecordCounter.count(hadoop, file.path(), json(source)));
            case PARQUET ->
                each(
                        files,
                        file -> ParquetCheck.verifyFooter(hadoop, file.path()).rowCount());
            case DELTA, TABLE -> Map.of();
        };
    }

    private static JsonFormat json(Source source) {
        return new JsonFormat(source.encoding(), List.of(), ReadLimits.DEFAULT);
    }

    /**
     * Several files at a time: on a remote store the waiting adds up. Threads of our own, because Hadoop's streams wait for
     * the common pool when they close, and would wait for ever if all its threads were waiting for them.
     */
    private static <T> Map<String, T> each(List<FoundFile> files, Function<FoundFile, T> action) {
        Map<String, T> results = new TreeMap<>();
        ExecutorService threads =
                Executors.newFixedThreadPool(2 * Runtime.getRuntime().availableProcessors());
        try {
            Map<String, Future<T>> running = new LinkedHashMap<>();
            for (FoundFile file : files) {
                running.put(file.relativePath(), threads.submit(() -> action.apply(file)));
            }
            for (Map.Entry<String, Future<T>> file : running.entrySet()) {
                results.put(file.getKey(), file.getValue().get());
            }
            return results;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking at source files", e);
        } finally {
            threads.shutdownNow();
        }
    }

    static List<String> firstOf(List<String> names) {
        List<String> first = new ArrayList<>(names.subList(0, Math.min(10, names.size())));
        if (names.size() > first.size()) {
            first.add(String.format("and %,d more", names.size() - first.size()));
        }
        return first;
    }
}
