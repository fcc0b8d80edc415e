package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SyntetosBoylanTest {

    /** Demand in five of eighteen periods, made up for these tests. */
    static final double[] SPARE_PART = {0, 0, 3, 0, 0, 0, 2, 0, 5, 0, 0, 1, 0, 0, 0, 0, 4, 0};

    private final SyntetosBoylan sba = new SyntetosBoylan();

    @Test
    void sizeOverIntervalIsCorrectedByHalfTheParameter() {
        // By hand, correction 3/4: rates 3/4, 3/4, 15/16 and 15/16 against means 0, 3/2, 1 and 1; then 3/4 * 7/4 / 2.
        IntermittentMethod.Fit fit = sba.smooth(new double[] {0, 3, 0, 1}, 0.5, 0.5, 2, 0.5);

        assertThat(fit.rate()).isEqualTo(0.65625);
        assertThat(fit.sumOfSquares()).isEqualTo(1.1328125);
    }

    @Test
    void theRateIsThatOfCrostonTimesTheCorrection() {
        // R 4.2.2, forecast 8.20: croston(y, alpha = 0.1)$mean; it starts from the first demand and its interval.
        // The errors: sum(((1 - alpha / 2) * fitted - cumsum(y) / 1:18)^2) with 1 where croston has no fitted value.
        IntermittentMethod.Fit slow = sba.smooth(SPARE_PART, 0.1, 0.1, 3, 1 / 3.0);
        assertThat(slow.rate()).isCloseTo(0.95 * 0.9427300354021, within(1e-12));
        assertThat(slow.sumOfSquares()).isCloseTo(2.477279952116, within(1e-11));

        IntermittentMethod.Fit fast = sba.smooth(SPARE_PART, 0.3, 0.3, 3, 1 / 3.0);
        assertThat(fast.rate()).isCloseTo(0.85 * 0.8636632076268, within(1e-12));
        assertThat(fast.sumOfSquares()).isCloseTo(1.906854025004, within(1e-11));
    }

    @Test
    void theForecastIsTheRateOfTheBestParametersInEachPeriodAhead() {
        double[] forecasts = sba.forecast(SPARE_PART, 12, 3);

        // The best of a grid of steps of 0.001 over both parameters.
        double best = Double.POSITIVE_INFINITY;
        double rate = 0;
        for (int size = 50; size <= 300; size++) {
            for (int interval = 50; interval <= 300; interval++) {
                IntermittentMethod.Fit fit = sba.smooth(SPARE_PART, size / 1e3, interval / 1e3, 3, 5 / 18.0);
                if (fit.sumOfSquares() < best) {
                    best = fit.sumOfSquares();
                    rate = fit.rate();
                }
            }
        }
        assertThat(forecasts[0]).isCloseTo(rate, within(0.005));
        assertThat(forecasts).containsOnly(forecasts[0]);
    }

    @Test
    void netReturnsAreNoDemand() {
        double[] returns = SPARE_PART.clone();
        returns[1] = -2;
        returns[17] = -0.5;

        assertThat(sba.forecast(returns, 1, 2)).containsExactly(sba.forecast(SPARE_PART, 1, 2));
        assertThat(sba.forecast(new double[] {0, -4, 0, -1}, 1, 2)).containsExactly(0, 0);
    }

    @Test
    void demandThatEndedIsForecastForEver() {
        double[] ended = Arrays.copyOf(SPARE_PART, 60);

        assertThat(sba.forecast(ended, 1, 1)[0]).isGreaterThan(0.2);
    }

    @Test
    void demandInEveryPeriodIsNotIntermittent() {
        assertThat(sba.forecast(ReferenceSeries.airPassengers(), 12, 12))
                .containsExactly(new SimpleExponentialSmoothing().forecast(ReferenceSeries.airPassengers(), 12, 12));
    }
}
