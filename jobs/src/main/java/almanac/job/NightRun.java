package almanac.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import almanac.config.Settings;
import almanac.error.Failure;
import almanac.ingest.Ingest;
import almanac.ingest.MappedInput;
import almanac.job.PlanRunner.Options;
import almanac.lake.Night;
import almanac.lake.Ops;
import almanac.lake.Warehouse;
import almanac.staging.ExchangeRates;
import almanac.staging.InputTable;
import almanac.staging.Rule;
import almanac.staging.Sales;
import almanac.table.Table;
import almanac.table.TableSpec;
import almanac.table.TouchedDates;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** One run under its lock: reads the inputs, builds the tables, publishes them, and reports. */
final class NightRun {

    private final SparkSession spark;
    private final Settings settings;
    private final Warehouse warehouse;
    private final Night night;
    private final Options options;
    private final Progress progress;
    private final int tablesAtOnce;
    private final Instant start = Instant.now();
    private final TableStates states = new TableStates();
    private final List<RunReport.Built> built = new ArrayList<>();
    private final List<RunReport.Read> read = new ArrayList<>();
    private int step;
    private int steps;

    NightRun(
            SparkSession spark,
            Settings settings,
            Warehouse warehouse,
            Night night,
            Options options,
            Progress progress,
            int tablesAtOnce) {
        this.spark = spark;
        this.settings = settings;
        this.warehouse = warehouse;
        this.night = night;
        this.options = options;
        this.progress = progress;
        this.tablesAtOnce = tablesAtOnce;
    }

    RunReport run(List<MappedInput> inputs, List<Table> tables) {
        steps = inputs.size() + tables.size();
        Ingest ingest = new Ingest(spark, settings, warehouse, night, bounds(), options.full());
        List<Ingest.Result> results = new ArrayList<>();
        inputs.forEach(input -> results.add(read(ingest, input)));
        LocalDate asOf = asOf();
        night.of(asOf);
        Night.LastNight last = night.last();
        if (isNothingNew(results, last, asOf)) {
            night.unchanged();
            return report("unchanged", asOf);
        }
        build(tables, last, asOf);
        new OpsTables(spark, settings, warehouse, night, options.full()).stage(results, tables, states);
        ingest.requireUnchanged();
        progress.says("Publishing …");
        night.publish();
        if (settings.catalog().register()) {
            register(tables);
        }
        return report("published", asOf);
    }

    private Rule.Bounds bounds() {
        LocalDate today = options.today();
        LocalDate asOf = options.asOf();
        LocalDate latest = (asOf == null || asOf.isBefore(today) ? today : asOf)
                .plusDays(settings.gates().futureDays());
        boolean hasRates =
                settings.inputs().stream().anyMatch(mapping -> mapping.table().equals(ExchangeRates.INPUT.name()));
        return new Rule.Bounds(
                settings.gates().earliestDate().toString(), latest.toString(), settings.currency(), hasRates);
    }

    private Ingest.Result read(Ingest ingest, MappedInput input) {
        Instant begun = Instant.now();
        Ingest.Result result = ingest.run(input);
        states.available(input.input().spec(), result.touched());
        RunReport.Read summary = summary(result);
        read.add(summary);
        String outcome = result.filesRead() == 0
                ? "nothing new"
                : Progress.rows(summary.rows()) + ", " + Progress.count(result.filesRead(), "file");
        progress.step(++step, steps, input.input().spec().qualifiedName(), outcome, secondsSince(begun));
        return result;
    }

    private static RunReport.Read summary(Ingest.Result result) {
        List<String> columns =
                List.of("read_rows", "accepted_rows", "quarantined_rows", "duplicate_rows", "filtered_rows");
        long[] sums = new long[columns.size()];
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

    private boolean isNothingNew(List<Ingest.Result> results, Night.@Nullable LastNight last, LocalDate asOf) {
        return last != null
                && last.asOf().equals(asOf)
                && isSameProduct(last)
                && !options.full()
                && options.only().isEmpty()
                && results.stream().allMatch(Ingest.Result::isNothingNew);
    }

    private boolean isSameProduct(Night.@Nullable LastNight last) {
        return last != null && last.identity().equals(identity(settings));
    }

    /** What results depend on beside the data. */
    static Night.Identity identity(Settings settings) {
        return new Night.Identity(settings.digest(), CodeVersion.get());
    }

    private void build(List<Table> tables, Night.@Nullable LastNight last, LocalDate asOf) {
        List<TableBuilds.Work> plan = plan(tables, options.full() || !isSameProduct(last));
        new TableBuilds(
                        spark,
                        warehouse,
                        night,
                        asOf,
                        states.available(),
                        settings.history().dailyDays(),
                        this::staged)
                .run(plan, tablesAtOnce);
    }

    /** The tables to build, after it is settled for each whether its inputs are there and what of them changed. */
    private List<TableBuilds.Work> plan(List<Table> tables, boolean anew) {
        Set<String> wanted = TableStates.wanted(tables, options.only());
        Capabilities capabilities = Capabilities.of(settings);
        List<TableBuilds.Work> plan = new ArrayList<>();
        for (Table table : tables) {
            TableSpec spec = table.spec();
            if (!wanted.contains(spec.qualifiedName())) {
                keepIfPublished(spec);
                continue;
            }
            String reason = capabilities.missing(table, states.available(), states.skipped());
            if (reason != null) {
                states.skipped(spec, reason);
                continue;
            }
            boolean isNew = anew || !warehouse.matches(spec);
            TouchedDates dates = isNew ? TouchedDates.everything() : states.touchedBy(table);
            states.available(spec, dates);
            if (!dates.all() && dates.dates().isEmpty()) {
                progress.step(++step, steps, spec.qualifiedName(), "unchanged", 0);
            } else {
                plan.add(new TableBuilds.Work(table, dates));
            }
        }
        step = steps - plan.size();
        return plan;
    }

    private void keepIfPublished(TableSpec spec) {
        if (warehouse.matches(spec)) {
            states.available(spec, TouchedDates.of(List.of()));
        } else {
            states.skipped(spec, "not asked for (--only), and never built before");
        }
    }

    private void staged(TableSpec spec, long rows, double seconds) {
        built.add(new RunReport.Built(spec.qualifiedName(), rows, seconds));
        progress.step(++step, steps, spec.qualifiedName(), Progress.rows(rows), seconds);
    }

    private void register(List<Table> tables) {
        for (TableSpec spec : NightlyPlan.specs(tables)) {
            if (warehouse.has(spec)) {
                warehouse.register(
                        spec, settings.catalog().name(), settings.catalog().prefix());
            }
        }
    }

    private RunReport report(String status, LocalDate asOf) {
        List<RunReport.Skipped> notBuilt = states.skipped().entrySet().stream()
                .map(table -> new RunReport.Skipped(table.getKey(), table.getValue()))
                .toList();
        return new RunReport(night.id(), status, asOf, secondsSince(start), built, notBuilt, read, warehouse.root());
    }

    private static double secondsSince(Instant start) {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }
}
