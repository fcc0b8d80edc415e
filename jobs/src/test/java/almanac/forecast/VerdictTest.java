package almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final Timeline WEEKS = Examples.weeks(80, 2);
    private static final SeriesScale SCALE = new SeriesScale(1, null, null, true);

    @Test
    void seriesOfZerosIsForecastByZeros() {
        Verdict verdict = Verdict.beforehand(Examples.series(1, 0, new double[80]), WEEKS);

        assertThat(verdict)
                .isEqualTo(new Verdict(
                        "zero", MethodStatus.FALLBACK_NAIVE, "no period of the history has sales above zero"));
    }

    @Test
    void seriesWithoutSalesForHalfAYearHasEnded() {
        Verdict verdict = Verdict.beforehand(Examples.series(1, 10, Examples.values(70, t -> t < 44 ? 5 : 0)), WEEKS);

        // Position 10 + 43 is the week of 2024-01-08.
        assertThat(verdict)
                .isEqualTo(new Verdict(
                        "zero",
                        MethodStatus.FALLBACK_NAIVE,
                        "ended: no sales since 2024-01-14, for 26 periods; the longest pause before was 0"));
    }

    @Test
    void seriesWithoutSalesForLessThanHalfAYearHasNotEnded() {
        assertThat(Verdict.beforehand(Examples.series(1, 10, Examples.values(70, t -> t < 45 ? 5 : 0)), WEEKS))
                .isNull();
    }

    @Test
    void seriesThatPausesEveryYearHasNotEnded() {
        // Sold in ten weeks of the year: the pause of 28 weeks is shorter than twice the 42 of the year before.
        assertThat(Verdict.beforehand(Examples.series(1, 0, Examples.values(80, t -> t % 52 < 10 ? 5 : 0)), WEEKS))
                .isNull();
    }

    @Test
    void returnsAreNoSales() {
        Verdict verdict = Verdict.beforehand(
                Examples.series(1, 0, Examples.values(80, t -> t < 50 ? 5 : t == 60 ? -5 : 0)), WEEKS);

        assertThat(verdict).isNotNull();
        assertThat(verdict.reason()).contains("for 30 periods");
    }

    @Test
    void combinationIsPublishedWhereItsErrorIsNoLargerThanThatOfSeasonalNaive() {
        Series series = Examples.series(1, 0, Examples.values(80, t -> 10));

        // Errors of 2 and 1 each.
        assertThat(Verdict.of(series, List.of(said(78, new double[] {12, 9}, new double[] {8, 11}))))
                .isEqualTo(new Verdict("combination", MethodStatus.OK, null));
    }

    @Test
    void seasonalNaiveIsPublishedWhereTheCombinationWasWorse() {
        Series series = Examples.series(1, 0, Examples.values(80, t -> 10));

        assertThat(Verdict.of(series, List.of(said(78, new double[] {12, 8}, new double[] {8, 11}))))
                .isEqualTo(new Verdict(
                        "seasonal_naive",
                        MethodStatus.FALLBACK_NAIVE,
                        "in the back-test of 2 forecasts the combination was off by 2.000, seasonal naive by 1.500 on"
                                + " average"));
    }

    @Test
    void whatIsNotKnownYetIsNotCompared() {
        Series series = Examples.series(1, 0, Examples.values(80, t -> 10));

        // Of the origin 79 only the first period is known: the combination is exact in it.
        assertThat(Verdict.of(series, List.of(said(79, new double[] {10, 1000}, new double[] {8, 11})))
                        .status())
                .isEqualTo(MethodStatus.OK);
    }

    private static OriginForecasts said(int origin, double[] combination, double[] yardstick) {
        return new OriginForecasts(
                origin, 2, SCALE, Map.of("combination", combination, "seasonal_naive", yardstick), Map.of());
    }
}
