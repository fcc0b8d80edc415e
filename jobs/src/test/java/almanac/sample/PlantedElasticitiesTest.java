package almanac.sample;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.market.price.PriceElasticity;
import almanac.segment.DailySales;
import almanac.staging.Dimensions;
import almanac.staging.Events;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The elasticities that the table finds in the three years of the sample lake, against those that were planted. */
class PlantedElasticitiesTest {

    @TempDir
    static Path lake;

    private static Config planted;
    private static List<Row> own;
    private static List<Row> cross;

    @BeforeAll
    static void night() throws IOException {
        Lakes.write(SampleParameters.defaults(), lake);
        planted = Lakes.truth(lake).getConfig("planted.price_elasticity");
        SmallNight night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2025-12-31")
                .with(DailySales.SPEC, cube())
                .with(
                        Dimensions.PRODUCTS.spec(),
                        "product_id, category_l1, category_l2, effective_from, is_current",
                        Lakes.csv(lake.resolve("products/products.csv")).stream()
                                .map(product -> row(
                                        product.getField("product_id"),
                                        product.getField("category_l1"),
                                        product.getField("category_l2"),
                                        product.getField("effective_from"),
                                        true))
                                .toArray(Object[][]::new))
                .with(
                        Events.INPUT.spec(),
                        "event_id, event_name, start_date, end_date, is_disruption, is_current",
                        Lakes.csv(lake.resolve("events/events.csv")).stream()
                                .map(event -> row(
                                        event.getField("event_id"),
                                        event.getField("event_name"),
                                        event.getField("start_date"),
                                        event.getField("end_date"),
                                        Boolean.valueOf(event.getField("is_disruption")),
                                        true))
                                .toArray(Object[][]::new));
        own = night.rows(PriceElasticity.SPEC, "kind = 'OWN'");
        cross = night.rows(PriceElasticity.SPEC, "kind = 'CROSS'");
    }

    @Test
    void meanOfEachCategoryLiesWithinItsInterval() {
        Map<String, Row> categories = new TreeMap<>();
        own.forEach(row -> categories.put(row.getAs("category"), row));

        assertThat(categories.keySet()).containsAll(planted.root().keySet());
        planted.root().keySet().forEach(category -> {
            double error = categories.get(category).<Double>getAs("category_error");
            assertThat(categories.get(category).<Double>getAs("category_elasticity"))
                    .as(category)
                    .isCloseTo(truth(category), within(2.6 * error));
            assertThat(error).as(category).isLessThan(0.5);
        });
    }

    @Test
    void intervalsOfProductsHoldThePlantedElasticities() {
        List<Row> known = own.stream()
                .filter(row -> planted.hasPath(ConfigUtil.quoteString(row.getAs("category"))))
                .toList();

        assertThat(known).hasSize(Assortment.PRODUCTS.size());
        List<Row> estimated = known.stream()
                .filter(row -> !row.isNullAt(row.fieldIndex("elasticity")))
                .toList();
        assertThat(estimated).hasSizeGreaterThanOrEqualTo(55);
        // Of 60 intervals of 95 % as many as seven or more fail once in 30 times.
        assertThat(estimated.stream().filter(row -> !holds(row, "elasticity_low", "elasticity_high")))
                .hasSizeLessThan(7);
        assertThat(known.stream().filter(row -> !holds(row, "shrunk_low", "shrunk_high")))
                .hasSizeLessThan(7);
    }

    @Test
    void shrinkingBringsProductsNearerToThePlantedElasticities() {
        double alone = 0;
        double shrunk = 0;
        for (Row row : own) {
            if (!row.isNullAt(row.fieldIndex("elasticity"))
                    && planted.hasPath(ConfigUtil.quoteString(row.getAs("category")))) {
                alone += Math.pow(row.<Double>getAs("elasticity") - truth(row.getAs("category")), 2);
                shrunk += Math.pow(row.<Double>getAs("shrunk_elasticity") - truth(row.getAs("category")), 2);
            }
        }

        assertThat(shrunk).isLessThan(alone / 4);
    }

    /** No product takes from another in the sample: hardly any cross elasticity may be taken for one. */
    @Test
    void crossElasticitiesThatWereNotPlantedAreNotUsable() {
        assertThat(cross).hasSizeGreaterThan(100);
        assertThat(cross.stream().filter(row -> row.<Boolean>getAs("is_usable")))
                .hasSizeLessThan(4);
    }

    private static boolean holds(Row row, String low, String high) {
        double truth = truth(row.getAs("category"));
        return row.<Double>getAs(low) <= truth && truth <= row.<Double>getAs(high);
    }

    private static double truth(String category) {
        return planted.getDouble(ConfigUtil.quoteString(category));
    }

    private static org.apache.spark.sql.Dataset<Row> cube() throws IOException {
        Map<String, String> regions = new HashMap<>();
        Network.STORES.forEach(store -> regions.put(store.id(), store.region()));
        Map<List<String>, double[]> sums = new HashMap<>();
        for (DeliveredSales.Line line : DeliveredSales.read(lake).accepted.values()) {
            String store = line.of("store_id");
            double[] sum = sums.computeIfAbsent(
                    List.of(
                            line.of("order_date"),
                            "geography=" + regions.getOrDefault(store, "UNKNOWN") + ">" + store + "|product=All>"
                                    + line.of("product_id"),
                            line.of("product_id")),
                    none -> new double[3]);
            double amount = Double.parseDouble(line.of("net_amount"));
            sum[0] += amount;
            sum[1] += line.quantity();
            sum[2] += line.of("promotion_id").isEmpty() ? 0 : amount;
        }
        List<Object[]> rows = new ArrayList<>();
        sums.forEach((key, sum) ->
                rows.add(row(key.get(0), key.get(1), key.get(2), cents(sum[0]), cents(sum[1]), cents(sum[2]))));
        return Frames.of(
                DailySales.SPEC,
                "order_date, leaf_segment, product_id, net_amount, sales_units, promoted_amount",
                rows.toArray(Object[][]::new));
    }

    private static double cents(double sum) {
        return Math.rint(sum * 100) / 100;
    }
}
