package almanac.lake;

import almanac.error.Failure;
import almanac.table.TableSpec;
import io.delta.tables.DeltaTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The published Delta tables below one root: {@code <root>/<area>/<table>}.
 *
 * <p>Only rows that passed their checks are ever committed here, so a reader who opens a table by its path sees good
 * data; the versions that belong together are in {@code ops.publications}.
 */
public final class Warehouse {

    private final SparkSession spark;
    private final Store store;

    private Warehouse(SparkSession spark, Store store) {
        this.spark = spark;
        this.store = store;
    }

    /** Opens the warehouse of a root; nothing is written yet. */
    public static Warehouse open(SparkSession spark, String root) {
        return new Warehouse(spark, Store.open(root, spark.sparkContext().hadoopConfiguration()));
    }

    /** The root, fully qualified. */
    public String root() {
        return store.root();
    }

    /** Where a table lies. */
    public String location(TableSpec spec) {
        return store.path(relative(spec)).toString();
    }

    /** Whether a table was ever published. */
    public boolean has(TableSpec spec) {
        return store.exists(relative(spec) + "/_delta_log");
    }

    /** Whether the published table has the columns of the spec; if not, it is built anew as a whole. */
    public boolean matches(TableSpec spec) {
        return has(spec) && sameColumns(load(spec).schema(), spec.schema());
    }

    /** The published rows, columns as in the spec. */
    public Dataset<Row> read(TableSpec spec) {
        Dataset<Row> rows = load(spec);
        if (!sameColumns(rows.schema(), spec.schema())) {
            throw Failure.source(
                    "the published " + spec.qualifiedName() + " has other columns than this version of Almanac expects",
                    "run the night with --full, which builds every table anew",
                    List.of(
                            "published: " + rows.schema().simpleString(),
                            "expected:  " + spec.schema().simpleString()));
        }
        return rows;
    }

    /** The published rows in the columns of the spec, whichever they were written with; null where they have none. */
    public Dataset<Row> readAs(TableSpec spec) {
        return load(spec).to(spec.schema());
    }

    /** The rows that a version of a table had when a run committed it, wherever maintenance has put them since. */
    public Dataset<Row> readVersion(TableSpec spec, long version) {
        return spark.read()
                .format("delta")
                .option("versionAsOf", log(spec).newestWithRowsOf(version))
                .load(location(spec));
    }

    /** A folder of the warehouse by its name, for tools that look at a table without a spec. */
    public Dataset<Row> readPath(String area, String table) {
        return spark.read().format("delta").load(store.path(area + "/" + table).toString());
    }

    /** The bytes that a table's folder takes. */
    public long bytes(TableSpec spec) {
        return has(spec) ? store.size(relative(spec)) : 0;
    }

    /**
     * Commits the staged rows of a table in place of all or some of those that it has, in one commit. Repeating it with the same
     * run number does nothing.
     *
     * @param area where they lie
     * @return the version of the table that holds the rows
     * @throws Failure of kind LOCKED if a later run has written the table meanwhile
     */
    public Commit commit(StagingArea area, StagingArea.Staged staged) {
        TableSpec spec = staged.spec();
        Replace replace = staged.replace();
        if (replace.isEverything()) {
            String part = "run-" + area.runNumber();
            store.move(area.folder(spec), relative(spec) + "/" + part);
            TableCommit.replace(spark, store, relative(spec), part, staged, area.runNumber(), area.runId());
        } else if (replace.dates().isEmpty()) {
            return last(spec);
        } else {
            writer(spec, area.read(spec), "overwrite", area.runNumber(), area.runId())
                    .option("replaceWhere", replace.predicate())
                    .save(location(spec));
        }
        Commit commit = last(spec);
        if (!commit.runId().equals(area.runId())) {
            throw Failure.locked(
                    "a later run (" + commit.runId() + ") wrote " + spec.qualifiedName() + " while " + area.runId()
                            + " was publishing it",
                    "let one run at a time write this warehouse; the later run's rows stand");
        }
        return commit;
    }

