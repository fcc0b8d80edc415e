package almanac.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.TestSession;
import almanac.error.Failure;
import almanac.table.TableSpec;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What staged rows must keep before they may be published. */
class StagingAreaTest {

    private static final TableSpec SPEC = TableSpec.named("market", "shares")
            .oneRowPer("segment", "period")
            .column("segment", DataTypes.StringType, "segment")
            .column("period", DataTypes.IntegerType, "period")
            .column("share", DataTypes.DoubleType, "0..1")
            .check("share_in_range", "share >= 0")
            .build();

    @TempDir
    Path folder;

    private StagingArea area;

    @BeforeEach
    void open() {
        area = new StagingArea(Warehouse.open(TestSession.get(), folder.toString()), 1, "run-000001");
    }

    @Test
    void goodRowsAreCountedAndNamedForTheirRun() {
        assertThat(stage("('a', 1, 0.5D), ('a', 2, 0D), ('b', 1, 1D)").rows()).isEqualTo(3);
        assertThat(area.read(SPEC).select(TableSpec.RUN_ID).distinct().collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactly("run-000001");
    }

    @Test
    void anEmptyTableIsNoBrokenOne() {
        assertThat(area.stage(SPEC, rows("('a', 1, 0.5D)").filter("false"), Replace.everything())
                        .rows())
                .isZero();
    }

    @Test
    void rowsThatTheDriverDoesNotFindAreNoSmallerTable() {
        OwnDisks.register(TestSession.get().sparkContext().hadoopConfiguration());
        StagingArea elsewhere = new StagingArea(
                Warehouse.open(TestSession.get(), OwnDisks.SCHEME + ":" + folder + "/warehouse"), 1, "run-000001");
        assertThatThrownBy(() -> elsewhere.stage(SPEC, rows("('a', 1, 0.5D), ('b', 1, 1D)"), Replace.everything()))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("of the 2 rows of market.shares that were written, 0 are found at ");
    }

    @Test
    void notANumberIsBrokenThoughItIsGreaterThanZero() {
        assertThat(broken("('a', 1, double('NaN')), ('b', 1, 0.5D)"))
                .containsExactly("share is finite: 1 rows, such as [[a,1,NaN,run-000001]]");
    }

    @Test
    void theInfiniteIsBroken() {
        assertThat(broken("('a', 1, double('Infinity'))"))
                .containsExactly("share is finite: 1 rows, such as [[a,1,Infinity,run-000001]]");
    }

    @Test
    void aMissingValueBreaksAConditionOnIt() {
        assertThat(broken("('a', 1, CAST(NULL AS DOUBLE))"))
                .containsExactly("share_in_range (share >= 0): 1 rows, such as [[a,1,null,run-000001]]");
    }

    @Test
    void aMissingKeyIsBroken() {
        assertThat(broken("(CAST(NULL AS STRING), 1, 0.5D)"))
                .containsExactly("segment is not null: 1 rows, such as [[null,1,0.5,run-000001]]");
    }

    @Test
    void aDoubledKeyIsBroken() {
        assertThat(broken("('a', 1, 0.5D), ('a', 1, 0.25D), ('b', 1, 1D)"))
                .containsExactly("one row per [segment, period]: doubled keys, such as [[a,1,2]]");
    }

    @Test
    void everyBrokenCheckIsToldAtOnceWithThreeRowsOfEach() {
        List<String> broken =
                broken("('a', 1, -1D), ('a', 1, -1D), ('b', 1, -1D), ('c', 1, -1D), (NULL, 1, double('NaN'))");
        assertThat(broken).hasSize(4);
        assertThat(broken.get(2)).startsWith("share_in_range (share >= 0): 4 rows, such as [");
        assertThat(broken.get(2).split("-1.0", -1)).hasSize(4);
    }

    @Test
    void aTableBuiltWithoutAColumnIsOurMistake() {
        assertThatThrownBy(() -> area.stage(SPEC, rows("('a', 1, 0.5D)").drop("share"), Replace.everything()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("market.shares was built without its columns [share]");
    }

    private List<String> broken(String values) {
        try {
            stage(values);
            throw new AssertionError("expected to be broken: " + values);
        } catch (Failure e) {
            assertThat(e.kind()).isEqualTo(Failure.Kind.GATE);
            assertThat(e.getMessage()).matches("market.shares breaks [0-9]+ of its checks; nothing was published");
            assertThat(e.remedy()).startsWith("look at the sample rows; the staged rows stay at ");
            return e.details();
        }
    }

    private StagingArea.Staged stage(String values) {
        return area.stage(SPEC, rows(values), Replace.everything());
    }

    private static Dataset<Row> rows(String values) {
        return TestSession.get().sql("SELECT * FROM VALUES " + values + " AS t(segment, period, share)");
    }
}
