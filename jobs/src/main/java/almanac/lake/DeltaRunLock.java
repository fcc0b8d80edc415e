package almanac.lake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import almanac.error.Failure;
import io.delta.exceptions.DeltaConcurrentModificationException;
import io.delta.tables.DeltaTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A lock on a store without operating-system locks: the one row of a small Delta table names the holder and until when
 * its lease runs. Taking it is one MERGE, so of two that see it free only one commit succeeds. The holder renews the
 * lease; a holder that died loses it when it runs out.
 */
final class DeltaRunLock implements RunLock {

    /** How long a dead holder blocks the others; a live one renews it three times in that time. */
    static final Duration LEASE = Duration.ofMinutes(15);

    private static final Logger LOG = LogManager.getLogger(DeltaRunLock.class);

    /** What Delta says where another run has made the folder of the table, and not its first commit yet. */
    private static final String HALF_MADE = "DELTA_CREATE_TABLE_WITH_NON_EMPTY_LOCATION";

    private static final int MOST_TRIES = 40;

    private static final StructType SCHEMA = new StructType()
            .add("name", DataTypes.StringType)
            .add("holder", DataTypes.StringType)
            .add("expires_at", DataTypes.TimestampType);

    private final SparkSession spark;
    private final String path;
    private final String holder;
    private final Duration lease;
    private final ScheduledExecutorService renewal;

    private DeltaRunLock(SparkSession spark, String path, String holder, Duration lease) {
        this.spark = spark;
        this.path = path;
        this.holder = holder;
        this.lease = lease;
        this.renewal = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "almanac-lock-renewal");
            thread.setDaemon(true);
            return thread;
        });
    }

    static DeltaRunLock take(SparkSession spark, String path, String holder, Duration lease) {
        createIfAbsent(spark, path);
        DeltaRunLock lock = new DeltaRunLock(spark, path, holder, lease);
        try {
            lock.merge(col("held.expires_at").lt(lit(Instant.now())));
        } catch (DeltaConcurrentModificationException otherWasFaster) {
            throw RunLock.heldBy(path, lock.current());
        }
        if (!lock.current().equals(holder)) {
            throw RunLock.heldBy(path, lock.current());
        }
        long third = lease.toMillis() / 3;
        var unused = lock.renewal.scheduleWithFixedDelay(lock::renewOrTryAgain, third, third, TimeUnit.MILLISECONDS);
        return lock;
    }

    @Override
    public void verify() {
        try {
            renew();
        } catch (DeltaConcurrentModificationException anotherTakesIt) {
            LOG.warn("the lock {} changed while it was renewed", path, anotherTakesIt);
        }
        if (!current().equals(holder)) {
            throw Failure.locked(
                    "another run took the warehouse over while this one was stalled: " + current(),
                    "nothing of this run was published after that; start it again if its date is not yet there");
        }
    }

    /**
     * Lets the lease run out, as it does when the holder dies. A renewal that is under way is awaited: cut off in the middle,
     * its commit would meet the next one.
     */
    void stopRenewing() {
        renewal.shutdown();
        try {
            if (!renewal.awaitTermination(lease.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("a renewal of the lock {} takes longer than its lease", path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopRenewing();
        DeltaTable.forPath(spark, path)
                .update(col("holder").equalTo(lit(holder)), Map.of("expires_at", lit(Instant.EPOCH)));
    }

    /** A renewal that fails is not the last one: the lease outlasts two more, and {@link #verify} has the last word. */
    private void renewOrTryAgain() {
        try {
            renew();
        } catch (Exception e) {
            // Every exception: Scala throws checked ones too, and one that got out would end the renewals in silence.
            LOG.warn("the lease of the lock {} was not renewed; it is tried again", path, e);
        }
    }

    private void renew() {
        DeltaTable.forPath(spark, path).update(col("holder").equalTo(lit(holder)), Map.of("expires_at", lit(expiry())));
    }

    private void merge(Column free) {
        Dataset<Row> claim = spark.createDataFrame(List.of(RowFactory.create("run", holder, expiry())), SCHEMA);
        DeltaTable.forPath(spark, path)
                .as("held")
                .merge(claim.as("claim"), expr("held.name = claim.name"))
                .whenMatched(free)
                .updateAll()
                .whenNotMatched()
                .insertAll()
                .execute();
    }

    private String current() {
        return spark.read().format("delta").load(path).select("holder").first().getString(0);
    }

    private Instant expiry() {
        return Instant.now().plus(lease);
    }

    private static void createIfAbsent(SparkSession spark, String path) {
        for (int tries = 1; !DeltaTable.isDeltaTable(spark, path); tries++) {
            try {
                DeltaTable.createIfNotExists(spark)
                        .location(path)
                        .addColumns(SCHEMA)
                        .property("delta.isolationLevel", "Serializable")
                        .execute();
            } catch (DeltaConcurrentModificationException madeMeanwhile) {
                // Another run made the same empty table first; which of the two holds it is decided by the MERGE.
                LOG.info("the lock {} was made by another run meanwhile", path, madeMeanwhile);
            } catch (Exception e) {
                if (tries == MOST_TRIES || !String.valueOf(e.getMessage()).contains(HALF_MADE)) {
                    throw e;
                }
                LOG.info("the lock {} is being made by another run", path, e);
                LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
            }
        }
    }
}
