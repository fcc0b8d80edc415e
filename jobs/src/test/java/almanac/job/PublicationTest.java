package almanac.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.error.Failure;
import almanac.lake.Ops;
import almanac.lake.RunListener;
import almanac.segment.DailySales;
import almanac.staging.Sales;
import almanac.table.Inputs;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night is published whole or not at all, wherever it is stopped; and one night at a time. */
class PublicationTest {

    /** As if the process had been killed: nothing in the product catches an error. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed(String step) {
            super(step);
        }
    }

    @TempDir
    Path folder;

    /**
     * Every run is killed at the next step that a good run has, right after a new delivery; the run after it must clear up
     * what it finds and is killed in its turn. Of the steps that follow one another table by table, at the first and at the
     * last table.
     */
    @Test
    void aRunKilledAtAnyStepLeavesEveryTableOldOrNewAndTheNextOneGoesOn(@TempDir Path goodFolder) {
        List<String> steps = new ArrayList<>();
        TestNight good = TestNight.in(goodFolder).listeningWith(steps::add);
        deliver(good, 0);
        good.run();
        Set<String> everyStep = new LinkedHashSet<>(steps);
        assertThat(everyStep)
                .contains("locked", "staged staging.sales", "recorded", "committed market.daily_sales", "published");

        TestNight night = TestNight.in(folder);
        deliver(night, 0);
        night.run();
        int delivery = 0;
        for (String step : firstAndLastOfEachKind(everyStep)) {
            deliver(night, ++delivery);
            night.listeningWith(reached -> {
                if (reached.equals(step)) {
                    throw new Killed(step);
                }
            });
            assertThatThrownBy(night::run).as(step).isInstanceOf(Killed.class);
            assertOldOrNew(night, step, delivery);
        }
        night.listeningWith(RunListener.NONE);
        night.run();
        assertThat(night.rows(Ops.RUNS, "status").stream().distinct()).containsExactly("aborted", "published");

        for (int i = 1; i <= delivery; i++) {
            deliver(good, i);
        }
        good.run();
        assertThat(night.content()).isEqualTo(good.content());
        assertThat(night.rows(Ops.PUBLICATIONS, "run_number"))
                .as("each run is published once")
                .doesNotHaveDuplicates();
        assertThat(night.rows(Ops.RUNS, "run_number"))
                .as("each run is told once")
                .doesNotHaveDuplicates();
    }

    private static List<String> firstAndLastOfEachKind(Set<String> steps) {
        Map<String, String> first = new LinkedHashMap<>();
        Map<String, String> last = new LinkedHashMap<>();
        for (String step : steps) {
            String kind = step.replaceFirst(" [a-z]+\\.[a-z_]+$", "");
            first.putIfAbsent(kind, step);
            last.put(kind, step);
        }
        return steps.stream()
                .filter(step -> first.containsValue(step) || last.containsValue(step))
                .toList();
    }

    @Test
    void aRunThatFailsWhileItPublishesIsCompletedByTheNext() {
        TestNight night = TestNight.in(folder);
        deliver(night, 0);
        night.listeningWith(step -> {
            if (step.equals("committed staging.sales")) {
                throw new IllegalStateException("the disk is gone");
            }
        });
        assertThatThrownBy(night::run).isInstanceOf(IllegalStateException.class).hasMessage("the disk is gone");
        night.listeningWith(RunListener.NONE);
        assertThat(night.run().status()).isEqualTo("unchanged");
        assertThat(night.cube()).containsExactly("2026-01-01 p 2.0000 100.0000");
        assertThat(night.runs()).containsExactly("1 published", "2 unchanged");

        deliver(night, 1);
        night.building(new BrokenTable());
        Map<String, Long> versions = night.versions();
        Failure failure = night.fails();
        assertThat(failure.kind()).isEqualTo(Failure.Kind.GATE);
        assertThat(failure.kind().exitCode()).isEqualTo(4);
        assertThat(failure).hasMessage("market.broken breaks 1 of its checks; nothing was published");
        assertThat(failure.details())
                .containsExactly("units_positive (units > 0): 1 rows, such as [[a,-1,run-000003]]");
        assertThat(night.versions()).isEqualTo(versions);
        assertThat(night.rows(Ops.RUNS, "run_number", "status", "exit_code", "message"))
                .contains("3 failed 4 market.broken breaks 1 of its checks; nothing was published");
    }

    /** A table whose rows break its own check. */
    private static final class BrokenTable implements Table {
        private static final TableSpec SPEC = TableSpec.named("market", "broken")
                .oneRowPer("id")
                .column("id", org.apache.spark.sql.types.DataTypes.StringType, "id")
                .column("units", org.apache.spark.sql.types.DataTypes.IntegerType, "units")
                .check("units_positive", "units > 0")
                .build();

        @Override
        public TableSpec spec() {
            return SPEC;
        }

        @Override
        public List<TableSpec> inputs() {
            return List.of(Sales.SPEC);
        }

        @Override
        public Dataset<Row> build(Inputs in) {
            return in.spark().sql("SELECT * FROM VALUES ('a', -1), ('b', 1) AS t(id, units)");
        }
    }

