package almanac.sample;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.config.ColumnMapping;
import almanac.config.Hierarchy;
import almanac.config.InputMapping;
import almanac.config.InputShape;
import almanac.config.LevelRef;
import almanac.config.Settings;
import almanac.config.SettingsReader;
import almanac.config.Source;
import almanac.staging.InputTable;
import almanac.staging.StagingTables;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** conf/demo.conf against the lake that it is for. */
class DemoConfigurationTest {

    @TempDir
    static Path lake;

    private static Settings settings;

    @BeforeAll
    static void readAndWrite() {
        settings = SettingsReader.read(demo(), shapes(), Map.of());
        Lakes.write(new SampleParameters(42, 0.1, LocalDate.of(2025, 3, 10), 12), lake);
    }

    @Test
    void everySourceMeansEveryFileOfItsFolder() throws IOException {
        for (Source source : settings.sources()) {
            assertThat(filesOf(source))
                    .as(source.name())
                    .isNotEmpty()
                    .isEqualTo(entries(lake.resolve(source.path()).getParent()));
        }
    }

    @Test
    void truthLiesInNoFolderOfASource() {
        assertThat(lake.resolve("truth.json")).exists();
        assertThat(settings.sources())
                .noneSatisfy(source ->
                        assertThat(lake.resolve(source.path()).getParent()).isEqualTo(lake));
    }

    @Test
    void everyWrittenColumnIsMappedAndEveryMappedOneIsWritten() throws IOException {
        for (InputMapping input : settings.inputs()) {
            Source source = settings.sources().stream()
                    .filter(candidate -> candidate.name().equals(input.from()))
                    .findFirst()
                    .orElseThrow();
            Set<String> mapped = input.columns().values().stream()
                    .map(column -> ((ColumnMapping.Rename) column).column())
                    .collect(Collectors.toSet());
            for (Path file : filesOf(source)) {
                assertThat(columns(file)).as(file.toString()).isEqualTo(mapped);
            }
        }
    }

    @Test
    void inputsAreThoseThatTheSampleHas() {
        assertThat(settings.inputs().stream().map(InputMapping::table))
                .containsExactlyInAnyOrder(
                        "sales",
                        "products",
                        "stores",
                        "channels",
                        "customers",
                        "market",
                        "events",
                        "promotions",
                        "potentials",
                        "campaigns",
                        "initiatives",
                        "campaign_exposures",
                        "marketing_spend",
                        "targets",
                        "competitor_prices");
    }

    @Test
    void currencyIsThatOfTheDeliveries() {
        assertThat(settings.currency()).isEqualTo(SalesFile.CURRENCY);
    }

    @Test
    void marketKeysNameMembersOfTheirLevels() throws IOException {
        Hierarchy product = hierarchy("product");
        Hierarchy geography = hierarchy("geography");

        assertThat(product.market()).isNotNull();
        assertThat(product.market().level()).isEqualTo("category_l2");
        assertThat(geography.market()).isNotNull();
        assertThat(geography.market().level()).isEqualTo("region");
        assertThat(Lakes.csv(lake.resolve("products/products.csv")).stream()
                        .map(row -> row.getField("category_l2"))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(Category.ALL.stream()
                        .flatMap(category -> category.subcategories().stream())
                        .toList());
    }

    @Test
    void membersOfEveryLowestLevelHaveNamesOfTheirOwn() {
        assertThat(hierarchy("geography").levels().stream().map(LevelRef::column))
                .containsExactly("country", "region", "store_name");
        assertThat(Network.STORES)
                .extracting(Store::name)
                .doesNotHaveDuplicates()
                .hasSize(40);
        assertThat(Assortment.PRODUCTS)
                .extracting(Product::name)
                .doesNotHaveDuplicates()
                .hasSize(60);
    }

    private static Hierarchy hierarchy(String name) {
        return settings.hierarchies().stream()
                .filter(hierarchy -> hierarchy.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Set<Path> filesOf(Source source) throws IOException {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + source.path());
        return entries(lake.resolve(source.path()).getParent()).stream()
                .filter(file -> matcher.matches(lake.relativize(file)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Path> entries(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> columns(Path file) throws IOException {
        String name = file.toString();
        if (name.endsWith(".parquet")) {
            try (ParquetFileReader reader = ParquetFileReader.open(
                    HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(name), new Configuration()))) {
                return reader.getFileMetaData().getSchema().getFields().stream()
                        .map(Type::getName)
                        .collect(Collectors.toSet());
            }
        } else if (name.endsWith(".json")) {
            String first = Files.readAllLines(file).get(0);
            return ConfigFactory.parseString(first).root().keySet();
        } else if (name.endsWith(".gz")) {
            return Set.of(DeliveredSales.header(file));
        }
        return Set.of(
                Files.readAllLines(file, StandardCharsets.ISO_8859_1).get(0).split(","));
    }

    private static Map<String, InputShape> shapes() {
        Map<String, InputShape> shapes = new LinkedHashMap<>();
        List<InputTable> salesFirst = Stream.concat(
                        StagingTables.named("sales").stream(),
                        StagingTables.ALL.stream().filter(table -> !table.name().equals("sales")))
                .toList();
        salesFirst.forEach(
                table -> shapes.put(table.name(), new InputShape(table.required(), table.optional(), table.key())));
        return shapes;
    }

    private static Path demo() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .map(folder -> folder.resolve("conf/demo.conf"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }
}
