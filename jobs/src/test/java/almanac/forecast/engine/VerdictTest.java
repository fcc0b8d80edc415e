package almanac.forecast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import almanac.forecast.Examples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final Timeline WEEKS = Examples.weeks(80, 2);

    @Test
    void seriesOfZerosIsForecastByZeros() {
        assertThat(unasked(Examples.series(1, 0, new double[80])))
                .isEqualTo(new Verdict("zero", MethodStatus.FALLBACK_NAIVE, "every value of the history is zero"));
    }

    @Test
    void seriesWithoutAnyPeriodIsSkipped() {
        assertThat(unasked(Examples.series(1, 80)))
                .isEqualTo(new Verdict("none", MethodStatus.SKIPPED, "no value in a period that is over"));
    }

    @Test
    void seriesThatIsZeroForHalfAYearHasEnded() {
        // Position 10 + 43 is the week that ends on 2024-01-14.
        assertThat(unasked(Examples.series(1, 10, Examples.values(70, t -> t < 44 ? 5 : 0))))
                .isEqualTo(new Verdict(
                        "zero",
                        MethodStatus.FALLBACK_NAIVE,
                        "ended: nothing since 2024-01-14, for 26 periods; the longest pause before was 0"));
    }

    @Test
    void seriesThatIsZeroForLessThanHalfAYearHasNotEnded() {
        assertThat(unasked(Examples.series(1, 10, Examples.values(70, t -> t < 45 ? 5 : 0)))
                        .method())
                .isNotEqualTo("zero");
    }

    @Test
    void seriesThatPausesEveryYearHasNotEnded() {
        // Alive in ten weeks of the year: the pause of 18 weeks is shorter than half a year; that of 28 is
        // shorter than twice the 42 of the year before.
        assertThat(unasked(Examples.series(1, 0, Examples.values(80, t -> t % 52 < 10 ? 5 : 0)))
                        .method())
                .isNotEqualTo("zero");
        assertThat(unasked(Examples.series(1, 0, Examples.values(90, t -> t % 52 < 10 ? 5 : 0)))
                        .method())
                .isNotEqualTo("zero");
    }

    @Test
    void valueBelowZeroIsASignOfLife() {
        double[] returned = Examples.values(80, t -> t < 50 ? 5 : t == 60 ? -5 : 0);
        double[] negative = Examples.values(80, t -> -5);

        assertThat(unasked(Examples.series(1, 0, returned)).method()).isNotEqualTo("zero");
        assertThat(unasked(Examples.series(1, 0, negative)).method()).isNotEqualTo("zero");
    }

    @Test
    void lastValueOfAHistoryTooShortForMethodsIsCarriedOn() {
        assertThat(unasked(Examples.series(1, 77, 5, 6, 7)))
                .isEqualTo(new Verdict(
                        "seasonal_naive",
                        MethodStatus.FALLBACK_NAIVE,
                        "too short: 3 periods of history, the last value is carried on"));
    }

    @Test
    void seriesYoungerThanTheBacktestIsAColdStart() {
        assertThat(unasked(Examples.series(1, 76, 5, 6, 7, 8)))
                .isEqualTo(new Verdict(
                        "combination",
                        MethodStatus.COLD_START,
                        "younger than the back-test: methods weigh as for other series"));
    }

    @Test
    void combinationIsPublishedUnlessItsErrorIsMoreThanTwiceThatOfSeasonalNaive() {
        // Errors of 3 and 3 against those of 2 and 1: twice as much, and no more.
        assertThat(said(2, new double[] {13, 7}, new double[] {8, 11}))
                .isEqualTo(new Verdict("combination", MethodStatus.OK, null));
    }

    @Test
    void seasonalNaiveIsPublishedWhereTheCombinationWasMuchWorse() {
        assertThat(said(2, new double[] {14, 6}, new double[] {8, 11}))
                .isEqualTo(new Verdict(
                        "seasonal_naive",
                        MethodStatus.FALLBACK_NAIVE,
                        "in the back-test of 2 forecasts the combination was off by 4.000, seasonal naive by 1.500 on"
                                + " average"));
    }

    @Test
    void roundingIsNotWorseThanAnExactForecast() {
        assertThat(said(2, new double[] {Math.nextUp(10.0), 10}, new double[] {10, 10})
                        .status())
                .isEqualTo(MethodStatus.OK);
    }

    @Test
    void whatIsNotKnownYetIsNotCompared() {
        // Of the last origin but one only the first period is known: the combination is exact in it.
        assertThat(said(1, new double[] {10, 1000}, new double[] {8, 11}).status())
                .isEqualTo(MethodStatus.OK);
    }

    @Test
    void unknownValueIsNotCompared() {
        double[] values = Examples.values(80, t -> t == 78 ? Double.NaN : 10);
        Series series = Examples.series(1, 0, values);

        // The combination would have been off by 990 in the week that is not known.
        assertThat(Verdict.of(
                                new SeriesBacktest(
                                        series, List.of(at(series, 2, new double[] {1000, 10}, new double[] {8, 11}))),
                                WEEKS)
                        .status())
                .isEqualTo(MethodStatus.OK);
    }

    private static Verdict unasked(Series series) {
        return Verdict.of(new SeriesBacktest(series, List.of()), WEEKS);
    }

    /** On a series of tens. */
    private static Verdict said(int back, double[] combination, double[] yardstick) {
        Series series = Examples.series(1, 0, Examples.values(80, t -> 10));
        return Verdict.of(new SeriesBacktest(series, List.of(at(series, back, combination, yardstick))), WEEKS);
    }

    private static OriginForecasts at(Series series, int back, double[] combination, double[] yardstick) {
        return Said.at(series, back, Map.of("combination", combination, "seasonal_naive", yardstick));
    }
}
