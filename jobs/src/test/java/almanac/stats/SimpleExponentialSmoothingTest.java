package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

/**
 * Expected values: R 4.2.2, forecast 8.20, {@code ses}. Its simplex search stops some 1e-5 short of the optimum that is
 * found here, so forecasts agree to 1e-5 and the sum of squares here is never larger.
 */
class SimpleExponentialSmoothingTest {

    private final ForecastMethod smoothing = new SimpleExponentialSmoothing();

    @Test
    void levelOfTheNileIsThatOfR() {
        SimpleExponentialSmoothing.Fit fit = SimpleExponentialSmoothing.fit(ReferenceSeries.nile());

        assertThat(fit.alpha()).isCloseTo(0.2456681537, within(1e-3));
        assertThat(fit.level()).isCloseTo(805.3363293, withinPercentage(0.005));
        assertThat(fit.sumOfSquares()).isCloseTo(2.038674438e+06, withinPercentage(1e-4));
        assertThat(fit.sumOfSquares()).isLessThanOrEqualTo(2.038674438e+06);
    }

    @Test
    void aSeriesThatDriftsIsFollowedAtTheUpperBoundOfAlpha() {
        SimpleExponentialSmoothing.Fit fit = SimpleExponentialSmoothing.fit(ReferenceSeries.serverUsers());

        assertThat(fit.alpha()).isCloseTo(0.9998999318, within(1e-6));
        assertThat(fit.level()).isCloseTo(220.0002001765, within(1e-6));
        assertThat(fit.sumOfSquares()).isLessThanOrEqualTo(3330.6237988685);
    }

    @Test
    void forecastOfTwelveValuesIsThatOfR() {
        assertThat(smoothing.forecast(ReferenceSeries.twelve(), 1, 2))
                .containsExactly(new double[] {23.7425677639, 23.7425677639}, within(1e-4));
    }

    @Test
    void aShortHistoryStartsAtItsFirstValueAsInR() {
        // ses(c(10, 12, 9, 14, 13)): alpha 0.3672117748, initial level 10.
        assertThat(smoothing.forecast(new double[] {10, 12, 9, 14, 13}, 1, 1))
                .containsExactly(new double[] {12.0701546443}, within(1e-5));
    }

    @Test
    void fromSevenValuesOnTheStartingLevelIsLearntAsInR() {
        // ses(c(10, 12, 9, 14, 13, 15)) starts at 10; a seventh value 11 puts alpha at its lower bound.
        assertThat(smoothing.forecast(new double[] {10, 12, 9, 14, 13, 15}, 1, 1))
                .containsExactly(new double[] {13.90405459543}, within(1e-5));
        assertThat(smoothing.forecast(new double[] {10, 12, 9, 14, 13, 15, 11}, 1, 1))
                .containsExactly(new double[] {12.000141941}, within(2e-4));
    }

    @Test
    void twoValuesAreSmoothedWithAlphaOneFifth() {
        // thetaf(c(10, 14)) implies 10 + 0.2 * 4; every alpha has the same one-step errors.
        assertThat(smoothing.forecast(new double[] {10, 14}, 1, 1)).containsExactly(new double[] {10.8}, within(1e-3));
    }

    @Test
    void aSeasonalHistoryIsSmoothedWithoutItsSeason() {
        // d <- decompose(AirPassengers, type = "multiplicative"); ses(seasadj(d))$mean * d$figure
        assertThat(smoothing.forecast(ReferenceSeries.airPassengers(), 12, 12))
                .containsExactly(
                        new double[] {
                            438.6406558,
                            425.8196651,
                            485.4505243,
                            470.2897954,
                            472.9267634,
                            536.2474555,
                            591.0779810,
                            587.8759563,
                            511.0518101,
                            444.1954641,
                            386.0882828,
                            433.1441073
                        },
                        within(0.005));
    }

    @Test
    void anAdditiveSeasonIsAddedBack() {
        // d <- decompose(x); ses(ts(as.numeric(seasadj(d))))$mean + d$figure
        assertThat(smoothing.forecast(ReferenceSeries.quartersBelowZero(), 4, 4))
                .containsExactly(new double[] {13.31253442, 4.59378442, 15.65628442, 9.00003442}, within(1e-5));
    }
}
