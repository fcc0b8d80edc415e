package almanac.config;

import static almanac.config.Texts.SHAPES;
import static almanac.config.Texts.read;
import static almanac.config.Texts.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import almanac.error.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from configurations that are right. */
class SettingsReaderTest {

    /** Every setting differs from its default. */
    private static final String EVERYTHING = """
            almanac {
              name = shop
              lake = data
              warehouse = "s3a://tables/almanac"
              currency = GBP
              sources {
                sales_files {
                  format = csv
                  path = "sales/*.csv"
                  order = modified
                  on_missing = accept
                  on_empty = accept
                  on_bad_file = quarantine
                  on_unknown_name = accept
                  on_missing_column = accept
                  encoding = latin1
                  delimiter = "\\t"
                  header = false
                  columns = [no, day, item, pieces, amount]
                  null_values = ["", NULL]
                }
                items { format = table, path = shop.items }
                lists { format = delta, path = "lists/items" }
              }
              inputs {
                sales {
                  from = sales_files
                  columns {
                    order_id = no
                    order_date = { column = day, format = "dd.MM.yyyy" }
                    product_id = item
                    quantity = pieces
                    net_amount = amount
                    currency_code = { constant = GBP }
                  }
                  key = [order_id, product_id]
                }
                products { from = items, columns { product_id = id, category_l1 { column = category } } }
                market { select = "SELECT day AS period_start FROM lists" }
              }
              hierarchies {
                product {
                  levels = [products.category_l1, products.product_id]
                  market = { key = category_key, level = category_l1 }
                }
                basket { levels = [sales.order_id] }
              }
              segmentations {
                whole = [product]
                categories = [product.category_l1, basket]
              }
              periods = [month, fiscal_year]
              calendar {
                fiscal_year_start = 4
                week_start = sunday
                pattern = 445
                year_end = nearest
                closed_weekdays = [sunday, monday]
                holidays = ["2024-12-26", "2024-12-25"]
              }
              forecast { grain = month, horizon = 24, origins = 6, seed = -7 }
              gates { quarantine_rate = 0.5, quarantine_rows = 0, earliest_date = "2001-02-03", future_days = 31, scale_shift = 50, exchange_rate_days = 3 }
              catalog { register = true, name = unity, prefix = "shop_" }
            }
            """;

    @Test
    void everySettingIsReadAsWritten() {
        Settings settings = read(EVERYTHING);

        assertThat(settings.name()).isEqualTo("shop");
        assertThat(settings.lake()).isEqualTo("/etc/shop/data");
        assertThat(settings.warehouse()).isEqualTo("s3a://tables/almanac");
        assertThat(settings.currency()).isEqualTo("GBP");
        assertThat(settings.sources())
                .containsExactly(
                        new Source(
                                "sales_files",
                                Format.CSV,
                                "sales/*.csv",
                                Order.MODIFIED,
                                Policy.ACCEPT,
                                Policy.ACCEPT,
                                Policy.QUARANTINE,
                                Policy.ACCEPT,
                                Policy.ACCEPT,
                                "ISO-8859-1",
                                '\t',
                                false,
                                List.of("no", "day", "item", "pieces", "amount"),
                                List.of("", "NULL")),
                        withDefaults("items", Format.TABLE, "shop.items"),
                        withDefaults("lists", Format.DELTA, "lists/items"));
        assertThat(settings.hierarchies())
                .containsExactly(
                        new Hierarchy(
                                "product",
                                List.of(
                                        new LevelRef("products", "category_l1"),
                                        new LevelRef("products", "product_id")),
                                new MarketKey("category_key", "category_l1")),
                        new Hierarchy("basket", List.of(new LevelRef("sales", "order_id")), null));
        assertThat(settings.segmentations())
                .containsExactly(
                        new Segmentation("whole", List.of(new Crossing("product", 2))),
                        new Segmentation("categories", List.of(new Crossing("product", 1), new Crossing("basket", 1))));
        assertThat(settings.periods()).containsExactly(PeriodType.MONTH, PeriodType.FISCAL_YEAR);
        assertThat(settings.calendar())
                .isEqualTo(new CalendarSettings(
                        4,
                        DayOfWeek.SUNDAY,
                        WeekPattern.W445,
                        YearEnd.NEAREST,
                        List.of(DayOfWeek.MONDAY, DayOfWeek.SUNDAY),
                        List.of(LocalDate.of(2024, 12, 25), LocalDate.of(2024, 12, 26))));
        assertThat(settings.forecast())
                .isEqualTo(new ForecastSettings(PeriodType.MONTH, 24, 6, -7, 28, 1.25, 0, List.of()));
        assertThat(settings.gates()).isEqualTo(new Gates(0.5, 0, LocalDate.of(2001, 2, 3), 31, 50, 3));
        assertThat(settings.catalog()).isEqualTo(new CatalogSettings(true, "unity", "shop_"));
    }

