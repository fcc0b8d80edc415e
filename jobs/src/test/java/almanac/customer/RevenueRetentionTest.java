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
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sales of January, February and half of March, customer by customer, added up by hand. */
class RevenueRetentionTest {

    private static SmallNight night;

    @BeforeAll
    static void days() {
        night = SmallNight.of(
                        TestSettings.of(PeriodType.DAY, PeriodType.WEEK, PeriodType.MONTH, PeriodType.YEAR),
                        "2023-03-15")
                .with(
                        CustomerDays.SPEC,
                        "customer_id, order_date, order_count, net_amount, currency_code",
                        row("anna", "2023-01-01", 1, "100.00", "EUR"),
                        row("anna", "2023-02-03", 1, "90.00", "EUR"),
                        row("anna", "2023-02-27", 1, "60.00", "EUR"),
                        row("bert", "2023-01-05", 1, "80.00", "EUR"),
                        row("bert", "2023-02-05", 1, "30.00", "EUR"),
                        row("carl", "2023-01-06", 1, "40.00", "EUR"),
                        row("dora", "2023-02-10", 1, "25.00", "EUR"),
                        // Orders in January, gives back in February.
                        row("emil", "2023-01-31", 2, "60.00", "EUR"),
                        row("emil", "2023-02-01", 0, "-10.00", "EUR"),
                        // Only give back, one in each month.
                        row("fred", "2023-02-02", 0, "-5.00", "EUR"),
                        row("gina", "2023-01-02", 0, "-8.00", "EUR"),
                        // The first half of March.
                        row("anna", "2023-03-15", 1, "90.00", "EUR"),
                        row("carl", "2023-03-01", 1, "45.00", "EUR"),
                        row("bert", "2023-03-16", 1, "999.00", "EUR"));
    }

    @Test
    void everyColumnOfAnExample() {
        Row february = period("month", "2023-02-01", "PP");

        assertThat(february.<LocalDate>getAs("period_end")).isEqualTo("2023-02-28");
        assertThat(february.<LocalDate>getAs("through_date")).isEqualTo("2023-02-28");
        assertThat(february.<LocalDate>getAs("base_start")).isEqualTo("2023-01-01");
        assertThat(february.<LocalDate>getAs("base_through")).isEqualTo("2023-01-31");
        assertThat(february.<LocalDate>getAs("history_start")).isEqualTo("2023-01-01");
        assertThat(february.<Boolean>getAs("is_complete")).isTrue();
        assertThat(february.<String>getAs("currency_code")).isEqualTo("EUR");
        assertAmount(february, "start_amount", "272.00");
        // dora 25, and the 8 that gina no longer gives back.
        assertAmount(february, "new_amount", "33.00");
        assertAmount(february, "regained_amount", "8.00");
        assertAmount(february, "expansion_amount", "50.00");
        // bert 50, and the 5 of fred, who had bought before the history began.
        assertAmount(february, "contraction_amount", "55.00");
        // carl 40, emil 60 and what he gave back.
        assertAmount(february, "churn_amount", "110.00");
        assertAmount(february, "end_amount", "190.00");
        assertThat(february.<Double>getAs("net_retention_rate")).isCloseTo(157.0 / 272, within(1e-12));
        assertThat(february.<Double>getAs("gross_retention_rate")).isCloseTo(107.0 / 272, within(1e-12));
        assertThat(february.<Long>getAs("start_customer_count")).isEqualTo(4);
        assertThat(february.<Long>getAs("gained_customer_count")).isEqualTo(1);
        assertThat(february.<Long>getAs("regained_customer_count")).isZero();
        assertThat(february.<Long>getAs("lost_customer_count")).isEqualTo(2);
        assertThat(february.<Long>getAs("end_customer_count")).isEqualTo(3);
        assertThat(february.<Double>getAs("customer_churn_rate")).isEqualTo(0.5);
    }

    @Test
    void periodThatIsNotOverIsComparedWithAsManyDays() {
        Row march = period("month", "2023-03-01", "PP");

        assertThat(march.<Boolean>getAs("is_complete")).isFalse();
        assertThat(march.<LocalDate>getAs("base_through")).isEqualTo("2023-02-15");
        // 90 + 30 + 25 - 10 - 5 of the first half of February.
        assertAmount(march, "start_amount", "130.00");
        // emil and fred give nothing back any more: 15; carl comes back with 45.
        assertAmount(march, "new_amount", "60.00");
        assertAmount(march, "regained_amount", "60.00");
        assertAmount(march, "expansion_amount", "0");
        assertAmount(march, "contraction_amount", "0");
        assertAmount(march, "churn_amount", "55.00");
        assertAmount(march, "end_amount", "135.00");
        assertThat(march.<Long>getAs("gained_customer_count")).isEqualTo(1);
        assertThat(march.<Long>getAs("regained_customer_count")).isEqualTo(1);
        assertThat(march.<Long>getAs("lost_customer_count")).isEqualTo(2);
    }

    @Test
    void nothingIsSaidAboutABaseBeforeTheHistory() {
        for (Row row : List.of(period("month", "2023-01-01", "PP"), period("year", "2023-01-01", "PY"))) {
            assertThat(row.<BigDecimal>getAs("start_amount")).isNull();
            assertThat(row.<BigDecimal>getAs("churn_amount")).isNull();
            assertThat(row.<Double>getAs("net_retention_rate")).isNull();
            assertThat(row.<Long>getAs("lost_customer_count")).isNull();
            assertThat(row.<BigDecimal>getAs("end_amount")).isPositive();
        }
    }

    @Test
    void daysAndWeeksAreNotFollowed() {
        assertThat(night.rows(RevenueRetention.SPEC, "period_type IN ('day', 'week')"))
                .isEmpty();
    }

    private static Row period(String type, String start, String comparison) {
        return night.one(
                RevenueRetention.SPEC,
                "period_type = '" + type + "' AND period_start = '" + start + "' AND comparison = '" + comparison
                        + "'");
    }
}
