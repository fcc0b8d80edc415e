package almanac.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import almanac.error.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleLakeTest {

    /** Covers a March, gzip days, and enough days for everything that comes late. */
    private static final SampleParameters SPRING = new SampleParameters(42, 0.5, LocalDate.of(2025, 4, 12), 70);

    @TempDir
    static Path spring;

    @TempDir
    Path other;

    private static SalesTruth written;
    private static SortedMap<String, String> digests;

    @BeforeAll
    static void writeSpring() throws IOException {
        written = Lakes.write(SPRING, spring, ForEachDay.onThreads(1));
        digests = Lakes.digests(spring);
    }

    @Test
    void fourThreadsWriteTheSameBytesAsOne() throws IOException {
        SalesTruth again = Lakes.write(SPRING, other, ForEachDay.onThreads(4));

        assertThat(Lakes.digests(other)).isEqualTo(digests);
        assertThat(again).isEqualTo(written);
    }

    @Test
    void daysInAnotherOrderAndProcessGiveTheSameBytes() throws IOException {
        Lakes.write(SPRING, other, new Elsewhere());

        assertThat(Lakes.digests(other)).isEqualTo(digests);
    }

    @Test
    void anotherSeedGivesOtherSalesOfTheSameProducts() throws IOException {
        Lakes.write(new SampleParameters(43, SPRING.scale(), SPRING.end(), SPRING.days()), other);

        SortedMap<String, String> others = Lakes.digests(other);
        assertThat(others.keySet()).isEqualTo(digests.keySet());
        assertThat(others)
                .allSatisfy((file, digest) -> {
                    if (file.startsWith("sales/") || file.startsWith("market/")) {
                        assertThat(digest).as(file).isNotEqualTo(digests.get(file));
                    }
                })
                .containsEntry("stores/stores.json", digests.get("stores/stores.json"));
    }

    @Test
    void lakeThatEndsADayLaterAddsOneDeliveryAndChangesNone() throws IOException {
        Lakes.write(
                new SampleParameters(SPRING.seed(), SPRING.scale(), SPRING.end().plusDays(1), 71), other);

        SortedMap<String, String> longer = Lakes.digests(other);
        assertThat(longer).containsAllEntriesOf(salesOf(digests)).containsKey("sales/sales-2025-04-13.csv");
        assertThat(salesOf(longer)).hasSize(71);
    }

    @Test
    void everyDayHasOneFileAndEveryMonthOneOfTheMarket() {
        assertThat(salesOf(digests)).hasSize(70);
        assertThat(digests)
                .containsKeys(
                        "sales/sales-2025-02-02.csv",
                        "sales/sales-2025-03-10.csv.gz",
                        "sales/sales-2025-04-12.csv",
                        "market/market-2025-02.parquet",
                        "market/market-2025-03.parquet",
                        "market/market-2025-04.parquet",
                        "products/products.csv",
                        "stores/stores.json",
                        "channels/channels.csv",
                        "customers/customers.csv",
                        "events/events.csv",
                        "promotions/promotions.csv",
                        "potentials/households.csv",
                        "campaigns/campaigns.csv",
                        "initiatives/initiatives.csv",
                        "marketing_spend/marketing_spend.csv",
                        "campaign_exposures/campaign_exposures.csv",
                        "targets/targets.csv",
                        "competitor_prices/competitor_prices.csv",
                        "truth.json")
                .hasSize(70 + 3 + 13 + 1);
    }

    @Test
    void marchNamesItsColumnsInAnotherOrder() throws IOException {
        String february = firstLine("sales/sales-2025-02-28.csv");
        String march = firstLine("sales/sales-2025-03-01.csv");

        assertThat(february).startsWith("order_id,order_line_id,order_date,product_id,quantity,net_amount,");
        assertThat(march).isNotEqualTo(february);
        assertThat(march.split(",")).containsExactlyInAnyOrder(february.split(","));
    }

    @Test
    void productHasOneListPriceOnEachDay() throws IOException {
        Map<String, List<String>> products = new TreeMap<>();
        Lakes.csv(spring.resolve("products/products.csv"))
                .forEach(row -> products.computeIfAbsent(row.getField("product_id"), any -> new ArrayList<>())
                        .add(row.getField("effective_from") + ".." + row.getField("effective_to")));

        assertThat(products).hasSize(60);
        assertThat(products).allSatisfy((product, spans) -> {
            assertThat(spans.get(0).substring(0, 10)).isLessThanOrEqualTo("2025-02-02");
            assertThat(spans.get(spans.size() - 1)).endsWith("..");
            for (int next = 1; next < spans.size(); next++) {
                LocalDate last = LocalDate.parse(spans.get(next - 1).substring(12));
                assertThat(spans.get(next)).startsWith(last.plusDays(1).toString());
            }
        });
    }

    @Test
    void linesGrowInProportionToTheScale() {
        SalesTruth tenfold =
                Lakes.write(new SampleParameters(42, 5, SPRING.end(), SPRING.days()), other, ForEachDay.onThreads(2));

        double ratio = (double) tenfold.total().lines() / written.total().lines();
        assertThat(ratio).isBetween(9.5, 10.5);
    }

    @Test
    void folderWithSomethingInItIsRefused() throws IOException {
        Files.writeString(other.resolve("note.txt"), "mine");

        Failure failure = catchThrowableOfType(Failure.class, () -> Lakes.write(SPRING, other));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
        assertThat(failure.describe()).contains("is not empty: " + other).contains("name a folder that is new");
        assertThat(Files.list(other)).containsExactly(other.resolve("note.txt"));
    }

    @Test
    void folderThatCannotBeWrittenIsAStorageFailureThatNamesTheFile() throws IOException {
        Path file = Files.writeString(other.resolve("file"), "not a folder");
        Path below = file.resolve("lake");

        Failure failure = catchThrowableOfType(Failure.class, () -> Lakes.write(SPRING, below));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.STORAGE);
        assertThat(failure).hasMessageContaining(below.toString());
        assertThat(failure.remedy()).contains("can be written");
    }

    @Test
    void dayThatFailsEndsTheWhole() {
        RuntimeException broken = new IllegalArgumentException("day 3");

        RuntimeException thrown = catchThrowableOfType(
                RuntimeException.class,
                () -> ForEachDay.onThreads(2).collect(SPRING.dates(), day -> {
                    if (day.equals(SPRING.first().plusDays(2))) {
                        throw broken;
                    }
                    return day;
                }));

        assertThat(thrown).isSameAs(broken);
    }

    @Test
    void nothingButTheLakeIsLeftBehind() {
        assertThat(digests.keySet()).noneMatch(file -> file.contains(".crc"));
    }

    @Test
    void theHadoopConfigurationThatWasGivenStaysAsItWas() {
        Configuration given = new Configuration(false);
        given.set("fs.defaultFS", "file:///");

        SampleLake.generate(
                new SampleParameters(1, 0.01, LocalDate.of(2023, 1, 2), 2),
                other.toString(),
                given,
                ForEachDay.onThreads(1));

        assertThat(given.get("fs.file.impl")).isNull();
    }

    private static Map<String, String> salesOf(SortedMap<String, String> files) {
        return files.subMap("sales/", "sales0");
    }

    private static String firstLine(String file) throws IOException {
        return Files.readAllLines(spring.resolve(file), StandardCharsets.ISO_8859_1)
                .get(0);
    }

    /** Does what a cluster does: sends the work and its results through serialization, in any order. */
    private static final class Elsewhere implements ForEachDay {

        @Override
        public <R extends Serializable> List<R> collect(List<LocalDate> days, Work<R> work) {
            List<LocalDate> backwards = new ArrayList<>(days);
            Collections.reverse(backwards);
            List<R> results = new ArrayList<>();
            for (LocalDate day : backwards) {
                results.add(sent(sent(work).of(day)));
            }
            return results;
        }

        @SuppressWarnings("unchecked")
        private static <T extends Serializable> T sent(T object) {
            try {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                    out.writeObject(object);
                }
                try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                    return (T) in.readObject();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
