package almanac.market;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * February 2024 against January. Outlets A and B sell; C only in February, D only gives back. Gin has two products, Rum one.
 * Expected numbers are worked out by hand.
 */
class DistributionTest {

    private static final SmallNight NIGHT = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-02-29")
            .with(
                    Dimensions.PRODUCTS.spec(),
                    "product_id, category_l1, product_name, is_current",
                    row("dry", "Gin", "Dry", true),
                    row("old", "Gin", "Old", true),
                    row("rum", "Rum", "Rum", true))
            .with(
                    Dimensions.STORES.spec(),
                    "store_id, country, store_name, is_current",
                    row("A", "DE", "A", true),
                    row("B", "DE", "B", true),
                    row("C", "DE", "C", true),
                    row("D", "DE", "D", true))
            .with(
                    Sales.SPEC,
                    "order_id, order_date, product_id, store_id, quantity, net_amount, is_current",
                    sale("2024-01-01", "dry", "A", 60),
                    sale("2024-01-20", "rum", "A", 60),
                    sale("2024-01-20", "rum", "B", 80),
                    sale("2024-02-01", "dry", "A", 40),
                    sale("2024-02-02", "old", "A", 20),
                    sale("2024-02-03", "dry", "B", 30),
                    sale("2024-02-04", "rum", "B", 10),
                    sale("2024-02-05", "rum", "C", 100),
                    sale("2024-02-06", "dry", "C", 5),
                    sale("2024-02-07", "dry", "C", -5),
                    sale("2024-02-08", "dry", "D", -10),
                    sale("2024-02-08", "dry", null, 1000),
                    sale("2024-02-08", "dry", "mistyped", 1000));

    @Test
    void distributionIsThePartOfTheOutletsThatSell() {
        Row gin = february("product=Gin");

        assertThat(gin.<Long>getAs("outlet_count")).isEqualTo(2);
        assertThat(gin.<Long>getAs("active_outlet_count")).isEqualTo(3);
        assertThat(gin.<Double>getAs("distribution_rate")).isCloseTo(2.0 / 3, within(1e-12));
    }

    @Test
    void weightedDistributionCountsOutletsByAllThatTheySell() {
        // A sells 60 and B 40 of 200.
        Row gin = february("product=Gin");

        assertAmount(gin, "covered_amount", "100");
        assertAmount(gin, "active_amount", "200");
        assertThat(gin.<Double>getAs("weighted_distribution_rate")).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void pointsAddUpOverProducts() {
        // Dry in A and B: 50; Old in A: 30. Rum in B and C: 70.
        assertThat(february("product=Gin").<Double>getAs("distribution_points")).isCloseTo(80, within(1e-9));
        assertThat(february("product=Rum").<Double>getAs("distribution_points")).isCloseTo(70, within(1e-9));
        assertThat(february("ALL").<Double>getAs("distribution_points")).isCloseTo(150, within(1e-9));
        assertThat(february("product=Gin").<Long>getAs("product_outlet_count")).isEqualTo(3);
    }

    @Test
    void velocityIsSalesPerPoint() {
        // 40 + 20 + 30 + 0 - 10 of known outlets.
        Row gin = february("product=Gin");

        assertAmount(gin, "net_amount", "80");
        assertThat(gin.<Double>getAs("velocity_amount")).isCloseTo(1, within(1e-9));
    }

    @Test
    void effectsOfDistributionAndVelocityCloseExactly() {
        // January: 60 with Dry in A, which sold 120 of 200: 60 points at 1. February: 80 points at 1.
        Row gin = february("product=Gin");

        assertThat(gin.<Double>getAs("base_distribution_points")).isCloseTo(60, within(1e-9));
        assertAmount(gin, "distribution_effect_amount", "20");
        assertAmount(gin, "velocity_effect_amount", "0");
    }

    @Test
    void baseBeforeTheHistoryIsUnknown() {
        Row january = NIGHT.one(
                Distribution.SPEC, "segment = 'product=Gin' AND comparison = 'PP' AND period_start = '2024-01-01'");

        assertThat(january.<Object>getAs("base_net_amount")).isNull();
        assertThat(january.<Object>getAs("base_distribution_points")).isNull();
        assertThat(january.<Object>getAs("distribution_effect_amount")).isNull();
    }

    @Test
    void onlySegmentationsOfProductsHaveIt() {
        assertThat(NIGHT.get(Distribution.SPEC)
                        .select("segmentation")
                        .distinct()
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactly("product");
    }

    private static Row february(String segment) {
        return NIGHT.one(
                Distribution.SPEC, "segment = '" + segment + "' AND comparison = 'PP' AND period_start = '2024-02-01'");
    }

    private static Object[] sale(String date, String product, String store, int amount) {
        return row(
                date + product + store,
                date,
                product,
                store,
                String.valueOf(Integer.signum(amount)),
                "" + amount,
                true);
    }
}
