package almanac.market;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.table.Check;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Trees of literal sales: the logarithms by hand, and 10,000 random rows against the formula in plain Java. */
class RevenueTreeTest {

    private static final String SALES = "segmentation, segment, period_type, period_start, comparison, net_amount,"
            + " base_net_amount, change_amount, sales_units, base_sales_units, order_count, base_order_count,"
            + " customer_count, base_customer_count";

    @Test
    void effectsOfAnExample() {
        // 10 customers x 2 orders x 5 units x 10.00 become 20 x 2 x 5 x 20.00: two factors doubled, a half of the
        // change
        // each.
        Row tree = tree(sales(4000, 1000, 200, 100, 40, 20, 20L, 10L));

        assertThat(tree.<String>getAs("tree_status")).isEqualTo("FULL");
        assertAmount(tree, "customers_effect_amount", "1500");
        assertAmount(tree, "orders_per_customer_effect_amount", "0");
        assertAmount(tree, "orders_effect_amount", "1500");
        assertAmount(tree, "units_per_order_effect_amount", "0");
        assertAmount(tree, "price_effect_amount", "1500");
        assertAmount(tree, "unexplained_amount", "0");
        assertThat(tree.<Double>getAs("orders_per_customer")).isEqualTo(2);
        assertThat(tree.<Double>getAs("base_units_per_order")).isEqualTo(5);
    }

    @Test
    void effectsFollowTheLogarithmicMean() {
        // L(80, 30) = 50 / ln(8 / 3) = 50.97727; orders 50 to 80, units an order 0.2 to 0.5, price 3 to 2.
        Row tree = tree(sales(80, 30, 40, 10, 80, 50, null, null));

        assertAmount(tree, "orders_effect_amount", "23.9595");
        assertAmount(tree, "units_per_order_effect_amount", "46.7100");
        assertAmount(tree, "price_effect_amount", "-20.6695");
    }

    @Test
    void salesThatStayTheSameStillHaveEffects() {
        // Twice the orders at half the price: 100 ln 2 = 69.3147.
        Row tree = tree(sales(100, 100, 20, 10, 20, 10, 10L, 10L));

        assertAmount(tree, "customers_effect_amount", "0");
        assertAmount(tree, "orders_per_customer_effect_amount", "69.3147");
        assertAmount(tree, "price_effect_amount", "-69.3147");
    }

    @Test
    void withoutCustomersTheTreeStartsAtOrders() {
        Row tree = tree(sales(400, 100, 20, 10, 20, 10, 3L, null));

        assertThat(tree.<String>getAs("tree_status")).isEqualTo("WITHOUT_CUSTOMERS");
        assertThat(tree.<BigDecimal>getAs("customers_effect_amount")).isNull();
        assertThat(tree.<BigDecimal>getAs("orders_per_customer_effect_amount")).isNull();
        assertAmount(tree, "orders_effect_amount", "150");
        assertAmount(tree, "price_effect_amount", "150");
    }

    @Test
    void whereAFactorIsNotAboveZeroNothingIsExplained() {
        for (Object[] sales : List.of(
                sales(50, 0, 5, 0, 1, 0, 1L, null),
                sales(-50, 100, 5, 10, 1, 2, 1L, 1L),
                sales(50, 100, -5, 10, 1, 2, 1L, 1L))) {
            Row tree = tree(sales);

            assertThat(tree.<String>getAs("tree_status")).isEqualTo("NOT_POSITIVE");
            assertThat(tree.<BigDecimal>getAs("orders_effect_amount")).isNull();
            assertThat(tree.<BigDecimal>getAs("price_effect_amount")).isNull();
            assertThat(tree.<BigDecimal>getAs("unexplained_amount"))
                    .isEqualByComparingTo(tree.<BigDecimal>getAs("change_amount"));
        }
    }

