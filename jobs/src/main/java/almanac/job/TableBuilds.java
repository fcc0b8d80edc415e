package almanac.job;

import static java.util.Objects.requireNonNull;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import almanac.lake.Night;
import almanac.lake.Replace;
import almanac.lake.StagingArea.Staged;
import almanac.lake.Warehouse;
import almanac.table.Refresh;
import almanac.table.Table;
import almanac.table.TableSpec;
import almanac.table.TouchedDates;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Builds and stages tables, some at once, each as soon as its inputs are staged.
 *
 * <p>A small table spends most of its time being planned, on one thread. Built beside another one it costs a night nothing,
 * as long as there is a core for it; which tables are built beside each other changes no row.
 */
final class TableBuilds {

    private final SparkSession spark;
    private final Warehouse warehouse;
    private final Night night;
    private final LocalDate asOf;
    private final Set<String> available;
    private final int dailyDays;
    private final Listener listener;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * A table to build.
     *
     * @param dates those that it covers
     */
    record Work(Table table, TouchedDates dates) {}

    /** Told of each table that is staged, one at a time. */
    interface Listener {

        /**
         * A table is staged.
         *
         * @param seconds on the wall, in which other tables may have been built beside it
         */
        void staged(TableSpec spec, long rows, double seconds);
    }

    /**
     * @param available the names of the tables that exist tonight
     * @param dailyDays for how many days a table of snapshots keeps every night
     */
    TableBuilds(
            SparkSession spark,
            Warehouse warehouse,
            Night night,
            LocalDate asOf,
            Set<String> available,
            int dailyDays,
            Listener listener) {
        this.spark = spark;
        this.warehouse = warehouse;
        this.night = night;
        this.asOf = asOf;
        this.available = available;
        this.dailyDays = dailyDays;
        this.listener = listener;
    }

    /**
     * Builds tables. The first failure is thrown, once the tables that were being built beside it have come to their end.
     *
     * @param plan each after the tables that it reads
     * @param atOnce how many are built at the same time
     */
    void run(List<Work> plan, int atOnce) {
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        try {
            Map<String, CompletableFuture<Void>> builds = new HashMap<>();
            for (Work work : plan) {
                CompletableFuture<?>[] inputs = inputs(work.table())
                        .map(input -> builds.get(input.qualifiedName()))
                        .filter(Objects::nonNull)
                        .toArray(CompletableFuture[]::new);
                builds.put(
                        work.table().spec().qualifiedName(),
                        CompletableFuture.allOf(inputs).thenRunAsync(() -> tryToBuild(work), threads));
            }
            builds.values().forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
        Throwable first = failure.get();
        if (first instanceof Error error) {
            throw error;
        } else if (first != null) {
            throw (RuntimeException) first;
        }
    }

    private static Stream<TableSpec> inputs(Table table) {
        return Stream.concat(table.inputs().stream(), table.optionalInputs().stream());
    }

    /** Builds a table, unless another one has failed: then the night fails, and more work on it is lost. */
    private void tryToBuild(Work work) {
        if (failure.get() == null) {
            try {
                build(work);
            } catch (RuntimeException | Error e) {
                if (failure.compareAndSet(null, e)) {
                    // What is being built beside it would be thrown away.
                    spark.sparkContext().cancelAllJobs();
                }
            }
        }
    }

    private void build(Work work) {
        long start = System.nanoTime();
        Table table = work.table();
        TableSpec spec = table.spec();
        Dataset<Row> rows = table.build(new NightInputs(night, spark, asOf, table, work.dates(), available));
        Staged staged = table.refresh().scope() == Refresh.Scope.OWN_NIGHT
                ? stageOwnNight(spec, requireNonNull(table.refresh().dateColumn()), rows)
                : night.stage(spec, rows, replace(table.refresh(), work.dates()));
        double seconds = (System.nanoTime() - start) / 1e9;
        synchronized (listener) {
            listener.staged(spec, staged.rows(), seconds);
        }
    }

    private static Replace replace(Refresh refresh, TouchedDates dates) {
        return refresh.dateColumn() == null ? Replace.everything() : Replace.dates(refresh.dateColumn(), dates);
    }

    /** Beside what earlier nights left, even if the columns have changed since: it cannot be computed again. */
    private Staged stageOwnNight(TableSpec spec, String dateColumn, Dataset<Row> rows) {
        if (warehouse.matches(spec)) {
            TouchedDates dates = Snapshots.replaced(warehouse.read(spec), dateColumn, asOf, dailyDays);
            return night.stage(spec, rows, Replace.dates(dateColumn, dates));
        }
        Dataset<Row> all = warehouse.has(spec)
                ? warehouse
                        .readAs(spec)
                        .filter(not(col(dateColumn).equalTo(lit(asOf))))
                        .unionByName(rows, true)
                : rows;
        return night.stage(spec, all, Replace.everything());
    }
}
