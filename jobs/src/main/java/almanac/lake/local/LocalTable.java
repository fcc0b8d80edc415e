package almanac.lake.local;

import almanac.error.Failure;
import io.delta.kernel.Snapshot;
import io.delta.kernel.Table;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A version of a Delta table: its columns, and the Parquet files that hold its rows and nothing but its rows.
 *
 * @param name {@code area.table}
 * @param schema its columns as its log declares them
 * @param files absolute local paths, in the order in which they were written
 */
record LocalTable(String name, StructType schema, List<Path> files) {

    LocalTable {
        files = List.copyOf(files);
    }

    /** The table with the rows of the last of its files alone. */
    LocalTable lastFile() {
        return new LocalTable(name, schema, files.subList(Math.max(0, files.size() - 1), files.size()));
    }

    /**
     * Reads the log of a table.
     *
     * @param folder where it lies
     * @param version the version, or null for the newest
     * @throws Failure of kind CONFIGURATION if its files alone do not tell its rows, or its log cannot be read here
     */
    static LocalTable read(Engine engine, String name, Path folder, @Nullable Long version) {
        try {
            Table table = Table.forPath(engine, folder.toString());
            Snapshot snapshot =
                    version == null ? table.getLatestSnapshot(engine) : table.getSnapshotAsOfVersion(engine, version);
            requirePlain(name, snapshot);
            return new LocalTable(name, snapshot.getSchema(), files(engine, name, snapshot));
        } catch (KernelException e) {
            throw new Failure(
                    Failure.Kind.CONFIGURATION,
                    name + " cannot be read: " + e.getMessage(),
                    "add --spark, which reads every table; if maintenance has deleted that version, ask for a newer run",
                    List.of(),
                    e);
        }
    }

    private static void requirePlain(String name, Snapshot snapshot) {
        String mapping = snapshot.getTableProperties().getOrDefault("delta.columnMapping.mode", "none");
        if (!mapping.equals("none")) {
            throw onlySpark(name, "its columns have other names in its files (column mapping)");
        }
        if (!snapshot.getPartitionColumnNames().isEmpty()) {
            throw onlySpark(name, "it is partitioned by " + String.join(", ", snapshot.getPartitionColumnNames()));
        }
    }

    private static List<Path> files(Engine engine, String name, Snapshot snapshot) {
        List<FileStatus> files = new ArrayList<>();
        try (CloseableIterator<FilteredColumnarBatch> batches =
                snapshot.getScanBuilder().build().getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    while (rows.hasNext()) {
                        Row file = rows.next();
                        if (InternalScanFileUtils.getDeletionVectorDescriptorFromRow(file) != null) {
                            throw onlySpark(name, "rows of its files are deleted (deletion vectors)");
                        }
                        files.add(InternalScanFileUtils.getAddFileStatus(file));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the log of " + name + " cannot be read", e);
        }
        return files.stream()
                .sorted(Comparator.comparing(FileStatus::getModificationTime))
                .map(file -> LocalFiles.path(file.getPath()))
                .toList();
    }

    static Failure onlySpark(String name, String why) {
        return Failure.configuration(
                name + " cannot be read file by file: " + why, "add --spark, which reads every table", List.of());
    }
}
