package almanac.customer;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.CustomerSettings;
import almanac.config.PeriodType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Scores of seven customers worked out by hand, and the rules about ties, few customers and groups. */
class CustomerValueTest {

    private static final String DAY = "customer_id, order_date, order_count, net_amount, currency_code";

    private static final Object[][] DAYS = {
        day("anna", "2024-12-30", 10, "1000.00"),
        day("bert", "2024-05-01", 2, "30.00"),
        day("bert", "2024-11-30", 1, "20.00"),
        day("carl", "2024-10-31", 2, "75.00"),
        day("carl", "2024-11-02", 0, "-15.00"),
        day("dora", "2024-06-30", 1, "70.00"),
        // The first day of the window: 365 days up to and with 2024-12-31.
        day("emil", "2024-01-02", 1, "10.00"),
        // Before it, but in the window of four weeks ago.
        day("fred", "2023-12-20", 1, "5.00"),
        // Only gave back.
        day("gina", "2024-12-15", 0, "-20.00"),
        // After the night.
        day("emil", "2025-01-01", 9, "900.00"),
    };

    @Test
    void scoresAreFifthsByPercentRank() {
        // Percent ranks of five: 0, 0.25, 0.5, 0.75, 1. By recency emil, dora, carl, bert, anna; by orders dora and
        // emil
        // alike, carl, bert, anna; by amount emil 10, bert 50, carl 60, dora 70, anna 1000.
        assertThat(column(night("2024-12-31"), "rfm_code"))
                .containsEntry("anna", "555")
                .containsEntry("bert", "442")
                .containsEntry("carl", "333")
                .containsEntry("dora", "214")
                .containsEntry("emil", "111")
                .containsEntry("fred", null)
                .containsEntry("gina", null)
                .hasSize(7);
    }

    @Test
    void groupsFollowFromScoresAndAReasonStandsWhereThereAreNone() {
        assertThat(column(night("2024-12-31"), "rfm_segment"))
                .containsEntry("anna", "CHAMPIONS")
                .containsEntry("bert", "LOYAL")
                .containsEntry("carl", "NEED_ATTENTION")
                .containsEntry("dora", "HIBERNATING")
                .containsEntry("emil", "HIBERNATING")
                .containsEntry("fred", "NO_RECENT_ORDER")
                .containsEntry("gina", "NO_ORDER");
    }

    @Test
    void everyColumnOfACustomerWithAReturn() {
        Row carl = night("2024-12-31").one(CustomerValue.SPEC, "customer_id = 'carl'");

        assertThat(carl.<LocalDate>getAs("as_of_date")).isEqualTo("2024-12-31");
        assertThat(carl.<LocalDate>getAs("window_start")).isEqualTo("2024-01-02");
        assertThat(carl.<Boolean>getAs("is_window_complete")).isTrue();
        assertThat(carl.<String>getAs("currency_code")).isEqualTo("EUR");
        assertThat(carl.<LocalDate>getAs("first_order_date")).isEqualTo("2024-10-31");
        // The return of November is no order.
        assertThat(carl.<LocalDate>getAs("last_order_date")).isEqualTo("2024-10-31");
        assertThat(carl.<Integer>getAs("recency_days")).isEqualTo(61);
        assertThat(carl.<Long>getAs("frequency_count")).isEqualTo(2);
        assertThat(carl.<BigDecimal>getAs("monetary_amount")).isEqualByComparingTo("60.00");
        assertThat(carl.<Integer>getAs("recency_score")).isEqualTo(3);
        assertThat(carl.<Integer>getAs("frequency_score")).isEqualTo(3);
        assertThat(carl.<Integer>getAs("monetary_score")).isEqualTo(3);
        assertThat(carl.<LocalDate>getAs("previous_date")).isEqualTo("2024-12-03");
        // It began on 2023-12-05, the history on 2023-12-20.
        assertThat(carl.<Boolean>getAs("is_previous_window_complete")).isFalse();
        assertThat(carl.<String>getAs("previous_rfm_code")).isEqualTo("444");
        assertThat(carl.<String>getAs("previous_rfm_segment")).isEqualTo("LOYAL");
    }

    @Test
    void customerOfReturnsOnlyHasAnAmountAndNoRecency() {
        Row gina = night("2024-12-31").one(CustomerValue.SPEC, "customer_id = 'gina'");

        assertThat(gina.<Integer>getAs("recency_days")).isNull();
        assertThat(gina.<LocalDate>getAs("first_order_date")).isNull();
        assertThat(gina.<Long>getAs("frequency_count")).isZero();
        assertThat(gina.<BigDecimal>getAs("monetary_amount")).isEqualByComparingTo("-20.00");
        assertThat(gina.<String>getAs("previous_rfm_segment")).isNull();
    }

    @Test
    void earlierScoreIsTheScoreOfTheEarlierNight() {
        SmallNight now = night("2024-12-31");
        SmallNight earlier = night("2024-12-03");

        Map<String, String> codes = column(earlier, "rfm_code");
        assertThat(codes).hasSize(5).containsEntry("bert", "553").containsEntry("fred", "111");
        Map<String, String> previous = column(now, "previous_rfm_code");
        assertThat(previous).containsAllEntriesOf(codes).containsEntry("anna", null);
        assertThat(column(now, "previous_rfm_segment")).containsAllEntriesOf(column(earlier, "rfm_segment"));
    }

