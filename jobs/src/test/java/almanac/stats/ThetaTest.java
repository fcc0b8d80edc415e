package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

/**
 * Expected values: R 4.2.2, forecast 8.20, {@code thetaf}. The smoothing parameter of R is some 1e-5 short of the
 * optimum, which moves forecasts by less than 3e-5 of their size here.
 */
class ThetaTest {

    private final ForecastMethod theta = new Theta();

    @Test
    void monthlyForecastsAreThoseOfR() {
        double[] expected = {
            440.0781911,
            428.3842806,
            489.7070987,
            475.7046277,
            479.6703887,
            545.3662722,
            602.7520018,
            601.1007631,
            523.9514922,
            456.6271449,
            397.9537347,
            447.6449087
        };
        double[] forecasts = theta.forecast(ReferenceSeries.airPassengers(), 12, 12);

        assertThat(forecasts).hasSize(12);
        for (int h = 0; h < expected.length; h++) {
            assertThat(forecasts[h]).as("step %d", h + 1).isCloseTo(expected[h], withinPercentage(0.001));
        }
    }

    @Test
    void forecastsBeyondOnePeriodKeepTheirSeasonAndDrift() {
        double[] forecasts = theta.forecast(ReferenceSeries.airPassengers(), 12, 25);

        assertThat(forecasts[0]).isCloseTo(440.078191082, withinPercentage(0.001));
        assertThat(forecasts[12]).isCloseTo(454.529768933, withinPercentage(0.001));
        assertThat(forecasts[24]).isCloseTo(468.981346784, withinPercentage(0.001));
        assertThat(forecasts[12] - forecasts[0]).isCloseTo(14.4515778514, within(1e-6));
    }

    @Test
    void aSeriesWithoutSeasonIsSmoothedWithHalfItsSlope() {
        assertThat(theta.forecast(ReferenceSeries.nile(), 1, 6))
                .containsExactly(
                        new double[] {799.8119962, 798.4548435, 797.0976908, 795.7405381, 794.3833854, 793.0262326},
                        within(0.02));
        assertThat(theta.forecast(ReferenceSeries.serverUsers(), 1, 6))
                .containsExactly(
                        new double[] {220.3096281, 220.6190250, 220.9284220, 221.2378189, 221.5472158, 221.8566128},
                        within(1e-6));
    }

    @Test
    void shortHistoriesAreForecastAsInR() {
        assertThat(theta.forecast(ReferenceSeries.twelve(), 1, 4))
                .containsExactly(new double[] {24.51873896, 25.05020750, 25.58167603, 26.11314456}, within(1e-4));
        assertThat(theta.forecast(new double[] {10, 12, 9, 14, 13}, 1, 3))
                .containsExactly(new double[] {13.04892574, 13.44892574, 13.84892574}, within(1e-5));
        assertThat(theta.forecast(new double[] {10, 14}, 1, 3))
                .containsExactly(new double[] {14.4, 16.4, 18.4}, within(1e-3));
    }

    @Test
    void theSeasonIsAdditiveWhereAValueIsBelowZero() {
        // d <- decompose(x); thetaf(ts(as.numeric(seasadj(d))))$mean + d$figure
        assertThat(theta.forecast(ReferenceSeries.quartersBelowZero(), 4, 4))
                .containsExactly(new double[] {13.528486506, 5.025666958, 16.304097409, 9.863777860}, within(1e-6));
    }
}
