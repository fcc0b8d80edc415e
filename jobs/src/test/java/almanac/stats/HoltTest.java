package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

/**
 * Expected values: R 4.2.2. Optima from {@code optim} with {@code L-BFGS-B} and six starts on the sum of squares whose
 * starting states come from {@code qr.coef}, since {@code forecast::holt} (forecast 8.20) stops short of them.
 */
class HoltTest {

    private final ForecastMethod holt = new Holt();

    @Test
    void startingStatesMinimiseTheSumOfSquaresForGivenParameters() {
        // qr.coef on the errors of a unit level and a unit trend: sum of squares, last level, last trend.
        TrendSmoothing.Fit air = TrendSmoothing.smooth(ReferenceSeries.airPassengers(), 0.3, 0.1, 1);
        assertThat(air.sumOfSquares()).isCloseTo(477862.4298259399, withinPercentage(1e-8));
        assertThat(air.level()).isCloseTo(484.0770794287, within(1e-7));
        assertThat(air.trend()).isCloseTo(-13.8077214604, within(1e-7));

        TrendSmoothing.Fit slow = TrendSmoothing.smooth(ReferenceSeries.nile(), 0.05, 0.01, 1);
        assertThat(slow.sumOfSquares()).isCloseTo(2.248366682973e+06, withinPercentage(1e-8));
        assertThat(slow.level()).isCloseTo(925.7526905435, within(1e-6));
        assertThat(slow.trend()).isCloseTo(-1.869845891878, within(1e-7));
    }

    @Test
    void theLastTrendGoesOn() {
        // optim: alpha 0.9999, beta 0.9999, level 219.99979996, trend -2.00040019
        assertThat(holt.forecast(ReferenceSeries.serverUsers(), 1, 4))
                .containsExactly(new double[] {217.99939977, 215.99899958, 213.99859939, 211.9981992}, within(1e-4));
        // optim: alpha 0.9999, beta 0.0001, level 431.99602411, trend 2.23771852
        assertThat(holt.forecast(ReferenceSeries.airPassengers(), 1, 2))
                .containsExactly(new double[] {434.23374263, 436.47146115}, within(1e-4));
    }

    @Test
    void theSumOfSquaresIsThatOfTheBestParameters() {
        // optim; holt(y)$model$mse * length(y) is 2021036.74, 161959.47 and 1322.05
        assertThat(TrendSmoothing.undamped(ReferenceSeries.nile()).sumOfSquares())
                .isCloseTo(2021023.384388, withinPercentage(1e-6));
        assertThat(TrendSmoothing.undamped(ReferenceSeries.airPassengers()).sumOfSquares())
                .isCloseTo(161813.89745726748, withinPercentage(1e-6));
        assertThat(TrendSmoothing.undamped(ReferenceSeries.serverUsers()).sumOfSquares())
                .isCloseTo(1274.188035978, withinPercentage(1e-6));
    }

    @Test
    void aStraightLineGoesOnAsAStraightLine() {
        double[] line = new double[20];
        for (int t = 0; t < line.length; t++) {
            line[t] = 5 - 3 * t;
        }

        assertThat(holt.forecast(line, 1, 3)).containsExactly(new double[] {-55, -58, -61}, within(1e-9));
    }

    @Test
    void fewerThanTenObservationsAreSmoothedWithoutTrend() {
        double[] nine = {1, 2, 3, 4, 5, 6, 7, 8, 9};

        assertThat(holt.forecast(nine, 1, 3)).containsExactly(new SimpleExponentialSmoothing().forecast(nine, 1, 3));
    }
}
