package almanac.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;

import almanac.config.InputMapping;
import almanac.config.Settings;
import almanac.error.Failure;
import almanac.lake.Night;
import almanac.lake.Ops;
import almanac.lake.Replace;
import almanac.lake.RunListener;
import almanac.lake.StagingArea.Staged;
import almanac.lake.Warehouse;
import almanac.staging.InputTable;
import almanac.staging.Rule;
import almanac.staging.Sales;
import almanac.staging.StagingTables;
import almanac.table.Refresh;
import almanac.table.Table;
import almanac.table.TableSpec;
import almanac.table.TouchedDates;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Runs a night: inputs, tables, checks, publication, ledger. */
public final class PlanRunner {

    private final SparkSession spark;
    private final Settings settings;
    private final List<Table> tables;
    private final Progress progress;
    private final RunListener listener;

    /** A runner of these settings in this session, for every table of the product. */
    PlanRunner(SparkSession spark, Settings settings, Progress progress, RunListener listener) {
        this(spark, settings, NightlyPlan.tables(settings), progress, listener);
    }

    /** A runner for these tables, in the order in which they are to be built. */
    PlanRunner(SparkSession spark, Settings settings, List<Table> tables, Progress progress, RunListener listener) {
        this.spark = spark;
        this.settings = settings;
        this.tables = List.copyOf(tables);
        this.progress = progress;
        this.listener = listener;
    }

    /**
     * What is asked of a run.
     *
     * @param asOf the business date; null for the latest date of sales
     * @param today the date on the wall, after which no business date is believed
     * @param full whether everything is read and built anew
     * @param only the tables to build beside what they need; empty for all
     */
    public record Options(@Nullable LocalDate asOf, LocalDate today, boolean full, Set<String> only) {}

    /** Runs a night and publishes it; a failure leaves the last night as it is. */
    public RunReport run(Options options) {
        Instant start = Instant.now();
        List<MappedInput> inputs = mappedInputs(settings);
        Warehouse warehouse = Warehouse.open(spark, settings.warehouse());
        try (Night night = Night.begin(
                warehouse, new Night.Identity(settings.digest(), CodeVersion.get()), specs(tables), listener)) {
            try {
                return new Run(warehouse, night, options, start).run(inputs, tables);
            } catch (Failure e) {
                recordFailure(night, e.kind(), String.valueOf(e.getMessage()), e);
                throw e;
            } catch (RuntimeException e) {
                recordFailure(night, Failure.Kind.BUG, String.valueOf(e.getMessage()), e);
                throw e;
            }
        }
    }

    /** The inputs that the configuration maps, dimensions first. */
    static List<MappedInput> mappedInputs(Settings settings) {
        Map<String, InputMapping> mappings = new HashMap<>();
        settings.inputs().forEach(mapping -> mappings.put(mapping.table(), mapping));
        List<MappedInput> mapped = new ArrayList<>();
        for (InputTable input : StagingTables.ALL) {
            InputMapping mapping = mappings.get(input.name());
            if (mapping != null) {
                mapped.add(MappedInput.of(input, mapping, settings));
            }
        }
        return mapped;
    }

    /** Every table that a warehouse may hold. */
    static List<TableSpec> specs(List<Table> tables) {
        List<TableSpec> specs = new ArrayList<>(Ops.ALL);
        StagingTables.ALL.forEach(input -> specs.add(input.spec()));
        tables.forEach(table -> specs.add(table.spec()));
        return specs;
    }

