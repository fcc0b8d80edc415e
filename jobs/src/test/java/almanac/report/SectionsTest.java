package almanac.report;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;

import almanac.Frames;
import almanac.config.PeriodType;
import almanac.market.price.CompetitorPosition;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sections take from a night, of two segments and their total. */
class SectionsTest {

    @TempDir
    static Path folder;

    private static PublishedNight night;
    private static ReportPeriods periods;

    @BeforeAll
    static void publish() {
        night = PublishedNight.last(ReportWarehouse.whole(folder, List.of("Tea", "Coffee")));
        periods = ReportPeriods.of(night);
    }

    @Test
    void theBestOpportunitiesStandThereHoweverLittleTheirSegmentsSell() {
        // Tea, of which the opportunity is, sells least.
        SegmentList largest = SegmentList.of(night, periods, 2);

        Map<String, Object> data =
                new OpportunitiesSection().data(new ReportScope(night, largest, periods, new Rounding(2)));

        assertThat((Object[]) data.get("name")).containsExactly("Tea");
        assertThat((Object[]) data.get(SegmentList.INDEX)).containsExactly((Object) null);
    }

    @Test
    void aLongCourseIsOfTheCoarsestPeriodsThatATableHasEnoughOf() {
        assertThat(periods.longCourse(positions(PeriodType.QUARTER, 7, PeriodType.MONTH, 21)))
                .hasSize(7)
                .extracting(ReportPeriods.Period::type)
                .containsOnly("quarter");
        assertThat(periods.longCourse(positions(PeriodType.QUARTER, 3, PeriodType.MONTH, 9)))
                .hasSize(9)
                .extracting(ReportPeriods.Period::type)
                .containsOnly("month");
    }

    @Test
    void aLongCourseEndsWhereTheTableEndsAndKeepsItsGaps() {
        Dataset<Row> positions = positions(PeriodType.QUARTER, 7, PeriodType.MONTH, 21)
                .filter("period_type = 'quarter' AND period_start != '2024-07-01'");

        assertThat(periods.longCourse(positions))
                .extracting(ReportPeriods.Period::start)
                .startsWith(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 4, 1), LocalDate.of(2024, 7, 1))
                .endsWith(LocalDate.of(2025, 7, 1));
    }

    @Test
    void seasonalNaiveRepeatsTheWeekOfDaysAndTheYearOfWhatIsLonger() {
        assertThat(ForecastSection.season("day")).isEqualTo("week");
        assertThat(ForecastSection.season("week")).isEqualTo("year");
        assertThat(ForecastSection.season("month")).isEqualTo("year");
    }

    /** Positions of so many periods of two types from 2024 on. */
    private static Dataset<Row> positions(PeriodType coarse, int coarseCount, PeriodType fine, int fineCount) {
        Object[][] rows = IntStream.range(0, coarseCount + fineCount)
                .mapToObj(i -> i < coarseCount
                        ? row(coarse.id(), LocalDate.of(2024, 1, 1).plusMonths(3L * i))
                        : row(fine.id(), LocalDate.of(2024, 1, 1).plusMonths(i - coarseCount)))
                .toArray(Object[][]::new);
        return Frames.of(CompetitorPosition.SPEC, "period_type, period_start", rows);
    }
}
