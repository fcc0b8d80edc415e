package almanac.sample;

import almanac.sample.Delivery.Count;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes {@code truth.json}: what was asked for, what was written and what was planted.
 *
 * <p>Amounts are texts with two decimals, so that no reader makes doubles of them; counts and rates are numbers.
 */
final class TruthFile {

    /** Its place below the lake: in no folder that a source reads. */
    static final String NAME = "truth.json";

    private final SampleParameters parameters;
    private final SalesTruth sales;
    private final MarketTruth market;

    private TruthFile(SampleParameters parameters, SalesTruth sales, MarketTruth market) {
        this.parameters = parameters;
        this.sales = sales;
        this.market = market;
    }

    /**
     * Writes the file.
     *
     * @throws almanac.error.Failure of storage if it cannot be written
     */
    static void write(SampleParameters parameters, SalesTruth sales, MarketTruth market, SampleFolder folder) {
        TruthFile file = new TruthFile(parameters, sales, market);
        Map<String, Object> truth = Map.of(
                "parameters", file.asked(),
                "sales", file.sold(),
                "deliveries",
                        sales.deliveries().stream().map(TruthFile::delivery).toList(),
                "market", file.panel(),
                "targets", Plan.truth(parameters, sales),
                "planted", PlantedTruth.of(parameters));
        String text = ConfigValueFactory.fromMap(truth)
                .render(ConfigRenderOptions.concise().setFormatted(true));
        folder.write(NAME, bytes -> bytes.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private Map<String, Object> asked() {
        return Map.of(
                "seed", parameters.seed(),
                "scale", parameters.scale(),
                "first_date", parameters.first().toString(),
                "end_date", parameters.end().toString(),
                "days", parameters.days());
    }

    private Map<String, Object> sold() {
        Map<String, Object> sold = new LinkedHashMap<>(totals(sales.total()));
        for (Count count : Count.values()) {
            sold.put(key(count), sales.count(count));
        }
        sold.put("dirty_records", Arrays.stream(Dirt.values()).collect(Collectors.toMap(Dirt::key, sales::dirty)));
        sold.put("by_month", groups(cell -> YearMonth.from(cell.date())));
        sold.put("by_category", groups(Cell::category));
        sold.put("by_subcategory", groups(Cell::subcategory));
        sold.put("by_region", groups(Cell::region));
        sold.put("by_store", groups(Cell::storeId));
        return sold;
    }

    private <K extends Comparable<K>> Map<String, Object> groups(Function<Cell, K> property) {
        return sales.by(property).entrySet().stream()
                .collect(Collectors.toMap(group -> group.getKey().toString(), group -> totals(group.getValue())));
    }

    private static Map<String, Object> delivery(Delivery delivery) {
        Map<String, Object> fields = new LinkedHashMap<>(totals(delivery.accepted()));
        fields.put("date", delivery.date().toString());
        fields.put("file", delivery.file());
        delivery.counts().forEach((count, number) -> fields.put(key(count), number));
        fields.put("dirty_records", delivery.dirtyRecords());
        return fields;
    }

    private Map<String, Object> panel() {
        return Map.of(
                "rows", market.rows(),
                "own_supplier_id", Assortment.COMPANY,
                "by_category_and_year", Category.ALL.stream().collect(Collectors.toMap(Category::title, this::years)));
    }

    private Map<String, Object> years(Category category) {
        return parameters.dates().stream()
                .map(LocalDate::getYear)
                .distinct()
                .collect(Collectors.toMap(String::valueOf, year -> year(category, year)));
    }

    private Map<String, Object> year(Category category, int year) {
        Map<String, Long> suppliers = market.suppliers(category.title(), year);
        long own = suppliers.getOrDefault(Assortment.COMPANY, 0L);
        long all = suppliers.values().stream().mapToLong(Long::longValue).sum();
        return Map.of(
                "own_amount", SalesFile.money(own),
                "market_amount", SalesFile.money(all),
                "own_share", (double) own / all,
                "suppliers",
                        suppliers.entrySet().stream()
                                .collect(
                                        Collectors.toMap(Map.Entry::getKey, sold -> SalesFile.money(sold.getValue()))));
    }

    private static Map<String, Object> totals(Totals totals) {
        return Map.of(
                "accepted_lines",
                totals.lines(),
                "net_amount",
                SalesFile.money(totals.net()),
                "quantity",
                totals.units());
    }

    private static String key(Count count) {
        return count.name().toLowerCase(Locale.ROOT);
    }
}
