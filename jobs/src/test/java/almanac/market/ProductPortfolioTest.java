package almanac.market;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.segment.DailySales;
import almanac.staging.Dimensions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Eight products over two years and a half, on a night in the middle of a month; every expected number worked out by hand. */
class ProductPortfolioTest {

    private static final List<Object[]> SALES = new ArrayList<>();

    private static SmallNight night;

    @BeforeAll
    static void products() {
        // 30 months up to June 2024, of which the last 12 are the window: July 2023 to June 2024.
        sells("steady", "Food", 0, 30, month -> 70);
        sells("grown", "Food", 0, 30, month -> month < 18 ? 10 : 15);
        sells("shrunk", "Drinks", 0, 30, month -> month < 18 ? 10 : 5);
        // Launched in January 2024, and by its dates a year before.
        sells("young", "Drinks", 24, 30, month -> 4);
        sells("relaunched", "Drinks", 24, 30, month -> 3);
        // Its last sale is in December 2023.
        sells("ended", "Food", 0, 24, month -> 1);
        // Two that are not among the products.
        sells("wild", "Food", 0, 30, month -> month == 29 ? 7 : 0);
        sells("mild", "Food", 0, 30, month -> month == 29 ? 5 : 0);
        // Of a month that is not over.
        sells("later", "Food", 30, 31, month -> 1000);
        night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-07-15")
                .with(
                        DailySales.SPEC,
                        "order_date, leaf_segment, product_id, currency_code, net_amount, sales_units, return_amount,"
                                + " cost_amount, costed_net_amount",
                        SALES.toArray(Object[][]::new))
                .with(
                        Dimensions.PRODUCTS.spec(),
                        "product_id, product_name, launch_date, effective_from, is_current",
                        row("steady", "Old name", null, "2020-01-01", true),
                        row("steady", "Steady", null, "2022-01-01", true),
                        row("relaunched", null, "2023-01-01", null, true),
                        row("grown", null, null, null, true),
                        row("shrunk", null, null, null, true),
                        row("young", null, null, null, true),
                        row("ended", null, null, null, true),
                        row("later", null, null, null, true));
    }

    @Test
    void everyColumnOfAnExample() {
        Row steady = product("steady");

        assertThat(steady.<String>getAs("item_name")).isEqualTo("Steady");
        assertThat(steady.<String>getAs("group_segment")).isEqualTo("product=Food");
        assertThat(steady.<LocalDate>getAs("window_start")).isEqualTo("2023-07-01");
        assertThat(steady.<LocalDate>getAs("window_end")).isEqualTo("2024-06-30");
        assertThat(steady.<Boolean>getAs("is_window_complete")).isTrue();
        assertAmount(steady, "net_amount", "8400");
        // 8400 of 8400 + 1800 + 600 + 240 + 180 + 60 + 120.
        assertAmount(steady, "level_net_amount", "11400");
        assertThat(steady.<Integer>getAs("portfolio_rank")).isEqualTo(1);
        assertThat(steady.<Double>getAs("share_rate")).isCloseTo(84 / 114.0, within(1e-12));
        assertThat(steady.<Double>getAs("monthly_variation")).isEqualTo(0.0);
        assertThat(steady.<String>getAs("variation_basis")).isEqualTo("DESEASONALISED");
        assertThat(steady.<String>getAs("xyz_class")).isEqualTo("X");
        assertAmount(steady, "base_net_amount", "8400");
        assertThat(steady.<Integer>getAs("sale_days")).isEqualTo(366);
        assertThat(steady.<Integer>getAs("base_sale_days")).isEqualTo(365);
        assertThat(steady.<Double>getAs("growth_rate")).isCloseTo(365 / 366.0 - 1, within(1e-12));
        assertThat(steady.<String>getAs("life_cycle_stage")).isEqualTo("MATURITY");
        assertThat(steady.<Boolean>getAs("is_age_known")).isFalse();
        assertAmount(steady, "margin_amount", "5040");
        assertThat(steady.<Double>getAs("margin_rate")).isCloseTo(0.6, within(1e-12));
    }

