package almanac.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.lake.Ops;
import almanac.lake.Warehouse;
import almanac.market.MarketShare;
import almanac.market.SegmentSales;
import almanac.plan.PlanTargets;
import almanac.plan.PlanVariance;
import almanac.sample.SampleParameters;
import almanac.segment.DailySales;
import almanac.segment.MarketSales;
import almanac.segment.Segments;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night of conf/demo.conf over a small sample lake, against the truth that was counted while the lake was written. */
class SampleTruthTest {

    private static final SampleParameters PARAMETERS = new SampleParameters(7, 1, LocalDate.of(2024, 3, 10), 100);

    @TempDir
    static Path folder;

    private static Config truth;
    private static Warehouse warehouse;
    private static RunReport report;

    @BeforeAll
    static void night() {
        SampleNight night = SampleNight.of(PARAMETERS, folder, "[month, year]");
        truth = night.truth();
        report = Nights.run(night.settings(), Set.of("market.market_share", "plan.plan_variance"));
        warehouse = night.warehouse();
    }

    @Test
    void nightIsPublishedForTheLatestSale() {
        assertThat(report.status()).isEqualTo("published");
        assertThat(report.asOf()).isEqualTo("2024-03-10");
    }

    @Test
    void acceptedLinesAndAmountsAreTheTruth() {
        Row cube = warehouse
                .read(DailySales.SPEC)
                .selectExpr("sum(line_count)", "sum(net_amount)", "sum(sales_units)")
                .first();

        assertThat(cube.getLong(0))
                .isEqualTo(truth.getLong("sales.accepted_lines"))
                .isGreaterThan(5_000);
        assertThat(cube.getDecimal(1)).isEqualByComparingTo(truth.getString("sales.net_amount"));
        assertThat(cube.getDecimal(2)).isEqualByComparingTo(truth.getString("sales.quantity"));
    }

    @Test
    void salesOfEveryMonthAreTheTruth() {
        assertThat(sales(
                        "segment = 'ALL' AND segmentation = 'product' AND period_type = 'month'",
                        row -> row.<LocalDate>getAs("period_start").toString().substring(0, 7)))
                .isEqualTo(told("by_month", Function.identity()))
                .hasSize(4);
    }

    @Test
    void salesOfEveryCategoryAndSubcategoryAreTheTruth() {
        assertThat(sumsBySegment("product.category_l1", "product", "product.category_l1"))
                .isEqualTo(told("by_category", Function.identity()));
        assertThat(sumsBySegment("product.category_l2", "product", "product.category_l2"))
                .isEqualTo(told("by_subcategory", Function.identity()));
    }

    @Test
    void salesOfEveryRegionAndStoreAreTheTruth() throws IOException {
        Map<String, String> names = new HashMap<>(Map.of("UNKNOWN", "UNKNOWN"));
        for (String line : Files.readAllLines(folder.resolve("lake/stores/stores.json"))) {
            Config store = ConfigFactory.parseString(line);
            names.put(store.getString("store_id"), store.getString("store_name"));
        }

        assertThat(sumsBySegment("geography.region", "geography", "geography.region"))
                .isEqualTo(told("by_region", Function.identity()));
        assertThat(sumsBySegment("geography.store_name", "geography", "geography.store_name"))
                .isEqualTo(told("by_store", names::get));
    }

    @Test
    void restatedAndRepeatedRowsAreTheDuplicates() {
        Row sales = warehouse
                .read(Ops.DELIVERIES)
                .filter("input_table = 'sales'")
                .selectExpr("sum(read_rows)", "sum(accepted_rows)", "sum(duplicate_rows)", "sum(quarantined_rows)")
                .first();

        assertThat(sales.getLong(0)).isEqualTo(truth.getLong("sales.records"));
        assertThat(sales.getLong(1)).isEqualTo(truth.getLong("sales.accepted_lines"));
        assertThat(sales.getLong(2))
                .isEqualTo(truth.getLong("sales.restated_lines") + truth.getLong("sales.repeated_lines"))
                .isGreaterThan(50);
        assertThat(sales.getLong(3))
                .isEqualTo(truth.getConfig("sales.dirty_records").root().values().stream()
                        .mapToLong(rows -> ((Number) rows.unwrapped()).longValue())
                        .sum())
                .isPositive();
    }