    /** Another process stops half way through its commits: first it holds the warehouse, then it is gone. */
    @Test
    void aSecondRunIsLockedOutUntilTheFirstOneDiesAndThenCompletesIt() throws IOException, InterruptedException {
        TestNight night = TestNight.in(folder);
        deliver(night, 0);
        Process child = start(folder, "committed market.daily_sales");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            List<String> told = new ArrayList<>();
            String line = out.readLine();
            while (line != null && !line.equals("stopped")) {
                told.add(line);
                line = out.readLine();
            }
            assertThat(line).as(String.join("\n", told)).isEqualTo("stopped");
            Failure failure = night.fails();
            assertThat(failure.kind().exitCode()).isEqualTo(6);
            assertThat(failure)
                    .hasMessageStartingWith("another run holds the warehouse ")
                    .hasMessageContaining(": process " + child.pid() + " on ");
        } finally {
            try (OutputStream in = child.getOutputStream()) {
                in.write('\n');
            }
        }
        assertThat(child.waitFor()).isEqualTo(137);
        assertThat(night.warehouse().has(Sales.SPEC)).isFalse();
        List<String> steps = new ArrayList<>();
        night.listeningWith(steps::add);
        assertThat(night.run().status()).isEqualTo("unchanged");
        assertThat(steps).contains("recovered 1");
        assertThat(night.cube()).containsExactly("2026-01-01 p 2.0000 100.0000");
        assertThat(night.runs()).containsExactly("1 published", "2 unchanged");
    }

    @Test
    void twoRunsOfOneProcessDoNotMeet() {
        TestNight first = TestNight.in(folder);
        TestNight second = TestNight.in(folder);
        List<Failure> refused = new ArrayList<>();
        first.listeningWith(step -> {
            if (step.equals("started")) {
                refused.add(second.fails());
            }
        });
        assertThat(first.fails().kind()).as("an empty lake").isEqualTo(Failure.Kind.SOURCE);
        assertThat(refused).singleElement().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCKED);
            assertThat(failure)
                    .hasMessageContaining(": process " + ProcessHandle.current().pid() + " on ");
        });
    }

    /** A night in a process of its own that stops at a step, waits for a line, and halts as if it had been killed. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            TestNight.in(Path.of(args[0]))
                    .listeningWith(step -> {
                        if (step.equals(args[1])) {
                            System.out.println("stopped");
                            System.out.flush();
                            waitForALine();
                            Runtime.getRuntime().halt(137);
                        }
                    })
                    .run();
        }

        private static void waitForALine() {
            try {
                System.in.read();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static Process start(Path folder, String step) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-agentlib") && !argument.startsWith("-Xmx"))
                .forEach(command::add);
        command.add("-Xmx1g");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Child.class.getName());
        command.add(folder.toString());
        command.add(step);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Each delivery is of a day of its own and restates the first one. */
    private static void deliver(TestNight night, int number) {
        String day = String.format("2026-01-%02d", number + 1);
        night.delivers(
                "sales/" + day + ".csv",
                "o" + number + ",1," + day + ",p,1,100.00,c,",
                "first,1,2026-01-01,p,1," + number + ".00,c,restated");
    }

    /**
     * The first day tells which delivery a table knows last, and so which it must know in all. What the last publication
     * names belongs together; a table opened by its path may be one night ahead of it.
     */
    private static void assertOldOrNew(TestNight night, String step, int newest) {
        int cube = known(night.warehouse().read(DailySales.SPEC), step);
        int sales = known(dailySums(night.warehouse().read(Sales.SPEC)), step);
        Row last = night.warehouse()
                .read(Ops.PUBLICATIONS)
                .orderBy(col("run_number").desc())
                .first();
        Map<String, Long> versions = last.getJavaMap(last.fieldIndex("table_versions"));
        int published = known(version(night, DailySales.SPEC, versions), step);
        assertThat(known(dailySums(version(night, Sales.SPEC, versions)), step))
                .as(step)
                .isEqualTo(published);
        assertThat(List.of(cube, sales)).as(step).allMatch(known -> known >= published && known <= newest);
    }

    private static Dataset<Row> version(TestNight night, TableSpec spec, Map<String, Long> versions) {
        return night.warehouse().readVersion(spec, versions.get(spec.qualifiedName()));
    }

    private static Dataset<Row> dailySums(Dataset<Row> sales) {
        return sales.filter(col("is_current"))
                .groupBy("order_date", "product_id")
                .agg(sum("quantity").as("sales_units"), sum("net_amount").as("net_amount"));
    }

    private static int known(Dataset<Row> days, String step) {
        List<String> rows = TestNight.texts(days, "order_date", "product_id", "sales_units", "net_amount");
        int known = rows.size() - 1;
        List<String> expected = new ArrayList<>();
        expected.add("2026-01-01 p 2.0000 " + (100 + known) + ".0000");
        for (int i = 1; i <= known; i++) {
            expected.add(String.format("2026-01-%02d p 1.0000 100.0000", i + 1));
        }
        assertThat(rows).as(step).isEqualTo(expected);
        return known;
    }
}
