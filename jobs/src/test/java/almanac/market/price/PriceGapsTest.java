package almanac.market.price;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.segment.DailySales;
import almanac.staging.CompetitorPrices;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** January and February 2024 by hand; places are countries. */
class PriceGapsTest {

    private static SmallNight night;

    @BeforeAll
    static void build() {
        night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-03-10")
                .with(
                        DailySales.SPEC,
                        "order_date, leaf_segment, product_id, net_amount, sales_units",
                        sold("2024-01-02", "DE", "gin", "110", 100),
                        sold("2024-02-01", "DE", "gin", "330", 300),
                        sold("2024-02-01", "FR", "gin", "240", 200),
                        // Before the first price, after the last one, and only given back.
                        sold("2024-01-01", "DE", "gin", "999", 1),
                        sold("2024-03-09", "DE", "gin", "999", 1),
                        sold("2024-02-03", "DE", "gin", "-5", -5),
                        sold("2024-02-01", "DE", "rum", "50", 10),
                        sold("2024-02-01", "DE", "tea", "100", 100))
                .with(
                        CompetitorPrices.INPUT.spec(),
                        "price_date, product_id, competitor_id, price_amount, uom_per_eq_unit, geography_key, is_in_stock,"
                                + " is_current",
                        // A box of two for 2.00; from February 1.10 a piece, in France 1.50.
                        price("2024-01-02", "gin", "THEM", "2.00", 2, null, true, true),
                        price("2024-02-01", "gin", "THEM", "1.10", 1, null, null, true),
                        price("2024-02-01", "gin", "THEM", "1.50", 1, "FR", null, true),
                        price("2024-02-01", "gin", "THEM", "9.99", 1, "DE", null, false),
                        price("2024-02-01", "gin", "SOLD_OUT", "1.00", 1, null, false, true),
                        price("2024-02-01", "rum", "THEM", "4.00", 1, null, true, true),
                        price("2024-02-01", "tea", "THEM", "1.10", 1, null, true, true),
                        price("2024-03-11", "gin", "THEM", "1.00", 1, null, true, true))
                .with(
                        PriceElasticity.SPEC,
                        "product_id, other_product_id, kind, shrunk_elasticity, shrunk_error, is_usable, price_low_amount,"
                                + " price_high_amount",
                        row("gin", "gin", "OWN", -2.0, 0.25, true, "1.00", "1.30"),
                        row("tea", "tea", "OWN", -2.0, 0.25, true, "0.90", "1.10"),
                        row("rum", "rum", "OWN", -2.0, 3.0, false, "4.50", "5.50"));
    }

    @Test
    void indexIsOurPriceOverTheirsForOurUnits() {
        // February: 300 x 1.10 + 200 x 1.50 = 630 for what did cost 570.
        Row february = gap("gin", "2024-02-01", "PP");

        assertAmount(february, "own_priced_amount", "570");
        assertAmount(february, "own_at_their_price_amount", "630");
        assertThat(february.<Double>getAs("price_index")).isCloseTo(100.0 * 570 / 630, within(1e-9));
        assertThat(february.<String>getAs("price_position")).isEqualTo("CHEAPER");
        // January: 110 for what costs 100 by the piece of their box.
        assertThat(february.<Double>getAs("base_price_index")).isCloseTo(110, within(1e-9));
        assertThat(gap("gin", "2024-01-01", "PP").<Double>getAs("price_index")).isCloseTo(110, within(1e-9));
    }

    @Test
    void closingTheGapDoesWhatTheElasticitySays() {
        // A step of 630 / 570 - 1: units by (63 / 57)^-2, revenue by (63 / 57)^-1. R 4.2.2.
        Row february = gap("gin", "2024-02-01", "PP");

        assertThat(february.<Double>getAs("parity_step_rate")).isCloseTo(63.0 / 57 - 1, within(1e-9));
        assertThat(amount(february, "parity_units_change_units"))
                .isCloseTo(500 * (Math.pow(57.0 / 63, 2) - 1), within(1e-3));
        assertThat(amount(february, "parity_units_change_low")).isCloseTo(-110.2907, within(1e-2));
        assertThat(amount(february, "parity_units_change_high")).isCloseTo(-70.13071, within(1e-2));
        assertThat(amount(february, "parity_revenue_change_amount")).isCloseTo(570 * (57.0 / 63 - 1), within(1e-3));
        // 10.5 % is more than a step of 10 %; 1.26 lies within the prices that were seen.
        assertThat(february.<Object>getAs("guards").toString())
                .contains("max_step")
                .doesNotContain("range");
    }

    @Test
    void stepThatIsJustAsLargeAsAllowedIsAllowed() {
        // From 1.00 to 1.10, the highest price that was seen, is 10.000000000000009 % in the numbers of a machine.
        Row tea = gap("tea", "2024-02-01", "PP");

        assertThat(tea.<Double>getAs("parity_step_rate")).isCloseTo(0.1, within(1e-9));
        assertThat(tea.getList(tea.fieldIndex("guards"))).isEmpty();
        assertThat(tea.<Boolean>getAs("is_within_guards")).isTrue();
    }

    @Test
    void withoutAUsableElasticityThereIsAnIndexAndNoEffect() {
        Row rum = gap("rum", "2024-02-01", "PP");

        assertThat(rum.<Double>getAs("price_index")).isCloseTo(125, within(1e-9));
        assertThat(rum.<Object>getAs("parity_units_change_units")).isNull();
        assertThat(rum.getList(rum.fieldIndex("guards"))).isEqualTo(List.of("elasticity", "max_step"));
        assertThat(rum.<Boolean>getAs("is_within_guards")).isFalse();
    }

    @Test
    void priceThatCouldNotBePaidOrIsTooOldDoesNotCount() {
        assertThat(night.rows(PriceGaps.SPEC, "competitor_id = 'SOLD_OUT'")).isEmpty();
        assertThat(night.rows(PriceGaps.SPEC, "period_start = '2024-03-01'")).isEmpty();
    }

    private static double amount(Row row, String column) {
        return row.<BigDecimal>getAs(column).doubleValue();
    }

    private static Row gap(String product, String month, String comparison) {
        return night.one(
                PriceGaps.SPEC,
                "product_id = '" + product + "' AND period_start = '" + month + "' AND comparison = '" + comparison
                        + "'");
    }

    private static Object[] sold(String date, String country, String product, String amount, int units) {
        return row(date, "geography=" + country + ">A|product=Spirits>" + product, product, amount, units);
    }

    private static Object[] price(
            String date,
            String product,
            String competitor,
            String price,
            int units,
            String country,
            Boolean isInStock,
            boolean isCurrent) {
        return row(date, product, competitor, price, units, country, isInStock, isCurrent);
    }
}
