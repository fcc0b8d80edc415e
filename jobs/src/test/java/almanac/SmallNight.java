package almanac;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.config.Settings;
import almanac.job.NightlyPlan;
import almanac.table.Check;
import almanac.table.Inputs;
import almanac.table.Models;
import almanac.table.Table;
import almanac.table.TableSpec;
import almanac.table.TouchedDates;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The tables of a night over literal staging rows, in memory: no file, no warehouse. A table is built when it is first
 * asked for, with the tables it needs; that it fits its spec, its key and its checks is asserted then.
 */
public final class SmallNight {

    private final LocalDate asOf;
    private final TestModels models = new TestModels();
    private final Map<String, Table> tables = new HashMap<>();
    private final Map<String, Dataset<Row>> built = new HashMap<>();

    private SmallNight(Settings settings, LocalDate asOf) {
        this.asOf = asOf;
        NightlyPlan.tables(settings).forEach(table -> tables.put(table.spec().qualifiedName(), table));
    }

    /** A night of these settings on a date. */
    public static SmallNight of(Settings settings, String asOf) {
        return new SmallNight(settings, LocalDate.parse(asOf));
    }

    /** Gives the rows of a table, staging or not, as {@link Frames#of} does. */
    public SmallNight with(TableSpec spec, String columns, Object[]... rows) {
        return with(spec, Frames.of(spec, columns, rows));
    }

    /** Gives the rows of a table. */
    public SmallNight with(TableSpec spec, Dataset<Row> rows) {
        built.put(spec.qualifiedName(), rows);
        return this;
    }

    /** The rows of a table. */
    public Dataset<Row> get(TableSpec spec) {
        Dataset<Row> known = built.get(spec.qualifiedName());
        if (known != null) {
            return known;
        }
        Table table = tables.get(spec.qualifiedName());
        if (table == null) {
            throw new IllegalArgumentException("the test gives no rows of " + spec.qualifiedName());
        }
        Dataset<Row> computed = table.build(new Given(table))
                .withColumn(TableSpec.RUN_ID, lit("test"))
                .to(spec.schema());
        // Rows in memory, so that the plans of later tables stay small.
        Dataset<Row> rows = TestSession.get().createDataFrame(computed.collectAsList(), spec.schema());
        assertKeepsItsPromises(spec, rows);
        built.put(spec.qualifiedName(), rows);
        return rows;
    }

    /** The rows of a table that meet a condition. */
    public List<Row> rows(TableSpec spec, String condition) {
        return get(spec).filter(condition).collectAsList();
    }

    /** The one row of a table that meets a condition. */
    public Row one(TableSpec spec, String condition) {
        List<Row> rows = rows(spec, condition);
        assertThat(rows).as(spec.qualifiedName() + " where " + condition).hasSize(1);
        return rows.get(0);
    }

    /** In one aggregate, as a job a condition would be most of the time that a test takes. */
    private static void assertKeepsItsPromises(TableSpec spec, Dataset<Row> rows) {
        Column[] key = spec.key().stream().map(name -> col(name)).toArray(Column[]::new);
        List<Column> broken = new ArrayList<>();
        broken.add(count(lit(1)).minus(count_distinct(struct(key))).as("rows that share a key"));
        for (String column : spec.key()) {
            broken.add(count_if(col(column).isNull()).as("rows without " + column));
        }
        for (Check check : spec.checks()) {
            broken.add(
                    count_if(not(coalesce(expr(check.condition()), lit(false)))).as("rows that break " + check.name()));
        }
        Row counts = rows.agg(broken.get(0), broken.stream().skip(1).toArray(Column[]::new))
                .first();
        for (String promise : counts.schema().fieldNames()) {
            assertThat(counts.<Long>getAs(promise))
                    .as(spec.qualifiedName() + ": " + promise)
                    .isZero();
        }
    }

    /** The inputs of a table: those that it declared and that the test gives or the plan computes. */
    private final class Given implements Inputs {

        private final Table table;

        private Given(Table table) {
            this.table = table;
        }

        @Override
        public Dataset<Row> get(TableSpec spec) {
            assertThat(table.inputs().contains(spec) || table.optionalInputs().contains(spec))
                    .as(table.spec().qualifiedName() + " declares that it reads " + spec.qualifiedName())
                    .isTrue();
            return SmallNight.this.get(spec);
        }

        @Override
        public boolean has(TableSpec spec) {
            Table other = tables.get(spec.qualifiedName());
            return built.containsKey(spec.qualifiedName())
                    || (other != null && other.inputs().stream().allMatch(this::has));
        }

        @Override
        public Models models() {
            return models;
        }

        @Override
        public LocalDate asOf() {
            return asOf;
        }

        @Override
        public TouchedDates touched() {
            return TouchedDates.everything();
        }

        @Override
        public SparkSession spark() {
            return TestSession.get();
        }
    }
}
