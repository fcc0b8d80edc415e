package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import almanac.config.Settings;
import almanac.error.Failure;
import almanac.forecast.Backtests;
import almanac.forecast.SegmentActuals;
import almanac.lake.Maintenance;
import almanac.lake.ModelRegistry;
import almanac.lake.Ops;
import almanac.segment.DailySales;
import almanac.segment.SegmentLeaves;
import almanac.segment.Segments;
import almanac.table.ModelCard;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saved forests from night to night on a lake of ten products: applied, changed behind our back, rolled back, swept. */
class ModelRegistryTest {

    private static final LocalDate FIRST_MONDAY = LocalDate.of(2024, 7, 1);

    @TempDir
    Path folder;

    @Test
    void modelsAreAppliedRefusedAndRolledBack() throws IOException {
        TestNight night = TestNight.in(folder)
                .with("forecast { horizon = 4, origins = 1 }")
                .with("forecast.retrain_days = 3660");
        deliver(night, 0, 60);
        building(night).run();
        String first = only(night, "champion").id();
        assertThat(Files.list(folder.resolve("warehouse/_models/" + first))
                        .map(path -> path.getFileName().toString()))
                .contains("learner-0");

        // Applied from its files: the registry stays as it was published.
        long version = night.warehouse().last(Ops.MODEL_REGISTRY).version();
        deliver(night, 60, 61);
        night.run();
        assertThat(night.warehouse().last(Ops.MODEL_REGISTRY).version()).isEqualTo(version);

        // Other bytes are refused, and new forests stand in.
        tamper(folder.resolve("warehouse/_models/" + first));
        night.runFull();
        assertThat(only(night, "refused").id()).isEqualTo(first);
        assertThat(only(night, "refused").reason()).contains("not those that were saved");
        String second = only(night, "champion").id();
        assertThat(only(night, "champion").reason()).contains(first);

        // Other settings retire it; with the old ones back, it can be rolled back to.
        building(night.with("forecast.seed = 7")).run();
        String third = only(night, "champion").id();
        assertThat(only(night, "retired").id()).isEqualTo(second);
        assertThatThrownBy(() -> rollBack(night, first))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("is refused, not retired");
        assertThatThrownBy(() -> rollBack(night, "other")).hasMessageContaining("there is no model other");
        assertThat(rollBack(night, second)).contains(second + " is champion again, in place of " + third);
        assertThat(only(night, "champion").id()).isEqualTo(second);
        assertThat(only(night, "retired").id()).isEqualTo(third);
        assertThat(night.runs()).endsWith("4 published", "5 failed", "6 failed", "7 published");

        new Maintenance(night.warehouse()).run(List.of(), 30, (spec, bytes) -> {});
        assertThat(models()).containsExactlyInAnyOrder(second, third);
    }

    private static TestNight building(TestNight night) {
        Settings settings = night.settings();
        return night.building(
                new DailySales(settings),
                new SegmentLeaves(settings),
                new Segments(),
                new SegmentActuals(settings),
                new Backtests(settings));
    }

    private static ModelCard only(TestNight night, String status) {
        List<ModelCard> cards = ModelRegistry.published(night.warehouse()).stream()
                .filter(card -> card.status().id().equals(status))
                .toList();
        assertThat(cards).hasSize(1);
        return cards.get(0);
    }

    private static String rollBack(TestNight night, String model) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelsCommand.rollBack(
                night.warehouse(), night.settings(), model, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Sales of ten products in some weeks, one line a week each. */
    private static void deliver(TestNight night, int from, int to) {
        List<String> lines = new ArrayList<>();
        for (int week = from; week < to; week++) {
            for (int product = 0; product < 10; product++) {
                double amount = 100 + 10 * product + 20 * Math.sin(week / 8.0) + (week * 7 + product * 13) % 11;
                lines.add(String.format(
                        "o%d-%d,1,%s,p%d,1,%.2f,c,",
                        week, product, FIRST_MONDAY.plusWeeks(week).plusDays(6), product, amount));
            }
        }
        night.delivers("sales/weeks-" + from + ".csv", lines.toArray(String[]::new));
    }

    private static void tamper(Path model) throws IOException {
        try (Stream<Path> files = Files.walk(model)) {
            Path part = files.filter(path -> path.toString().endsWith(".parquet")
                            && !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(part);
            bytes[bytes.length / 2] ^= 1;
            Files.write(part, bytes);
            // Hadoop's own checksum would tell first.
            Files.deleteIfExists(part.resolveSibling("." + part.getFileName() + ".crc"));
        }
    }

    private List<String> models() throws IOException {
        try (Stream<Path> found = Files.list(folder.resolve("warehouse/_models"))) {
            return found.map(path -> path.getFileName().toString()).toList();
        }
    }
}
