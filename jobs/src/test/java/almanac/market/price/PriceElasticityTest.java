package almanac.market.price;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.segment.DailySales;
import almanac.staging.Dimensions;
import almanac.staging.Events;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Gin and rum, whose units follow their prices exactly, in twelve outlets; and what carries no elasticity. */
class PriceElasticityTest {

    /** A Sunday: the week that ends on it is over. */
    private static final String AS_OF = "2024-12-29";

    private static final LocalDate MONDAY = LocalDate.of(2023, 1, 2);
    private static final int WEEKS = 104;
    private static final double[] PRICES = {10, 10.5, 9.5, 11, 10.2, 9.8, 10.8, 9.2};

    private static List<Object[]> sales;
    private static List<Row> rows;

    @BeforeAll
    static void build() {
        sales = new ArrayList<>();
        for (int week = 0; week < WEEKS; week++) {
            double gin = PRICES[week / 5 % 8];
            double rum = PRICES[week / 7 % 8];
            for (int outlet = 0; outlet < 12; outlet++) {
                // A wave that no control follows, so that there is something left to be uncertain of.
                double noise = 1 + 0.02 * ((week * 7 + outlet * 5) % 11 - 5) / 5;
                sold(week, outlet, "gin", 1e4 * Math.pow(gin, -2) * Math.pow(rum, 0.5) * noise, gin);
                sold(week, outlet, "rum", 1e4 * Math.pow(rum, -1.5) * noise, rum);
            }
            sold(week, 0, "tonic", 30, 2);
        }
        sold(3, 0, "vermouth", 30, 2);
        rows = night(Frames.of(
                DailySales.SPEC,
                "order_date, leaf_segment, product_id, net_amount, sales_units",
                sales.toArray(Object[][]::new)));
    }

    @Test
    void ownElasticityIsThatOfTheUnits() {
        Row gin = one("gin", "gin");

        assertThat(gin.<String>getAs("method")).isEqualTo("LOG_LOG");
        assertThat(gin.<Double>getAs("elasticity")).isCloseTo(-2, within(0.1));
        assertThat(gin.<Double>getAs("elasticity_low")).isLessThan(-2);
        assertThat(gin.<Double>getAs("elasticity_high")).isGreaterThan(-2);
        assertThat(gin.<Long>getAs("observation_count")).isEqualTo(12 * WEEKS);
        assertThat(gin.<Long>getAs("outlet_count")).isEqualTo(12);
        assertThat(gin.<Long>getAs("price_count")).isEqualTo(8);
        assertThat(gin.<Long>getAs("cluster_count")).isEqualTo(12);
        assertThat(gin.<BigDecimal>getAs("price_low_amount")).isEqualByComparingTo("9.2");
        assertThat(gin.<BigDecimal>getAs("price_high_amount")).isEqualByComparingTo("11");
        assertThat(gin.<LocalDate>getAs("through_date")).isEqualTo(AS_OF);
        assertThat(gin.<LocalDate>getAs("from_date")).isEqualTo("2022-01-03");
        assertThat(gin.<String>getAs("category")).isEqualTo("Drinks");
        assertThat(gin.<String>getAs("evidence")).isEqualTo("OWN");
        assertThat(gin.getList(gin.fieldIndex("flags"))).containsExactly("few_peers");
        assertThat(gin.<Boolean>getAs("is_usable")).isTrue();
    }

    @Test
    void crossElasticityIsThatOfTheOtherPrice() {
        assertThat(one("gin", "rum").<Double>getAs("elasticity")).isCloseTo(0.5, within(0.1));
        assertThat(one("gin", "rum").<String>getAs("kind")).isEqualTo("CROSS");
        assertThat(one("gin", "rum").<Boolean>getAs("is_usable")).isTrue();
        assertThat(Math.abs(one("rum", "gin").<Double>getAs("elasticity"))).isLessThan(0.1);
    }

    @Test
    void productsOfOtherSubcategoriesAndOutletsAreNoRivals() {
        assertThat(rows)
                .extracting(row -> row.getAs("product_id") + " " + row.getAs("other_product_id"))
                .containsExactlyInAnyOrder(
                        "gin gin",
                        "gin rum",
                        "rum rum",
                        "rum gin",
                        "tonic tonic",
                        "vermouth vermouth",
                        "vermouth gin",
                        "vermouth rum");
    }

    @Test
    void productThatCarriesNoElasticityHasNoneAndSaysWhy() {
        Row tonic = one("tonic", "tonic");

        assertThat(tonic.<Double>getAs("elasticity")).isNull();
        assertThat(tonic.<Double>getAs("shrunk_elasticity")).isNull();
        assertThat(tonic.<String>getAs("evidence")).isEqualTo("NONE");
        assertThat(tonic.getList(tonic.fieldIndex("flags"))).contains("few_prices", "flat_price");
        assertThat(tonic.<Boolean>getAs("is_usable")).isFalse();
        assertThat(one("vermouth", "vermouth").<Boolean>getAs("is_usable")).isFalse();
    }

    @Test
    void rowsAreTheSameHoweverSalesAreSpread() {
        Dataset<Row> cube = Frames.of(
                DailySales.SPEC,
                "order_date, leaf_segment, product_id, net_amount, sales_units",
                sales.toArray(Object[][]::new));

        assertThat(night(cube.repartition(7).sort("net_amount"))).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void aWeekThatIsNotOverDoesNotCount() {
        sold(WEEKS, 0, "gin", 1, 500);
        try {
            assertThat(night(Frames.of(
                            DailySales.SPEC,
                            "order_date, leaf_segment, product_id, net_amount, sales_units",
                            sales.toArray(Object[][]::new))))
                    .containsExactlyInAnyOrderElementsOf(rows);
        } finally {
            sales.remove(sales.size() - 1);
        }
    }

    private static List<Row> night(Dataset<Row> cube) {
        return SmallNight.of(TestSettings.of(PeriodType.MONTH), AS_OF)
                .with(DailySales.SPEC, cube)
                .with(
                        Dimensions.PRODUCTS.spec(),
                        "product_id, category_l1, category_l2, effective_from, is_current",
                        row("gin", "Old", "Old", "2020-01-01", true),
                        row("gin", "Drinks", "Spirits", "2022-01-01", true),
                        row("rum", "Drinks", "Spirits", null, true),
                        row("vermouth", "Drinks", "Spirits", null, true),
                        row("tonic", "Mixers", "Tonics", null, true))
                .with(
                        Events.INPUT.spec(),
                        "event_id, start_date, end_date, is_disruption, is_current",
                        row("fair", "2023-05-01", "2023-05-07", false, true),
                        row("fair2", "2024-05-06", "2024-05-12", false, true))
                .rows(PriceElasticity.SPEC, "true");
    }

    private static Row one(String product, String other) {
        return rows.stream()
                .filter(row -> row.getAs("product_id").equals(product)
                        && row.getAs("other_product_id").equals(other))
                .findFirst()
                .orElseThrow();
    }

    private static void sold(int week, int outlet, String product, double units, double price) {
        double rounded = Math.rint(units * 100) / 100;
        sales.add(row(
                MONDAY.plusWeeks(week).plusDays(outlet % 7).toString(),
                "geography=X>" + outlet + "|product=Any>" + product,
                product,
                Math.rint(rounded * price * 1e4) / 1e4,
                rounded));
    }
}
