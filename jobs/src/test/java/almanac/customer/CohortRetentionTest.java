package almanac.customer;

import static almanac.Amounts.assertAmount;
import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cohorts of five customers, every expected number worked out by hand. */
class CohortRetentionTest {

    private static SmallNight night;

    @BeforeAll
    static void days() {
        night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2023-04-15")
                .with(
                        CustomerDays.SPEC,
                        "customer_id, order_date, order_count, net_amount, cost_amount, costed_net_amount,"
                                + " currency_code",
                        row("anna", "2023-01-10", 1, "100.00", "60.00", "100.00", "EUR"),
                        row("anna", "2023-02-05", 2, "150.00", null, null, "EUR"),
                        row("anna", "2023-04-01", 1, "30.00", "10.00", "25.00", "EUR"),
                        // Gives back more than it bought in its first month.
                        row("bert", "2023-01-20", 1, "50.00", null, null, "EUR"),
                        row("bert", "2023-01-25", 0, "-60.00", null, null, "EUR"),
                        row("bert", "2023-03-03", 1, "40.00", null, null, "EUR"),
                        // A customer with one order, on the last day of a month.
                        row("carl", "2023-03-31", 1, "20.00", null, null, "EUR"),
                        // Only gives back.
                        row("dora", "2023-02-02", 0, "-5.00", null, null, "EUR"),
                        // Gives back before its first order.
                        row("emil", "2023-01-02", 0, "-7.00", null, null, "EUR"),
                        row("emil", "2023-02-10", 1, "80.00", null, null, "EUR"),
                        row("emil", "2023-02-20", 0, "-8.00", null, null, "EUR"),
                        // After the night.
                        row("fred", "2023-04-16", 1, "1.00", null, null, "EUR"));
    }

    @Test
    void everyColumnOfAnExample() {
        Row april = cohort("2023-01-01", 3);

        assertThat(april.<LocalDate>getAs("month_start")).isEqualTo("2023-04-01");
        assertThat(april.<LocalDate>getAs("month_end")).isEqualTo("2023-04-30");
        assertThat(april.<Boolean>getAs("is_complete")).isFalse();
        assertThat(april.<LocalDate>getAs("history_start")).isEqualTo("2023-01-02");
        assertThat(april.<String>getAs("currency_code")).isEqualTo("EUR");
        assertThat(april.<Long>getAs("cohort_customer_count")).isEqualTo(2);
        assertThat(april.<Long>getAs("active_customer_count")).isEqualTo(1);
        assertThat(april.<Double>getAs("active_rate")).isEqualTo(0.5);
        assertThat(april.<Long>getAs("order_count")).isEqualTo(1);
        assertAmount(april, "net_amount", "30.00");
        // 100 of anna, 50 - 60 of bert.
        assertAmount(april, "base_net_amount", "90.00");
        assertThat(april.<Double>getAs("net_retention_rate")).isCloseTo(30.0 / 90, within(1e-12));
        // The lesser of 30 and 100, and of 0 and -10.
        assertAmount(april, "retained_amount", "20.00");
        assertThat(april.<Double>getAs("gross_retention_rate")).isCloseTo(20.0 / 90, within(1e-12));
        assertAmount(april, "cumulative_net_amount", "310.00");
        assertAmount(april, "margin_amount", "15.00");
        assertAmount(april, "costed_net_amount", "25.00");
        assertAmount(april, "cumulative_margin_amount", "55.00");
        assertAmount(april, "cumulative_costed_net_amount", "125.00");
    }

    @Test
    void revenueOfACohortMayGrowWhileNoMoreIsRetainedThanThereWas() {
        Row february = cohort("2023-01-01", 1);

        assertThat(february.<Boolean>getAs("is_complete")).isTrue();
        assertThat(february.<Double>getAs("net_retention_rate")).isCloseTo(150.0 / 90, within(1e-12));
        // The lesser of 150 and 100, and of 0 and -10.
        assertAmount(february, "retained_amount", "90.00");
        assertThat(february.<Double>getAs("gross_retention_rate")).isEqualTo(1.0);
        assertThat(february.<BigDecimal>getAs("margin_amount")).isNull();
        assertAmount(february, "cumulative_margin_amount", "40.00");
    }

    @Test
    void firstMonthIsItsOwnBase() {
        Row january = cohort("2023-01-01", 0);

        assertThat(january.<Long>getAs("active_customer_count")).isEqualTo(2);
        assertThat(january.<Double>getAs("net_retention_rate")).isEqualTo(1.0);
        assertThat(january.<Double>getAs("gross_retention_rate")).isEqualTo(1.0);
    }

    @Test
    void monthsWithoutASaleHaveTheirRows() {
        for (int age : new int[] {1, 2}) {
            Row month = cohort("2023-02-01", age);
            assertThat(month.<Long>getAs("cohort_customer_count")).isEqualTo(1);
            assertThat(month.<Long>getAs("active_customer_count")).isZero();
            assertAmount(month, "net_amount", "0");
            assertAmount(month, "retained_amount", "0");
            assertAmount(month, "cumulative_net_amount", "72.00");
            assertThat(month.<BigDecimal>getAs("cumulative_margin_amount")).isNull();
        }
        assertThat(cohort("2023-03-01", 1).<Long>getAs("active_customer_count")).isZero();
        assertThat(night.get(CohortRetention.SPEC).count()).isEqualTo(4 + 3 + 2);
    }

    @Test
    void whatWasGivenBackBeforeTheFirstOrderBelongsToNoCohort() {
        Row emil = cohort("2023-02-01", 0);

        assertThat(emil.<Long>getAs("cohort_customer_count")).isEqualTo(1);
        assertAmount(emil, "net_amount", "72.00");
    }

    private static Row cohort(String month, int age) {
        return night.one(CohortRetention.SPEC, "cohort_month = '" + month + "' AND age_months = " + age);
    }
}
