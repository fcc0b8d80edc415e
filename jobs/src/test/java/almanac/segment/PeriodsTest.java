package almanac.segment;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.SmallNight;
import almanac.TestSettings;
import almanac.config.CalendarSettings;
import almanac.config.PeriodType;
import almanac.config.WeekPattern;
import almanac.config.YearEnd;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Which days are compared with which. 2024-05-15 is a Wednesday; May 2024 started on a Wednesday. */
class PeriodsTest {

    private static final SmallNight NIGHT = SmallNight.of(TestSettings.of(PeriodType.values()), "2024-05-15");

    @Test
    void completePeriodIsComparedWithAllOfItsBase() {
        Row april = period("month", "2024-04-01", "PP");

        assertThat(april.<Boolean>getAs("is_complete")).isTrue();
        assertDays(april, "2024-04-30", "2024-03-01", "2024-03-31");
    }

    @Test
    void periodThatIsNotOverIsComparedWithAsManyDaysOfItsBase() {
        Row may = period("month", "2024-05-01", "PP");

        assertThat(may.<Boolean>getAs("is_complete")).isFalse();
        assertThat(may.<LocalDate>getAs("period_end")).isEqualTo("2024-05-31");
        assertDays(may, "2024-05-15", "2024-04-01", "2024-04-15");
        assertDays(period("month", "2024-05-01", "PY"), "2024-05-15", "2023-05-01", "2023-05-15");
        assertDays(period("quarter", "2024-04-01", "PP"), "2024-05-15", "2024-01-01", "2024-02-14");
    }

    @Test
    void weekThatIsNotOverIsComparedWithTheSameWeekdays() {
        assertDays(period("week", "2024-05-13", "PP"), "2024-05-15", "2024-05-06", "2024-05-08");
        assertDays(period("week", "2024-05-13", "PY"), "2024-05-15", "2023-05-15", "2023-05-17");
    }

    @Test
    void yearThatIsNotOverCountsItsDaysAlsoAfterALeapDay() {
        // 31 + 29 + 31 + 30 + 15 = 136 days; the 136th day of 2023 is May 16.
        assertDays(period("year", "2024-01-01", "PY"), "2024-05-15", "2023-01-01", "2023-05-16");
    }

    @Test
    void baseNeverRunsBeyondItsOwnEnd() {
        SmallNight march30 = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2023-03-30");

        assertDays(
                march30.one(Periods.SPEC, "period_start = '2023-03-01' AND comparison = 'PP'"),
                "2023-03-30",
                "2023-02-01",
                "2023-02-28");
    }

    @Test
    void periodThatEndsWithTheNightIsComplete() {
        SmallNight night = SmallNight.of(TestSettings.of(PeriodType.MONTH), "2023-02-28");

        assertThat(night.one(Periods.SPEC, "period_start = '2023-02-01' AND comparison = 'PY'")
                        .<Boolean>getAs("is_complete"))
                .isTrue();
    }

    @Test
    void periodsRunFromTheOneOfTheEarliestDateToTheOneOfTheNight() {
        List<Row> months = NIGHT.rows(Periods.SPEC, "period_type = 'month' AND comparison = 'PY'");
        List<Row> weeks = NIGHT.rows(Periods.SPEC, "period_type = 'week' AND comparison = 'PY'");

        // January 2023 to May 2024; 2023-01-01 was a Sunday, so the first week starts on 2022-12-26.
        assertThat(months).hasSize(17);
        assertThat(weeks.stream().map(row -> row.<LocalDate>getAs("period_start")))
                .contains(LocalDate.of(2022, 12, 26), LocalDate.of(2024, 5, 13))
                .hasSize(73);
    }

    @Test
    void everyPeriodHasBothComparisons() {
        assertThat(NIGHT.get(Periods.SPEC)
                        .groupBy("period_type", "period_start")
                        .count()
                        .filter("count <> 2")
                        .collectAsList())
                .isEmpty();
        assertThat(NIGHT.get(Periods.SPEC).select("period_type").distinct().count())
                .isEqualTo(8);
    }

    @Test
    void sellingDaysLeaveOutClosedWeekdaysAndHolidays() {
        CalendarSettings calendar = new CalendarSettings(
                1,
                DayOfWeek.MONDAY,
                WeekPattern.MONTH,
                YearEnd.LAST,
                List.of(DayOfWeek.SUNDAY),
                List.of(LocalDate.of(2024, 4, 1), LocalDate.of(2024, 5, 1), LocalDate.of(2024, 5, 20)));
        SmallNight night = SmallNight.of(TestSettings.of(calendar, PeriodType.MONTH), "2024-05-15");

        // May 1 to 15, 2024: Sundays 5 and 12, holiday on the 1st; the 20th is not counted yet. April 1 to 15: Sundays
        // 7
        // and 14, holiday on the 1st.
        Row may = night.one(Periods.SPEC, "period_start = '2024-05-01' AND comparison = 'PP'");
        assertThat(may.<Integer>getAs("selling_days")).isEqualTo(12);
        assertThat(may.<Integer>getAs("base_selling_days")).isEqualTo(12);

        // April 2024: 30 days, four Sundays, one holiday. March 2024: 31 days, five Sundays.
        Row april = night.one(Periods.SPEC, "period_start = '2024-04-01' AND comparison = 'PP'");
        assertThat(april.<Integer>getAs("selling_days")).isEqualTo(25);
        assertThat(april.<Integer>getAs("base_selling_days")).isEqualTo(26);
    }

    @Test
    void basesBeforeTheEarliestDateHaveTheirSellingDays() {
        CalendarSettings retail =
                new CalendarSettings(2, DayOfWeek.SUNDAY, WeekPattern.W454, YearEnd.NEAREST, List.of(), List.of());
        SmallNight night = SmallNight.of(TestSettings.from("2024-02-03", retail, PeriodType.FISCAL_YEAR), "2024-02-03");

        // The retail year of 53 weeks that ends on 2024-02-03, and the one of 52 weeks before it.
        Row year = night.one(Periods.SPEC, "comparison = 'PY'");
        assertDays(year, "2024-02-03", "2022-01-30", "2023-01-28");
        assertThat(year.<Integer>getAs("selling_days")).isEqualTo(371);
        assertThat(year.<Integer>getAs("base_selling_days")).isEqualTo(364);
    }

    private static Row period(String type, String start, String comparison) {
        return NIGHT.one(
                Periods.SPEC,
                "period_type = '" + type + "' AND period_start = '" + start + "' AND comparison = '" + comparison
                        + "'");
    }

    private static void assertDays(Row period, String through, String baseStart, String baseThrough) {
        assertThat(period.<LocalDate>getAs("through_date")).isEqualTo(through);
        assertThat(period.<LocalDate>getAs("base_start")).isEqualTo(baseStart);
        assertThat(period.<LocalDate>getAs("base_through")).isEqualTo(baseThrough);
    }
}
