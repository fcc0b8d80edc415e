package almanac.forecast.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Six weeks from Monday 2024-03-11 to Sunday 2024-04-21. */
class TotalsTest {

    private static final List<Totals> TOTALS = Totals.of(weeks(6));

    @Test
    void nextPeriodsAreCumulated() {
        List<Totals> horizon =
                TOTALS.stream().filter(total -> total.type().equals("horizon")).toList();

        assertThat(horizon).hasSize(6);
        assertThat(horizon.get(2).shares()).containsExactly(1, 1, 1, 0, 0, 0);
        assertThat(horizon.get(2).end()).isEqualTo(LocalDate.of(2024, 3, 31));
        assertThat(horizon.get(2).periods()).isEqualTo(3);
    }

    @Test
    void monthAndQuarterThatEndWithinTheHorizonAreThereWithWhatLiesBefore() {
        List<Totals> calendar =
                TOTALS.stream().filter(total -> !total.type().equals("horizon")).toList();

        // April does not end before 2024-04-21.
        assertThat(calendar).extracting(Totals::type).containsExactly("month", "quarter");
        assertThat(calendar)
                .extracting(Totals::start)
                .containsExactly(LocalDate.of(2024, 3, 1), LocalDate.of(2024, 1, 1));
        assertThat(calendar).allSatisfy(total -> {
            assertThat(total.end()).isEqualTo(LocalDate.of(2024, 3, 31));
            assertThat(total.shares()).containsExactly(1, 1, 1, 0, 0, 0);
        });
    }

    @Test
    void periodThatLiesInTwoMonthsCountsByItsDays() {
        Totals april = Totals.of(weeks(8)).stream()
                .filter(total -> total.type().equals("month") && total.start().equals(LocalDate.of(2024, 4, 1)))
                .findFirst()
                .orElseThrow();

        // Of the week from 2024-04-29 on Monday and Tuesday.
        assertThat(april.shares()).containsExactly(new double[] {0, 0, 0, 1, 1, 1, 1, 2 / 7.0}, within(1e-12));
        assertThat(april.periods()).isEqualTo(5);
        assertThat(april.sum(new double[] {9, 9, 9, 1, 2, 3, 4, 7})).isCloseTo(12, within(1e-12));
    }

    @Test
    void yearThatEndsWithinTheHorizonIsThere() {
        assertThat(Totals.of(weeks(43)))
                .anySatisfy(total -> {
                    assertThat(total.type()).isEqualTo("year");
                    assertThat(total.end()).isEqualTo(LocalDate.of(2024, 12, 31));
                })
                .hasSize(43 + 10 + 4 + 1);
    }

    @Test
    void quantilesOfDrawsAreThoseOfTheirSums() {
        // R 4.2.2: quantile(c(3, 5, 7, 9, 11), c(.05, .1, .25, .5, .75, .9, .95)).
        double[][] draws = {
            {5, 6, 0, 0, 0, 0}, {1, 2, 9, 9, 9, 9}, {3, 4, 0, 0, 0, 0}, {2, 3, 0, 0, 0, 0}, {4, 5, 1, 1, 1, 1}
        };

        assertThat(TOTALS.get(1).quantiles(draws))
                .containsExactly(new double[] {3.4, 3.8, 5.0, 7.0, 9.0, 10.2, 10.6}, within(1e-12));
    }

    private static Outlook weeks(int count) {
        LocalDate monday = LocalDate.of(2024, 3, 11);
        LocalDate[] starts = new LocalDate[count];
        LocalDate[] ends = new LocalDate[count];
        for (int h = 0; h < count; h++) {
            starts[h] = monday.plusWeeks(h);
            ends[h] = monday.plusWeeks(h).plusDays(6);
        }
        return new Outlook(monday.minusDays(1), true, starts, ends, new double[count], null, new double[count]);
    }
}
