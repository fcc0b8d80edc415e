package almanac.lake;

import static org.apache.spark.sql.functions.expr;
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
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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
    private final RunListener listener;
    private final RunLock lock;
    private final Ledger ledger;
    private final Publisher publisher;
    private final Ledger.Started run;
    private final StagingArea staging;
    private final ModelRegistry models;
    private @Nullable LocalDate asOf;
    private final Map<String, Staged> staged = new ConcurrentSkipListMap<>();
    private final Map<String, Double> seconds = new ConcurrentHashMap<>();

    /**
     * What a night is computed with and by.
     *
     * @param configurationDigest see {@link Ops#PUBLICATIONS}
     * @param codeVersion see {@link Ops#PUBLICATIONS}
     */
    public record Identity(String configurationDigest, String codeVersion) {}

    /**
     * The last published night.
     *
     * @param runId the run that published it
     * @param asOf its business date
     * @param identity of its configuration and code
     */
    public record LastNight(String runId, LocalDate asOf, Identity identity) {}

    private Night(
            Warehouse warehouse, Identity identity, Map<String, TableSpec> known, RunListener listener, RunLock lock) {
        this.warehouse = warehouse;
        this.listener = listener;
        this.lock = lock;
        this.ledger = new Ledger(warehouse);
        this.publisher = new Publisher(warehouse, ledger, lock, known, listener);
        Instant startedAt = Instant.now();
        listener.completed("locked");
        recover();
        this.run = new Ledger.Started(ledger.nextNumber(), startedAt, identity);
        this.staging = new StagingArea(warehouse, run.number(), run.id());
        this.models = new ModelRegistry(warehouse, run.id());
        warehouse.store().write(folder() + STARTED, run.text());
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
        return run.id();
    }

    /** Says which business date the night is for, once it is known. */
    public void of(LocalDate businessDate) {
        this.asOf = businessDate;
    }

    /** The staging area of the run. */
    public StagingArea staging() {
        return staging;
    }

    /** The trained models; cards that are entered are published with the night once they are staged. */
    public ModelRegistry models() {
        return models;
    }

    /** Stages and checks the rows of a table; several may be staged at the same time. */
    public Staged stage(TableSpec spec, Dataset<Row> rows, Replace replace) {
        Instant start = Instant.now();
        Staged result = staging.stage(spec, rows, replace);
        staged.put(spec.qualifiedName(), result);
        seconds.merge(
                spec.qualifiedName(), Duration.between(start, Instant.now()).toMillis() / 1000.0, Double::sum);
        synchronized (listener) {
            listener.completed("staged " + spec.qualifiedName());
        }
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
        return ledger.lastNight();
    }

    /** Publishes everything that was staged. */
    public void publish() {
        lock.verify();
        Publication publication = new Publication(
                run.number(),
                run.id(),
                Objects.requireNonNull(asOf, "a night is published for a date").toString(),
                run.identity().configurationDigest(),
                run.identity().codeVersion(),
                run.startedAt().toString(),
                staged.values().stream().map(this::entry).toList());
        warehouse.store().write(folder() + RECORD, publication.toJson());
        listener.completed("recorded");
        publisher.publish(publication);
    }

    /** Ends a run that found nothing to do. */
    public void unchanged() {
        ledger.ended(run, asOf, "unchanged", 0, null);
        warehouse.store().delete(folder());
    }

    /**
     * Ends a run that failed; its staged rows stay until the next run, for whoever looks into it. One that failed while it
     * was publishing is not over: the next start completes it and enters it as published.
     */
    public void failed(Failure.Kind kind, String message) {
        if (!warehouse.store().exists(folder() + RECORD)) {
            ledger.ended(run, asOf, "failed", kind.exitCode(), message);
            warehouse.store().write(folder() + ENDED, "failed");
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
                spec.schema().toDDL(),
                table.replace().dateColumn(),
                table.replace().dates(),
                table.rows(),
                seconds.getOrDefault(spec.qualifiedName(), 0.0));
    }

    private String folder() {
        return StagingArea.folder(run.number());
    }

    /** Completes what a killed run had begun to publish, and clears away what it had not. */
    private void recover() {
        for (String name : warehouse.store().names("_runs")) {
            String folder = "_runs/" + name;
            if (warehouse.store().exists(folder + RECORD)) {
                publisher.publish(Publication.parse(warehouse.store().read(folder + RECORD), folder + RECORD));
                listener.completed("recovered " + name);
            } else {
                if (warehouse.store().exists(folder + STARTED)
                        && !warehouse.store().exists(folder + ENDED)) {
                    String started = warehouse.store().read(folder + STARTED);
                    ledger.aborted(Ledger.Started.parse(Long.parseLong(name), started));
                }
                warehouse.store().delete(folder);
            }
        }
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return ManagementFactory.getRuntimeMXBean().getName();
        }
    }
}
