package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.segment.DailySales;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a night are built beside each other, and each after what it reads. */
class TableBuildsTest {

    private static final long A_WHILE_SECONDS = 120;

    @TempDir
    Path folder;

    private TestNight night;
    private DailySales cube;

    @BeforeEach
    void deliver() {
        night = TestNight.in(folder).delivers("sales/d1.csv", "o1,1,2026-01-05,p,1,1.00,c,");
        cube = new DailySales(night.settings());
    }

    @Test
    void tablesThatDoNotReadEachOtherAreBuiltAtTheSameTime() {
        CyclicBarrier both = new CyclicBarrier(2);
        night.building(
                        cube,
                        new Copy("one", DailySales.SPEC, rows -> waiting(both, rows)),
                        new Copy("other", DailySales.SPEC, rows -> waiting(both, rows)))
                .run();
        assertThat(night.rows(Copy.spec("one"), "product_id")).containsExactly("p");
        assertThat(night.rows(Copy.spec("other"), "product_id")).containsExactly("p");
    }

    @Test
    void aTableIsBuiltAfterWhatItReads() {
        night.building(
                        cube,
                        new Copy("first", DailySales.SPEC, UnaryOperator.identity()),
                        new Copy("second", Copy.spec("first"), UnaryOperator.identity()),
                        new Copy("third", Copy.spec("second"), UnaryOperator.identity()))
                .run();
        assertThat(night.rows(Copy.spec("third"), "product_id")).containsExactly("p");
    }

    @Test
    void theFirstFailureIsToldAndNothingMoreIsBuilt() {
        AtomicInteger builtAfter = new AtomicInteger();
        night.building(
                cube,
                new Copy("broken", DailySales.SPEC, rows -> {
                    throw new IllegalStateException("broken on purpose");
                }),
                new Copy("next", Copy.spec("broken"), rows -> {
                    builtAfter.incrementAndGet();
                    return rows;
                }));
        assertThatThrownBy(night::run).isInstanceOf(IllegalStateException.class).hasMessage("broken on purpose");
        assertThat(builtAfter).hasValue(0);
        assertThat(night.warehouse().has(cube.spec())).isFalse();
    }

    private static Dataset<Row> waiting(CyclicBarrier barrier, Dataset<Row> rows) {
        try {
            barrier.await(A_WHILE_SECONDS, TimeUnit.SECONDS);
            return rows;
        } catch (BrokenBarrierException | TimeoutException | InterruptedException e) {
            throw new IllegalStateException("nobody else came", e);
        }
    }

    /** The products of another table. */
    private record Copy(String name, TableSpec of, UnaryOperator<Dataset<Row>> step) implements Table {

        static TableSpec spec(String name) {
            return TableSpec.named("market", name)
                    .describedAs("Products of another table.")
                    .oneRowPer("product_id")
                    .column("product_id", DataTypes.StringType, "a product")
                    .build();
        }

        @Override
        public TableSpec spec() {
            return spec(name);
        }

        @Override
        public List<TableSpec> inputs() {
            return List.of(of);
        }

        @Override
        public Dataset<Row> build(Inputs in) {
            return step.apply(in.get(of).select("product_id").distinct());
        }
    }
}
