package almanac.forecast;

import static almanac.Frames.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import almanac.Frames;
import almanac.SmallNight;
import almanac.forecast.engine.Driver;
import almanac.segment.DailySales;
import almanac.staging.Events;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Weeks from Monday 2023-01-02 on; the week at position 4 is that of 2023-01-30. */
class EventCalendarTest {

    private static final String COLUMNS = "event_id, event_name, start_date, end_date, is_disruption, is_current";
    private static final SegmentTimeline WEEKS = Examples.weeks(60, 4);

    @Test
    void periodsOfWhichADisruptionTakesAFifthAreMasked() {
        // Monday to Sunday; and one day of seven, which is less than a fifth.
        EventCalendar events = of(
                row("S1", "Strike", "2023-01-30", "2023-02-05", true, true),
                row("S2", "Strike", "2023-02-15", "2023-02-15", true, true));

        double[] masked = events.masked(Examples.values(10, t -> t), 0);

        assertThat(masked[4]).isNaN();
        assertThat(Arrays.stream(masked).filter(Double::isNaN).count()).isEqualTo(1);
        assertThat(events.masked(Examples.values(5, t -> t), 3)[1]).isNaN();
    }

    @Test
    void seriesThatStartsInADisruptionKeepsItsFirstValue() {
        EventCalendar events = of(row("S1", "Strike", "2023-01-30", "2023-02-12", true, true));

        assertThat(events.masked(new double[] {7, 8, 9}, 4)).containsExactly(7, Double.NaN, 9);
    }

    @Test
    void eventsOfOneNameAreOneDriverOfTheShareOfDays() {
        // Three days of the week at 4, and three of that at 62, which is still to come.
        EventCalendar events = of(
                row("E1", "Fair", "2023-01-30", "2023-02-01", false, true),
                row("E2", "Fair", "2024-03-12", "2024-03-14", false, true));

        List<Driver> drivers = events.drivers(0, List.of("events"));
        double[] shares = drivers.get(0).values();

        assertThat(drivers).extracting(Driver::name).containsExactly("event: Fair");
        assertThat(shares).hasSize(64);
        assertThat(shares[4]).isCloseTo(3.0 / 7, within(1e-12));
        assertThat(shares[62]).isCloseTo(3.0 / 7, within(1e-12));
        assertThat(Arrays.stream(shares).sum()).isCloseTo(6.0 / 7, within(1e-12));
        assertThat(events.drivers(3, List.of("events")).get(0).values()[1]).isCloseTo(3.0 / 7, within(1e-12));
    }

    @Test
    void eventsOfWhichTheHistoryKnowsNothingAndSupersededOnesAreNoDrivers() {
        EventCalendar events = of(
                row("E1", "Opening", "2024-03-12", "2024-03-14", false, true),
                row("E2", "Fair", "2023-01-30", "2023-02-01", false, false));

        assertThat(events.drivers(0, List.of("events"))).isEmpty();
    }

    @Test
    void strikeIsNoGuideAndNoErrorIsCountedInIt() {
        // The weeks at 62 and 63, the first of the last origin of the back-test but one.
        SmallNight struck = ForecastWorld.nightOf(ForecastWorld.sales(), ForecastWorld.market())
                .with(Events.INPUT.spec(), COLUMNS, row("S1", "Strike", "2024-03-11", "2024-03-24", true, true));

        List<Row> rows = struck.rows(
                Backtests.SPEC,
                "method = 'combination' AND NOT is_final AND segmentation = 'product' AND segment = 'product=Spirits>Gin'"
                        + " AND actual_amount IS NULL");

        assertThat(rows)
                .extracting(row -> row.getAs("period_start").toString())
                .containsExactlyInAnyOrder("2024-03-11", "2024-03-18");
        assertThat(struck.rows(DailySales.SPEC, "order_date = '2024-03-11'")).isNotEmpty();
    }

    private static EventCalendar of(Object[]... rows) {
        return EventCalendar.of(Frames.of(Events.INPUT.spec(), COLUMNS, rows), WEEKS);
    }
}
