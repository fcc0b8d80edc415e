package almanac.market.price;

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
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Waterfalls of a few lines by hand, and one customer of twelve who is given too much. */
class PriceWaterfallTest {

    private static final String LINE =
            "order_id, order_line_id, order_date, product_id, quantity, net_amount, list_amount,"
                    + " discount_amount, off_invoice_amount, cost_amount, customer_id, channel_id, is_return, is_current";

    private static SmallNight night;

    @BeforeAll
    static void build() {
        List<Object[]> lines = new ArrayList<>(List.of(
                line("o1", "2024-01-05", "gin", 90, 100, 8, 2, 60, "big", "shop", false),
                line("o2", "2024-02-05", "gin", 65, 100, 30, null, null, "big", "web", false),
                line("o3", "2024-02-06", "gin", -90, -100, -10, -2, -60, "big", "shop", true),
                // Without a list amount, and after the night.
                line("o4", "2024-02-06", "gin", 50, null, 0, 0, 30, "big", "shop", false),
                line("o5", "2024-05-16", "gin", 50, 100, 0, 0, 30, "big", "shop", false)));
        for (int customer = 0; customer < 12; customer++) {
            // Rates of 10 to 12 %, but 40 % for the last one.
            double net = customer == 11 ? 60 : 90 - customer % 3;
            lines.add(line("p" + customer, "2023-10-05", "rum", net, 100, 0, 0, 50, "c" + customer, "shop", false));
        }
        night = SmallNight.of(
                        TestSettings.of(PeriodType.DAY, PeriodType.MONTH, PeriodType.QUARTER, PeriodType.YEAR),
                        "2024-05-15")
                .with(Sales.SPEC, LINE, lines.toArray(Object[][]::new))
                .with(Dimensions.PRODUCTS.spec(), "product_id, category_l1, is_current", row("gin", "Spirits", true))
                .with(
                        Dimensions.CUSTOMERS.spec(),
                        "customer_id, customer_segment, is_current",
                        row("big", "Wholesale", true));
    }

    @Test
    void waterfallStepsDownFromListToPocketMargin() {
        Row january = one("ALL", "ALL", "month", "2024-01-01");

        assertAmount(january, "list_amount", "100");
        assertAmount(january, "discount_amount", "10");
        assertAmount(january, "named_discount_amount", "8");
        assertAmount(january, "invoice_amount", "90");
        assertAmount(january, "off_invoice_amount", "2");
        assertAmount(january, "pocket_amount", "88");
        assertAmount(january, "pocket_margin_amount", "28");
        assertThat(january.<Double>getAs("discount_rate")).isCloseTo(0.10, within(1e-12));
        assertThat(january.<Double>getAs("pocket_rate")).isCloseTo(0.88, within(1e-12));
        assertThat(january.<Double>getAs("pocket_margin_rate")).isCloseTo(28 / 88.0, within(1e-12));
        assertThat(january.<Boolean>getAs("is_complete")).isTrue();
        assertThat(one("ALL", "ALL", "year", "2024-01-01").<Boolean>getAs("is_complete"))
                .isFalse();
    }

    @Test
    void everyDimensionHasItsMembers() {
        assertAmount(one("channel", "web", "month", "2024-02-01"), "invoice_amount", "65");
        assertAmount(one("category", "Spirits", "quarter", "2024-01-01"), "list_amount", "100");
        assertAmount(one("category", "UNKNOWN", "year", "2023-01-01"), "list_amount", "1200");
        assertAmount(one("customer_segment", "Wholesale", "quarter", "2024-01-01"), "invoice_amount", "65");
        assertAmount(one("sales_rep", "UNKNOWN", "quarter", "2024-01-01"), "invoice_amount", "65");
        assertAmount(one("customer", "big", "quarter", "2024-01-01"), "invoice_amount", "65");
        assertThat(night.rows(PriceWaterfall.SPEC, "dimension = 'customer' AND period_type = 'month'"))
                .isEmpty();
        assertThat(night.rows(PriceWaterfall.SPEC, "period_type = 'day' OR period_start > '2024-03-31'"))
                .isEmpty();
    }

