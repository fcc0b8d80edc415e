package almanac.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Expected values: R 4.2.2, {@code predict(arima(y, order = c(0, 1, 1), seasonal = c(0, 1, 1), method = "ML"))}. R starts
 * its filter with a large variance where JDemetra+ leaves the first observations out, so the last digits differ.
 */
class AirlineModelTest {

    private static final double[] AIR_PASSENGERS_OF_1961 = {
        450.4223558,
        425.7172099,
        479.006912,
        492.404437,
        509.0549221,
        583.3449327,
        670.0107042,
        667.0775849,
        558.1893588,
        497.2077655,
        429.8719779,
        477.2425791
    };

    private final ForecastMethod airline = new AirlineModel();

    @Test
    void aSeasonThatGrowsWithTheLevelIsForecastByLogarithms() {
        assertThat(airline.forecast(ReferenceSeries.airPassengers(), 12, 12))
                .containsExactly(AIR_PASSENGERS_OF_1961, within(0.1));
    }

    @Test
    void theMoreLikelyOfValuesAndLogarithmsIsForecast() {
        // Log-likelihood -425.12 by logarithms, Jacobian included; -425.44 as it is.
        assertThat(airline.forecast(ReferenceSeries.accidentalDeaths(), 12, 12))
                .containsExactly(
                        new double[] {
                            8284.708721,
                            7446.670811,
                            8267.25382,
                            8572.614381,
                            9485.245777,
                            9883.190992,
                            10967.874,
                            10111.02441,
                            9117.305382,
                            9368.317812,
                            8840.161749,
                            9329.99155
                        },
                        within(1.5));
        // -14.19 as it is, the season being the same in all years; -30.64 by logarithms.
        double[] quarters = Arrays.stream(ReferenceSeries.quartersBelowZero())
                .map(value -> value + 5)
                .toArray();
        assertThat(airline.forecast(quarters, 4, 4))
                .containsExactly(new double[] {18.5768411, 10.2945136, 22.0440497, 15.601648}, within(0.02));
    }

    @Test
    void quartersAreForecastToo() {
        assertThat(airline.forecast(ReferenceSeries.gas(), 4, 8))
                .containsExactly(
                        new double[] {
                            1247.028735,
                            646.6845215,
                            358.3394235,
                            854.6798568,
                            1337.210292,
                            693.4508989,
                            384.2535071,
                            916.4878627
                        },
                        within(0.5));
    }

    @Test
    void theLikelihoodIsThatOfR() {
        double[] logarithms =
                Arrays.stream(ReferenceSeries.airPassengers()).map(Math::log).toArray();

        assertThat(likelihood(logarithms, ArimaOrders.airline(12))).isCloseTo(244.699530597, within(0.01));
        assertThat(likelihood(ReferenceSeries.airPassengers(), ArimaOrders.airline(12)))
                .isCloseTo(-507.501443241, within(0.01));
        assertThat(likelihood(ReferenceSeries.accidentalDeaths(), ArimaOrders.airline(12)))
                .isCloseTo(-425.439993561, within(0.01));
    }

    @Test
    void aSeriesWithoutSeasonTakesTheBestOfThreeSmallModels() {
        // arima(Nile, c(0, 1, 1)): log-likelihood -632.5456; c(1, 1, 0): -638.7401.
        assertThat(airline.forecast(ReferenceSeries.nile(), 1, 2))
                .containsExactly(new double[] {798.366936196, 798.366936196}, within(0.5));
        // arima(WWWusage, c(1, 1, 0)): log-likelihood -262.6189; c(0, 1, 1): -272.9027.
        assertThat(airline.forecast(ReferenceSeries.serverUsers(), 1, 4))
                .containsExactly(
                        new double[] {218.394759397, 217.106360699, 216.072265748, 215.242280147}, within(0.01));
        assertThat(likelihood(ReferenceSeries.nile(), ArimaOrders.plain(0, 1, 1, false)))
                .isCloseTo(-632.545624383, within(0.01));
        assertThat(likelihood(ReferenceSeries.serverUsers(), ArimaOrders.plain(1, 1, 0, false)))
                .isCloseTo(-262.618875412, within(0.01));
    }

