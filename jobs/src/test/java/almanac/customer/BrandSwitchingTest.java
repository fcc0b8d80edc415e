package almanac.customer;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** February 2024 against January, by hand: Fern and Quill are brands of juices, and Fern of crisps. */
class BrandSwitchingTest {

    private static final SmallNight NIGHT = night(List.of(
            // Moves all of it.
            sale("a", "2024-01-01", "fern", "100"),
            sale("a", "2024-02-01", "quill", "100"),
            // Moves ten, keeps forty, and spends ten less.
            sale("b", "2024-01-02", "fern", "60"),
            sale("b", "2024-02-02", "fern", "40"),
            sale("b", "2024-02-03", "quill", "10"),
            sale("c", "2024-02-04", "fern", "30"),
            sale("d", "2024-01-05", "quill", "50"),
            sale("e", "2024-01-06", "fern", "20"),
            sale("e", "2024-02-06", "fern", "35"),
            // From crisps to juices is no switch.
            sale("f", "2024-01-07", "chips", "5"),
            sale("f", "2024-02-07", "quill", "10"),
            // Gives back what was bought before the history: it was not there, and is.
            sale("g", "2024-01-08", "quill", "-3"),
            sale("g", "2024-02-08", "fern", "4"),
            sale(null, "2024-02-08", "fern", "1000"),
            sale("a", "2024-03-01", "fern", "1000")));

    @Test
    void whatOneBrandLosesAndAnotherGainsWithACustomerHasMoved() {
        Row moved = flow("Juices", "Fern", "Quill", "SWITCHED");

        assertAmount(moved, "flow_amount", "110");
        assertThat(moved.<Long>getAs("customer_count")).isEqualTo(2);
        assertAmount(moved, "base_net_amount", "180");
        assertAmount(moved, "net_amount", "120");
        assertThat(moved.<Double>getAs("from_rate")).isCloseTo(110.0 / 180, within(1e-12));
        assertThat(moved.<Double>getAs("to_rate")).isCloseTo(110.0 / 120, within(1e-12));
        assertThat(moved.<String>getAs("brand_level")).isEqualTo("brand");
    }

    @Test
    void restIsMoreOrLessOfWhoStaysAndOfWhoComesAndGoes() {
        assertAmount(flow("Juices", "Fern", "Fern", "KEPT"), "flow_amount", "60");
        assertAmount(flow("Juices", "Fern", "OUTSIDE", "DECLINED"), "flow_amount", "10");
        assertAmount(flow("Juices", "OUTSIDE", "Fern", "GREW"), "flow_amount", "15");
        assertAmount(flow("Juices", "OUTSIDE", "Fern", "NEW"), "flow_amount", "34");
        assertAmount(flow("Juices", "Quill", "OUTSIDE", "LOST"), "flow_amount", "50");
        assertAmount(flow("Juices", "Quill", "Quill", "KEPT"), "flow_amount", "-3");
        assertAmount(flow("Juices", "OUTSIDE", "Quill", "NEW"), "flow_amount", "13");
        assertAmount(flow("Crisps", "Fern", "OUTSIDE", "LOST"), "flow_amount", "5");
    }

    @Test
    void periodsWhoseBaseTheHistoryDoesNotReachAreLeftOut() {
        assertThat(NIGHT.rows(BrandSwitching.SPEC, "comparison = 'PY' OR period_start = '2024-01-01'"))
                .isEmpty();
    }

    @Test
    void flowsOfEveryBrandCloseToItsSalesWhateverIsBought() {
        Random random = new Random(1);
        List<Object[]> sales = new ArrayList<>();
        Map<String, BigDecimal> sums = new TreeMap<>();
        String[] products = {"fern", "quill", "chips", "third"};
        for (int i = 0; i < 600; i++) {
            String product = products[random.nextInt(products.length)];
            int month = 1 + random.nextInt(2);
            String amount =
                    BigDecimal.valueOf(random.nextInt(120_000) - 20_000, 4).toPlainString();
            sales.add(
                    sale("c" + random.nextInt(40), "2024-0" + month + "-0" + (1 + random.nextInt(9)), product, amount));
            sums.merge(product + month, new BigDecimal(amount), BigDecimal::add);
        }
        sales.add(sale("c0", "2024-01-01", "fern", "0"));

        List<Row> flows = night(sales).rows(BrandSwitching.SPEC, "period_start = '2024-02-01' AND comparison = 'PP'");

        Map<String, BigDecimal> closed = new TreeMap<>();
        for (Row flow : flows) {
            String kind = flow.getAs("flow");
            BigDecimal amount = flow.getAs("flow_amount");
            if (!List.of("NEW", "GREW").contains(kind)) {
                closed.merge(product(flow, "from_brand") + 1, amount, BigDecimal::add);
            }
            if (!List.of("LOST", "DECLINED").contains(kind)) {
                closed.merge(product(flow, "to_brand") + 2, amount, BigDecimal::add);
            }
        }
        assertThat(closed).isEqualTo(sums).hasSize(8);
        assertThat(flows).anyMatch(flow -> flow.getAs("flow").equals("SWITCHED"));
    }

    private static String product(Row flow, String side) {
        String brand = flow.getAs(side);
        return flow.getAs("category").equals("Crisps") ? "chips" : brand.toLowerCase(java.util.Locale.ROOT);
    }

    private static Row flow(String category, String from, String to, String kind) {
        return NIGHT.one(
                BrandSwitching.SPEC,
                "period_start = '2024-02-01' AND comparison = 'PP' AND category = '" + category + "' AND from_brand = '"
                        + from + "' AND to_brand = '" + to + "' AND flow = '" + kind + "'");
    }

    private static SmallNight night(List<Object[]> sales) {
        return SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-02-29")
                .with(
                        Dimensions.PRODUCTS.spec(),
                        "product_id, category_l1, brand, is_current",
                        row("fern", "Juices", "Fern", true),
                        row("quill", "Juices", "Quill", true),
                        row("third", "Juices", "Third", true),
                        row("chips", "Crisps", "Fern", true))
                .with(
                        Sales.SPEC,
                        "order_id, order_date, product_id, customer_id, quantity, net_amount, is_current",
                        sales.toArray(Object[][]::new));
    }

    private static Object[] sale(String customer, String date, String product, String amount) {
        return row(customer + date, date, product, customer, amount.startsWith("-") ? -1 : 1, amount, true);
    }
}