    @Test
    void dirtyRowsAreQuarantinedUnderTheRuleThatTheyBreak() {
        Map<String, String> rules = Map.of(
                "bad_date", "date.format",
                "bad_number", "amount.number",
                "missing_key", "key.null",
                "too_fine", "amount.precision",
                "nul_character", "csv.nul",
                "bad_encoding", "csv.encoding",
                "ragged", "csv.ragged");
        Map<String, Long> expected = new TreeMap<>();
        Config dirty = truth.getConfig("sales.dirty_records");
        rules.forEach((kind, rule) -> {
            if (dirty.getLong(kind) > 0) {
                expected.put(rule, dirty.getLong(kind));
            }
        });

        Map<String, Long> quarantined = new TreeMap<>();
        warehouse
                .read(Ops.QUARANTINE)
                .filter("input_table = 'sales'")
                .selectExpr(
                        "CASE WHEN rule = 'record.unreadable' THEN split_part(detail, ':', 1) ELSE rule END AS rule")
                .groupBy("rule")
                .count()
                .collectAsList()
                .forEach(row -> quarantined.put(row.getString(0), row.getLong(1)));
        // The kinds that a lake of this seed and size has; those of every kind are tested where they are read.
        assertThat(quarantined).isEqualTo(expected).hasSize(4);
    }

    @Test
    void linesWithoutAMemberAreCountedAsUnknown() {
        Row unknown = warehouse
                .read(DailySales.SPEC)
                .selectExpr(
                        "sum(line_count) FILTER (WHERE leaf_segment LIKE '%product=UNKNOWN>%')",
                        "sum(line_count) FILTER (WHERE leaf_segment LIKE 'geography=UNKNOWN>%')")
                .first();

        assertThat(unknown.getLong(0))
                .isEqualTo(truth.getLong("sales.unknown_product_lines"))
                .isPositive();
        assertThat(unknown.getLong(1))
                .isEqualTo(truth.getLong("sales.unknown_store_lines"))
                .isPositive();
        assertThat(warehouse
                        .read(Ops.INPUT_PROFILES)
                        .filter("input_table = 'sales' AND column_name = 'product_id'")
                        .first()
                        .<Long>getAs("unknown_member_count"))
                .isEqualTo(truth.getLong("sales.unknown_product_lines"));
    }

    @Test
    void shareOfEveryCategoryAndYearIsThePlantedOne() {
        List<Row> shares = warehouse
                .read(MarketShare.SPEC)
                .filter("segmentation = 'product' AND segment_level = 'product.category_l1' AND period_type = 'year'"
                        + " AND comparison = 'PP'")
                .collectAsList();

        Config categories = truth.getConfig("market.by_category_and_year");
        assertThat(shares).hasSize(categories.root().size() * 2).allSatisfy(row -> {
            Config year = categories.getConfig(ConfigUtil.joinPath(
                    row.<String>getAs("segment").substring("product=".length()),
                    String.valueOf(row.<LocalDate>getAs("period_start").getYear())));
            assertThat(row.<BigDecimal>getAs("own_amount")).isEqualByComparingTo(year.getString("own_amount"));
            assertThat(row.<BigDecimal>getAs("market_amount")).isEqualByComparingTo(year.getString("market_amount"));
            assertThat(row.<Double>getAs("share_rate")).isCloseTo(year.getDouble("own_share"), within(1e-9));
        });
    }

    @Test
    void everySupplierOfEveryCategoryIsThere() {
        Config suppliers = truth.getConfig("market.by_category_and_year");
        Map<String, BigDecimal> expected = new TreeMap<>();
        suppliers
                .root()
                .keySet()
                .forEach(category -> List.of("2023", "2024")
                        .forEach(year -> suppliers
                                .getConfig(ConfigUtil.joinPath(category, year, "suppliers"))
                                .root()
                                .forEach((supplier, amount) -> expected.merge(
                                        supplier,
                                        new BigDecimal(amount.unwrapped().toString()),
                                        BigDecimal::add))));

        Map<String, BigDecimal> read = new TreeMap<>();
        warehouse
                .read(MarketSales.SPEC)
                .groupBy("supplier_id")
                .sum("sales_amount")
                .collectAsList()
                .forEach(row -> read.put(row.getString(0), row.getDecimal(1).setScale(2)));
        assertThat(read).isEqualTo(expected).hasSize(6);
    }