    @Test
    void whereTheBaseIsUnknownThereIsNoTree() {
        assertThat(RevenueTree.tree(frame(List.<Object[]>of(sales(50, null, 5, null, 1, null, 1L, null))))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void randomTreesCloseAndFollowTheFormula() {
        Random random = new Random(42);
        List<Object[]> sales = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            sales.add(row(
                    "product",
                    "s" + i,
                    "month",
                    LocalDate.parse("2024-02-01"),
                    "PP",
                    amount(random),
                    amount(random),
                    null,
                    amount(random),
                    amount(random),
                    (long) random.nextInt(1000),
                    (long) random.nextInt(1000),
                    random.nextInt(5) == 0 ? null : (Long) (1L + random.nextInt(500)),
                    1L + random.nextInt(500)));
            Object[] last = sales.get(i);
            last[7] = ((BigDecimal) last[5]).subtract((BigDecimal) last[6]);
        }

        Dataset<Row> trees = RevenueTree.tree(frame(sales)).cache();

        for (Check check : RevenueTree.SPEC.checks()) {
            assertThat(trees.filter("NOT coalesce(" + check.condition() + ", false)")
                            .count())
                    .as(check.name())
                    .isZero();
        }
        List<Row> withEffects = trees.filter("tree_status <> 'NOT_POSITIVE'").collectAsList();
        assertThat(withEffects).hasSizeBetween(5_000, 9_000);
        for (Row tree : withEffects) {
            double[] logs = {
                growth(tree, "customer_count"),
                growth(tree, "order_count"),
                growth(tree, "sales_units"),
                growth(tree, "net_amount")
            };
            double mean = (number(tree, "net_amount") - number(tree, "base_net_amount")) / logs[3];
            assertEffect(tree, "orders_effect_amount", mean * logs[1]);
            assertEffect(tree, "units_per_order_effect_amount", mean * (logs[2] - logs[1]));
            assertEffect(tree, "price_effect_amount", mean * (logs[3] - logs[2]));
            if (tree.<String>getAs("tree_status").equals("FULL")) {
                assertEffect(tree, "customers_effect_amount", mean * logs[0]);
                assertEffect(tree, "orders_per_customer_effect_amount", mean * (logs[1] - logs[0]));
            }
        }
    }

    /** Up to a million in ten-thousandths; one in ten is 0 or less. */
    private static BigDecimal amount(Random random) {
        double size = Math.exp(random.nextDouble() * 14) * (random.nextInt(20) == 0 ? -1 : 1);
        return random.nextInt(20) == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(size).setScale(4, java.math.RoundingMode.HALF_UP);
    }

    private static double growth(Row tree, String figure) {
        Object now = tree.getAs(figure);
        Object base = tree.getAs("base_" + figure);
        return now == null || base == null
                ? Double.NaN
                : Math.log(number(tree, figure) / number(tree, "base_" + figure));
    }

    private static double number(Row tree, String column) {
        return ((Number) tree.getAs(column)).doubleValue();
    }

    private static void assertEffect(Row tree, String column, double expected) {
        assertThat(number(tree, column))
                .as(tree.<String>getAs("segment") + " " + column)
                .isCloseTo(expected, within(0.0005));
    }

    private static Object[] sales(
            Integer net,
            Integer baseNet,
            Integer units,
            Integer baseUnits,
            Integer orders,
            Integer baseOrders,
            Long customers,
            Long baseCustomers) {
        return row(
                "product",
                "ALL",
                "month",
                "2024-02-01",
                "PP",
                net,
                baseNet,
                baseNet == null ? null : net - baseNet,
                units,
                baseUnits,
                orders,
                baseOrders,
                customers,
                baseCustomers);
    }

    private static Row tree(Object[] sales) {
        List<Row> trees = RevenueTree.tree(frame(List.<Object[]>of(sales))).collectAsList();
        assertThat(trees).hasSize(1);
        return trees.get(0);
    }

    private static Dataset<Row> frame(List<Object[]> sales) {
        return Frames.of(SegmentSales.SPEC, SALES, sales.toArray(Object[][]::new));
    }
}
