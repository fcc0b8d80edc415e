package almanac.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;

import almanac.error.Failure;
import almanac.lake.StagingArea.Staged;
import almanac.table.TableSpec;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * One run on a warehouse, from lock to ledger.
 *
 * <p>Rows are staged and checked first. {@link #publish} then writes down what it is about to do, commits each table once,
 * and last adds the row of {@code ops.publications} that makes the night visible as a whole. A run killed before the
 * record leaves the old night; one killed after it is completed by the next {@link #begin}.
 */
public final class Night implements AutoCloseable {

    private static final String RECORD = "/publication.json";
    private static final String STARTED = "/started";
    private static final String ENDED = "/ended";

    private final Warehouse warehouse;
    private final Map<String, TableSpec> known;
    private final RunListener listener;
    private final RunLock lock;
    private final Instant startedAt = Instant.now();
    private @Nullable LocalDate asOf;
    private final String configurationDigest;
    private final String codeVersion;
    private final long number;
    private final String id;
    private final StagingArea staging;
    private final Map<String, Staged> staged = new LinkedHashMap<>();
    private final Map<String, Double> seconds = new HashMap<>();

    /**
     * What a night is.
     *
     * @param configurationDigest see {@link Ops#PUBLICATIONS}
     * @param codeVersion see {@link Ops#PUBLICATIONS}
     */
    public record Identity(String configurationDigest, String codeVersion) {}

    private Night(
            Warehouse warehouse, Identity identity, Map<String, TableSpec> known, RunListener listener, RunLock lock) {
        this.warehouse = warehouse;
        this.known = known;
        this.listener = listener;
        this.lock = lock;
        this.configurationDigest = identity.configurationDigest();
        this.codeVersion = identity.codeVersion();
        listener.completed("locked");
        recover();
        this.number = nextNumber();
        this.id = id(number);
        this.staging = new StagingArea(warehouse, number, id);
        warehouse
                .store()
                .write(
                        StagingArea.folder(number) + STARTED,
                        startedAt + "\n" + configurationDigest + "\n" + codeVersion);
        listener.completed("started");
    }

    /**
     * Takes the lock, completes or clears what a killed run left, and starts a run.
     *
     * @param known every table of the product, for completing an unfinished publication
     * @throws Failure of kind LOCKED if another run holds the warehouse
     */
    public static Night begin(
            Warehouse warehouse, Identity identity, Collection<TableSpec> known, RunListener listener) {
        RunLock lock = RunLock.take(
                warehouse,
                String.format(
                        "process %d on %s, started %s", ProcessHandle.current().pid(), host(), Instant.now()));
        try {
            Map<String, TableSpec> byName =
                    known.stream().collect(Collectors.toMap(TableSpec::qualifiedName, Function.identity()));
            return new Night(warehouse, identity, byName, listener, lock);
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** Id of the run. */
    public String id() {
        return id;
    }

    /** Says which business date the night is for, once it is known. */
    public void of(LocalDate businessDate) {
        this.asOf = businessDate;
    }

    /** The staging area of the run. */
    public StagingArea staging() {
        return staging;
    }

    /** Stages and checks the rows of a table. */
    public Staged stage(TableSpec spec, Dataset<Row> rows, Replace replace) {
        Instant start = Instant.now();
        Staged result = staging.stage(spec, rows, replace);
        staged.put(spec.qualifiedName(), result);
        seconds.merge(spec.qualifiedName(), secondsSince(start), Double::sum);
        listener.completed("staged " + spec.qualifiedName());
        return result;
    }

    /** The rows of a table as they will stand when this night is published. */
    public Dataset<Row> view(TableSpec spec) {
        Staged tonight = staged.get(spec.qualifiedName());
        if (tonight == null) {
            return warehouse.read(spec);
        }
        Dataset<Row> fresh = staging.read(spec);
        Replace replace = tonight.replace();
        if (replace.isEverything()) {
            return fresh;
        }
        Dataset<Row> kept = replace.dates().isEmpty()
                ? warehouse.read(spec)
                : warehouse.read(spec).filter(not(expr(replace.predicate())));
        return kept.unionByName(fresh);
    }

    /** Whether a table has rows, staged tonight or published before. */
    public boolean has(TableSpec spec) {
        return staged.containsKey(spec.qualifiedName()) || warehouse.matches(spec);
    }

    /** The last published night, if there is one. */
    public @Nullable LastNight last() {
        return lastNight(warehouse);
    }

    /**
     * The last published night.
     *
     * @param runId the run that published it
     * @param asOf its business date
     * @param configurationDigest of its configuration
     * @param codeVersion of its code
     */
    public record LastNight(String runId, LocalDate asOf, String configurationDigest, String codeVersion) {}

    /** The last published night of a warehouse, if there is one. */
    public static @Nullable LastNight lastNight(Warehouse warehouse) {
        if (!warehouse.has(Ops.PUBLICATIONS)) {
            return null;
        }
        List<Row> newest = warehouse
                .read(Ops.PUBLICATIONS)
                .orderBy(col("run_number").desc())
                .select("run_id", "as_of_date", "configuration_digest", "code_version")
                .limit(1)
                .collectAsList();
        return newest.isEmpty()
                ? null
                : new LastNight(
                        newest.get(0).getString(0),
                        newest.get(0).getAs(1),
                        newest.get(0).getString(2),
                        newest.get(0).getString(3));
    }

    /** Publishes everything that was staged. */
    public void publish() {
        lock.verify();
        Publication publication = new Publication(
                number,
                id,
                Objects.requireNonNull(asOf, "a night is published for a date").toString(),
                configurationDigest,
                codeVersion,
                startedAt.toString(),
                staged.values().stream().map(this::entry).toList());
        String record = StagingArea.folder(number) + RECORD;
        warehouse.store().write(record, publication.toJson());
        listener.completed("recorded");
        complete(publication);
    }

    /** Ends a run that found nothing to do. */
    public void unchanged() {
        ledger("unchanged", 0, null);
    }

    /**
     * Ends a run that failed; its staged rows stay until the next run, for whoever looks into it. One that failed while it
     * was publishing is not over: the next start completes it and enters it as published.
     */
    public void failed(Failure.Kind kind, String message) {
        if (!warehouse.store().exists(StagingArea.folder(number) + RECORD)) {
            ledger("failed", kind.exitCode(), message);
        }
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        lock.close();
    }

    private Publication.Entry entry(Staged table) {
        TableSpec spec = table.spec();
        return new Publication.Entry(
                spec.area(),
                spec.name(),
                spec.key(),
                table.replace().dateColumn(),
                table.replace().dates(),
                table.rows(),
                seconds.getOrDefault(spec.qualifiedName(), 0.0));
    }

    /** Everything that follows the record; doing it again changes nothing. */
    private void complete(Publication publication) {
        StagingArea area = new StagingArea(warehouse, publication.runNumber(), publication.runId());
        List<Row> writes = new ArrayList<>();
        for (Publication.Entry entry : publication.tables()) {
            TableSpec spec = spec(entry, area);
            long version = warehouse
                    .commit(spec, area.read(spec), entry.replace(), publication.runNumber(), publication.runId())
                    .version();
            writes.add(RowFactory.create(
                    entry.qualifiedName(),
                    entry.rows(),
                    entry.replace().isEverything() ? null : entry.dates().size(),
                    entry.seconds(),
                    version,
                    publication.runId()));
            listener.completed("committed " + entry.qualifiedName());
        }
        lock.verify();
        append(Ops.TABLE_WRITES, writes, publication.runNumber(), publication.runId());
        append(Ops.PUBLICATIONS, List.of(publicationRow(publication)), publication.runNumber(), publication.runId());
        listener.completed("published");
        append(Ops.RUNS, List.of(publishedRun(publication)), publication.runNumber(), publication.runId());
        listener.completed("recorded in the ledger");
        warehouse.store().delete(StagingArea.folder(publication.runNumber()));
        listener.completed("cleared");
    }

    private Row publicationRow(Publication publication) {
        Map<String, Long> versions = new TreeMap<>();
        for (TableSpec spec : known.values()) {
            if (warehouse.has(spec) && !spec.qualifiedName().equals(Ops.PUBLICATIONS.qualifiedName())) {
                versions.put(spec.qualifiedName(), warehouse.last(spec).version());
            }
        }
        return RowFactory.create(
                publication.runNumber(),
                LocalDate.parse(publication.asOf()),
                Instant.now(),
                scala.jdk.javaapi.CollectionConverters.asScala(versions),
                publication.configurationDigest(),
                publication.codeVersion(),
                publication.runId());
    }

    private static Row publishedRun(Publication publication) {
        Instant start = Instant.parse(publication.startedAt());
        return RowFactory.create(
                publication.runNumber(),
                LocalDate.parse(publication.asOf()),
                "published",
                start,
                Instant.now(),
                secondsSince(start),
                0,
                null,
                publication.configurationDigest(),
                publication.codeVersion(),
                publication.runId());
    }

    private void ledger(String status, int exitCode, @Nullable String message) {
        Row run = RowFactory.create(
                number,
                asOf,
                status,
                startedAt,
                Instant.now(),
                secondsSince(startedAt),
                exitCode,
                message,
                configurationDigest,
                codeVersion,
                id);
        append(Ops.RUNS, List.of(run), number, id);
        if (exitCode == 0) {
            warehouse.store().delete(StagingArea.folder(number));
        } else {
            warehouse.store().write(StagingArea.folder(number) + ENDED, status);
        }
    }

    private void recover() {
        for (String name : warehouse.store().names("_runs")) {
            String folder = "_runs/" + name;
            if (warehouse.store().exists(folder + RECORD)) {
                complete(Publication.parse(warehouse.store().read(folder + RECORD), folder + RECORD));
                listener.completed("recovered " + name);
            } else {
                if (warehouse.store().exists(folder + STARTED)
                        && !warehouse.store().exists(folder + ENDED)) {
                    recordAborted(
                            Long.parseLong(name),
                            warehouse.store().read(folder + STARTED).split("\n", -1));
                }
                warehouse.store().delete(folder);
            }
        }
    }

    private void recordAborted(long aborted, String[] started) {
        String abortedId = id(aborted);
        Row run = RowFactory.create(
                aborted,
                null,
                "aborted",
                Instant.parse(started[0]),
                Instant.now(),
                null,
                null,
                "it was killed before it could publish; nothing of it is visible",
                started[1],
                started[2],
                abortedId);
        append(Ops.RUNS, List.of(run), aborted, abortedId);
    }

    private static String id(long number) {
        return String.format("run-%06d", number);
    }

    private long nextNumber() {
        long highest = 0;
        if (warehouse.has(Ops.RUNS)) {
            Row row = warehouse.read(Ops.RUNS).agg(max("run_number")).first();
            highest = row.isNullAt(0) ? 0 : row.getLong(0);
        }
        return highest + 1;
    }

    private void append(TableSpec spec, List<Row> rows, long runNumber, String runId) {
        warehouse.append(spec, warehouse.spark().createDataFrame(rows, spec.schema()), runNumber, runId);
    }

    /** The spec of a staged table: ours, or what the staged files say where the code has moved on since. */
    private TableSpec spec(Publication.Entry entry, StagingArea area) {
        TableSpec ours = known.get(entry.qualifiedName());
        StructType written = area.writtenSchema(entry.area(), entry.name());
        if (ours != null && List.of(ours.schema().fieldNames()).equals(List.of(written.fieldNames()))) {
            return ours;
        }
        TableSpec.Builder asWritten = TableSpec.named(entry.area(), entry.name())
                .oneRowPer(entry.key().toArray(String[]::new));
        for (StructField field : written.fields()) {
            if (!field.name().equals(TableSpec.RUN_ID)) {
                asWritten.column(
                        field.name(), field.dataType(), field.getComment().getOrElse(() -> ""));
            }
        }
        return asWritten.build();
    }

    private static double secondsSince(Instant start) {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return ManagementFactory.getRuntimeMXBean().getName();
        }
    }
}
