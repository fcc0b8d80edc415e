package almanac.forecast.series;

import static almanac.forecast.engine.Frequency.DAILY;
import static almanac.forecast.engine.Frequency.HOURLY;
import static almanac.forecast.engine.Frequency.MONTHLY;
import static almanac.forecast.engine.Frequency.QUARTERLY;
import static almanac.forecast.engine.Frequency.WEEKLY;
import static almanac.forecast.engine.Frequency.YEARLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import almanac.forecast.engine.Frequency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTextTest {

    /** A period, so many steps, and the period so many steps after it. */
    @ParameterizedTest
    @CsvSource({
        "MONTHLY, 2024-11, 1, 2024-12",
        "MONTHLY, 2024-11, 2, 2025-01",
        "MONTHLY, 2024/11, 14, 2026/01",
        "MONTHLY, 202411, 2, 202501",
        "MONTHLY, 2024M11, 2, 2025M01",
        "MONTHLY, 2024-01-01, 12, 2025-01-01",
        "MONTHLY, 2024-01-31, 1, 2024-02-29",
        "MONTHLY, 2024-02-29, 1, 2024-03-31",
        "MONTHLY, 2024-02-29, 12, 2025-02-28",
        "MONTHLY, 2024-01-15, 1, 2024-02-15",
        "QUARTERLY, 2024-Q1, 3, 2024-Q4",
        "QUARTERLY, 2024Q4, 1, 2025Q1",
        "QUARTERLY, 2024-q4, 5, 2026-q1",
        "QUARTERLY, 2024-03-31, 1, 2024-06-30",
        "QUARTERLY, 2024-06-30, 3, 2025-03-31",
        "QUARTERLY, 2024-01-01, 2, 2024-07-01",
        "QUARTERLY, 2024-03, 1, 2024-06",
        "QUARTERLY, 202403, 1, 202406",
        "DAILY, 20240229, 1, 20240301",
        "MONTHLY, 20240131, 1, 20240229",
        "WEEKLY, 2024-W09, 1, 2024-W10",
        "WEEKLY, 2024W52, 1, 2025W01",
        "WEEKLY, 2020-W52, 1, 2020-W53",
        "WEEKLY, 2020-W53, 1, 2021-W01",
        "WEEKLY, 2021-W52, 1, 2022-W01",
        "WEEKLY, 2024-12-30, 1, 2025-01-06",
        "DAILY, 2024-02-28, 1, 2024-02-29",
        "DAILY, 2024-02-28, 2, 2024-03-01",
        "DAILY, 2024-02-28T00:00:00, 1, 2024-02-29",
        "HOURLY, 2024-02-28T23:00:00, 1, 2024-02-29T00:00:00",
        "HOURLY, 2024-02-28T09, 24, 2024-02-29T09:00:00",
        "HOURLY, 2024-02-28 09:00, 1, 2024-02-28T10:00:00",
        "YEARLY, 2024, 3, 2027",
        "YEARLY, 2024-12-31, 1, 2025-12-31",
        "YEARLY, 2024-02-29, 1, 2025-02-28",
        "MONTHLY, 17, 4, 21",
        "WEEKLY, -3, 4, 1",
        "HOURLY, 0, 1, 1"
    })
    void periodAfterOneIsWrittenAsThatOneIs(Frequency frequency, String text, int steps, String later) {
        assertThat(PeriodText.after(text, steps, frequency)).isEqualTo(later);
        assertThat(PeriodText.ordinal(later, frequency) - PeriodText.ordinal(text, frequency))
                .isEqualTo(steps);
    }

    @ParameterizedTest
    @CsvSource({
        "MONTHLY, 2024-03, 2024-03-01, 2024-03-31, 202403",
        "QUARTERLY, 2024-Q1, 2024-01-01, 2024-03-31, 2024-02",
        "WEEKLY, 2024-W09, 2024-02-26, 2024W09, 2024w09",
        "DAILY, 2024-03-01, 2024-03-01 00:00, 2024-03-01T00:00:00.000, 2024-03-01 00:00:00",
        "HOURLY, 2024-03-01T09, 2024-03-01 09:00, 2024-03-01T09:00:00, 2024-03-01 09:00:00.0",
        "YEARLY, 2024, 2024-12-31, 2024-01-01, 2024-07-01"
    })
    void notationsOfOnePeriodMeanTheSame(Frequency frequency, String one, String other, String third, String fourth) {
        long ordinal = PeriodText.ordinal(one, frequency);

        assertThat(PeriodText.ordinal(other, frequency)).isEqualTo(ordinal);
        assertThat(PeriodText.ordinal(third, frequency)).isEqualTo(ordinal);
        assertThat(PeriodText.ordinal(fourth, frequency)).isEqualTo(ordinal);
    }

    /** As a time of a Parquet file reads. */
    @Test
    void timeOfUniversalTimeIsATime() {
        assertThat(PeriodText.ordinal("2024-03-01T00:00:00Z", DAILY))
                .isEqualTo(PeriodText.ordinal("2024-03-01", DAILY));
        assertThat(PeriodText.ordinal("2024-03-01T09:00:00Z", HOURLY))
                .isEqualTo(PeriodText.ordinal("2024-03-01T09", HOURLY));
        assertThat(PeriodText.after("2024-03-01T00:00:00Z", 1, MONTHLY)).isEqualTo("2024-04-01");
    }

    @Test
    void periodsAreNamedAsPeopleReadThem() {
        assertThat(name("2024-03-31", MONTHLY)).isEqualTo("2024-03");
        assertThat(name("2024-03-31", QUARTERLY)).isEqualTo("2024-Q1");
        assertThat(name("2024-03-31", DAILY)).isEqualTo("2024-03-31");
        assertThat(name("2024-03-31T07", HOURLY)).isEqualTo("2024-03-31T07:00");
        assertThat(name("2024", YEARLY)).isEqualTo("2024");
        assertThat(name("17", MONTHLY)).isEqualTo("17");
    }

    @Test
    void consecutiveWeeksOfAnyWeekdayAreConsecutive() {
        for (String monday : new String[] {"2024-02-26", "2024-02-27", "2024-02-29", "2024-03-03"}) {
            long first = PeriodText.ordinal(monday, WEEKLY);
            assertThat(PeriodText.ordinal(PeriodText.after(monday, 1, WEEKLY), WEEKLY))
                    .isEqualTo(first + 1);
            assertThat(PeriodText.ordinal(PeriodText.after(monday, 53, WEEKLY), WEEKLY))
                    .isEqualTo(first + 53);
        }
    }

    @Test
    void shareOfYearIsThatOfTheCalendarAndOfANumberThatOfItsCycle() {
        assertThat(share("2024-01", MONTHLY)).isZero();
        assertThat(share("2024-10", MONTHLY)).isEqualTo(0.75);
        assertThat(share("2024-Q3", QUARTERLY)).isEqualTo(0.5);
        // Day 61 of 366.
        assertThat(share("2024-03-01", DAILY)).isCloseTo(60.0 / 366, within(1e-12));
        assertThat(share("2024", YEARLY)).isZero();
        assertThat(share("18", MONTHLY)).isEqualTo(0.5);
        assertThat(share("-6", MONTHLY)).isEqualTo(0.5);
        assertThat(share("2024-W09", WEEKLY)).isBetween(0.14, 0.18);
    }

    @Test
    void sixDigitsThatAreNoMonthAreANumber() {
        assertThat(PeriodText.isNumber("202413", MONTHLY)).isTrue();
        assertThat(PeriodText.isNumber("202412", MONTHLY)).isFalse();
        assertThat(PeriodText.isNumber("202412", DAILY)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "MONTHLY, 2024-13, '2024-03, 2024-03-01, or numbers'",
        "MONTHLY, 2024-Q1, '2024-03, 2024-03-01, or numbers'",
        "MONTHLY, March 2024, '2024-03, 2024-03-01, or numbers'",
        "QUARTERLY, 2024-Q5, '2024-Q1, 2024-03-31, or numbers'",
        "WEEKLY, 2021-W53, '2024-03-01, 2024-W09, or numbers'",
        "WEEKLY, 2024-W00, '2024-03-01, 2024-W09, or numbers'",
        "DAILY, 2023-02-29, '2024-03-01, or numbers'",
        "DAILY, 01.03.2024, '2024-03-01, or numbers'",
        "DAILY, 2024-03-01T09:00, '2024-03-01, or numbers'",
        "HOURLY, 2024-03-01T24:00, '2024-03-01T09:00, or numbers'",
        "HOURLY, 2024-03-01T09:30, '2024-03-01T09:00, or numbers'",
        "YEARLY, 24.5, '2024 or 2024-12-31'"
    })
    void whatIsNoPeriodIsRefusedWithAnExample(Frequency frequency, String text, String examples) {
        assertThatThrownBy(() -> PeriodText.ordinal(text, frequency))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("`" + text + "` is no period of " + frequency.id() + " data; write " + examples);
    }

    private static String name(String text, Frequency frequency) {
        return PeriodText.of(PeriodText.ordinal(text, frequency), PeriodText.isNumber(text, frequency), frequency);
    }

    private static double share(String text, Frequency frequency) {
        return PeriodText.shareOfYear(
                PeriodText.ordinal(text, frequency), PeriodText.isNumber(text, frequency), frequency);
    }
}