    @Test
    void inputsKeepTheirWayOfBeingMade() {
        Map<String, ColumnMapping> sales = new LinkedHashMap<>();
        sales.put("order_id", new ColumnMapping.Rename("no"));
        sales.put("order_date", new ColumnMapping.Parse("day", "dd.MM.yyyy"));
        sales.put("product_id", new ColumnMapping.Rename("item"));
        sales.put("quantity", new ColumnMapping.Rename("pieces"));
        sales.put("net_amount", new ColumnMapping.Rename("amount"));
        sales.put("currency_code", new ColumnMapping.Constant("GBP"));
        Map<String, ColumnMapping> products = Map.of(
                "product_id", new ColumnMapping.Rename("id"), "category_l1", new ColumnMapping.Rename("category"));

        assertThat(read(EVERYTHING).inputs())
                .containsExactly(
                        new InputMapping(
                                "sales",
                                "sales_files",
                                sales,
                                null,
                                List.of("order_id", "product_id"),
                                "/etc/shop/shop.conf:26"),
                        new InputMapping(
                                "products", "items", products, null, List.of("product_id"), "/etc/shop/shop.conf:38"),
                        new InputMapping(
                                "market",
                                null,
                                Map.of(),
                                "SELECT day AS period_start FROM lists",
                                List.of("period_start", "category_key"),
                                "/etc/shop/shop.conf:39"));
    }

    @Test
    void aKeyMayNameTheLineThatIsMadeUpWhereNoSourceGivesIt() {
        Settings settings = read(with("inputs.sales.key = [order_line_id]"));

        assertThat(settings.inputs().get(0).key()).containsExactly("order_line_id");
    }

    @Test
    void aPatternMayQuoteLettersThatSparkDoesNotParse() {
        Settings settings =
                read(with("inputs.sales.columns.territory_id { column = X, format = \"yyyy-MM-dd'Tue'HH:mm\" }"));

        assertThat(settings.inputs().get(0).columns())
                .containsEntry("territory_id", new ColumnMapping.Parse("X", "yyyy-MM-dd'Tue'HH:mm"));
    }

    @Test
    void columnsKeepTheOrderOfTheFile() {
        assertThat(read(EVERYTHING).inputs().get(0).columns().keySet())
                .containsExactly("order_id", "order_date", "product_id", "quantity", "net_amount", "currency_code");
    }

    @Test
    void sourcesKeepTheOrderOfTheFile() {
        String sources = """
                sources {
                  zulu { format = delta, path = z }
                  mike { format = delta, path = m }
                  alfa { format = delta, path = a }
                  kilo { format = delta, path = k }
                }""";

        assertThat(read(with(sources)).sources())
                .extracting(Source::name)
                .containsExactly("zulu", "mike", "alfa", "kilo", "sales_files");
    }

    @Test
    void whatTheFileDoesNotSayIsTheDocumentedDefault() {
        Settings settings = read(with(""));

        assertThat(settings.name()).isEqualTo("almanac");
        assertThat(settings.lake()).isEqualTo("/etc/shop/lake");
        assertThat(settings.warehouse()).isEqualTo("/etc/shop/.almanac/warehouse");
        assertThat(settings.currency()).isEqualTo("USD");
        assertThat(settings.hierarchies()).isEmpty();
        assertThat(settings.segmentations()).isEmpty();
        assertThat(settings.periods())
                .containsExactly(
                        PeriodType.DAY, PeriodType.WEEK, PeriodType.MONTH, PeriodType.QUARTER, PeriodType.YEAR);
        assertThat(settings.calendar())
                .isEqualTo(new CalendarSettings(
                        1, DayOfWeek.MONDAY, WeekPattern.MONTH, YearEnd.LAST, List.of(), List.of()));
        assertThat(settings.forecast())
                .isEqualTo(new ForecastSettings(PeriodType.WEEK, 13, 4, 42, 28, 1.25, 0, List.of()));
        assertThat(settings.gates()).isEqualTo(new Gates(0.05, 20, LocalDate.of(1990, 1, 1), 0, 30, 7));
        assertThat(settings.catalog()).isEqualTo(new CatalogSettings(false, "spark_catalog", ""));
        assertThat(settings.inputs().get(0).key()).containsExactly("order_id", "order_line_id");
    }

