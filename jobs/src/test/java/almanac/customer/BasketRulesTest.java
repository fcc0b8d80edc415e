package almanac.customer;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Rules over 3,000 orders of nine products that are bought independently of each other, but for one pair: who buys gin takes tonic
 * with half of the orders, everybody else with a tenth. Counts are those of the very orders, counted here.
 */
class BasketRulesTest {

    private static final List<String> PRODUCTS =
            List.of("beans", "cheese", "gin", "ham", "juice", "milk", "rice", "soap", "tonic");
    private static final LocalDate LAST = LocalDate.of(2024, 6, 30);

    /** The items of each order of the last 365 days. */
    private static final List<Set<String>> BASKETS = new ArrayList<>();

    private static SmallNight night;

    @BeforeAll
    static void orders() {
        List<Object[]> lines = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(3);
        for (int order = 0; order < 3000; order++) {
            LocalDate day = LAST.minusDays(order % 365);
            Set<String> basket = basket(random);
            BASKETS.add(basket);
            String store = order % 3 == 0 ? "s1" : "s2";
            for (String product : basket) {
                lines.add(line("o" + order, day, product, store, false));
                // A second line of a product is no second item.
                lines.add(line("o" + order, day, product, store, false));
            }
        }
        for (int other = 0; other < 100; other++) {
            for (String product : List.of("ham", "soap")) {
                lines.add(line("returned" + other, LAST, product, "s1", true));
                lines.add(line("old" + other, LAST.minusDays(365), product, "s1", false));
                lines.add(line("later" + other, LAST.plusDays(1), product, "s1", false));
            }
        }
        for (int large = 0; large < 7; large++) {
            for (int item = 0; item < 60; item++) {
                lines.add(line("large" + large, LAST, "rare" + item, "s1", false));
            }
        }
        night = SmallNight.of(TestSettings.of(PeriodType.MONTH), LAST.toString())
                .with(
                        Sales.SPEC,
                        "order_id, order_date, product_id, store_id, quantity, net_amount, is_return, is_current",
                        lines.toArray(Object[][]::new))
                .with(
                        Dimensions.STORES.spec(),
                        "store_id, store_name, country, is_current",
                        row("s1", "Kiel", "DE", true),
                        row("s2", "Lyon", "FR", true))
                .with(
                        Dimensions.PRODUCTS.spec(),
                        "product_id, product_name, category_l1, is_current",
                        PRODUCTS.stream()
                                .map(product -> row(
                                        product,
                                        product.equals("gin") ? "Gin 0.7 l" : null,
                                        switch (product) {
                                            case "gin" -> "Spirits";
                                            case "tonic" -> "Soft drinks";
                                            default -> "Other";
                                        },
                                        true))
                                .toArray(Object[][]::new));
    }

    @Test
    void plantedPairIsTheOnlyRuleBetweenProducts() {
        assertThat(night.rows(BasketRules.SPEC, "segment = 'ALL' AND item_level = 'product_id'"))
                .extracting(rule -> rule.getList(rule.fieldIndex("antecedent")) + " " + rule.getAs("consequent"))
                .containsExactlyInAnyOrder("[gin] tonic", "[tonic] gin");
    }

    @Test
    void countsAreThoseOfTheOrders() {
        Row rule = rule("ALL", "product_id", "gin");

        assertThat(rule.<Long>getAs("basket_count")).isEqualTo(3000);
        assertThat(rule.<Long>getAs("antecedent_count")).isEqualTo(count("gin"));
        assertThat(rule.<Long>getAs("consequent_count")).isEqualTo(count("tonic"));
        assertThat(rule.<Long>getAs("rule_count")).isEqualTo(count("gin", "tonic"));
        assertThat(rule.<Long>getAs("oversized_basket_count")).isEqualTo(7);
        assertThat(rule.<LocalDate>getAs("history_start")).isEqualTo(LAST.minusDays(364));
    }