    @Test
    void plannedAmountsAreTheTruth() {
        List<Row> months = warehouse
                .read(PlanVariance.SPEC)
                .filter("segmentation = 'product' AND segment = 'ALL' AND period_type = 'month'")
                .collectAsList();

        Config planned = truth.getConfig("targets.net_amount_by_month");
        assertThat(months)
                .hasSize(4)
                .allSatisfy(row -> assertThat(row.<BigDecimal>getAs("plan_amount"))
                        .isEqualByComparingTo(planned.getString(ConfigUtil.joinPath(
                                row.<LocalDate>getAs("period_start").toString().substring(0, 7)))));
        // What no subcategory is known of is what nobody planned.
        assertThat(months.stream()
                        .map(row -> row.<BigDecimal>getAs("unplanned_amount"))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(told("by_category", Function.identity()).get("UNKNOWN"));
        Row year = warehouse
                .read(PlanVariance.SPEC)
                .filter("segmentation = 'product' AND segment = 'ALL' AND period_type = 'year'")
                .first();
        assertThat(year.<BigDecimal>getAs("plan_amount"))
                .isEqualByComparingTo(truth.getString("targets.net_amount_of_last_year"));
        assertThat(year.<String>getAs("plan_source")).isEqualTo("GIVEN");
        assertThat(year.<String>getAs("split_level")).isEqualTo("category_l2");
        // Days say what of the year is due, as no year before is known; the months of the subcategories know better.
        assertThat(year.<BigDecimal>getAs("due_amount").add(year.getAs("plan_gap_amount")))
                .isEqualByComparingTo(months.stream()
                        .filter(row -> row.<LocalDate>getAs("period_start").getYear() == 2024)
                        .map(row -> row.<BigDecimal>getAs("due_amount"))
                        .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    @Test
    void pricesAndUnitsMissThePlanByThePlantedFactors() {
        List<Row> months = warehouse
                .read(PlanVariance.SPEC)
                .filter(
                        "segment_level = 'product.category_l2' AND segmentation = 'product' AND period_type = 'month' AND"
                                + " is_complete AND net_amount > 0 AND planned_units > 0")
                .collectAsList();

        assertThat(months).hasSizeGreaterThan(25).allSatisfy(row -> {
            String category = row.<String>getAs("segment").replaceAll("product=(.*)>.*", "$1");
            BigDecimal price = factor("price_factor", category);
            BigDecimal units = factor("unit_factor", category);
            BigDecimal net = row.getAs("net_amount");
            assertThat(row.<BigDecimal>getAs("due_amount"))
                    .isEqualByComparingTo(net.multiply(units).multiply(price));
            assertThat(row.<BigDecimal>getAs("due_units"))
                    .isEqualByComparingTo(row.<BigDecimal>getAs("planned_units").multiply(units));
            assertThat(row.<BigDecimal>getAs("price_effect_amount"))
                    .isCloseTo(net.multiply(BigDecimal.ONE.subtract(price)), within(new BigDecimal("0.001")));
        });
    }

    @Test
    void planOfTheKeyAccountIsThere() {
        List<Row> targets = warehouse
                .read(PlanTargets.SPEC)
                .filter("customer_id = '" + truth.getString("targets.account_customer_id") + "'")
                .collectAsList();

        assertThat(targets).hasSize(12).allSatisfy(row -> {
            assertThat(row.<BigDecimal>getAs("target_value"))
                    .isEqualByComparingTo(truth.getString("targets.account_month_amount"));
            assertThat(row.<String>getAs("scope_level")).isEqualTo("customer_id");
        });
    }

    private static BigDecimal factor(String name, String category) {
        return new BigDecimal(truth.getString(ConfigUtil.joinPath("targets", name, category)));
    }

    /** Months add up: sales of a level by the member's name. */
    private static Map<String, BigDecimal> sumsBySegment(String level, String segmentation, String attribute) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        warehouse
                .read(SegmentSales.SPEC)
                .filter("segment_level = '" + level + "' AND segmentation = '" + segmentation
                        + "' AND period_type = 'month' AND comparison = 'PP'")
                .join(
                        warehouse
                                .read(Segments.SPEC)
                                .selectExpr("segmentation", "segment", "attributes['" + attribute + "'] AS member"),
                        new String[] {"segmentation", "segment"})
                .groupBy("member")
                .sum("net_amount")
                .collectAsList()
                .forEach(row -> sums.put(row.getString(0), row.getDecimal(1).setScale(2)));
        return sums;
    }

    private static Map<String, BigDecimal> sales(String condition, Function<Row, String> key) {
        Map<String, BigDecimal> sales = new TreeMap<>();
        warehouse
                .read(SegmentSales.SPEC)
                .filter(condition + " AND comparison = 'PP'")
                .collectAsList()
                .forEach(row -> sales.put(
                        key.apply(row), row.<BigDecimal>getAs("net_amount").setScale(2)));
        return sales;
    }

    private static Map<String, BigDecimal> told(String group, Function<String, String> name) {
        Map<String, BigDecimal> told = new TreeMap<>();
        Config groups = truth.getConfig("sales." + group);
        groups.root()
                .keySet()
                .forEach(key -> told.put(
                        name.apply(key),
                        new BigDecimal(
                                groups.getConfig(ConfigUtil.quoteString(key)).getString("net_amount"))));
        return told;
    }
}
