package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TeunterSyntetosBabaiTest {

    private final TeunterSyntetosBabai tsb = new TeunterSyntetosBabai();

    @Test
    void theRateIsTheProbabilityOfDemandTimesItsSize() {
        // By hand: rates 1, 1/2, 25/16 and 25/32 against means 0, 3/2, 1 and 1; then 21/32 * 7/4.
        IntermittentMethod.Fit fit = tsb.smooth(new double[] {0, 3, 0, 1}, 0.5, 0.5, 2, 0.5);

        assertThat(fit.rate()).isEqualTo(1.1484375);
        assertThat(fit.sumOfSquares()).isEqualTo(2.3642578125);
    }

    @Test
    void eachParameterHasItsOwnPart() {
        // The recursion of the paper in R 4.2.2, size 0.1, probability 0.2.
        IntermittentMethod.Fit fit = tsb.smooth(SyntetosBoylanTest.SPARE_PART, 0.1, 0.2, 3, 0.25);

        assertThat(fit.rate()).isCloseTo(0.8064167999558, within(1e-12));
        assertThat(fit.sumOfSquares()).isCloseTo(2.0227898782823, within(1e-11));
    }

    @Test
    void demandThatEndedFadesFromTheForecast() {
        double[] ended = Arrays.copyOf(SyntetosBoylanTest.SPARE_PART, 60);

        // The smallest parameter, 0.05, leaves at most 0.95^43 of the probability at the last demand.
        assertThat(tsb.forecast(ended, 1, 1)[0]).isBetween(0.0, 5 * Math.pow(0.95, 43));
        assertThat(tsb.forecast(ended, 1, 1)[0]).isLessThan(new SyntetosBoylan().forecast(ended, 1, 1)[0] / 2);
    }

    @Test
    void netReturnsAreNoDemand() {
        double[] returns = SyntetosBoylanTest.SPARE_PART.clone();
        returns[1] = -2;
        returns[17] = -0.5;

        assertThat(tsb.forecast(returns, 1, 2)).containsExactly(tsb.forecast(SyntetosBoylanTest.SPARE_PART, 1, 2));
        assertThat(tsb.forecast(new double[] {0, -4, 0, -1}, 1, 2)).containsExactly(0, 0);
    }

    @Test
    void demandInEveryPeriodIsNotIntermittent() {
        assertThat(tsb.forecast(ReferenceSeries.nile(), 1, 2))
                .containsExactly(new SimpleExponentialSmoothing().forecast(ReferenceSeries.nile(), 1, 2));
    }
}
