package almanac.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import almanac.config.Format;
import almanac.config.Nearest;
import almanac.config.Order;
import almanac.config.Policy;
import almanac.config.Source;
import almanac.error.Failure;
import almanac.lake.file.FoundFile;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** Files that belong to no lake: given on a command line, and written where it says. */
public final class LooseFiles {

    /** Where a row stands: its file, and its line (of Parquet its row from 0). */
    public static final String PLACE = "_place";

    private static final int SHOWN = 10;

    private final SparkSession spark;

    /** Files as this session can reach them. */
    public LooseFiles(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * The rows of a file, or of all files that a glob matches: Parquet where the name ends so, JSON lines where it ends in
     * json or jsonl, else CSV with a header, all also compressed.
     *
     * @param location a path, or a URI of any file system that Hadoop knows
     * @param required columns that every file must have
     * @return the columns of the files, and {@link #PLACE}; kept in memory or on disk, as they have been read already
     * @throws Failure of kind SOURCE if there is no such file, or it cannot be read whole
     */
    public Dataset<Row> read(String location, List<String> required) {
        Path path = new Path(location);
        Path folder = path.getParent() == null ? new Path(".") : path.getParent();
        Source source = source(path.getName());
        SourceFiles files = new SourceFiles(spark, qualified(folder));
        List<FoundFile> found = files.list(source);
        Map<String, String> refused = new LinkedHashMap<>();
        Map<String, List<SourceColumn>> columns = files.columns(source, found, refused);
        if (!refused.isEmpty()) {
            throw Failure.source(
                    "a file cannot be read: " + location, "correct it, or name another", List.copyOf(refused.values()));
        }
        columns.forEach((file, ofFile) ->
                requireColumns(file, ofFile.stream().map(SourceColumn::name).toList(), required));
        Dataset<Row> rows =
                new SourceReader(spark, qualified(folder)).read(source, found, columns, new LinkedHashSet<>(required));
        Column line = when(
                        col(SourceReader.LINE).geq(0),
                        concat(lit(source.format() == Format.PARQUET ? ", row " : ", line "), col(SourceReader.LINE)))
                .otherwise(lit(""));
        Dataset<Row> placed =
                rows.withColumn(PLACE, concat(col(SourceReader.FILE), line)).persist(StorageLevel.MEMORY_AND_DISK());
        refuseBroken(placed);
        return placed;
    }

    private static void requireColumns(String file, List<String> there, List<String> required) {
        List<String> missing = required.stream()
                .filter(name -> !there.contains(name))
                .map(name -> name + Nearest.suggestion(name, there).orElse(""))
                .toList();
        if (!missing.isEmpty()) {
            throw Failure.source(
                    file + " has no column " + String.join(", ", missing),
                    "name the columns that it has: " + String.join(", ", there),
                    List.of());
        }
    }

    private static void refuseBroken(Dataset<Row> rows) {
        List<String> broken = rows
                .filter(col(SourceReader.PROBLEM).isNotNull())
                .select(PLACE, SourceReader.PROBLEM)
                .limit(SHOWN)
                .collectAsList()
                .stream()
                .map(row -> row.getString(0) + ": " + row.getString(1))
                .sorted()
                .toList();
        if (!broken.isEmpty()) {
            throw Failure.source("some records cannot be read", "correct them", broken);
        }
    }

    private String qualified(Path folder) {
        try {
            FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
            return files.makeQualified(folder).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source source(String name) {
        String bare = name.toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|bz2|zst|xz)$", "");
        Format format = bare.endsWith(".parquet")
                ? Format.PARQUET
                : bare.endsWith(".json") || bare.endsWith(".jsonl") ? Format.JSON : Format.CSV;
        return new Source(
                "input",
                format,
                name,
                Order.NAME,
                Policy.FAIL,
                Policy.FAIL,
                Policy.FAIL,
                Policy.ACCEPT,
                Policy.FAIL,
                StandardCharsets.UTF_8.name(),
                ',',
                true,
                List.of(),
                List.of(""));
    }

    /**
     * Writes a text, whole or not at all: it appears under its name when it is complete.
     *
     * @throws Failure of kind STORAGE if it cannot be written
     */
    public void write(String location, Iterator<String> lines) {
        Path path = new Path(location);
        Path part = new Path(path.getParent(), "." + path.getName() + ".part");
        try {
            FileSystem files = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
            try (Writer writer = new OutputStreamWriter(files.create(part, true), StandardCharsets.UTF_8)) {
                while (lines.hasNext()) {
                    writer.write(lines.next());
                }
            }
            files.delete(path, false);
            if (!files.rename(part, path)) {
                throw new IOException("the file cannot get its name");
            }
        } catch (IOException e) {
            throw Failure.storage(
                    location + " cannot be written: " + e.getMessage(), "check the folder and its rights", e);
        }
    }

    /** Writes rows as Parquet files in a folder, instead of what is there. */
    public void writeParquet(Dataset<Row> rows, String location) {
        rows.write().mode("overwrite").parquet(location);
    }

    /** Whether a name asks for Parquet. */
    public static boolean isParquet(String location) {
        return Stream.of(".parquet", ".parquet/").anyMatch(location::endsWith);
    }
}