    @Test
    void measuresFollowFromTheCounts() {
        Row rule = rule("ALL", "product_id", "gin");
        double first = count("gin") / 3000.0;
        double second = count("tonic") / 3000.0;
        double both = count("gin", "tonic") / 3000.0;

        assertThat(rule.<Double>getAs("support_rate")).isCloseTo(both, within(1e-12));
        assertThat(rule.<Double>getAs("confidence_rate")).isCloseTo(both / first, within(1e-12));
        assertThat(rule.<Double>getAs("lift")).isCloseTo(both / first / second, within(1e-12));
        assertThat(rule.<Double>getAs("leverage_rate")).isCloseTo(both - first * second, within(1e-12));
        assertThat(rule.<Double>getAs("conviction")).isCloseTo((1 - second) / (1 - both / first), within(1e-12));
        // A fifth buys gin, and of those half take tonic: 0.5 / (0.2 * 0.5 + 0.8 * 0.1).
        assertThat(0.5 / 0.18).isBetween(rule.getAs("lift_low"), rule.getAs("lift_high"));
    }

    @Test
    void liftOfTheLastQuarterStandsBesideTheOneBefore() {
        Row rule = rule("ALL", "product_id", "gin");

        assertThat(rule.<Long>getAs("recent_rule_count"))
                .isEqualTo(IntStream.range(0, 3000)
                        .filter(order -> order % 365 < 91 && BASKETS.get(order).containsAll(List.of("gin", "tonic")))
                        .count());
        assertThat(rule.<Double>getAs("recent_lift")).isCloseTo(0.5 / 0.18, within(0.6));
        assertThat(rule.<Double>getAs("previous_lift")).isCloseTo(0.5 / 0.18, within(0.4));
        assertThat(rule.<Double>getAs("drift_p_value")).isGreaterThan(0.01);
    }

    @Test
    void everyCountryHasRulesOfItsOwn() {
        long german = rule("geography=DE", "product_id", "gin").getAs("basket_count");
        long french = rule("geography=FR", "product_id", "gin").getAs("basket_count");

        assertThat(german).isEqualTo(1000);
        assertThat(french).isEqualTo(2000);
    }

    @Test
    void groupsOfProductsHaveRulesToo() {
        Row rule = rule("ALL", "product.category_l1", "product=Spirits");

        assertThat(rule.<String>getAs("consequent")).isEqualTo("product=Soft drinks");
        assertThat(rule.<Long>getAs("rule_count")).isEqualTo(count("gin", "tonic"));
    }

    @Test
    void productsHaveTheirNames() {
        Row rule = rule("ALL", "product_id", "gin");

        assertThat(rule.<String>getList(rule.fieldIndex("antecedent_names"))).containsExactly("Gin 0.7 l");
        assertThat(rule.<String>getAs("consequent_name")).isEqualTo("tonic");
    }

    private static Row rule(String segment, String level, String antecedent) {
        return night.one(
                BasketRules.SPEC,
                "segment = '" + segment + "' AND item_level = '" + level + "' AND antecedent = array('" + antecedent
                        + "')");
    }

    private static long count(String... products) {
        return BASKETS.stream()
                .filter(basket -> basket.containsAll(List.of(products)))
                .count();
    }

    private static Set<String> basket(SplittableRandom random) {
        Set<String> basket = new TreeSet<>();
        for (String product : PRODUCTS) {
            double rate =
                    product.equals("tonic") ? (basket.contains("gin") ? 0.5 : 0.1) : product.equals("gin") ? 0.2 : 0.25;
            if (random.nextDouble() < rate) {
                basket.add(product);
            }
        }
        if (basket.isEmpty()) {
            basket.add("bag");
        }
        return basket;
    }

    private static Object[] line(String order, LocalDate day, String product, String store, boolean isReturn) {
        return row(order, day.toString(), product, store, isReturn ? -1 : 1, isReturn ? "-2" : "2", isReturn, true);
    }
}
