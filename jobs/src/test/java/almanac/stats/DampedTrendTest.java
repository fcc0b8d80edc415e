package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

/**
 * Expected values: R 4.2.2. Twice over, since {@code forecast::holt(damped = TRUE)} (forecast 8.20) stops short of its
 * optimum: once from holt to 1e-3, and once to 1e-6 from {@code optim} with {@code L-BFGS-B} and 25 starts on the sum of
 * squares whose starting states come from {@code qr.coef}.
 */
class DampedTrendTest {

    private final ForecastMethod dampedTrend = new DampedTrend();

    @Test
    void startingStatesMinimiseTheSumOfSquaresForGivenParameters() {
        // qr.coef on the errors of a unit level and a unit trend: sum of squares, last level, last trend.
        TrendSmoothing.Fit air = TrendSmoothing.smooth(ReferenceSeries.airPassengers(), 0.3, 0.1, 0.9);
        assertThat(air.sumOfSquares()).isCloseTo(414027.6602329244, withinPercentage(1e-8));
        assertThat(air.level()).isCloseTo(474.3738701113, within(1e-7));
        assertThat(air.trend()).isCloseTo(-16.4754842681, within(1e-7));

        TrendSmoothing.Fit slow = TrendSmoothing.smooth(ReferenceSeries.nile(), 0.05, 0.01, 0.8);
        assertThat(slow.sumOfSquares()).isCloseTo(2.1780819151e+06, withinPercentage(1e-7));
        assertThat(slow.level()).isCloseTo(873.88936778, within(1e-6));
        assertThat(slow.trend()).isCloseTo(-3.3211600617, within(1e-7));
    }

    @Test
    void aTrendThatTurnsIsFollowedAndDamped() {
        // optim: alpha 0.9999, beta 0.9999, phi 0.806671765, sum of squares 1149.84689839548
        TrendSmoothing.Fit fit = TrendSmoothing.damped(ReferenceSeries.serverUsers());
        assertThat(fit.phi()).isCloseTo(0.80667176459, within(1e-4));
        assertThat(fit.sumOfSquares()).isCloseTo(1149.84689839548, withinPercentage(1e-5));

        double[] forecasts = dampedTrend.forecast(ReferenceSeries.serverUsers(), 1, 6);
        assertThat(forecasts)
                .containsExactly(
                        new double[] {218.38624220, 217.08456831, 216.03454474, 215.18752037, 214.50424973, 213.95307459
                        },
                        within(5e-4));
        // holt(WWWusage, damped = TRUE), sum of squares 1161.317
        assertThat(forecasts)
                .containsExactly(
                        new double[] {218.3664285, 217.0353165, 215.9505796, 215.0666161, 214.3462652, 213.7592437},
                        within(0.21));
    }

    @Test
    void parametersAtTheirBoundsAreFound() {
        // optim: alpha 0.9999, beta 0.0001, phi 0.98, sum of squares 162097.01266
        assertThat(dampedTrend.forecast(ReferenceSeries.airPassengers(), 1, 6))
                .containsExactly(
                        new double[] {432.23011772, 432.45972537, 432.68474086, 432.90525604, 433.12136092, 433.33314371
                        },
                        within(1e-4));
    }

    @Test
    void theSumOfSquaresIsNotAboveThatOfR() {
        // holt(y, damped = TRUE)$model$mse * length(y)
        assertThat(TrendSmoothing.damped(ReferenceSeries.airPassengers()).sumOfSquares())
                .isLessThanOrEqualTo(1.622944148e+05);
        assertThat(TrendSmoothing.damped(ReferenceSeries.nile()).sumOfSquares()).isLessThanOrEqualTo(2.043226681e+06);
        assertThat(TrendSmoothing.damped(ReferenceSeries.serverUsers()).sumOfSquares())
                .isLessThanOrEqualTo(1161.31706105821);
        assertThat(TrendSmoothing.damped(ReferenceSeries.twelve()).sumOfSquares())
                .isLessThanOrEqualTo(30.69122576);
    }

    @Test
    void aSeasonalHistoryIsForecastWithoutItsSeason() {
        // With i the shrunk indices, computed anew in R: holt(AirPassengers / i, damped = TRUE)$mean * i; R refines the
        // start.
        assertThat(dampedTrend.forecast(ReferenceSeries.airPassengers(), 12, 12))
                .containsExactly(
                        new double[] {
                            444.2588576,
                            422.9749447,
                            480.8864737,
                            477.8491185,
                            488.2252459,
                            558.4891701,
                            623.9995111,
                            624.5335158,
                            532.7172657,
                            465.5005179,
                            406.7926425,
                            452.7763292
                        },
                        within(0.4));
    }

    @Test
    void fewerThanTenObservationsAreSmoothedWithoutTrend() {
        double[] nine = {1, 2, 3, 4, 5, 6, 7, 8, 9};

        assertThat(dampedTrend.forecast(nine, 1, 3))
                .containsExactly(new SimpleExponentialSmoothing().forecast(nine, 1, 3));
        assertThat(dampedTrend.forecast(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 1, 2)[1])
                .isGreaterThan(11);
    }

    @Test
    void longForecastsLevelOff() {
        double[] forecasts = dampedTrend.forecast(ReferenceSeries.twelve(), 1, 2000);

        assertThat(forecasts[1] - forecasts[0]).isGreaterThan(0.5);
        assertThat(forecasts[1999] - forecasts[1998]).isBetween(0.0, 1e-12);
    }
}
