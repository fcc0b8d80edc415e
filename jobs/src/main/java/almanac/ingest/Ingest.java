package almanac.ingest;

import almanac.config.Settings;
import almanac.error.Failure;
import almanac.lake.Night;
import almanac.lake.SourceFiles;
import almanac.lake.Warehouse;
import almanac.lake.file.FoundFile;
import almanac.staging.ExchangeRates;
import almanac.staging.InputTable;
import almanac.staging.Rule;
import almanac.table.TouchedDates;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * Brings one input table up to date: reads the files that are new or changed, quarantines what breaks a rule, marks the row
 * of each key that counts, and accounts for every record of every file.
 */
public final class Ingest {

    private final Night night;
    private final NightRates rates;
    private final SourceFiles files;
    private final Manifest manifest;
    private final ArrivalReader reader;
    private final DeliveryGates gates;
    private final InputUpdate update;

    /**
     * The ingest of one night.
     *
     * @param bounds what tonight's rules need
     * @param full whether every file is read anew
     */
    public Ingest(
            SparkSession spark, Settings settings, Warehouse warehouse, Night night, Rule.Bounds bounds, boolean full) {
        this.night = night;
        this.files = new SourceFiles(spark, settings.lake());
        this.rates = new NightRates(settings, warehouse, night, bounds.hasRates());
        this.manifest = new Manifest(settings, warehouse, files, rates, full);
        this.reader = new ArrivalReader(spark, settings.lake(), files, night.staging(), rates, bounds);
        this.gates = new DeliveryGates(settings.gates());
        this.update = new InputUpdate(warehouse, night);
    }

    /**
     * What became of an input.
     *
     * @param input the input table
     * @param touched the dates whose rows changed; everything for a dimension that changed
     * @param filesRead how many files were read
     * @param deliveries its rows of {@code ops.deliveries}
     * @param quarantine the rows quarantined tonight; null where no file was read
     * @param reread the files whose earlier quarantined rows are replaced
     */
    public record Result(
            InputTable input,
            TouchedDates touched,
            int filesRead,
            List<Row> deliveries,
            @Nullable Dataset<Row> quarantine,
            List<String> reread) {

        /** Whether no row of the input changed. */
        public boolean isNothingNew() {
            return filesRead == 0 && !touched.all() && touched.dates().isEmpty();
        }
    }

    /**
     * Reads, judges and stages an input.
     *
     * @throws Failure of kind SOURCE if files cannot be read as declared, of kind GATE if too much of them is bad
     */
    public Result run(MappedInput mapped) {
        Arrivals arrivals = manifest.look(mapped);
        if (arrivals.nothingNew()) {
            List<Row> unchanged =
                    arrivals.known().values().stream().map(Delivery::row).toList();
            return new Result(mapped.input(), TouchedDates.of(List.of()), 0, unchanged, null, List.of());
        }
        ArrivedRows arrived = reader.read(arrivals);
        DeliveryGates.refuseFiles(arrivals, arrived.refused());
        Map<String, Long> recordCounts = recordCounts(arrivals, arrived);
        gates.pass(arrivals, arrived, recordCounts);
        TouchedDates touched = update.stage(arrivals, arrived.accepted());
        if (mapped.input().name().equals(ExchangeRates.INPUT.name())) {
            rates.changed(touched);
        }
        DeliveryAccount account = new DeliveryAccount(
                arrivals, arrived, recordCounts, night.view(mapped.input().spec()), night.id());
        return new Result(
                mapped.input(),
                touched,
                arrivals.changed().size(),
                account.rows(),
                arrived.quarantine(),
                arrivals.replacedPaths());
    }

    /**
     * Makes sure that the files read tonight are still the ones that lie in the lake.
     *
     * @throws Failure of kind SOURCE naming those that changed or vanished meanwhile
     */
    public void requireUnchanged() {
        manifest.requireUnchanged();
    }

    private Map<String, Long> recordCounts(Arrivals arrivals, ArrivedRows arrived) {
        List<FoundFile> read = arrivals.changed().stream()
                .filter(file -> !arrived.refused().containsKey(file.relativePath()))
                .toList();
        return files.recordCounts(arrivals.source(), read);
    }
}