    @Test
    void aByteOrderMarkDoesNotMatter() {
        assertThat(read("\uFEFF" + with(""))).isEqualTo(read(with("")));
    }

    @Test
    void settingsOfTheCommandLineWinOverTheFile() {
        Settings settings = read(
                with("forecast { horizon = 5, origins = 2 }"),
                Map.of(
                        "forecast.horizon", "26",
                        "almanac.lake", "s3a://bucket/lake",
                        "periods", "[week, month]",
                        "sources.more", "{ format = parquet, path = more }",
                        "catalog.prefix", "\"x_\""));

        assertThat(settings.forecast())
                .isEqualTo(new ForecastSettings(PeriodType.WEEK, 26, 2, 42, 28, 1.25, 0, List.of()));
        assertThat(settings.lake()).isEqualTo("s3a://bucket/lake");
        assertThat(settings.periods()).containsExactly(PeriodType.WEEK, PeriodType.MONTH);
        assertThat(settings.catalog().prefix()).isEqualTo("x_");
        assertThat(settings.sources()).extracting(Source::name).containsExactly("sales_files", "more");
    }

    @Test
    void scenariosAreReadInTheOrderOfTheFile() {
        Settings settings = read(with("""
                forecast.scenarios {
                  price_up { price = "+5%" }
                  bad_year { market = "-12.5%", promotion = 0 }
                }
                """));

        assertThat(settings.forecast().scenarios())
                .containsExactly(new Scenario("price_up", 0.05, 0, 1), new Scenario("bad_year", 0, -0.125, 0));
    }

    @Test
    void theFileMayReferToASettingOfTheCommandLine() {
        Settings settings = read(with("lake = first\nwarehouse = ${almanac.lake}_tables"), Map.of("lake", "/second"));

        assertThat(settings.warehouse()).isEqualTo("/second_tables");
    }

    @Test
    void aSettingMayComeFromTheEnvironment() {
        // PATH is set wherever a build runs.
        Settings settings = read(with("warehouse = /tables/${PATH}"));

        assertThat(settings.warehouse())
                .isEqualTo(
                        Path.of("/tables/" + System.getenv("PATH")).normalize().toString());
    }

    @Test
    void aSettingOfAnEnvironmentThatLacksItKeepsItsDefault() {
        assertThat(read(with("currency = ${?ALMANAC_TEST_IS_NEVER_SET}")).currency())
                .isEqualTo("USD");
    }

    @Test
    void aFileIsReadFromTheLocalDisk(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("shop.conf"), with("currency = EUR"));

        Settings settings = SettingsReader.read(file, SHAPES, Map.of());

        assertThat(settings.currency()).isEqualTo("EUR");
        assertThat(settings.lake()).isEqualTo(folder.resolve("lake").toString());
        assertThat(settings.inputs().get(0).origin()).isEqualTo(file + ":4");
    }

    @Test
    void anAbsentFileIsAConfigurationFailure(@TempDir Path folder) {
        Path absent = folder.resolve("absent.conf");

        Failure failure = catchThrowableOfType(Failure.class, () -> SettingsReader.read(absent, SHAPES, Map.of()));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
        assertThat(failure).hasMessage("there is no configuration file " + absent);
        assertThat(failure.remedy()).isEqualTo("Name a file that exists.");
    }

    @Test
    void aFolderInPlaceOfTheFileIsAConfigurationFailure(@TempDir Path folder) {
        Failure failure = catchThrowableOfType(Failure.class, () -> SettingsReader.read(folder, SHAPES, Map.of()));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
        assertThat(failure).hasMessage(folder + " cannot be read: java.io.IOException: Is a directory");
    }

    @Test
    void textThatIsNotUtf8IsAConfigurationFailure(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("latin.conf"), with("# Käse").getBytes(StandardCharsets.ISO_8859_1));

        Failure failure = catchThrowableOfType(Failure.class, () -> SettingsReader.read(file, SHAPES, Map.of()));

        assertThat(failure.kind()).isEqualTo(Failure.Kind.CONFIGURATION);
        assertThat(failure).hasMessage(file + " cannot be used: it is not UTF-8 text");
    }

    @Test
    void aProductWithoutInputTablesCannotRead() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingsReader.read("x.conf", with(""), Map.of(), Map.of()))
                .withMessage("there must be at least one input table");
    }

    private static Source withDefaults(String name, Format format, String path) {
        return new Source(
                name,
                format,
                path,
                Order.NAME,
                Policy.FAIL,
                Policy.FAIL,
                Policy.FAIL,
                Policy.FAIL,
                Policy.FAIL,
                "UTF-8",
                ',',
                true,
                List.of(),
                List.of(""));
    }
}
