package almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import almanac.TestSession;
import almanac.TestSettings;
import almanac.config.PeriodType;
import almanac.segment.FiscalCalendar;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SegmentTimelineTest {

    private static final FiscalCalendar CALENDAR = new FiscalCalendar(TestSettings.EVERY_DAY);

    @Test
    void historyEndsWithTheLastPeriodThatIsOver() {
        // 2024-02-14 is a Wednesday: its week is not over.
        SegmentTimeline weeks = timeline(PeriodType.WEEK, "2024-01-01", "2024-02-14");

        assertThat(weeks.known()).isEqualTo(6);
        assertThat(weeks.lastKnownDay(6)).isEqualTo("2024-02-11");
        assertThat(weeks.start(6)).isEqualTo("2024-02-12");
        assertThat(weeks.end(8)).isEqualTo("2024-03-03");
        assertThat(weeks.horizon()).isEqualTo(3);
    }

    @Test
    void periodThatIsOverAtTheEndOfTheNightsDateCounts() {
        assertThat(timeline(PeriodType.WEEK, "2024-01-01", "2024-02-11").known())
                .isEqualTo(6);
        assertThat(timeline(PeriodType.MONTH, "2024-01-01", "2024-02-29").known())
                .isEqualTo(2);
        assertThat(timeline(PeriodType.MONTH, "2024-01-01", "2024-02-28").known())
                .isEqualTo(1);
    }

    @Test
    void firstPeriodIsLeftOutWhereMoreThanATenthOfItLiesBeforeTheFirstSale() {
        // A tenth of the 31 days of January are 3: a first sale on the 4th is granted, one on the 5th is not.
        assertThat(timeline(PeriodType.MONTH, "2024-01-04", "2024-06-30").start(0))
                .isEqualTo("2024-01-01");
        assertThat(timeline(PeriodType.MONTH, "2024-01-05", "2024-06-30").start(0))
                .isEqualTo("2024-02-01");
        // A week has no tenth.
        assertThat(timeline(PeriodType.WEEK, "2024-01-02", "2024-06-30").start(0))
                .isEqualTo("2024-01-08");
    }

    @Test
    void historyIsEmptyWhereNoPeriodIsOver() {
        SegmentTimeline weeks = timeline(PeriodType.WEEK, "2024-02-12", "2024-02-14");

        assertThat(weeks.known()).isZero();
        assertThat(weeks.lastKnownDay(0)).isEqualTo("2024-02-11");
        assertThat(weeks.end(2)).isEqualTo("2024-03-03");
    }

    @Test
    void everyDateOfTheHistoryHasThePositionOfItsPeriod() {
        SegmentTimeline months = timeline(PeriodType.MONTH, "2024-01-01", "2024-03-30");

        Dataset<Row> dates = months.dates(TestSession.get());

        assertThat(dates.filter("position = 0").count()).isEqualTo(31);
        assertThat(dates.filter("position = 1").count()).isEqualTo(29);
        assertThat(dates.count()).isEqualTo(60);
        assertThat(dates.filter("date = '2024-02-01'").first().<Integer>getAs("position"))
                .isEqualTo(1);
    }

    @Test
    void shareOfYearIsThatOfTheMiddleOfThePeriod() {
        SegmentTimeline months = timeline(PeriodType.MONTH, "2023-01-01", "2023-12-31");

        // 2023-01-16 is day 16 and 2023-12-16 day 350 of 365.
        assertThat(months.shareOfYear(0)).isCloseTo(15.0 / 365, within(1e-12));
        assertThat(months.shareOfYear(11)).isCloseTo(349.0 / 365, within(1e-12));
    }

    @Test
    void seriesOfOtherPeriodsAreRefused() {
        assertThatThrownBy(() -> timeline(PeriodType.QUARTER, "2024-01-01", "2024-02-14"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("series are made of days, weeks or months, not of quarter");
    }

    private static SegmentTimeline timeline(PeriodType grain, String firstSale, String asOf) {
        return SegmentTimeline.of(grain, CALENDAR, LocalDate.parse(firstSale), LocalDate.parse(asOf), 3);
    }
}
