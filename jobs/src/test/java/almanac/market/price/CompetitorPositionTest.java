package almanac.market.price;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.segment.DailySales;
import almanac.segment.MarketSales;
import java.math.BigDecimal;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two cells and two Januaries, by hand. */
class CompetitorPositionTest {

    private static SmallNight night;

    @BeforeAll
    static void build() {
        night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-02-10")
                .with(
                        DailySales.SPEC,
                        "order_date, leaf_segment, product_id, net_amount",
                        row("2024-01-05", "geography=DE>a|product=Gin>g", "g", 1))
                .with(
                        MarketSales.SPEC,
                        "period_start, period_end, period_type, market_cell, supplier_id, is_own, sales_amount, sales_units,"
                                + " currency_code",
                        sold("2023-01-01", "2023-01-31", "Gin", "US", true, 40, 4),
                        sold("2023-01-01", "2023-01-31", "Gin", "THEM", false, 60, 6),
                        sold("2024-01-01", "2024-01-31", "Gin", "US", true, 60, 5),
                        sold("2024-01-01", "2024-01-31", "Gin", "THEM", false, 30, 3),
                        sold("2024-01-01", "2024-01-31", "Gin", "NEW", false, 10, null),
                        sold("2024-01-01", "2024-01-31", "Rum", "US", true, 300, 10),
                        sold("2024-01-01", "2024-01-31", "Rum", "THEM", false, 3300, 100),
                        sold("2024-01-01", "2024-01-31", "Rum", "OTHER", false, 400, 10),
                        // Not over at the night's date.
                        sold("2024-02-01", "2024-02-29", "Gin", "US", true, 60, 5));
    }

    @Test
    void sharesMoveBetweenSuppliersAndAddUpToNothing() {
        Row us = one("product=Gin", "US", "2024-01-01");
        Row them = one("product=Gin", "THEM", "2024-01-01");
        Row newcomer = one("product=Gin", "NEW", "2024-01-01");

        assertThat(us.<Double>getAs("share_change_pp")).isCloseTo(20, within(1e-9));
        assertThat(them.<Double>getAs("share_change_pp")).isCloseTo(-30, within(1e-9));
        assertThat(newcomer.<Double>getAs("share_change_pp")).isCloseTo(10, within(1e-9));
        assertThat(newcomer.<BigDecimal>getAs("base_sales_amount")).isEqualByComparingTo("0");
        assertThat(us.<BigDecimal>getAs("base_market_amount")).isEqualByComparingTo("100");
    }

    @Test
    void indexIsOurPriceOverTheirsForOurUnits() {
        Row gin = one("product=Gin", "THEM", "2024-01-01");
        Row rum = one("product=Rum", "THEM", "2024-01-01");

        // 12 beside 10; a year before 10 beside 10. 30 beside 33.
        assertThat(gin.<Double>getAs("price_index")).isCloseTo(120, within(1e-9));
        assertThat(gin.<Double>getAs("price_index_change")).isCloseTo(20, within(1e-9));
        assertThat(gin.<String>getAs("price_position")).isEqualTo("DEARER");
        assertThat(rum.<Double>getAs("price_index")).isCloseTo(100 * 30 / 33.0, within(1e-9));
        assertThat(rum.<String>getAs("price_position")).isEqualTo("CHEAPER");
        assertThat(gin.<Double>getAs("priced_coverage_rate")).isEqualTo(1);
    }

    @Test
    void mixOfCellsDoesNotMoveTheIndexOfTheWhole() {
        // 360 beside 5 x 10 + 10 x 33 = 380; their average price, 32.3, would say that we are far cheaper.
        Row all = one("ALL", "THEM", "2024-01-01");

        assertThat(all.<Double>getAs("price_index")).isCloseTo(100 * 360 / 380.0, within(1e-9));
        assertThat(all.<String>getAs("price_position")).isEqualTo("CHEAPER");
    }

    @Test
    void supplierWithoutUnitsAndTheRemainderHaveNoIndex() {
        assertThat(one("product=Gin", "NEW", "2024-01-01").<Double>getAs("price_index"))
                .isNull();
        assertThat(one("product=Rum", "OTHER", "2024-01-01").<Double>getAs("price_index"))
                .isNull();
        assertThat(one("product=Gin", "US", "2024-01-01").<Double>getAs("price_index"))
                .isEqualTo(100);
        assertThat(one("product=Gin", "US", "2024-01-01").<String>getAs("price_position"))
                .isNull();
    }

    @Test
    void whereTheMarketDoesNotReachBackThereIsNoChange() {
        Row first = one("product=Gin", "US", "2023-01-01");

        assertThat(first.<Double>getAs("share_rate")).isCloseTo(0.4, within(1e-12));
        assertThat(first.<Double>getAs("share_change_pp")).isNull();
        assertThat(first.<Double>getAs("price_index_change")).isNull();
        assertThat(one("product=Rum", "US", "2024-01-01").<Double>getAs("share_change_pp"))
                .isNull();
    }

    @Test
    void periodThatTheProviderHasNotClosedHasNoPosition() {
        assertThat(night.rows(CompetitorPosition.SPEC, "period_start = '2024-02-01'"))
                .isEmpty();
    }

    private static Row one(String segment, String supplier, String start) {
        return night.one(
                CompetitorPosition.SPEC,
                "segmentation = 'product' AND segment = '" + segment + "' AND supplier_id = '" + supplier
                        + "' AND period_start = '" + start + "'");
    }

    private static Object[] sold(
            String start, String end, String category, String supplier, boolean isOwn, int amount, Integer units) {
        return row(start, end, "month", "geography=DE|product=" + category, supplier, isOwn, amount, units, "EUR");
    }
}
