package almanac;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.config.PeriodType;
import almanac.config.Settings;
import almanac.job.NightlyPlan;
import almanac.staging.StagingTables;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every table of the night on inputs without a row: it must fit its spec, and invent nothing. */
class EmptyLakeTest {

    /** Tables that the configuration alone fills. */
    private static final Set<String> FROM_CONFIGURATION = Set.of("market.calendar", "market.periods");

    private static final Settings SETTINGS = TestSettings.of(PeriodType.values());

    @TestFactory
    Stream<DynamicTest> everyTableFitsItsSpecAndHasNoRow() {
        SmallNight night = emptyLake();
        return NightlyPlan.tables(SETTINGS).stream()
                .map(Table::spec)
                .map(spec -> DynamicTest.dynamicTest(spec.qualifiedName(), () -> {
                    Dataset<Row> rows = night.get(spec);
                    assertThat(rows.schema()).isEqualTo(spec.schema());
                    assertThat(rows.isEmpty()).isEqualTo(!FROM_CONFIGURATION.contains(spec.qualifiedName()));
                }));
    }

    @Test
    void tablesAreListedAfterTheTablesThatTheyRead() {
        List<TableSpec> plan =
                NightlyPlan.tables(SETTINGS).stream().map(Table::spec).toList();

        for (Table table : NightlyPlan.tables(SETTINGS)) {
            Stream.concat(table.inputs().stream(), table.optionalInputs().stream())
                    .filter(plan::contains)
                    .forEach(input -> assertThat(plan.indexOf(input))
                            .as(table.spec().qualifiedName() + " reads " + input.qualifiedName())
                            .isLessThan(plan.indexOf(table.spec())));
        }
    }

    @Test
    void everyInputOfATableIsATableOfThePlanOrAStagingTable() {
        List<TableSpec> known = Stream.concat(
                        NightlyPlan.tables(SETTINGS).stream().map(Table::spec),
                        StagingTables.ALL.stream().map(input -> input.spec()))
                .toList();

        assertThat(NightlyPlan.tables(SETTINGS)).allSatisfy(table -> {
            assertThat(known).containsAll(table.inputs());
            assertThat(known).containsAll(table.optionalInputs());
        });
    }

    private static SmallNight emptyLake() {
        SmallNight night = SmallNight.of(SETTINGS, "2023-06-30");
        StagingTables.ALL.forEach(input -> night.with(input.spec(), Frames.none(input.spec())));
        return night;
    }
}
