package almanac.customer;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.staging.Dimensions;
import almanac.staging.Sales;
import java.math.BigDecimal;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lines of customers by day, every expected number added up by hand. */
class CustomerDaysTest {

    private static SmallNight night;

    @BeforeAll
    static void lines() {
        night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-03-31")
                .with(
                        Dimensions.PRODUCTS.spec(),
                        "product_id, standard_cost_amount, is_current",
                        row("gin", "4.00", true),
                        row("rum", null, true))
                .with(
                        Sales.SPEC,
                        "order_id, order_date, product_id, customer_id, quantity, net_amount, cost_amount, is_return,"
                                + " is_current",
                        // Two orders of three lines, the second with a line that takes something back.
                        row("o1", "2024-03-01", "gin", "anna", 2, "10.50", "5.00", false, true),
                        row("o1", "2024-03-01", "rum", "anna", 1, "7.25", null, false, true),
                        row("o2", "2024-03-01", "gin", "anna", 1, "6.00", null, false, true),
                        row("o2", "2024-03-01", "gin", "anna", -1, "-5.00", null, true, true),
                        // Nobody's, and one that another row stands for.
                        row("o3", "2024-03-01", "gin", null, 1, "6.00", null, false, true),
                        row("o4", "2024-03-01", "gin", "anna", 1, "99.00", null, false, false),
                        // Only returns.
                        row("r1", "2024-03-02", "rum", "anna", -1, "-7.25", null, true, true));
    }

    @Test
    void linesOfACustomerAndDayAreOneRow() {
        Row day = night.one(CustomerDays.SPEC, "order_date = '2024-03-01'");

        assertThat(day.<String>getAs("customer_id")).isEqualTo("anna");
        assertThat(day.<String>getAs("currency_code")).isEqualTo("EUR");
        assertThat(day.<Long>getAs("order_count")).isEqualTo(2);
        assertAmount(day, "net_amount", "18.75");
        assertAmount(day, "return_amount", "-5.00");
        // 5.00 as delivered, 4.00 and -4.00 by the standard cost of gin; rum has none.
        assertAmount(day, "cost_amount", "5.00");
        assertAmount(day, "costed_net_amount", "11.50");
    }

    @Test
    void dayOfReturnsHasAmountsAndNoOrder() {
        Row day = night.one(CustomerDays.SPEC, "order_date = '2024-03-02'");

        assertThat(day.<Long>getAs("order_count")).isZero();
        assertAmount(day, "net_amount", "-7.25");
        assertAmount(day, "return_amount", "-7.25");
        assertThat(day.<BigDecimal>getAs("cost_amount")).isNull();
        assertThat(day.<BigDecimal>getAs("costed_net_amount")).isNull();
    }
}