    @Test
    void aSteadyRiseGoesOnWithItsDrift() {
        double[] rise = new double[60];
        for (int t = 0; t < rise.length; t++) {
            rise[t] = 100 + 3 * t + (t % 2 == 0 ? 1 : -1) * (t % 5);
        }

        double[] forecasts = airline.forecast(rise, 1, 20);

        assertThat(forecasts[19]).isCloseTo(100 + 3 * 79, within(6.0));
    }

    @Test
    void aShortHistoryOrALongSeasonIsForecastWithoutTheSeason() {
        double[] history = Arrays.copyOf(ReferenceSeries.airPassengers(), 26);
        SeasonalAdjustment season = SeasonalAdjustment.shrunk(history, 12);

        assertThat(airline.forecast(history, 12, 6))
                .containsExactly(season.giveBack(SmallArima.forecast(season.adjusted(), 6)));

        SeasonalAdjustment weeks = SeasonalAdjustment.shrunk(ReferenceSeries.airPassengers(), 52);
        assertThat(airline.forecast(ReferenceSeries.airPassengers(), 52, 6))
                .containsExactly(weeks.giveBack(SmallArima.forecast(weeks.adjusted(), 6)));
    }

    @Test
    void seasonsThatRepeatExactlyLeaveNothingToEstimate() {
        double[] repeated = new double[48];
        for (int t = 0; t < repeated.length; t++) {
            repeated[t] = 10 + t % 12;
        }

        assertThat(Sarima.fit(repeated, ArimaOrders.airline(12))).isEmpty();
        assertThat(airline.forecast(repeated, 12, 12)).containsExactly(new DampedTrend().forecast(repeated, 12, 12));
    }

    @Test
    void aStraightLineLeavesNothingToEstimate() {
        double[] line = IntStream.range(0, 40).mapToDouble(t -> 0.1 * t - 1e3).toArray();

        assertThat(Sarima.fit(line, ArimaOrders.plain(0, 1, 1, true))).isEmpty();
        assertThat(Sarima.fit(line, ArimaOrders.airline(12))).isEmpty();
    }

    @Test
    void fewerThanTenObservationsAreTheDampedTrends() {
        double[] nine = {3, 1, 4, 1, 5, 9, 2, 6, 5};

        assertThat(SmallArima.best(nine)).isEmpty();
        assertThat(airline.forecast(nine, 1, 3)).containsExactly(new DampedTrend().forecast(nine, 1, 3));
    }

    @Test
    void aForecastThatExplodesIsKeptNearTheHistory() {
        // Doubling each month: the model of the logarithms would go on to 2^72.
        double[] doubling = new double[36];
        for (int t = 0; t < doubling.length; t++) {
            doubling[t] = Math.scalb(1.0 + 0.1 * (t * 7 % 5), t);
        }
        double range = Arrays.stream(doubling).max().orElseThrow() - 1;

        double[] forecasts = airline.forecast(doubling, 12, 36);

        assertThat(forecasts[35]).isCloseTo(range * (2 + 2.0), withinPercentage(1e-6));
        assertThat(HistoryRange.of(new double[] {1, 3}).keep(new double[] {Double.POSITIVE_INFINITY, -9, 4}))
                .containsExactly(7, -5, 4);
    }

    @Test
    void manyThreadsAtOnceForecastWhatOneDoes() {
        List<double[]> histories = IntStream.range(0, 200)
                .mapToObj(i -> Arrays.copyOfRange(ReferenceSeries.airPassengers(), i % 60, 60 + i % 60 + i % 25))
                .toList();
        List<double[]> alone =
                histories.stream().map(h -> airline.forecast(h, 12, 6)).toList();

        List<double[]> together = histories.parallelStream()
                .map(h -> new AirlineModel().forecast(h, 12, 6))
                .toList();

        assertThat(together.toArray(double[][]::new)).isDeepEqualTo(alone.toArray(double[][]::new));
    }

    private static double likelihood(double[] series, ArimaOrders orders) {
        return Sarima.fit(series, orders).orElseThrow().logLikelihood();
    }
}
