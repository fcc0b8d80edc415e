package almanac.job;

import almanac.config.Settings;
import almanac.error.Failure;
import almanac.ingest.MappedInput;
import almanac.lake.Night;
import almanac.lake.RunListener;
import almanac.lake.Warehouse;
import almanac.table.Table;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** Runs a night: inputs, tables, checks, publication, ledger. */
public final class PlanRunner {

    /** Two fill two cores. More fill a larger machine, until the driver's memory is what is short. */
    private static final int MOST_TABLES_AT_ONCE = 4;

    private final SparkSession spark;
    private final Settings settings;
    private final List<Table> tables;
    private final Progress progress;
    private final RunListener listener;
    private final int tablesAtOnce;

    /** A runner of these settings in this session, for every table of the product. */
    PlanRunner(SparkSession spark, Settings settings, Progress progress, RunListener listener) {
        this(spark, settings, NightlyPlan.tables(settings), progress, listener);
    }

    /** A runner for these tables, in the order in which they are to be built. */
    PlanRunner(SparkSession spark, Settings settings, List<Table> tables, Progress progress, RunListener listener) {
        this(
                spark,
                settings,
                tables,
                progress,
                listener,
                Math.min(MOST_TABLES_AT_ONCE, spark.sparkContext().defaultParallelism()));
    }

    private PlanRunner(
            SparkSession spark,
            Settings settings,
            List<Table> tables,
            Progress progress,
            RunListener listener,
            int tablesAtOnce) {
        this.spark = spark;
        this.settings = settings;
        this.tables = List.copyOf(tables);
        this.progress = progress;
        this.listener = listener;
        this.tablesAtOnce = tablesAtOnce;
    }

    /** The same runner, which builds one table after the other: for measuring what each of them takes. */
    PlanRunner oneTableAtATime() {
        return new PlanRunner(spark, settings, tables, progress, listener, 1);
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
        List<MappedInput> inputs = MappedInput.all(settings);
        Warehouse warehouse = Warehouse.open(spark, settings.warehouse());
        try (Night night = Night.begin(warehouse, NightRun.identity(settings), NightlyPlan.specs(tables), listener)) {
            try {
                return new NightRun(spark, settings, warehouse, night, options, progress, tablesAtOnce)
                        .run(inputs, tables);
            } catch (RuntimeException e) {
                recordFailure(night, e);
                throw e;
            }
        }
    }

    private static void recordFailure(Night night, RuntimeException failure) {
        Failure.Kind kind = failure instanceof Failure known ? known.kind() : Failure.Kind.BUG;
        try {
            night.failed(kind, String.valueOf(failure.getMessage()));
        } catch (RuntimeException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
    }
}