    @Test
    void amountsThatNoLineTellsAreNotKnownAndNotZero() {
        Row web = one("channel", "web", "month", "2024-02-01");

        assertThat(web.<BigDecimal>getAs("off_invoice_amount")).isNull();
        assertThat(web.<BigDecimal>getAs("pocket_amount")).isNull();
        assertThat(web.<BigDecimal>getAs("pocket_margin_amount")).isNull();
        assertThat(web.<Double>getAs("off_invoice_told_rate")).isZero();
        assertThat(web.<Double>getAs("leakage_rate")).isCloseTo(0.35, within(1e-12));
    }

    @Test
    void listAmountIsToldByDepthOfDiscount() {
        assertAmount(one("channel", "web", "month", "2024-02-01"), "discounted_over_30_list_amount", "100");
        assertAmount(one("ALL", "ALL", "year", "2023-01-01"), "discounted_to_20_list_amount", "1100");
        assertAmount(one("ALL", "ALL", "year", "2023-01-01"), "discounted_over_30_list_amount", "100");
    }

    @Test
    void whatIsGivenIsComparedWithTheSameMixAtTheRatesOfAll() {
        // Of one category that is sold at 1,200, all are given 160: 13.3333 in 100.
        Row most = one("customer", "c11", "quarter", "2023-10-01");
        assertAmount(most, "mix_leakage_amount", "13.3333");
        assertAmount(most, "beyond_mix_amount", "26.6667");
        // The only one who buys the other category sets its rate.
        assertAmount(one("customer", "big", "quarter", "2024-01-01"), "beyond_mix_amount", "0");
        assertThat(one("ALL", "ALL", "quarter", "2023-10-01").<BigDecimal>getAs("beyond_mix_amount"))
                .isBetween(new BigDecimal("-0.001"), new BigDecimal("0.001"));
    }

    @Test
    void customerThatIsGivenMuchMoreThanItsPeersIsAnOutlier() {
        Row outlier = one("customer", "c11", "quarter", "2023-10-01");

        // All twelve buy the same, and are one band. Median of 10, 11 and 12 % (4, 4, 3 times) and 40 %: 11 %.
        assertThat(outlier.<Long>getAs("peer_count")).isEqualTo(11);
        assertThat(outlier.<Double>getAs("peer_leakage_rate")).isCloseTo(0.11, within(1e-12));
        assertThat(outlier.<Double>getAs("robust_z")).isCloseTo(0.6745 * 0.29 / 0.01, within(1e-6));
        assertThat(outlier.<Double>getAs("peer_percentile_rate")).isEqualTo(1);
        assertAmount(outlier, "excess_leakage_amount", "29");
        assertThat(outlier.<Boolean>getAs("is_discount_outlier")).isTrue();
        assertThat(one("customer", "c2", "quarter", "2023-10-01").<Boolean>getAs("is_discount_outlier"))
                .isFalse();
    }

    @Test
    void withoutEnoughPeersThereIsNoVerdict() {
        Row big = one("customer", "big", "quarter", "2024-01-01");

        assertThat(big.<Long>getAs("peer_count")).isZero();
        assertThat(big.<Double>getAs("robust_z")).isNull();
        assertThat(big.<Boolean>getAs("is_discount_outlier")).isNull();
    }

    private static void assertAmount(Row row, String column, String amount) {
        assertThat(row.<BigDecimal>getAs(column)).as(column).isEqualByComparingTo(amount);
    }

    private static Row one(String dimension, String member, String periodType, String start) {
        return night.one(
                PriceWaterfall.SPEC,
                "dimension = '" + dimension + "' AND member = '" + member + "' AND period_type = '" + periodType
                        + "' AND period_start = '" + start + "'");
    }

    private static Object[] line(
            String order,
            String date,
            String product,
            double net,
            Integer list,
            Integer discount,
            Integer offInvoice,
            Integer cost,
            String customer,
            String channel,
            boolean isReturn) {
        return row(
                order,
                "1",
                date,
                product,
                isReturn ? -1 : 1,
                net,
                list,
                discount,
                offInvoice,
                cost,
                customer,
                channel,
                isReturn,
                true);
    }
}
