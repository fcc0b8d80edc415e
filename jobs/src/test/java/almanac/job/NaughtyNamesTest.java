package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SharedData;
import almanac.TestSession;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.lake.Ops;
import almanac.lake.Warehouse;
import almanac.market.MarketShare;
import almanac.market.SegmentSales;
import almanac.segment.Segments;
import com.typesafe.config.ConfigFactory;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The big list of naughty strings as names of stores and categories, from CSV files through a whole night. */
class NaughtyNamesTest {

    private static final String CONFIGURATION = """
        almanac {
          sources {
            sale { format = csv, path = "sale.csv" }
            store { format = csv, path = "store.csv" }
            product { format = csv, path = "product.csv" }
            panel { format = csv, path = "panel.csv" }
          }
          inputs {
            sales { from = sale, columns {
              order_id = id, order_date = day, product_id = product, store_id = store, quantity = units
              net_amount = amount } }
            stores { from = store, columns { store_id = id, store_name = name } }
            products { from = product, columns { product_id = id, category_l1 = category } }
            market { from = panel, columns {
              period_start = day, category_key = category, supplier_id = supplier, sales_amount = amount
              is_own = own } }
          }
          hierarchies {
            geography { levels = [stores.store_name] }
            product { levels = [products.category_l1], market = { key = category_key, level = category_l1 } }
          }
          segmentations { geography = [geography], product = [product], both = [geography, product] }
          periods = [year]
        }
        """;

    @TempDir
    static Path folder;

    private static List<String> names;
    private static Warehouse warehouse;

    @BeforeAll
    static void night() throws IOException {
        String json = Files.readString(SharedData.require("badinput/naughty-strings/blns.json"));
        names = ConfigFactory.parseString("{ names: " + json + " }").getStringList("names").stream()
                .filter(name -> !name.isBlank() && name.equals(name.strip()))
                .distinct()
                .toList();
        Path lake = Files.createDirectory(folder.resolve("lake"));
        try (CsvWriter sale = CsvWriter.builder().build(lake.resolve("sale.csv"));
                CsvWriter store = CsvWriter.builder().build(lake.resolve("store.csv"));
                CsvWriter product = CsvWriter.builder().build(lake.resolve("product.csv"));
                CsvWriter panel = CsvWriter.builder().build(lake.resolve("panel.csv"))) {
            sale.writeRecord("id", "day", "product", "store", "units", "amount");
            store.writeRecord("id", "name");
            product.writeRecord("id", "category");
            panel.writeRecord("day", "category", "supplier", "amount", "own");
            for (int i = 0; i < names.size(); i++) {
                String id = String.valueOf(i);
                sale.writeRecord("o" + i, "2024-05-01", id, id, "1", String.valueOf(i + 1));
                store.writeRecord(id, names.get(i));
                product.writeRecord(id, names.get(names.size() - 1 - i));
                panel.writeRecord("2024-05-01", names.get(names.size() - 1 - i), "us", String.valueOf(i + 1), "true");
                panel.writeRecord("2024-05-01", names.get(names.size() - 1 - i), names.get(i), "1", "false");
            }
        }
        Settings settings = SettingsReader.read(
                folder.resolve("naughty.conf").toString(),
                CONFIGURATION,
                ConfigurationOptions.shapes(),
                Map.of(
                        "lake",
                        lake.toString(),
                        "warehouse",
                        folder.resolve("warehouse").toString()));
        Nights.run(settings, Set.of("market.market_share"));
        warehouse = Warehouse.open(TestSession.get(), settings.warehouse());
    }

    @Test
    void everyRowIsAccepted() {
        assertThat(warehouse.read(Ops.DELIVERIES).collectAsList())
                .hasSize(4)
                .allSatisfy(file -> assertThat(file.<Long>getAs("accepted_rows"))
                        .isEqualTo((file.<String>getAs("file").equals("panel.csv") ? 2L : 1L) * names.size()));
        assertThat(warehouse.read(Ops.QUARANTINE).isEmpty()).isTrue();
    }

    @Test
    void everyNameIsReadableInTheAttributesOfItsSegment() {
        assertThat(attributes("geography.store_name").values()).containsExactlyInAnyOrderElementsOf(names);
        assertThat(attributes("product.category_l1").values()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void everyStoreHasItsOwnSalesAndTheTotalIsWhole() {
        Map<String, String> stores = attributes("geography.store_name");
        List<Row> sales = warehouse
                .read(SegmentSales.SPEC)
                .filter("segment_level = 'geography.store_name' AND segmentation = 'geography' AND comparison = 'PP'")
                .collectAsList();

        assertThat(sales)
                .hasSize(names.size())
                .allSatisfy(row -> assertThat(row.<BigDecimal>getAs("net_amount"))
                        .isEqualByComparingTo(
                                BigDecimal.valueOf(names.indexOf(stores.get(row.<String>getAs("segment"))) + 1)));
        // 1 + 2 + ... + n.
        assertThat(warehouse
                        .read(SegmentSales.SPEC)
                        .filter("segment = 'ALL' AND segmentation = 'both' AND comparison = 'PP'")
                        .first()
                        .<BigDecimal>getAs("net_amount"))
                .isEqualByComparingTo(BigDecimal.valueOf((long) names.size() * (names.size() + 1) / 2));
    }

    @Test
    void everyCategoryHasItsOwnShareAndCompetitor() {
        Map<String, String> categories = attributes("product.category_l1");
        List<Row> shares = warehouse
                .read(MarketShare.SPEC)
                .filter("segment_level = 'product.category_l1' AND segmentation = 'product' AND comparison = 'PP'")
                .collectAsList();

        assertThat(shares).hasSize(names.size()).allSatisfy(row -> {
            int i = names.size() - 1 - names.indexOf(categories.get(row.<String>getAs("segment")));
            assertThat(row.<Double>getAs("share_rate")).isCloseTo((i + 1.0) / (i + 2), within(1e-12));
            assertThat(row.<String>getAs("largest_competitor_id")).isEqualTo(names.get(i));
        });
    }

    /** The name of a level's member by segment. */
    private static Map<String, String> attributes(String level) {
        Map<String, String> members = new HashMap<>();
        warehouse
                .read(Segments.SPEC)
                .filter("segment_level = '" + level + "' AND segmentation <> 'both'")
                .collectAsList()
                .forEach(row -> members.put(
                        row.getAs("segment"),
                        row.<String, String>getJavaMap(row.fieldIndex("attributes"))
                                .get(level)));
        return members;
    }
}
