package almanac.lake;

import almanac.error.Failure;

/**
 * The exclusive right to write a warehouse. On a local disk it is an operating-system lock, which frees itself when its
 * holder dies; on a shared store it is a commit of a Delta table with a lease that the holder renews.
 *
 * <p>Of two commits at once one wins: on HDFS, Azure and Google by what their file systems promise Delta, on S3 by
 * {@link S3LogStore}, whose promise is tried whenever a lock is taken. Clocks of machines must agree to some minutes.
 */
interface RunLock extends AutoCloseable {

    /**
     * Takes the lock of a warehouse.
     *
     * @throws Failure of kind LOCKED naming the holder
     */
    static RunLock take(Warehouse warehouse, String holder) {
        if (warehouse.store().isLocal()) {
            return LocalRunLock.take(warehouse.store(), holder);
        }
        requireOneWinner(warehouse);
        return DeltaRunLock.take(
                warehouse.spark(), warehouse.store().path("_lock").toString(), holder, DeltaRunLock.LEASE);
    }

    /** A lock that is a commit is worth what the store makes of two commits at once. */
    private static void requireOneWinner(Warehouse warehouse) {
        String setting = S3LogStore.setting(warehouse.store().scheme());
        boolean isOurs = S3LogStore.class
                .getName()
                .equals(warehouse.spark().sparkContext().getConf().get(setting, ""));
        if (isOurs && !warehouse.store().keepsWhatIsThere("_lock.probe")) {
            throw Failure.storage(
                    "the S3 store of " + warehouse.root() + ", or the hadoop-aws that reaches it, knows no conditional"
                            + " writes (If-None-Match), so that two runs could both take the warehouse",
                    "use a store that honours them, as Amazon's does, and hadoop-aws 3.4.2 or later; or see to it that one"
                            + " run at a time writes here, and say so with --conf " + setting
                            + "=io.delta.storage.S3SingleDriverLogStore",
                    null);
        }
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