    /** Adds rows to a ledger table, in one commit. Repeating it with the same run number does nothing. */
    public void append(TableSpec spec, Dataset<Row> rows, long runNumber, String runId) {
        if (!has(spec)) {
            TableCommit.create(spark, store, spec, relative(spec));
        }
        writer(spec, rows, "append", runNumber, runId).save(location(spec));
    }

    private static DataFrameWriter<Row> writer(
            TableSpec spec, Dataset<Row> rows, String mode, long runNumber, String runId) {
        return rows.to(spec.schema())
                .write()
                .format("delta")
                .mode(mode)
                .option("txnAppId", TableCommit.application(spec))
                .option("txnVersion", runNumber)
                .option("userMetadata", runId);
    }

    /** The newest commit of a table, from its log; Delta's own history would start a Spark job for each table. */
    public Commit last(TableSpec spec) {
        CommitLog log = log(spec);
        long newest = log.newest();
        if (newest < 0) {
            throw new IllegalStateException("the log of " + location(spec) + " holds no commit");
        }
        return new Commit(newest, log.runId(newest));
    }

    private CommitLog log(TableSpec spec) {
        String folder = relative(spec) + "/_delta_log";
        return new CommitLog(store.names(folder), name -> store.read(folder + "/" + name));
    }

    /** Compacts small files, then deletes files that no version of the last days needs. */
    public void maintain(TableSpec spec, double retentionHours) {
        deltaTable(spec).optimize().executeCompaction();
        deltaTable(spec).vacuum(retentionHours);
    }

    /** Names a table in the session's catalogue, at its place here. */
    public void register(TableSpec spec, String catalog, String prefix) {
        // Names are snake_case by their specs and by the configuration's rules; the path is quoted.
        String schema = catalog + "." + prefix + spec.area();
        spark.sql("CREATE SCHEMA IF NOT EXISTS " + schema);
        spark.sql("CREATE TABLE IF NOT EXISTS " + schema + "." + spec.name() + " USING delta LOCATION '"
                + location(spec).replace("\\", "\\\\").replace("'", "\\'") + "'");
    }

    /** Whether names in the session's catalogue are forgotten with the session, and seen by nobody else. */
    boolean hasOwnCatalog() {
        return spark.conf().get("spark.sql.catalogImplementation", "in-memory").equals("in-memory");
    }

    /** Names a version of a table in the session's own catalogue. */
    void registerVersion(TableSpec spec, long version) {
        if (!hasOwnCatalog()) {
            throw Failure.configuration(
                    "older nights cannot be named in a catalogue that others use",
                    "leave spark.sql.catalogImplementation out, or read " + location(spec) + " with versionAsOf "
                            + version,
                    List.of());
        }
        spark.sql("CREATE SCHEMA IF NOT EXISTS " + spec.area());
        spark.sql("CREATE OR REPLACE VIEW " + spec.qualifiedName() + " AS SELECT * FROM delta.`"
                + location(spec).replace("`", "``") + "` VERSION AS OF "
                + log(spec).newestWithRowsOf(version));
    }

    Store store() {
        return store;
    }

    SparkSession spark() {
        return spark;
    }

    /**
     * A commit of a table.
     *
     * @param version the version of the table
     * @param runId the run that made it
     */
    public record Commit(long version, String runId) {}

    private DeltaTable deltaTable(TableSpec spec) {
        return DeltaTable.forPath(spark, location(spec));
    }

    private Dataset<Row> load(TableSpec spec) {
        return spark.read().format("delta").load(location(spec));
    }

    private static String relative(TableSpec spec) {
        return spec.area() + "/" + spec.name();
    }

    private static boolean sameColumns(StructType left, StructType right) {
        return typesByName(left).equals(typesByName(right));
    }

    private static Map<String, String> typesByName(StructType schema) {
        Map<String, String> types = new HashMap<>();
        for (StructField field : schema.fields()) {
            types.put(field.name(), field.dataType().catalogString());
        }
        return types;
    }
}
