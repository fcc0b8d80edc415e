package almanac.job;

import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.SharedData;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.lake.Ops;
import almanac.lake.RunListener;
import almanac.lake.Warehouse;
import almanac.sample.SalesTruth;
import almanac.sample.SampleParameters;
import almanac.segment.DailySales;
import almanac.staging.Sales;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code almanac init} writes is read by a night as it is, and gives the amounts that are right. */
class ProposedNightTest {

    @TempDir
    Path folder;

    @Test
    void proposedConfigurationOfTheSampleLakeReadsEveryLine() throws IOException {
        Path lake = folder.resolve("sample");
        SalesTruth truth =
                SampleCommand.onThreads(new SampleParameters(42, 0.1, LocalDate.of(2025, 12, 31), 60), lake.toString());

        Warehouse warehouse = nightOf(lake);

        Row accepted = warehouse
                .read(Sales.SPEC)
                .filter("is_current")
                .agg(sum("net_amount"))
                .first();
        assertThat(accepted.getDecimal(0)).isEqualByComparingTo(truth.total().netAmount());
    }

    @Test
    void proposedConfigurationOfARealShopReadsEveryLine() throws IOException {
        Path days = SharedData.require("online_retail/by-day");
        Path lake = Files.createDirectories(folder.resolve("lake/by-day")).getParent();
        try (var files = Files.list(days)) {
            for (Path file : files.toList()) {
                Files.copy(file, lake.resolve("by-day").resolve(file.getFileName()));
            }
        }

        Warehouse warehouse = nightOf(lake);

        Row sums = warehouse
                .read(Ops.DELIVERIES)
                .agg(sum("accepted_rows"), sum("quarantined_rows"), sum("accepted_amount"))
                .first();
        // 541,909 lines of 9,747,747.934 as the data set's description gives; two lines of -22,124.12 adjust bad debt.
        assertThat(sums.getLong(0)).isEqualTo(541_907);
        assertThat(sums.getLong(1)).isEqualTo(2);
        assertThat(sums.getDecimal(2)).isEqualByComparingTo("9769872.054");
    }

    private Warehouse nightOf(Path lake) throws IOException {
        TestNight.spark();
        Path file = folder.resolve("my.conf");
        assertThat(Main.execute("init", "--lake", lake.toString(), "--output", file.toString()))
                .isZero();
        Settings settings = SettingsReader.read(
                file,
                ConfigurationOptions.shapes(),
                Map.of("warehouse", folder.resolve("tables").toString()));
        Progress silent = new Progress(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        RunReport report = new PlanRunner(
                        TestNight.spark(), settings, List.of(new DailySales(settings)), silent, RunListener.NONE)
                .run(new PlanRunner.Options(null, LocalDate.of(2026, 1, 1), false, Set.of()));
        assertThat(report.status()).isEqualTo("published");
        return Warehouse.open(TestNight.spark(), settings.warehouse());
    }
}
