package almanac.lake;

import almanac.error.Failure;
import almanac.table.Check;
import almanac.table.TableSpec;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaOperations;
import org.apache.spark.sql.delta.OptimisticTransaction;
import org.apache.spark.sql.delta.actions.Action;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.delta.actions.Metadata;
import org.apache.spark.sql.delta.actions.SetTransaction;
import org.apache.spark.sql.types.StructField;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * One commit of a Delta table that makes Parquet files which lie in its folder its rows, in place of all it had.
 *
 * <p>Staged rows were written and checked once; written a second time by a Delta writer they would cost the night as much
 * again. The commit is a transaction of Delta's own, which finds conflicts and keeps the protocol; the actions are given in
 * the JSON of the log, which is specified, rather than by constructors, which are not.
 *
 * <p>On every store a reader sees all of the files or none, since the log names them when they are all there. A run that dies
 * before its commit has moved some of them, which no log names: the next run moves the rest ({@link Store#move}) and commits. Of
 * two runs that commit the same version one wins as {@link RunLock} says; the number of the run keeps it from being done twice.
 *
 * <p>Source: Delta Transaction Log Protocol, "Actions".
 */
final class TableCommit {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String CONSTRAINT = "delta.constraints.almanac_checks";
    private static final String INDEXED_COLUMNS = "delta.dataSkippingNumIndexedCols";

    /** Statistics for skipping files: of the columns by which tables are cut, not of every measure behind them. */
    private static final int INDEXED = 8;

    private final Store store;
    private final TableSpec spec;
    private final String folder;
    private final OptimisticTransaction transaction;
    private final List<Action> actions = new ArrayList<>();

    private TableCommit(SparkSession spark, Store store, TableSpec spec, String folder) {
        this.store = store;
        this.spec = spec;
        this.folder = folder;
        this.transaction =
                DeltaLog.forTable(spark, store.path(folder)).startTransaction(Option.empty(), Option.empty());
    }

    /** The name under which the runs of a table count in its log. */
    static String application(TableSpec spec) {
        return "almanac:" + spec.qualifiedName();
    }

    /**
     * Makes a table without rows; changes nothing of one that is there.
     *
     * @param folder of the table, in the store
     */
    static void create(SparkSession spark, Store store, TableSpec spec, String folder) {
        TableCommit commit = new TableCommit(spark, store, spec, folder);
        if (commit.transaction.readVersion() < 0) {
            commit.describe();
            commit.commit(SaveMode.ErrorIfExists, "");
        }
    }

    /**
     * Makes files the rows of a table, whose columns, comments and checks become those of the spec. Nothing happens where this
     * run or a later one has committed already.
     *
     * @param folder of the table, in the store
     * @param part the folder of the files, in that of the table
     * @param staged what was checked
     * @throws Failure of kind STORAGE if the files do not hold the rows that were checked
     */
    static void replace(
            SparkSession spark,
            Store store,
            String folder,
            String part,
            StagingArea.Staged staged,
            long runNumber,
            String runId) {
        TableSpec spec = staged.spec();
        TableCommit commit = new TableCommit(spark, store, spec, folder);
        if (commit.transaction.txnVersion(application(spec)) < runNumber) {
            commit.describe();
            commit.removeAll();
            commit.add(part, staged.rows());
            commit.actions.add(new SetTransaction(application(spec), runNumber, Option.empty()));
            commit.commit(SaveMode.Overwrite, runId);
        }
    }

    /** Gives the table the columns, comments and checks of the spec; what a user has set beside them stays. */
    private void describe() {
        boolean isNew = transaction.readVersion() < 0;
        Metadata old = transaction.metadata();
        Map<String, String> settings = new TreeMap<>(CollectionConverters.asJava(old.configuration()));
        settings.putIfAbsent(INDEXED_COLUMNS, String.valueOf(INDEXED));
        settings.remove(CONSTRAINT);
        if (!spec.checks().isEmpty()) {
            settings.put(CONSTRAINT, allChecks());
        }
        ObjectNode action = JSON.createObjectNode();
        ObjectNode metadata = action.putObject("metaData");
        metadata.put("id", old.id());
        metadata.put("description", spec.description());
        metadata.putObject("format").put("provider", "parquet").putObject("options");
        metadata.put("schemaString", spec.schema().json());
        metadata.putArray("partitionColumns");
        metadata.set("configuration", JSON.valueToTree(settings));
        metadata.put("createdTime", isNew ? System.currentTimeMillis() : createdTime(old));
        Metadata described = (Metadata) Action.fromJson(action.toString());
        if (isNew) {
            transaction.updateMetadataForNewTable(described);
        } else if (!described.equals(old)) {
            transaction.updateMetadataForTableOverwrite(described);
        }
    }

    private static long createdTime(Metadata table) {
        return table.createdTime().isDefined() ? (Long) table.createdTime().get() : 0;
    }

    private String allChecks() {
        return spec.checks().stream().map(Check::condition).collect(Collectors.joining(") AND (", "(", ")"));
    }

    private void removeAll() {
        for (AddFile file : CollectionConverters.asJava(transaction.filterFiles())) {
            actions.add(file.remove());
        }
    }

    /** A file of the table and what its footer says. */
    private record Part(FileStatus file, FileStatistics statistics) {}

    /** Files are looked at side by side, since a store may take a while for each. */
    private void add(String part, long rows) {
        List<StructField> indexed =
                Arrays.stream(spec.schema().fields()).limit(INDEXED).toList();
        List<Part> parts = store.files(folder + "/" + part).parallelStream()
                .map(file -> new Part(file, store.footer(file, indexed)))
                .toList();
        requireAll(
                part,
                rows,
                parts.stream().mapToLong(file -> file.statistics().rows()).sum());
        parts.stream().filter(file -> file.statistics().rows() > 0).forEach(file -> actions.add(added(part, file)));
    }

    /** A file that got lost since it was checked would be a table with less in it, and nobody would know. */
    private void requireAll(String part, long checked, long found) {
        if (found != checked) {
            throw Failure.storage(
                    String.format(
                            "of the %,d rows of %s that were staged, %,d are in %s",
                            checked, spec.qualifiedName(), found, store.path(folder + "/" + part)),
                    "restore the files that are missing there, or delete the folder of the run in _runs and run the night"
                            + " with --full",
                    null);
        }
    }

    private static Action added(String part, Part file) {
        ObjectNode action = JSON.createObjectNode();
        ObjectNode add = action.putObject("add");
        // Names that Spark gives to files and we to folders need no escapes.
        add.put("path", part + "/" + file.file().getPath().getName());
        add.putObject("partitionValues");
        add.put("size", file.file().getLen());
        add.put("modificationTime", file.file().getModificationTime());
        add.put("dataChange", true);
        add.put("stats", file.statistics().toJson());
        return Action.fromJson(action.toString());
    }

    private void commit(SaveMode mode, String runId) {
        transaction.commit(
                CollectionConverters.asScala(actions).toSeq(),
                new DeltaOperations.Write(
                        mode,
                        Option.empty(),
                        Option.empty(),
                        Option.apply(runId),
                        Option.empty(),
                        Option.empty(),
                        Option.empty(),
                        Option.empty(),
                        Option.empty()));
    }
}
