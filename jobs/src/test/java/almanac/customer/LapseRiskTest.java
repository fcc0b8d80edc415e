package almanac.customer;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Amounts;
import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.PeriodType;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Four customers, worked out by hand. With so few the model is the fallback: alpha is the days per repeat, r is 1. */
class LapseRiskTest {

    private static SmallNight night;

    @BeforeAll
    static void customers() {
        night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-12-31")
                .with(
                        CustomerDays.SPEC,
                        "customer_id, order_date, order_count, net_amount, return_amount, currency_code",
                        // Every 40 days, and lately half of it back.
                        row("anna", "2024-09-22", 1, "10.00", "0", "EUR"),
                        row("anna", "2024-11-01", 1, "30.00", "0", "EUR"),
                        row("anna", "2024-12-11", 1, "50.00", "0", "EUR"),
                        row("anna", "2024-12-12", 0, "-45.00", "-45.00", "EUR"),
                        // Every 30 days, until half a year ago.
                        row("bert", "2024-03-02", 1, "20.00", "0", "EUR"),
                        row("bert", "2024-04-01", 1, "20.00", "0", "EUR"),
                        row("bert", "2024-05-01", 1, "20.00", "0", "EUR"),
                        // Once.
                        row("carl", "2024-12-30", 1, "80.00", "0", "EUR"),
                        // After the night.
                        row("carl", "2025-01-01", 1, "80.00", "0", "EUR"));
    }

    @Test
    void customerLapsesAfterThreeOfItsIntervals() {
        Row anna = of("anna");
        // First gaps are 40 and 30 days: typical are 35. (80 + 35) / 3 and three times that.
        assertThat(anna.<Double>getAs("own_interval_days")).isCloseTo(115 / 3.0, within(1e-12));
        assertThat(anna.<LocalDate>getAs("lapse_date"))
                .isEqualTo(LocalDate.of(2024, 12, 11).plusDays(116));
        assertThat(anna.<Boolean>getAs("is_lapsed")).isFalse();
        // (60 + 35) / 3 * 3 = 95 days after the first of May.
        assertThat(of("bert").<LocalDate>getAs("lapse_date")).isEqualTo("2024-08-05");
        assertThat(of("bert").<Boolean>getAs("is_lapsed")).isTrue();
        assertThat(of("carl").<LocalDate>getAs("lapse_date"))
                .isEqualTo(LocalDate.of(2024, 12, 30).plusDays(106));
    }

    @Test
    void riskIsTheProbabilityOfNoOrderWithinThreeIntervals() {
        // 4 repeats in 100 + 304 + 1 days; three intervals are 115, 105 and 95 days.
        double days = 405 / 4.0;
        assertThat(of("anna").<Double>getAs("lapse_rate"))
                .isCloseTo(Math.pow((days + 100) / (days + 215), 3), within(1e-12));
        assertThat(of("carl").<Double>getAs("lapse_rate")).isCloseTo((days + 1) / (days + 106), within(1e-12));
        assertThat(of("bert").<Double>getAs("lapse_rate"))
                .isCloseTo(Math.pow((days + 304) / (days + 399), 3), within(1e-12));
    }

    @Test
    void listIsRankedByTheValueAtRisk() {
        for (String customer : List.of("anna", "bert", "carl")) {
            Row row = of(customer);
            assertThat(row.<Double>getAs("value_at_risk_amount"))
                    .isEqualTo(row.<Double>getAs("lapse_rate") * row.<Double>getAs("lifetime_value_amount"));
        }
        List<Row> list = night.get(LapseRisk.SPEC).orderBy("save_rank").collectAsList();
        assertThat(list).extracting(row -> row.<Integer>getAs("save_rank")).containsExactly(1, 2, 3);
        assertThat(list)
                .extracting(row -> -row.<Double>getAs("value_at_risk_amount"))
                .isSorted();
    }

    @Test
    void reasonsSayWhatIsUnusual() {
        Row anna = of("anna");
        Amounts.assertAmount(anna, "bought_amount", "90");
        Amounts.assertAmount(anna, "return_amount", "-45");
        assertThat(anna.<Double>getAs("return_rate")).isEqualTo(0.5);
        // Of all customers 45 of 230 come back, 19.6 %.
        assertThat(anna.<String>getList(anna.fieldIndex("reasons"))).containsExactly("MANY_RETURNS");
        Row bert = of("bert");
        Amounts.assertAmount(bert, "earlier_net_amount", "60");
        Amounts.assertAmount(bert, "recent_net_amount", "0");
        assertThat(bert.<String>getList(bert.fieldIndex("reasons"))).containsExactly("LAPSED", "SPENDS_LESS");
        Row carl = of("carl");
        assertThat(carl.<String>getList(carl.fieldIndex("reasons"))).containsExactly("ONE_ORDER_DAY");
    }

    @Test
    void whoHasNotLapsedIsActive() {
        Row december = night.one(ActiveCustomers.SPEC, "period_start = '2024-12-01'");

        assertThat(december.<Long>getAs("end_active_count"))
                .isEqualTo(night.get(LapseRisk.SPEC).filter("NOT is_lapsed").count());
    }

    @Test
    void withoutRepeatsNothingIsSaidOfLapses() {
        SmallNight once = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2024-12-31")
                .with(
                        CustomerDays.SPEC,
                        "customer_id, order_date, order_count, net_amount, return_amount, currency_code",
                        row("anna", "2024-12-11", 1, "10.00", "0", "EUR"));

        Row anna = once.one(LapseRisk.SPEC, "true");
        assertThat(anna.<Object>getAs("lapse_rate")).isNull();
        assertThat(anna.<Object>getAs("is_lapsed")).isNull();
        assertThat(anna.<Object>getAs("save_rank")).isNull();
    }

    private static Row of(String customer) {
        return night.one(LapseRisk.SPEC, "customer_id = '" + customer + "'");
    }
}
