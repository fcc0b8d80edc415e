package almanac.market;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.staging.Dimensions;
import almanac.staging.Potentials;
import almanac.staging.Sales;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/**
 * February 2024: in Germany two customers buy gin or rum, in Italy one gin; 10 households in Germany (8 before), 20 in Italy.
 * Expected numbers are worked out by hand.
 */
class PenetrationTest {

    private static final SmallNight NIGHT = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-02-29")
            .with(
                    Dimensions.PRODUCTS.spec(),
                    "product_id, category_l1, product_name, is_current",
                    row("gin", "Gin", "Gin", true),
                    row("rum", "Rum", "Rum", true))
            .with(
                    Dimensions.STORES.spec(),
                    "store_id, country, store_name, is_current",
                    row("B", "DE", "Berlin", true),
                    row("R", "IT", "Rome", true))
            .with(
                    Sales.SPEC,
                    "order_id, order_date, product_id, store_id, customer_id, quantity, net_amount, is_current",
                    sale("1", "2024-01-10", "gin", "B", "anna", "10"),
                    sale("2", "2024-02-10", "gin", "B", "anna", "30"),
                    sale("3", "2024-02-11", "gin", "B", "anna", "10"),
                    sale("4", "2024-02-12", "rum", "B", "ben", "20"),
                    sale("5", "2024-02-13", "gin", "R", "carla", "20"))
            .with(
                    Potentials.INPUT.spec(),
                    "effective_date, country, potential_count, is_current",
                    row("2023-01-01", "DE", "8", true),
                    row("2024-02-01", "DE", "10", true),
                    row("2023-01-01", "IT", "20", true),
                    row("2023-01-01", "FR", "1000", false));

    @Test
    void penetrationIsBuyersAmongThoseWhoCouldBuy() {
        Row germany = february("geography", "geography=DE");

        assertThat(germany.<Long>getAs("potential_count")).isEqualTo(10);
        assertThat(germany.<Double>getAs("penetration_rate")).isCloseTo(0.2, within(1e-12));
        assertThat(february("geography", "ALL").<Long>getAs("potential_count")).isEqualTo(30);
        assertThat(february("geography", "ALL").<Double>getAs("penetration_rate"))
                .isCloseTo(0.1, within(1e-12));
    }

    @Test
    void potentialIsTheLastOneToldByTheEndOfThePeriod() {
        assertThat(of("geography", "geography=DE", "2024-01-01").<Long>getAs("potential_count"))
                .isEqualTo(8);
        assertThat(of("geography", "ALL", "2024-01-01").<Long>getAs("potential_count"))
                .isEqualTo(28);
    }

    @Test
    void salesArePotentialTimesPenetrationTimesFrequencyTimesAmount() {
        Row germany = february("geography", "geography=DE");

        assertThat(germany.<Double>getAs("orders_per_customer")).isCloseTo(1.5, within(1e-12));
        assertThat(germany.<Double>getAs("buying_rate_amount")).isCloseTo(30, within(1e-12));
        assertThat(germany.<Long>getAs("potential_count")
                        * germany.<Double>getAs("penetration_rate")
                        * germany.<Double>getAs("buying_rate_amount"))
                .isCloseTo(60, within(1e-9));
    }

    @Test
    void everybodyCouldBuyAProduct() {
        assertThat(february("product", "product=Rum").<Long>getAs("potential_count"))
                .isEqualTo(30);
        assertThat(february("market", "geography=DE|product=Rum").<Long>getAs("potential_count"))
                .isEqualTo(10);
    }

    @Test
    void brandIsDevelopedWhereItSellsMoreToEachHousehold() {
        // 60 / 10 in Germany, 80 / 30 in all.
        Row germany = february("geography", "geography=DE");

        assertThat(germany.<Double>getAs("brand_development_index")).isCloseTo(100 * 6 / (80.0 / 30), within(1e-9));
        assertThat(germany.<Object>getAs("category_development_index")).isNull();
        assertThat(february("geography", "ALL").<Double>getAs("brand_development_index"))
                .isCloseTo(100, within(1e-9));
    }

    @Test
    void segmentBelowThePlacesOfPotentialsHasNone() {
        assertThat(NIGHT.rows(Penetration.SPEC, "segment = 'geography=DE>Berlin'"))
                .isEmpty();
    }

    private static Row february(String segmentation, String segment) {
        return of(segmentation, segment, "2024-02-01");
    }

    private static Row of(String segmentation, String segment, String start) {
        return NIGHT.one(
                Penetration.SPEC,
                "segmentation = '" + segmentation + "' AND segment = '" + segment + "' AND period_start = '" + start
                        + "'");
    }

    private static Object[] sale(
            String order, String date, String product, String store, String customer, String amount) {
        return row(order, date, product, store, customer, "1", amount, true);
    }
}
