package almanac.job;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.segment.DailySales;
import almanac.table.Inputs;
import almanac.table.Refresh;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that keeps what every night said: its rows of a night are replaced by that night alone. */
class OwnNightTest {

    @TempDir
    Path folder;

    @Test
    void everyNightStaysUntilItIsRunAgainOrOld() {
        TestNight night = TestNight.in(folder)
                .with("history.daily_days = 7")
                .delivers("sales/d1.csv", "o1,1,2026-01-05,p,1,1.00,c,");
        night.building(new DailySales(night.settings()), new Counted("lines")).run();
        night.delivers("sales/d2.csv", "o2,1,2026-01-06,p,1,2.00,c,").run();
        assertThat(counts(night, "lines")).containsExactly("2026-01-05 1", "2026-01-06 2");

        // Another column does not take away what earlier nights said.
        night.building(new DailySales(night.settings()), new Counted("lines", "added"))
                .delivers("sales/d3.csv", "o3,1,2026-01-13,p,1,3.00,c,")
                .run();
        assertThat(counts(night, "lines", "added"))
                .containsExactly("2026-01-05 1 null", "2026-01-06 2 null", "2026-01-13 3 3");

        // A night that is run again replaces itself alone; of the week that is old now the last night stays.
        night.delivers("sales/d4.csv", "o4,1,2026-01-04,p,1,4.00,c,late").runFull();
        assertThat(counts(night, "lines", "added")).containsExactly("2026-01-06 2 null", "2026-01-13 4 4");
    }

    private static List<String> counts(TestNight night, String... columns) {
        String[] all = new String[columns.length + 1];
        all[0] = "as_of_date";
        System.arraycopy(columns, 0, all, 1, columns.length);
        return night.rows(new Counted(columns).spec(), all);
    }

    /** The rows of the cube, counted every night, in each of these columns. */
    private record Counted(List<String> columns) implements Table {

        private Counted(String... columns) {
            this(List.of(columns));
        }

        @Override
        public TableSpec spec() {
            TableSpec.Builder spec = TableSpec.named("market", "counted")
                    .describedAs("Rows of the cube.")
                    .oneRowPer("as_of_date")
                    .column("as_of_date", DataTypes.DateType, "the night");
            columns.forEach(name -> spec.column(name, DataTypes.LongType, "rows"));
            return spec.build();
        }

        @Override
        public List<TableSpec> inputs() {
            return List.of(DailySales.SPEC);
        }

        @Override
        public Refresh refresh() {
            return Refresh.ownNight("as_of_date");
        }

        @Override
        public Dataset<Row> build(Inputs in) {
            Dataset<Row> rows = in.get(DailySales.SPEC).groupBy().count();
            for (String name : columns) {
                rows = rows.withColumn(name, rows.col("count"));
            }
            return rows.withColumn("as_of_date", lit(in.asOf()));
        }
    }
}
