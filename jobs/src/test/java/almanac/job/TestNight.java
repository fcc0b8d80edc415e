package almanac.job;

import static org.apache.spark.sql.functions.col;

import almanac.TestSession;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.error.Failure;
import almanac.lake.Ops;
import almanac.lake.RunListener;
import almanac.lake.Warehouse;
import almanac.segment.DailySales;
import almanac.staging.InputTable;
import almanac.staging.Sales;
import almanac.table.Table;
import almanac.table.TableSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A small lake and its warehouse in a folder of a test: deliveries are written as text, a night is one call, and what it
 * published comes back as lines of text, {@code run_id} left out, so that two nights can be compared.
 *
 * <p>Sales and the daily cube are all that a night builds here, unless other tables are named.
 */
final class TestNight {

    static final String HEADER = "order_id,line,day,product,units,amount,customer,note\n";

    /** The day after which no business date is believed. */
    static final LocalDate TODAY = LocalDate.of(2026, 3, 31);

    private static final String CONFIGURATION = """
            almanac {
              lake = "lake"
              warehouse = "warehouse"
              currency = EUR
              sources { sales_files { format = csv, path = "sales/*.csv" } }
              inputs {
                sales {
                  from = sales_files
                  columns {
                    order_id = order_id
                    order_line_id = line
                    order_date = day
                    product_id = product
                    quantity = units
                    net_amount = amount
                    customer_id = customer
                  }
                }
              }
              hierarchies { product { levels = [sales.product_id] } }
              segmentations { product = [product] }
            }
            """;

    private final Path folder;
    private final StringBuilder more = new StringBuilder();
    private List<Table> tables = List.of();
    private RunListener listener = RunListener.NONE;

    private TestNight(Path folder) {
        this.folder = folder;
    }

    /** An empty lake below a folder. */
    static TestNight in(Path folder) {
        TestNight night = new TestNight(folder);
        night.makeFolder("lake/sales");
        return night;
    }

    /** Adds lines to the configuration; the last one of a key wins. */
    TestNight with(String setting) {
        more.append("almanac.").append(setting).append('\n');
        return this;
    }

    /** Builds these tables in place of the daily cube. */
    TestNight building(Table... chosen) {
        tables = List.of(chosen);
        return this;
    }

    /** Tells a listener of every step. */
    TestNight listeningWith(RunListener chosen) {
        listener = chosen;
        return this;
    }

    /** Delivers lines of sales below the usual header. */
    TestNight delivers(String file, String... lines) {
        return deliversText(file, HEADER + String.join("\n", lines) + "\n");
    }

    TestNight deliversText(String file, String text) {
        return deliversBytes(file, text.getBytes(StandardCharsets.UTF_8));
    }

    TestNight deliversBytes(String file, byte[] bytes) {
        try {
            Path path = folder.resolve("lake").resolve(file);
            Files.createDirectories(path.getParent());
            Files.write(path, bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestNight takesAway(String file) {
        try {
            Files.delete(folder.resolve("lake").resolve(file));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a night for the latest date of sales. */
    RunReport run() {
        return run(new PlanRunner.Options(null, TODAY, false, Set.of()));
    }

    RunReport runFull() {
        return run(new PlanRunner.Options(null, TODAY, true, Set.of()));
    }

    RunReport runAsOf(String day) {
        return run(new PlanRunner.Options(LocalDate.parse(day), TODAY, false, Set.of()));
    }

    RunReport run(PlanRunner.Options options) {
        Settings settings = settings();
        List<Table> chosen = tables.isEmpty() ? List.of(new DailySales(settings)) : tables;
        Progress silent = new Progress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        return new PlanRunner(spark(), settings, chosen, silent, listener).run(options);
    }

    /** Runs a night that must fail, and gives its failure. */
    Failure fails() {
        try {
            RunReport report = run();
            throw new AssertionError("the night was expected to fail, but it is " + report);
        } catch (Failure e) {
            return e;
        }
    }

    Settings settings() {
        return SettingsReader.read(
                folder.resolve("test.conf").toString(), CONFIGURATION + more, ConfigurationOptions.shapes(), Map.of());
    }

    Warehouse warehouse() {
        return Warehouse.open(spark(), folder.resolve("warehouse").toString());
    }

    Path folder() {
        return folder;
    }

    static SparkSession spark() {
        return TestSession.get();
    }

    /** Rows of a table, the named columns joined by blanks, in the order of the text. */
    List<String> rows(TableSpec spec, String... columns) {
        return texts(warehouse().read(spec), columns);
    }

    static List<String> texts(Dataset<Row> rows, String... columns) {
        Column[] chosen = List.of(columns).stream().map(name -> col(name)).toArray(Column[]::new);
        return rows.select(chosen).collectAsList().stream()
                .map(TestNight::text)
                .sorted()
                .toList();
    }

    private static String text(Row row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(String.valueOf(row.get(i)));
        }
        return String.join(" ", values);
    }

    /** The sales that count: order, line, day, product, units, amount. */
    List<String> sales() {
        return texts(
                warehouse().read(Sales.SPEC).filter(col(InputTable.IS_CURRENT)),
                "order_id",
                "order_line_id",
                "order_date",
                "product_id",
                "quantity",
                "net_amount");
    }

    /** The cube: day, product, units, amount. */
    List<String> cube() {
        return rows(DailySales.SPEC, "order_date", "product_id", "sales_units", "net_amount");
    }

    /** What was quarantined: file, line, rule. */
    List<String> quarantine() {
        return rows(Ops.QUARANTINE, "file", "line", "rule");
    }

    /** Of each file: status, and rows read, accepted, quarantined, duplicate, filtered. */
    List<String> deliveries() {
        return rows(
                Ops.DELIVERIES,
                "file",
                "status",
                "read_rows",
                "accepted_rows",
                "quarantined_rows",
                "duplicate_rows",
                "filtered_rows");
    }

    /** How every run ended, in order. */
    List<String> runs() {
        return rows(Ops.RUNS, "run_number", "status");
    }

    /** Every row of a table as text, without the columns named, which differ between equal nights. */
    List<String> all(TableSpec spec, String... except) {
        Set<String> left = Set.of(except);
        return rows(
                spec,
                spec.computedColumns().stream()
                        .filter(name -> !left.contains(name))
                        .toArray(String[]::new));
    }

    /** Every row of every table whose content depends on the deliveries alone. */
    Map<String, List<String>> content() {
        Map<String, List<String>> content = new TreeMap<>();
        content.put("sales", all(Sales.SPEC));
        content.put("cube", all(DailySales.SPEC));
        content.put("quarantine", all(Ops.QUARANTINE));
        content.put("deliveries", all(Ops.DELIVERIES, "modified_at"));
        return content;
    }

    /** The Delta version of every table of the warehouse that a night writes. */
    Map<String, Long> versions() {
        List<TableSpec> specs = List.of(
                Sales.SPEC,
                DailySales.SPEC,
                Ops.DELIVERIES,
                Ops.QUARANTINE,
                Ops.CAPABILITIES,
                Ops.INPUT_PROFILES,
                Ops.PUBLICATIONS,
                Ops.TABLE_WRITES);
        return specs.stream()
                .collect(Collectors.toMap(
                        TableSpec::qualifiedName, spec -> warehouse().last(spec).version()));
    }

    private void makeFolder(String relative) {
        try {
            Files.createDirectories(folder.resolve(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
