package almanac.lake;

import almanac.config.Source;
import almanac.error.Failure;
import almanac.lake.file.FoundFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Looks at what a night will need, before the night. Nothing that it does stays behind. */
public final class Health {

    private final SparkSession spark;

    /** Looks with the file systems of this session. */
    public Health(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * What a source has.
     *
     * @param files how many files
     * @param bytes how large they are together
     * @param columns the columns of its newest file
     */
    public record SourceState(int files, long bytes, List<String> columns) {}

    /** Looks at a source: its files, and the columns of the newest. */
    public SourceState source(String lake, Source source) {
        SourceFiles sourceFiles = new SourceFiles(spark, lake);
        List<FoundFile> files = sourceFiles.list(source);
        long bytes = files.stream().mapToLong(FoundFile::size).sum();
        if (files.isEmpty()) {
            return new SourceState(0, 0, List.of());
        }
        List<FoundFile> newest = files.subList(files.size() - 1, files.size());
        Map<String, String> refused = new HashMap<>();
        Map<String, List<SourceColumn>> columns = sourceFiles.columns(source, newest, refused);
        if (!refused.isEmpty()) {
            throw Failure.source(
                    "the newest file of the source `" + source.name() + "` cannot be read as declared",
                    "have it delivered again, or correct the source's settings",
                    new ArrayList<>(refused.values()));
        }
        return new SourceState(
                files.size(),
                bytes,
                columns.values().stream()
                        .flatMap(List::stream)
                        .map(SourceColumn::name)
                        .toList());
    }

    /** Writes and deletes a probe in the warehouse, takes and gives back its lock, and tells the bytes free there; none where it has no limit. */
    public OptionalLong warehouse(String root) {
        Warehouse warehouse = Warehouse.open(spark, root);
        RunLock.take(warehouse, "a doctor's visit").close();
        warehouse.store().write("_probe", "written to see whether it can be");
        warehouse.store().delete("_probe");
        try {
            Path path = new Path(warehouse.root());
            FileSystem files = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
            FsStatus status = files.getStatus(path);
            long free = status.getRemaining();
            return free == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(free);
        } catch (IOException e) {
            throw Failure.storage(
                    "the free space of " + warehouse.root() + " cannot be told: " + e.getMessage(),
                    "check the warehouse's file system",
                    e);
        }
    }
}
