package almanac.customer;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Who is active, and since when no more, worked out by hand from the days of three customers. */
class ActiveCustomersTest {

    /**
     * The first gaps are 10 and 30 days, so that 20 are typical. Anna's interval after three days of order is (20 + 20) / 3:
     * three of them are 40 days, and on the 41st, 2023-03-03, she lapses. Bert's is (30 + 20) / 2: he lapses on the 76th,
     * 2023-04-17. Carl's is the typical one: he lapses on the 61st, 2023-04-03.
     */
    private static final List<Object[]> DAYS = List.of(
            row("anna", "2023-01-01", 1),
            row("anna", "2023-01-11", 1),
            row("anna", "2023-01-21", 2),
            row("anna", "2023-02-25", 0),
            row("bert", "2023-01-01", 1),
            row("bert", "2023-01-31", 1),
            row("carl", "2023-02-01", 1),
            row("dora", "2023-02-01", 0));

    @Test
    void customersLapseByTheirOwnIntervals() {
        SmallNight night = night("2023-06-30", row("anna", "2023-05-10", 1));

        assertThat(month(night, "2023-01-01")).containsExactly(0L, 2L, 0L, 0L, 2L);
        assertThat(month(night, "2023-02-01")).containsExactly(2L, 1L, 0L, 0L, 3L);
        assertThat(month(night, "2023-03-01")).containsExactly(3L, 0L, 0L, 1L, 2L);
        assertThat(month(night, "2023-04-01")).containsExactly(2L, 0L, 0L, 2L, 0L);
        assertThat(month(night, "2023-05-01")).containsExactly(0L, 0L, 1L, 0L, 1L);
        assertThat(month(night, "2023-06-01")).containsExactly(1L, 0L, 0L, 0L, 1L);
        assertThat(counts(night.one(ActiveCustomers.SPEC, "period_type = 'year'")))
                .containsExactly(0L, 3L, 1L, 3L, 1L);
    }

    @Test
    void everyOtherColumnOfAnExample() {
        Row april = night("2023-04-20").one(ActiveCustomers.SPEC, "period_start = '2023-04-01'");

        assertThat(april.<LocalDate>getAs("period_end")).isEqualTo("2023-04-30");
        assertThat(april.<LocalDate>getAs("through_date")).isEqualTo("2023-04-20");
        assertThat(april.<Boolean>getAs("is_complete")).isFalse();
        assertThat(april.<LocalDate>getAs("history_start")).isEqualTo("2023-01-01");
        assertThat(april.<Double>getAs("lapse_rate")).isEqualTo(1.0);
        assertThat(april.<Double>getAs("typical_interval_days")).isEqualTo(20.0);
    }

    @Test
    void orderOnTheDayItselfIsInTime() {
        SmallNight inTime = night("2023-03-31", row("anna", "2023-03-03", 1));
        SmallNight aDayLate = night("2023-03-31", row("anna", "2023-03-04", 1));

        assertThat(month(inTime, "2023-03-01")).containsExactly(3L, 0L, 0L, 0L, 3L);
        assertThat(month(aDayLate, "2023-03-01")).containsExactly(3L, 0L, 1L, 1L, 3L);
    }

    @Test
    void customerWhoseTimeIsNotUpByTheNightHasNotLapsed() {
        assertThat(month(night("2023-03-02"), "2023-03-01")).containsExactly(3L, 0L, 0L, 0L, 3L);
        assertThat(month(night("2023-03-03"), "2023-03-01")).containsExactly(3L, 0L, 0L, 1L, 2L);
    }

    @Test
    void nobodyLapsesWhereNobodyOrderedTwice() {
        SmallNight night = SmallNight.of(TestSettings.of(PeriodType.YEAR), "2024-12-31")
                .with(
                        CustomerDays.SPEC,
                        "customer_id, order_date, order_count",
                        row("anna", "2023-01-01", 1),
                        row("bert", "2023-01-01", 1));

        Row year = night.one(ActiveCustomers.SPEC, "period_start = '2024-01-01'");
        assertThat(counts(year)).containsExactly(2L, 0L, 0L, 0L, 2L);
        assertThat(year.<Double>getAs("typical_interval_days")).isNull();
        assertThat(year.<Double>getAs("lapse_rate")).isZero();
    }

    private static SmallNight night(String asOf, Object[]... more) {
        List<Object[]> days = new ArrayList<>(DAYS);
        days.addAll(Arrays.asList(more));
        return SmallNight.of(TestSettings.of(PeriodType.MONTH, PeriodType.YEAR), asOf)
                .with(CustomerDays.SPEC, "customer_id, order_date, order_count", days.toArray(Object[][]::new));
    }

    private static List<Long> month(SmallNight night, String start) {
        return counts(night.one(ActiveCustomers.SPEC, "period_type = 'month' AND period_start = '" + start + "'"));
    }

    private static List<Long> counts(Row row) {
        return List.of(
                row.getAs("start_active_count"),
                row.getAs("new_customer_count"),
                row.getAs("reactivated_customer_count"),
                row.getAs("lapsed_customer_count"),
                row.getAs("end_active_count"));
    }
}