    private static void recordFailure(Night night, Failure.Kind kind, String message, RuntimeException failure) {
        try {
            night.failed(kind, message);
        } catch (RuntimeException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }

    /** One run; holds what its steps share. */
    private final class Run {
        private final Warehouse warehouse;
        private final Night night;
        private final Options options;
        private final Instant start;
        private final Set<String> available = new HashSet<>();
        private final Map<String, TouchedDates> touched = new HashMap<>();
        private final Map<String, String> skipped = new LinkedHashMap<>();
        private final List<RunReport.Built> built = new ArrayList<>();
        private final List<RunReport.Read> read = new ArrayList<>();
        private int step;

        Run(Warehouse warehouse, Night night, Options options, Instant start) {
            this.warehouse = warehouse;
            this.night = night;
            this.options = options;
            this.start = start;
        }

        RunReport run(List<MappedInput> inputs, List<Table> tables) {
            int steps = inputs.size() + tables.size();
            Ingest ingest = ingest();
            List<Ingest.Result> results = ingest(ingest, inputs, steps);
            LocalDate asOf = asOf();
            night.of(asOf);
            boolean fresh = results.stream()
                    .anyMatch(result -> result.filesRead() > 0
                            || result.touched().all()
                            || !result.touched().dates().isEmpty());
            boolean sameNight = isSameNight(asOf);
            if (!fresh && sameNight && !options.full() && options.only().isEmpty()) {
                night.unchanged();
                return report("unchanged", asOf);
            }
            build(tables, asOf, steps);
            stageOps(results, tables);
            ingest.requireUnchanged();
            progress.says("Publishing …");
            night.publish();
            if (settings.catalog().register()) {
                register(tables);
            }
            return report("published", asOf);
        }

        private void register(List<Table> tables) {
            for (TableSpec spec : specs(tables)) {
                if (warehouse.has(spec)) {
                    warehouse.register(
                            spec, settings.catalog().name(), settings.catalog().prefix());
                }
            }
        }

        private Ingest ingest() {
            LocalDate today = options.today();
            LocalDate asOf = options.asOf();
            LocalDate latest = (asOf == null || asOf.isBefore(today) ? today : asOf)
                    .plusDays(settings.gates().futureDays());
            Rule.Bounds bounds =
                    new Rule.Bounds(settings.gates().earliestDate().toString(), latest.toString(), settings.currency());
            return new Ingest(spark, settings, warehouse, night, bounds, options.full());
        }

        private List<Ingest.Result> ingest(Ingest ingest, List<MappedInput> inputs, int steps) {
            List<Ingest.Result> results = new ArrayList<>();
            for (MappedInput input : inputs) {
                Instant begun = Instant.now();
                Ingest.Result result = ingest.run(input);
                results.add(result);
                String name = input.input().spec().qualifiedName();
                available.add(name);
                touched.put(name, result.touched());
                RunReport.Read summary = summary(result);
                read.add(summary);
                progress.step(
                        ++step,
                        steps,
                        name,
                        result.filesRead() == 0
                                ? "nothing new"
                                : String.format("%,d rows, %,d files", summary.rows(), result.filesRead()),
                        secondsSince(begun));
            }
            return results;
        }

        private RunReport.Read summary(Ingest.Result result) {
            long[] sums = new long[5];
            List<String> columns =
                    List.of("read_rows", "accepted_rows", "quarantined_rows", "duplicate_rows", "filtered_rows");
            for (Row row : result.deliveries()) {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += row.getLong(Ops.DELIVERIES.schema().fieldIndex(columns.get(i)));
                }
            }
            return new RunReport.Read(
                    result.input().name(), result.filesRead(), sums[0], sums[1], sums[2], sums[3], sums[4]);
        }

        /** The date asked for, or the latest date of sales. */
        private LocalDate asOf() {
            LocalDate asked = options.asOf();
            if (asked != null) {
                return asked;
            }
            Row latest = night.view(Sales.SPEC)
                    .filter(col(InputTable.IS_CURRENT))
                    .agg(max("order_date"))
                    .first();
            if (latest.isNullAt(0)) {
                throw Failure.source(
                        "there are no sales: not one row was accepted",
                        "look at the sources of `sales`, or name the night's date with --as-of",
                        List.of());
            }
            return latest.getAs(0);
        }

        private boolean isSameNight(LocalDate asOf) {
            Night.LastNight last = night.last();
            return last != null && last.asOf().equals(asOf) && isSameProduct(last);
        }

        private boolean isSameProduct(Night.@Nullable LastNight last) {
            return last != null
                    && last.configurationDigest().equals(settings.digest())
                    && last.codeVersion().equals(CodeVersion.get());
        }

        private void build(List<Table> tables, LocalDate asOf, int steps) {
            boolean anew = options.full() || !isSameProduct(night.last());
            Set<String> wanted = wanted(tables);
            for (Table table : tables) {
                String name = table.spec().qualifiedName();
                step++;
                if (!wanted.contains(name)) {
                    keepIfPublished(table);
                    continue;
                }
                String reason = Capabilities.missing(table, available, skipped);
                if (reason != null) {
                    skipped.put(name, reason);
                    continue;
                }
                TouchedDates dates =
                        anew || !warehouse.matches(table.spec()) ? TouchedDates.everything() : touchedBy(table);
                touched.put(name, dates);
                available.add(name);
                String dateColumn = table.refresh().dateColumn();
                if (dateColumn != null && !dates.all() && dates.dates().isEmpty()) {
                    progress.step(step, steps, name, "unchanged", 0);
                    continue;
                }
                stage(table, asOf, dates, dateColumn, steps);
            }
        }

        private void stage(Table table, LocalDate asOf, TouchedDates dates, @Nullable String dateColumn, int steps) {
            Instant begun = Instant.now();
            NightInputs in = new NightInputs(night, spark, asOf, table, dates, available);
            Replace replace = dateColumn == null ? Replace.everything() : Replace.dates(dateColumn, dates);
            Staged staged = night.stage(table.spec(), table.build(in), replace);
            double seconds = secondsSince(begun);
            built.add(new RunReport.Built(table.spec().qualifiedName(), staged.rows(), seconds));
            progress.step(step, steps, table.spec().qualifiedName(), Progress.rows(staged.rows()), seconds);
        }

        private void keepIfPublished(Table table) {
            String name = table.spec().qualifiedName();
            if (warehouse.matches(table.spec())) {
                available.add(name);
                touched.put(name, TouchedDates.of(List.of()));
            } else {
                skipped.put(name, "not asked for (--only), and never built before");
            }
        }

        /** The tables asked for and everything they need. */
        private Set<String> wanted(List<Table> tables) {
            Set<String> wanted = new TreeSet<>();
            List<Table> reversed = new ArrayList<>(tables);
            java.util.Collections.reverse(reversed);
            for (Table table : reversed) {
                String name = table.spec().qualifiedName();
                if (options.only().isEmpty() || options.only().contains(name) || wanted.contains(name)) {
                    wanted.add(name);
                    table.inputs().forEach(input -> wanted.add(input.qualifiedName()));
                    table.optionalInputs().forEach(input -> wanted.add(input.qualifiedName()));
                }
            }
            return wanted;
        }

        private TouchedDates touchedBy(Table table) {
            Set<LocalDate> dates = new TreeSet<>();
            List<TableSpec> inputs = new ArrayList<>(table.inputs());
            inputs.addAll(table.optionalInputs());
            for (TableSpec input : inputs) {
                TouchedDates ofInput = touched.get(input.qualifiedName());
                if (ofInput == null) {
                    continue;
                }
                if (ofInput.all()) {
                    return TouchedDates.everything();
                }
                dates.addAll(ofInput.dates());
            }
            return table.refresh().equals(Refresh.everything()) ? TouchedDates.everything() : TouchedDates.of(dates);
        }

        private void stageOps(List<Ingest.Result> results, List<Table> tables) {
            List<Row> deliveries = new ArrayList<>();
            results.forEach(result -> deliveries.addAll(result.deliveries()));
            night.stage(
                    Ops.DELIVERIES, spark.createDataFrame(deliveries, Ops.DELIVERIES.schema()), Replace.everything());
            night.stage(Ops.QUARANTINE, quarantine(results), Replace.everything());
            night.stage(
                    Ops.CAPABILITIES,
                    spark.createDataFrame(capabilities(tables), Ops.CAPABILITIES.schema()),
                    Replace.everything());
            night.stage(
                    Ops.INPUT_PROFILES,
                    new InputProfiles(settings).build(spark, night, available),
                    Replace.everything());
        }

        private Dataset<Row> quarantine(List<Ingest.Result> results) {
            Dataset<Row> rows = warehouse.matches(Ops.QUARANTINE) && !options.full()
                    ? warehouse.read(Ops.QUARANTINE)
                    : spark.createDataFrame(List.of(), Ops.QUARANTINE.schema());
            rows = rows.drop(TableSpec.RUN_ID);
            for (Ingest.Result result : results) {
                rows = rows.filter(not(col("input_table")
                        .equalTo(lit(result.input().name()))
                        .and(col("file").isin(result.reread().toArray()))));
                Dataset<Row> tonight = result.quarantine();
                if (tonight != null) {
                    rows = rows.unionByName(tonight);
                }
            }
            return rows;
        }

        private List<Row> capabilities(List<Table> tables) {
            List<Row> rows = new ArrayList<>();
            for (InputTable input : StagingTables.ALL) {
                String name = input.spec().qualifiedName();
                boolean isBuilt = available.contains(name);
                rows.add(RowFactory.create(
                        name,
                        isBuilt ? "built" : "skipped",
                        isBuilt ? null : "no source is mapped to `" + input.name() + "`",
                        night.id()));
            }
            for (Table table : tables) {
                String name = table.spec().qualifiedName();
                rows.add(RowFactory.create(
                        name, skipped.containsKey(name) ? "skipped" : "built", skipped.get(name), night.id()));
            }
            return rows;
        }

        private RunReport report(String status, LocalDate asOf) {
            List<RunReport.Skipped> notBuilt = skipped.entrySet().stream()
                    .map(entry -> new RunReport.Skipped(entry.getKey(), entry.getValue()))
                    .toList();
            return new RunReport(
                    night.id(), status, asOf, secondsSince(start), built, notBuilt, read, warehouse.root());
        }
    }

    private static double secondsSince(Instant start) {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }
}
