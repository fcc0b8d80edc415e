package almanac.lake;

import almanac.table.TableSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;

/** Keeps the tables of a warehouse small and quick, under its lock. */
public final class Maintenance {

    private final Warehouse warehouse;

    /** Maintenance of a warehouse. */
    public Maintenance(Warehouse warehouse) {
        this.warehouse = warehouse;
    }

    /**
     * Compacts and clears every table, and deletes the files of models that nobody will go back to, and reports of older nights.
     *
     * @param specs the tables
     * @param keepDays for how many days older states and their reports stay readable
     * @param done told of each table and the bytes that it takes now
     */
    public void run(List<TableSpec> specs, int keepDays, BiConsumer<TableSpec, Long> done) {
        try (RunLock lock = RunLock.take(
                warehouse, "maintenance by process " + ProcessHandle.current().pid())) {
            ModelRegistry.sweep(warehouse);
            ReportFiles.sweep(warehouse, Instant.now().minus(Duration.ofDays(keepDays)));
            for (TableSpec spec : specs) {
                if (warehouse.has(spec)) {
                    lock.verify();
                    warehouse.maintain(spec, keepDays * 24.0);
                    done.accept(spec, warehouse.bytes(spec));
                }
            }
        }
    }
}
