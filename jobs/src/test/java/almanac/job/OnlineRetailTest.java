package almanac.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.SharedData;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.lake.Ops;
import almanac.lake.RunListener;
import almanac.lake.Warehouse;
import almanac.segment.DailySales;
import almanac.staging.Sales;
import almanac.table.TableSpec;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** conf/examples/online-retail.conf over the daily files of a real shop. */
class OnlineRetailTest {

    /** What became of the lines of a file. */
    private record Fate(long accepted, BigDecimal acceptedAmount, long quarantined, BigDecimal quarantinedAmount) {

        Fate and(Fate other) {
            return new Fate(
                    accepted + other.accepted,
                    acceptedAmount.add(other.acceptedAmount),
                    quarantined + other.quarantined,
                    quarantinedAmount.add(other.quarantinedAmount));
        }
    }

    private static final Fate NONE = new Fate(0, BigDecimal.ZERO.setScale(4), 0, BigDecimal.ZERO.setScale(4));

    @TempDir
    Path folder;

    @Test
    void everyLineOfEveryFileIsAccountedFor() throws IOException {
        Path lake = SharedData.require("online_retail/by-day").getParent();
        Warehouse warehouse = run(lake, folder.resolve("warehouse"));
        Map<String, Fate> expected = countedWithoutSpark(lake.resolve("by-day"));
        Map<String, Fate> found = new TreeMap<>();
        for (Row row : warehouse.read(Ops.DELIVERIES).collectAsList()) {
            assertThat(row.<Long>getAs("duplicate_rows")).isZero();
            found.put(
                    row.getAs("file"),
                    new Fate(
                            row.<Long>getAs("accepted_rows"),
                            row.getAs("accepted_amount"),
                            row.<Long>getAs("quarantined_rows"),
                            row.getAs("quarantined_amount")));
        }
        assertThat(found).isEqualTo(expected).hasSize(305);
        // 541,909 lines and 9,747,747.93 are what the data set's description gives; the two lines adjust bad debt.
        Fate all = found.values().stream().reduce(NONE, Fate::and);
        assertThat(all.accepted() + all.quarantined()).isEqualTo(541_909);
        assertThat(all.acceptedAmount().add(all.quarantinedAmount())).isEqualByComparingTo("9747747.934");
        assertThat(all.quarantined()).isEqualTo(2);
        assertThat(all.quarantinedAmount()).isEqualByComparingTo("-22124.12");
        assertThat(warehouse
                        .read(DailySales.SPEC)
                        .agg(sum("net_amount"))
                        .first()
                        .getDecimal(0))
                .isEqualByComparingTo(all.acceptedAmount());
        assertThat(warehouse
                        .read(Sales.SPEC)
                        .filter(col("customer_id").equalTo("17850"))
                        .count())
                .isEqualTo(312);
    }

    @Test
    void daysDeliveredOneAfterAnotherOrAllAtOnceGiveTheSameTables() throws IOException {
        Path days = SharedData.require("online_retail/by-day");
        List<Path> first = files(days).stream().limit(20).toList();
        Path lake = Files.createDirectories(folder.resolve("lake/by-day")).getParent();
        Path batched = folder.resolve("batched");
        for (Path file : first.subList(0, 12)) {
            Files.copy(file, lake.resolve("by-day").resolve(file.getFileName()));
        }
        run(lake, batched);
        for (Path file : first.subList(12, 20)) {
            Files.copy(file, lake.resolve("by-day").resolve(file.getFileName()));
        }
        Warehouse inBatches = run(lake, batched);
        Warehouse atOnce = run(lake, folder.resolve("once"));
        for (TableSpec spec : List.of(Sales.SPEC, DailySales.SPEC, Ops.QUARANTINE)) {
            String[] columns = spec.computedColumns().toArray(String[]::new);
            assertThat(TestNight.texts(inBatches.read(spec), columns))
                    .as(spec.qualifiedName())
                    .isEqualTo(TestNight.texts(atOnce.read(spec), columns));
        }
        assertThat(inBatches.read(Sales.SPEC).count()).isEqualTo(lines(first));
    }

    private static long lines(List<Path> files) throws IOException {
        long lines = 0;
        for (Path file : files) {
            Fate fate = counted(file);
            lines += fate.accepted();
        }
        return lines;
    }

    private static Warehouse run(Path lake, Path warehouse) {
        Settings settings = SettingsReader.read(
                example(),
                ConfigurationOptions.shapes(),
                Map.of("lake", lake.toString(), "warehouse", warehouse.toString()));
        Progress silent = new Progress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        RunReport report = new PlanRunner(
                        TestNight.spark(), settings, List.of(new DailySales(settings)), silent, RunListener.NONE)
                .run(new PlanRunner.Options(null, LocalDate.of(2026, 1, 1), false, Set.of()));
        assertThat(report.status()).isEqualTo("published");
        return Warehouse.open(TestNight.spark(), warehouse.toString());
    }

    private static Path example() {
        Path here = Path.of("").toAbsolutePath();
        Path conf = here.resolve("conf/examples/online-retail.conf");
        return Files.exists(conf) ? conf : here.resolveSibling("conf").resolve("examples/online-retail.conf");
    }

    private static Map<String, Fate> countedWithoutSpark(Path days) throws IOException {
        Map<String, Fate> fates = new TreeMap<>();
        for (Path file : files(days)) {
            fates.put("by-day/" + file.getFileName(), counted(file));
        }
        return fates;
    }

    private static Fate counted(Path file) throws IOException {
        Fate fate = NONE;
        try (CsvReader<NamedCsvRecord> lines = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord line : lines) {
                BigDecimal quantity = new BigDecimal(line.getField("Quantity"));
                BigDecimal amount = quantity.multiply(new BigDecimal(line.getField("UnitPrice")))
                        .setScale(4);
                boolean isSale = quantity.signum() * amount.signum() >= 0;
                BigDecimal zero = BigDecimal.ZERO.setScale(4);
                fate = fate.and(isSale ? new Fate(1, amount, 0, zero) : new Fate(0, zero, 1, amount));
            }
        }
        return fate;
    }

    private static List<Path> files(Path days) throws IOException {
        try (Stream<Path> files = Files.list(days)) {
            return files.sorted().toList();
        }
    }
}
