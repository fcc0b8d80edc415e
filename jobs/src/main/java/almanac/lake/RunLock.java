package almanac.lake;

import almanac.error.Failure;

/**
 * The exclusive right to write a warehouse. On a local disk it is an operating-system lock, which frees itself when its
 * holder dies; on a shared store it is a commit of a Delta table with a lease that the holder renews.
 */
interface RunLock extends AutoCloseable {

    /**
     * Takes the lock of a warehouse.
     *
     * @throws Failure of kind LOCKED naming the holder
     */
    static RunLock take(Warehouse warehouse, String holder) {
        return warehouse.store().isLocal()
                ? LocalRunLock.take(warehouse.store(), holder)
                : DeltaRunLock.take(
                        warehouse.spark(), warehouse.store().path("_lock").toString(), holder, DeltaRunLock.LEASE);
    }

    /**
     * Makes sure that the lock is still held, right before something irreversible.
     *
     * @throws Failure of kind LOCKED if another run took it over
     */
    void verify();

    /** Gives the lock back. */
    @Override
    void close();

    /** The message for the one who comes second. */
    static Failure heldBy(String root, String holder) {
        return Failure.locked(
                "another run holds the warehouse " + root + ": " + holder,
                "wait for it to end, or stop it; a lock whose holder died frees itself");
    }
}