    @Test
    void classesFollowFromTheShareOfLargerItems() {
        assertThat(night.rows(ProductPortfolio.SPEC, "item_level = 'product_id'").stream()
                        .map(item -> item.getAs("item") + " " + item.getAs("abc_class")))
                .containsExactlyInAnyOrder(
                        // 73.7 % are less than 80 %, and with the second 89.5 % less than 95 %.
                        "steady A", "grown A", "shrunk B", "young B", "relaunched C", "UNKNOWN C", "ended C");
        assertThat(product("young").<Long>getAs("core_item_count")).isEqualTo(2);
        assertThat(product("young").<Long>getAs("item_count")).isEqualTo(7);
        assertThat(product("young").<Boolean>getAs("is_tail")).isFalse();
    }

    @Test
    void stagesFollowFromAgeAndGrowth() {
        assertThat(product("grown").<String>getAs("life_cycle_stage")).isEqualTo("GROWTH");
        assertThat(product("grown").<Double>getAs("growth_rate")).isCloseTo(1.5 * 365 / 366 - 1, within(1e-12));
        assertThat(product("shrunk").<String>getAs("life_cycle_stage")).isEqualTo("DECLINE");
        assertThat(product("young").<String>getAs("life_cycle_stage")).isEqualTo("INTRODUCTION");
        assertThat(product("young").<Integer>getAs("age_days")).isEqualTo(173);
        assertThat(product("ended").<String>getAs("life_cycle_stage")).isEqualTo("ENDED");
    }

    @Test
    void launchDatesWinOverFirstSales() {
        Row relaunched = product("relaunched");

        assertThat(relaunched.<Integer>getAs("age_days")).isEqualTo(547);
        assertThat(relaunched.<Object>getAs("growth_rate")).isNull();
        assertThat(relaunched.<String>getAs("life_cycle_stage")).isEqualTo("UNKNOWN");
    }

    /** The same 28 days from which on a product counts as launched. */
    @Test
    void theAgeIsKnownFromTheTwentyEighthDayOfTheHistoryOn() {
        SmallNight young = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2022-06-15")
                .with(
                        DailySales.SPEC,
                        "order_date, leaf_segment, product_id, currency_code, net_amount, sales_units, return_amount",
                        row("2022-01-10", "product=Food>first", "first", "EUR", 10, 1, 0),
                        row("2022-02-06", "product=Food>at27", "at27", "EUR", 10, 1, 0),
                        row("2022-02-07", "product=Food>at28", "at28", "EUR", 10, 1, 0));

        assertThat(young.rows(ProductPortfolio.SPEC, "item_level = 'product_id'").stream()
                        .map(item -> item.getAs("item") + " " + item.getAs("is_age_known")))
                .containsExactlyInAnyOrder("first false", "at27 false", "at28 true");
    }

    @Test
    void variationOfLessThanAYearIsNotTold() {
        assertThat(product("young").<String>getAs("variation_basis")).isEqualTo("TOO_SHORT");
        assertThat(product("young").<Object>getAs("monthly_variation")).isNull();
        assertThat(product("young").<Object>getAs("xyz_class")).isNull();
    }

    @Test
    void groupsOfProductsAreItemsToo() {
        Row drinks = night.one(ProductPortfolio.SPEC, "item = 'product=Drinks'");

        assertThat(drinks.<String>getAs("item_level")).isEqualTo("product.category_l1");
        assertAmount(drinks, "net_amount", "1020");
        assertThat(drinks.<Object>getAs("group_segment")).isNull();
        assertThat(night.rows(ProductPortfolio.SPEC, "item_level = 'product.category_l1'"))
                .hasSize(2);
    }

    private static Row product(String product) {
        return night.one(ProductPortfolio.SPEC, "item = '" + product + "'");
    }

    /** On the tenth of each month, at 10 a unit and a cost of 4. */
    private static void sells(String product, String category, int from, int to, IntUnaryOperator units) {
        for (int month = from; month < to; month++) {
            int sold = units.applyAsInt(month);
            if (sold > 0) {
                SALES.add(row(
                        LocalDate.of(2022, 1, 10).plusMonths(month).toString(),
                        "geography=DE>Kiel|product=" + category + ">" + product,
                        product,
                        "EUR",
                        10 * sold,
                        sold,
                        0,
                        4 * sold,
                        10 * sold));
            }
        }
    }
}
