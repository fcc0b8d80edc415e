package almanac.market.price;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.segment.DailySales;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Gin: 100 units at 10.00, a cost of 5.50, an elasticity of -1.8 with an error of 0.3. Figures from R 4.2.2. */
class PriceSimulationTest {

    private static SmallNight night;

    @BeforeAll
    static void build() {
        night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-12-29")
                .with(
                        PriceElasticity.SPEC,
                        "product_id, other_product_id, kind, shrunk_elasticity, shrunk_error, price_low_amount,"
                                + " price_high_amount, currency_code, is_usable",
                        row("gin", "gin", "OWN", -1.8, 0.3, "9.2", "11.2", "EUR", true),
                        row("gin", "rum", "CROSS", 0.5, 0.1, "9", "12", "EUR", true),
                        row("rum", "rum", "OWN", -0.7, 0.2, "4", "6", "EUR", true),
                        row("tonic", "tonic", "OWN", -2.0, 1.5, "1", "2", "EUR", false))
                .with(
                        DailySales.SPEC,
                        "order_date, leaf_segment, product_id, sales_units, net_amount, promoted_amount, cost_amount,"
                                + " costed_net_amount",
                        row("2024-12-29", "a", "gin", 60, 600, 0, 330, 600),
                        row("2024-09-30", "b", "gin", 40, 400, null, 220, 400),
                        // Promoted, before the base, and after it.
                        row("2024-12-20", "a", "gin", 500, 2500, 2500, 2750, 2500),
                        row("2024-09-29", "a", "gin", 7, 7, 0, 1, 7),
                        row("2024-12-30", "a", "gin", 7, 7, 0, 1, 7),
                        // A line without a cost.
                        row("2024-12-01", "a", "rum", 10, 50, 0, 8, 20),
                        row("2024-12-01", "a", "tonic", 10, 15, 0, 8, 15));
    }

    @Test
    void unitsRevenueAndProfitOfAStep() {
        Row gin = step("gin", 0.1);

        assertThat(gin.<BigDecimal>getAs("base_price_amount")).isEqualByComparingTo("10");
        assertThat(gin.<BigDecimal>getAs("price_amount")).isEqualByComparingTo("11");
        assertThat(gin.<BigDecimal>getAs("unit_cost_amount")).isEqualByComparingTo("5.5");
        assertThat(gin.<LocalDate>getAs("from_date")).isEqualTo("2024-09-30");
        assertThat(gin.<BigDecimal>getAs("units_change_units")).isEqualByComparingTo("-15.7649");
        assertThat(gin.<BigDecimal>getAs("units_change_low")).isEqualByComparingTo("-20.3557");
        assertThat(gin.<BigDecimal>getAs("units_change_high")).isEqualByComparingTo("-10.9095");
        assertThat(gin.<BigDecimal>getAs("revenue_change_amount")).isEqualByComparingTo("-73.4137");
        assertThat(gin.<BigDecimal>getAs("profit_change_amount")).isEqualByComparingTo("13.2931");
        assertThat(gin.<Double>getAs("profit_rise_rate")).isCloseTo(0.8456996025, within(1e-7));
        assertThat(gin.<Double>getAs("revenue_rise_rate")).isCloseTo(0.0038303806, within(1e-7));
        assertThat(gin.<Boolean>getAs("is_within_guards")).isTrue();
    }

    @Test
    void guardsNameWhatSpeaksAgainstAPrice() {
        assertThat(guards("gin", -0.05)).isEmpty();
        assertThat(guards("gin", -0.1)).containsExactly("range");
        assertThat(guards("gin", 0.15)).containsExactly("range", "max_step");
        assertThat(guards("rum", 0.15)).containsExactly("max_step");
    }

    @Test
    void bestPriceIsCutToTheRangeAndTheLargestStep() {
        // 5.50 x 1.8 / 0.8 = 12.375; above the highest price seen, 11.20, and that is above 110 % of 10.00.
        Row gin = step("gin", 0.05);

        assertThat(gin.<BigDecimal>getAs("best_price_amount")).isEqualByComparingTo("11");
        assertThat(gin.getList(gin.fieldIndex("best_price_guards"))).isEqualTo(List.of("range", "max_step"));
        assertThat(gin.<BigDecimal>getAs("best_price_low")).isEqualByComparingTo("9.4626");
        assertThat(gin.<BigDecimal>getAs("best_price_high")).isEqualByComparingTo("31.4421");
    }

    @Test
    void withoutACostOfEveryLineThereIsNoProfit() {
        Row rum = step("rum", 0.05);

        assertThat(rum.<BigDecimal>getAs("profit_change_amount")).isNull();
        assertThat(rum.<Double>getAs("profit_rise_rate")).isNull();
        assertThat(rum.<BigDecimal>getAs("best_price_amount")).isNull();
        assertThat(rum.<BigDecimal>getAs("revenue_change_amount")).isEqualByComparingTo("0.7372");
    }

    @Test
    void onlyUsableElasticitiesAreReckonedWith() {
        assertThat(night.get(PriceSimulation.SPEC)
                        .select("product_id")
                        .distinct()
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("gin", "rum");
        assertThat(night.rows(PriceSimulation.SPEC, "product_id = 'gin'")).hasSize(8);
    }

    private static List<Object> guards(String product, double step) {
        Row row = step(product, step);
        return row.getList(row.fieldIndex("guards"));
    }

    private static Row step(String product, double step) {
        return night.one(PriceSimulation.SPEC, "product_id = '" + product + "' AND step_rate = " + step + "D");
    }
}