    @Test
    void migrationsCountEveryCustomerOnce() {
        Map<String, String> moves = new TreeMap<>();
        for (Row move : night("2024-12-31").get(RfmMigrations.SPEC).collectAsList()) {
            moves.put(
                    move.getAs("previous_rfm_segment") + ">" + move.getAs("rfm_segment"),
                    move.getAs("customer_count") + "/" + move.getAs("previous_customer_count") + " "
                            + move.<BigDecimal>getAs("monetary_amount")
                                    .stripTrailingZeros()
                                    .toPlainString());
        }

        // On 2024-12-03 the fifths by recency were fred 1, emil 2, dora 3, carl 4, bert 5; anna and gina came later.
        assertThat(moves)
                .containsEntry("CHAMPIONS>LOYAL", "1/1 50")
                .containsEntry("LOYAL>NEED_ATTENTION", "1/1 60")
                .containsEntry("NEW>CHAMPIONS", "1/2 1000")
                .containsEntry("NEW>NO_ORDER", "1/2 -20");
        assertThat(moves.values().stream()
                        .mapToInt(move -> Integer.parseInt(move.split("/")[0]))
                        .sum())
                .isEqualTo(7);
    }

    /** Four weeks later anna, bert and carl have done nothing, while dora and emil have ordered the most of all. */
    @Test
    void withThresholdsOfADateOnlyWhoChangesMoves() {
        Object[][] days = Arrays.copyOf(DAYS, DAYS.length + 2);
        days[DAYS.length] = day("dora", "2025-01-20", 20, "3000.00");
        days[DAYS.length + 1] = day("emil", "2025-01-21", 30, "4000.00");
        SmallNight moving = night("2025-01-28", days);
        SmallNight frozen = frozen("2024-12-31", "2025-01-28", days);

        // By the fifths of four weeks ago their scores are those of then: orders of 13, 3 and 2, amounts of 1000, 50
        // and 60.
        assertThat(column(frozen, "previous_rfm_code"))
                .containsEntry("anna", "555")
                .containsEntry("bert", "442")
                .containsEntry("carl", "333");
        // Others rose, so anna falls by moving fifths; by those that stay she fell in recency alone, having bought 29
        // days ago.
        assertThat(column(moving, "rfm_code")).containsEntry("anna", "333").containsEntry("emil", "555");
        assertThat(column(frozen, "rfm_code"))
                .containsEntry("anna", "455")
                .containsEntry("bert", "342")
                .containsEntry("carl", "233")
                // Eight and seven days ago, where the last fifth had bought one day before.
                .containsEntry("dora", "455")
                .containsEntry("emil", "455");
        assertThat(frozen.rows(CustomerValue.SPEC, "thresholds_date = '2024-12-31'"))
                .hasSize(7);
        assertThat(moving.rows(CustomerValue.SPEC, "thresholds_date IS NULL")).hasSize(7);
        assertThat(frozen.rows(RfmMigrations.SPEC, "previous_rfm_segment = 'LOYAL' AND rfm_segment = 'LOYAL'"))
                .hasSize(1);
        // A night before the date has its own fifths.
        assertThat(column(frozen("2025-02-28", "2024-12-31", DAYS), "rfm_code"))
                .isEqualTo(column(night("2024-12-31"), "rfm_code"));
    }

    @Test
    void equalValuesHaveEqualScores() {
        List<Object[]> days = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            days.add(day("once" + i, "2024-12-01", 1, "10.00"));
        }
        days.add(day("twice0", "2024-12-02", 2, "20.00"));
        days.add(day("twice1", "2024-12-02", 2, "20.00"));
        SmallNight night = night("2024-12-31", days.toArray(Object[][]::new));

        // Eight share the lowest rank; 1 + floor(5 * 8 / 9) = 5.
        assertThat(column(night, "rfm_code"))
                .allSatisfy((customer, code) -> assertThat(code).isEqualTo(customer.startsWith("once") ? "111" : "555"))
                .hasSize(10);
    }

    @Test
    void fifthsOfFourCustomersAreNotToldApart() {
        SmallNight night = night("2024-12-31", Arrays.copyOfRange(DAYS, 0, 6));

        assertThat(column(night, "rfm_segment"))
                .hasSize(4)
                .allSatisfy((customer, segment) -> assertThat(segment).isEqualTo("TOO_FEW_CUSTOMERS"));
        assertThat(column(night, "rfm_code"))
                .allSatisfy((customer, code) -> assertThat(code).isNull());
    }

    @Test
    void everyPairOfScoresBelongsToOneGroup() {
        for (int recency = 1; recency <= 5; recency++) {
            int score = recency;
            assertThat(IntStream.rangeClosed(1, 5)
                            .mapToObj(frequency -> Arrays.stream(RfmSegment.values())
                                    .filter(segment -> segment.holds(score, frequency))
                                    .count()))
                    .as("groups of recency " + recency)
                    .containsOnly(1L);
        }
    }

    private static SmallNight night(String asOf) {
        return night(asOf, DAYS);
    }

    private static SmallNight frozen(String thresholds, String asOf, Object[][] days) {
        CustomerSettings settings = new CustomerSettings(365, 0.1, 182, LocalDate.parse(thresholds));
        return SmallNight.of(TestSettings.with(settings, TestSettings.of(PeriodType.MONTH)), asOf)
                .with(CustomerDays.SPEC, DAY, days);
    }

    private static SmallNight night(String asOf, Object[][] days) {
        return SmallNight.of(TestSettings.of(PeriodType.MONTH), asOf).with(CustomerDays.SPEC, DAY, days);
    }

    private static Object[] day(String customer, String date, int orders, String amount) {
        return row(customer, date, orders, amount, "EUR");
    }

    private static Map<String, String> column(SmallNight night, String column) {
        Map<String, String> values = new TreeMap<>();
        for (Row customer : night.get(CustomerValue.SPEC).collectAsList()) {
            values.put(customer.getAs("customer_id"), customer.getAs(column));
        }
        return values;
    }
}
