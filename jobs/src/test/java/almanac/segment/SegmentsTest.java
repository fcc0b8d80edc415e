package almanac.segment;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.SharedData;
import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Segments above their leaves: geography is country > store, product is category > product, market crosses the upper two. */
class SegmentsTest {

    private static final String CUBE = "order_date, leaf_segment, product_id, net_amount, line_count";

    private static SmallNight night;

    @BeforeAll
    static void rollUp() {
        night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-03-31")
                .with(
                        DailySales.SPEC,
                        CUBE,
                        row("2024-03-01", "geography=DE>Berlin|product=Spirits>Gin", "gin", 1, 1),
                        row("2024-03-02", "geography=DE>Berlin|product=Spirits>Gin", "gin", 1, 1),
                        row("2024-03-01", "geography=DE>Bonn|product=Spirits>Rum", "rum", 1, 1),
                        row("2024-03-01", "geography=FR>Paris|product=Wine>100%25 %7C red %3E white", "red", 1, 1))
                .with(
                        MarketSales.SPEC,
                        "period_start, period_type, market_cell, supplier_id",
                        row("2024-03-01", "day", "geography=DE|product=Beer", "X"),
                        row("2024-03-01", "day", "geography=DE|product=Spirits", "X"));
    }

    @Test
    void totalIsAtTheTopOfEverySegmentation() {
        assertThat(night.rows(Segments.SPEC, "segment = 'ALL' AND depth = 0 AND parent_segment IS NULL"))
                .extracting(row -> row.<String>getAs("segmentation"))
                .containsExactlyInAnyOrder("geography", "product", "market");
    }

    @Test
    void leafBelongsToOneSegmentOfEachLevel() {
        List<Row> above = night.rows(
                SegmentLeaves.SPEC,
                "segmentation = 'market' AND leaf_segment = 'geography=DE>Berlin|product=Spirits>Gin'");

        assertThat(above)
                .extracting(row -> row.<String>getAs("segment_level") + ": " + row.<String>getAs("segment"))
                .containsExactlyInAnyOrder(
                        "ALL: ALL",
                        "geography.country: geography=DE",
                        "product.category_l1: product=Spirits",
                        "geography.country|product.category_l1: geography=DE|product=Spirits");
    }

    @Test
    void marketCellBelongsToTheLevelsThatItReaches() {
        List<Row> above = night.rows(SegmentLeaves.SPEC, "leaf_segment = 'geography=DE|product=Beer'");

        assertThat(above)
                .extracting(row -> row.<String>getAs("segmentation") + ": " + row.<String>getAs("segment"))
                .containsExactlyInAnyOrder(
                        "geography: ALL",
                        "geography: geography=DE",
                        "product: ALL",
                        "product: product=Beer",
                        "market: ALL",
                        "market: geography=DE",
                        "market: product=Beer",
                        "market: geography=DE|product=Beer");
    }

    @Test
    void everyLevelCoversEveryLeafOnce() {
        assertThat(night.get(SegmentLeaves.SPEC)
                        .filter("leaf_segment LIKE '%>%'")
                        .groupBy("segmentation", "segment_level", "leaf_segment")
                        .count()
                        .filter("count <> 1")
                        .collectAsList())
                .isEmpty();
        // Per leaf: geography 3 levels, product 3, market 2 x 2.
        assertThat(night.rows(SegmentLeaves.SPEC, "leaf_segment LIKE '%>%'")).hasSize(3 * 10);
    }

    @Test
    void parentsAreOneStepUpInEachHierarchy() {
        Row segment = segment("market", "geography=DE|product=Spirits");

        assertThat(segment.<Integer>getAs("depth")).isEqualTo(2);
        assertThat(map(segment, "parents"))
                .isEqualTo(Map.of("geography", "product=Spirits", "product", "geography=DE"));
        assertThat(segment.<String>getAs("parent_segment")).isEqualTo("geography=DE");
        assertThat(segment("geography", "geography=DE>Bonn").<String>getAs("parent_segment"))
                .isEqualTo("geography=DE");
        assertThat(segment("geography", "geography=DE").<String>getAs("parent_segment"))
                .isEqualTo("ALL");
    }

    @Test
    void everyParentIsASegmentOfItsSegmentation() {
        List<String> known = night.rows(Segments.SPEC, "true").stream()
                .map(row -> row.<String>getAs("segmentation") + " " + row.<String>getAs("segment"))
                .toList();

        assertThat(night.rows(Segments.SPEC, "depth > 0"))
                .allSatisfy(row -> map(row, "parents")
                        .values()
                        .forEach(parent ->
                                assertThat(known).contains(row.<String>getAs("segmentation") + " " + parent)));
    }

    @Test
    void attributesAreTheMembersAsTheyAreCalled() {
        assertThat(map(segment("product", "product=Wine>100%25 %7C red %3E white"), "attributes"))
                .isEqualTo(Map.of("product.category_l1", "Wine", "product.product_name", "100% | red > white"));
        assertThat(map(segment("product", "ALL"), "attributes")).isEmpty();
    }

    @Test
    void leavesAreCountedWithTheMarketsCells() {
        assertThat(segment("geography", "geography=DE").<Long>getAs("leaf_count"))
                .isEqualTo(4);
        assertThat(segment("geography", "geography=DE>Berlin").<Long>getAs("leaf_count"))
                .isEqualTo(1);
        assertThat(segment("product", "ALL").<Long>getAs("leaf_count")).isEqualTo(5);
    }

    @Test
    void naughtyMembersAreSegmentsOfTheirOwnWithTheirNamesAsAttributes() throws IOException {
        String json = Files.readString(SharedData.require("badinput/naughty-strings/blns.json"));
        List<String> names = ConfigFactory.parseString("{ names: " + json + " }").getStringList("names").stream()
                .filter(name -> !name.isBlank() && name.equals(name.strip()))
                .distinct()
                .toList();
        List<Object[]> stores = new ArrayList<>();
        List<Object[]> sales = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            stores.add(row("s" + i, names.get(names.size() - 1 - i), names.get(i), true));
            sales.add(row("o" + i, "2024-03-01", "gin", "s" + i, 1, 1, true));
        }
        SmallNight naughty = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-03-31")
                .with(
                        Dimensions.STORES.spec(),
                        "store_id, country, store_name, is_current",
                        stores.toArray(Object[][]::new))
                .with(
                        Sales.SPEC,
                        "order_id, order_date, product_id, store_id, quantity, net_amount, is_current",
                        sales.toArray(Object[][]::new));

        List<Row> segments = naughty.rows(Segments.SPEC, "segment_level = 'geography.store_name'");
        assertThat(segments)
                .extracting(row -> map(row, "attributes").get("geography.store_name"))
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(segments).allSatisfy(row -> {
            String store = map(row, "attributes").get("geography.store_name");
            assertThat(map(row, "attributes").get("geography.country"))
                    .isEqualTo(names.get(names.size() - 1 - names.indexOf(store)));
            assertThat(row.<Long>getAs("leaf_count")).isEqualTo(1);
        });
    }

    private static Row segment(String segmentation, String segment) {
        return night.one(Segments.SPEC, "segmentation = '" + segmentation + "' AND segment = '" + segment + "'");
    }

    private static Map<String, String> map(Row row, String column) {
        return row.getJavaMap(row.fieldIndex(column));
    }
}
