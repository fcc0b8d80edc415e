package almanac.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import almanac.TestSession;
import almanac.error.Failure;
import almanac.table.TableSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two runs on one warehouse only one may publish, whichever way they meet. */
class RunLockTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    @Test
    void theSecondIsToldWhoTheFirstIs() {
        Store store = store();
        LocalRunLock first = LocalRunLock.take(store, "process 1 on here");
        assertThatThrownBy(() -> LocalRunLock.take(store, "process 2 on here"))
                .asInstanceOf(type(Failure.class))
                .satisfies(failure -> {
                    assertThat(failure.kind().exitCode()).isEqualTo(6);
                    assertThat(failure)
                            .hasMessage("another run holds the warehouse " + store.root() + ": process 1 on here");
                });
        first.verify();
        first.close();
        LocalRunLock.take(store, "process 2 on here").close();
    }

    @Test
    void aSharedStoreTellsTheSecondWhoTheFirstIs() {
        String path = lockPath();
        DeltaRunLock first = DeltaRunLock.take(TestSession.get(), path, "one", LONG);
        assertThatThrownBy(() -> DeltaRunLock.take(TestSession.get(), path, "two", LONG))
                .asInstanceOf(type(Failure.class))
                .satisfies(failure -> {
                    assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCKED);
                    assertThat(failure).hasMessage("another run holds the warehouse " + path + ": one");
                });
        first.verify();
        first.close();
        DeltaRunLock second = DeltaRunLock.take(TestSession.get(), path, "two", LONG);
        second.verify();
        second.close();
    }

    @Test
    void aLeaseThatRanOutIsTakenOverAndItsHolderFindsOut() {
        String path = lockPath();
        DeltaRunLock stalled = DeltaRunLock.take(TestSession.get(), path, "stalled", LONG);
        stalled.stopRenewing();
        expire(path);
        DeltaRunLock next = DeltaRunLock.take(TestSession.get(), path, "next", LONG);
        assertThatThrownBy(stalled::verify).asInstanceOf(type(Failure.class)).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCKED);
            assertThat(failure).hasMessage("another run took the warehouse over while this one was stalled: next");
        });
        // The late end of the stalled run must not free what is no longer its own.
        stalled.close();
        assertThatThrownBy(() -> DeltaRunLock.take(TestSession.get(), path, "third", LONG))
                .hasMessageEndingWith(": next");
        next.close();
    }

    @Test
    void aStoreThatIsAwayForAWhileDoesNotEndTheRenewals() throws Exception {
        Path table = folder.resolve("_lock");
        Path away = folder.resolve("_away");
        DeltaRunLock lock = DeltaRunLock.take(TestSession.get(), table.toString(), "one", Duration.ofSeconds(3));
        Files.move(table, away);
        // Renewals are due every second.
        Thread.sleep(Duration.ofSeconds(4).toMillis());
        Files.move(away, table);
        Instant before = expiry(table.toString());
        Instant giveUp = Instant.now().plus(Duration.ofMinutes(2));
        while (!expiry(table.toString()).isAfter(before) && Instant.now().isBefore(giveUp)) {
            Thread.sleep(Duration.ofMillis(500).toMillis());
        }

        assertThat(expiry(table.toString())).isAfter(before);
        lock.close();
    }

    private static Instant expiry(String path) {
        return TestSession.get()
                .read()
                .format("delta")
                .load(path)
                .select("expires_at")
                .first()
                .getInstant(0);
    }

    @Test
    void ofTwoThatReachForItAtOnceNeverBothGetIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 6; round++) {
                String path = folder.resolve("round" + round).toString();
                // The first round also races for the making of the table.
                if (round > 0) {
                    DeltaRunLock.take(TestSession.get(), path, "before", LONG).close();
                }
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<String>> takers = new ArrayList<>();
                for (String holder : List.of("one", "two")) {
                    takers.add(threads.submit(taker(path, holder, start)));
                }
                List<String> outcomes = new ArrayList<>();
                for (Future<String> taker : takers) {
                    outcomes.add(taker.get());
                }
                assertThat(outcomes).as("round %d", round).containsExactlyInAnyOrder("won", "locked");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aRunThatWasOvertakenCannotCommitAnyMore() {
        TableSpec spec = TableSpec.named("market", "things")
                .oneRowPer("id")
                .column("id", DataTypes.IntegerType, "id")
                .build();
        Warehouse warehouse = Warehouse.open(TestSession.get(), folder.toString());
        StagingArea old = new StagingArea(warehouse, 5, "run-000005");
        StagingArea later = new StagingArea(warehouse, 6, "run-000006");
        StagingArea.Staged ofOld = old.stage(spec, TestSession.get().sql("SELECT 1 AS id"), Replace.everything());
        StagingArea.Staged ofLater = later.stage(spec, TestSession.get().sql("SELECT 2 AS id"), Replace.everything());
        warehouse.commit(later, ofLater);
        assertThatThrownBy(() -> warehouse.commit(old, ofOld))
                .asInstanceOf(type(Failure.class))
                .satisfies(failure -> {
                    assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCKED);
                    assertThat(failure)
                            .hasMessage(
                                    "a later run (run-000006) wrote market.things while run-000005 was publishing it");
                });
        assertThat(warehouse.read(spec).first().getInt(0)).isEqualTo(2);
        assertThat(warehouse.last(spec)).isEqualTo(new Warehouse.Commit(0, "run-000006"));
        warehouse.commit(later, ofLater);
        assertThat(warehouse.last(spec).version()).as("a commit repeated").isZero();
    }

    private static Callable<String> taker(String path, String holder, CyclicBarrier start) {
        return () -> {
            start.await();
            try {
                DeltaRunLock.take(TestSession.get(), path, holder, LONG).stopRenewing();
                return "won";
            } catch (Failure e) {
                return e.kind() == Failure.Kind.LOCKED ? "locked" : e.toString();
            }
        };
    }

    private void expire(String path) {
        io.delta.tables.DeltaTable.forPath(TestSession.get(), path)
                .updateExpr(java.util.Map.of("expires_at", "timestamp'2000-01-01 00:00:00'"));
    }

    private String lockPath() {
        return folder.resolve("_lock").toString();
    }

    private Store store() {
        return Store.open(folder.toString(), TestSession.get().sparkContext().hadoopConfiguration());
    }
}
